"""What must be known where reported items are counted: how complete they are, and what came before the resolution.

What the matrix has in no column of its own, since it ended otherwise than by being taken. Which actions the document
announces only with a hedge, and in which words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from tcgraph.followup.statuses import STATUSES, column_counts
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import day
from tcgraph.pages.page import State
from tcgraph.pages.site import Answer, Site, ask, run
from tcgraph.rdf import NamedNode, Term, plain
from tcgraph.scope import OF
from tcgraph.terms import ID

_LATER = """# What several reports tell of.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
SELECT DISTINCT ?action WHERE {
  ?action tc:hasObservation/tc:asOf ?day, ?later .
  FILTER(?later > ?day)
}
"""


def told_later(site: Site, language: str, answer: Answer | None) -> str:
    """That rows have the first account beside the last status; empty where no later report tells of any of them."""
    if answer is None or not {"action", "status", "summary"} <= set(answer.variables):
        return ""
    at, later = answer.variables.index("action"), {row[0] for row in run(site, "later", _LATER).rows}
    return translator(language)("build.later") if any(row[at] in later for row in answer.rows) else ""


def examples_told(site: Site, language: str) -> str:
    """What the report itself says of how complete its account is; empty where the graph tells nothing of it."""
    if "told-as-examples" not in site.queries:
        return ""
    return " ".join(row["told"] for row in ask(site, "told-as-examples", {"lang": language}).texts())


def told_of_counts(site: Site, state: State, taken: int) -> str:
    """What a reader of the counts must know: that the document gives examples, and how much of it is from before.

    Args:
        site: where.
        state: the page's address.
        taken: how many items are counted as taken.
    """
    t = translator(state.language)
    told = [examples_told(site, state.language)]
    if "dated-items" in site.queries:
        dated = Counter(row["dated"] for row in ask(site, "dated-items").texts() if row["status"] == "taken")
        if dated and taken:
            count = {name: dated[name] for name in ("before", "across", "same", "after")}
            told.append(t("matrix.dated", n=taken, told=dated.total(), **count))
    return " ".join(filter(None, told))


_GROUPS = """# What stands for several at once: a collective name.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
SELECT ?thing WHERE { ?thing tc:organisationKind <https://w3id.org/tcgraph/vocab/organisation-kind/collective> }
ORDER BY ?thing
"""


def groups_told(site: Site, language: str, answer: Answer) -> str:
    """How many of those that rows name stand for a group, whose members nobody has counted; empty where none does."""
    groups = {row["thing"] for row in run(site, "groups", _GROUPS).texts()}
    n = len(groups & {plain(term) for row in answer.rows for term in row})
    return translator(language)("figure.groups", n=n) if n else ""


def own_words(site: Site, things: Collection[str]) -> bool:
    """Whether some things are summarized in the very words of the document that tells of them."""
    own = {plain(row[0]) for row in ask(site, "own-words").rows} if "own-words" in site.queries else set()
    return bool(things) and own.issuperset(things)


def hedged(site: Site) -> dict[str, tuple[str, ...]]:
    """The words of doubt, choice or mere intention of each action that is told in such, by its IRI."""
    found: dict[str, tuple[str, ...]] = {}
    # A project that was begun with an earlier release has not got the question.
    if "hedged-actions" in site.queries:
        for row in ask(site, "hedged-actions").texts():
            found[row["action"]] = (*found.get(row["action"], ()), row["words"])
    return found


def promised(site: Site) -> dict[str, dict[str, Term]]:
    """Of each planned action that has a time, by its IRI: by when it is to be done, and what says so."""
    if "promises-kept" not in site.queries:
        return {}
    rows = ask(site, "promises-kept").dicts()
    return {
        f"{ID}action/{plain(row['action'])}": {name: row[name] for name in ("due", "due_by")}
        for row in rows
        if "due" in row
    }


def reported_on(site: Site) -> str:
    """The day that the latest report speaks of; empty where there is none."""
    known = "choose-report" in site.queries
    return max((row["value"] for row in ask(site, "choose-report").texts()), default="") if known else ""


def source_told(site: Site, state: State) -> str:
    """Which document a page's figures are from, and as known on which day."""
    t, told = translator(state.language), ""
    if "follow-up-matrix" in site.queries:
        told = t("figure.source_later" if len(ask(site, "choose-report").rows) > 1 else "figure.source")
    if on := ("asOf" in state.asked and state.get("asOf")) or reported_on(site):
        told += " " + t("figure.as_known", day=day(on, state.language))
    return told


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


def facts_in_doubt(site: Site) -> tuple[dict[str, str], int]:
    """The facts that the document hedges or that are our reading, each with why; and how many facts there are."""
    if not {"counted-once", "how-sure"} <= set(site.queries):
        return {}, 0
    counted = ask(site, "counted-once").texts()
    why = {row["thing"]: row["kind"] for row in ask(site, "how-sure").texts()}
    return why, sum(int(row["all"]) for row in counted if row["question"] == "how-sure")
