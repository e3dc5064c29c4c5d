"""What the follow-up matrix has in no column of its own: what ended otherwise than by being taken."""

from __future__ import annotations

from collections import Counter

from tcgraph.followup.statuses import STATUSES, column_counts
from tcgraph.pages.page import State
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.rdf import NamedNode, plain
from tcgraph.scope import OF


def endings(site: Site, day: str = "") -> tuple[dict[str, Counter[str]], dict[int, NamedNode], dict[str, str]]:
    """How many actions of each recommendation ended otherwise than taken, by status.

    Returns:
        The counts; each recommendation's IRI; and the number that its document prints, where that is another one.
    """
    counts: dict[str, Counter[str]] = {}
    iris: dict[int, NamedNode] = {}
    printed: dict[str, str] = {}
    for row in ask(site, "matrix-endings", {"asOf": day}).dicts():
        number, iri = plain(row["number"]), row["recommendation"]
        assert isinstance(iri, NamedNode)
        iris[int(number)] = iri
        if "printed" in row:
            printed[number] = plain(row["printed"])
        mine = counts.setdefault(number, Counter())
        if "status" in row:
            mine[plain(row["status"])] += int(plain(row["actions"]))
    return counts, iris, printed


def in_no_column(site: Site, state: State, answer: Answer) -> list[dict[str, int]]:
    """For each row of an answer, how many it has of what no column of it counts: others rely on those as they are."""
    if answer.name != "follow-up-matrix" or OF in answer.variables:
        return [{} for _ in answer.rows]
    ended = endings(site, state.get("asOf"))[0]
    held = [column_counts(ended.get(row["number"], {})) for row in answer.texts()]
    return [{column: count for column, count in counts.items() if column not in STATUSES} for counts in held]
