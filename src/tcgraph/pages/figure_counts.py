"""What a picture counts in the rows of an answer, and where these say that they are from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from tcgraph.pages.result_columns import is_figures
from tcgraph.pages.site import Answer
from tcgraph.rdf import Literal, NamedNode, Term, number_of, plain
from tcgraph.terms import BASE, ID

MOST = 45
"""How many bars a picture has: of a whole that is larger its title says how many, and the answer below has all."""
_YEARS = re.compile(r"(\d{4})-\d\d\b")
"""The years of a programme as documents write them, such as 2008-09."""


def is_count(answer: Answer, index: int) -> bool:
    """Whether a column holds whole numbers that count; the number of a row or a recommendation counts nothing."""
    return (
        "number" not in answer.variables[index].split("_")
        and is_figures(answer, index)
        and all(isinstance(number_of(row[index]), int) for row in answer.rows if row[index] is not None)
    )


def amounts(answer: Answer, of: str, numeric: Sequence[int]) -> list[tuple[object, int]]:
    """For each row what is counted, and for how much: a thing of the column ``of``, else the row itself."""
    if of:
        column = answer.variables.index(of)
        return [(row[column], int(row[column] is not None)) for row in answer.rows]
    return [(place, int(plain(row[numeric[0]]) or 0) if numeric else 1) for place, row in enumerate(answer.rows)]


def totals(told: Iterable[tuple[str, tuple[object, int]]]) -> dict[str, int]:
    """What comes together under each name, where each thing counts once."""
    found: dict[str, int] = {}
    for (name, _), amount in {(name, thing): amount for name, (thing, amount) in told}.items():
        found[name] = found.get(name, 0) + amount
    return found


def uncut(measures: Sequence[float], most: int) -> int:
    """How many of what stands in order have room, where what measures alike stands there wholly or not at all.

    Which of those that are alike would stand last is a matter of the alphabet, and so of the reader's language.

    Args:
        measures: of each, in order.
        most: for how many there is room; 0 for all.
    """
    if not most or len(measures) <= most:
        return len(measures)
    first = last = most
    while first and measures[first - 1] == measures[most]:
        first -= 1
    while last < len(measures) and measures[last] == measures[most]:
        last += 1
    return first or last


def sources_of(answer: Answer) -> list[str]:
    """The sites that rows say they are from, where they are from elsewhere than what the project itself has read."""
    if "source" not in answer.variables:
        return []
    column = answer.variables.index("source")
    told = {plain(row[column]) for row in answer.rows if isinstance(row[column], NamedNode)}
    return sorted({urlsplit(iri).hostname or iri for iri in told if not iri.startswith(BASE)})


def country_of(term: object) -> str:
    """The code of a country that a cell names, by its address or by the code; empty for anything else."""
    if isinstance(term, NamedNode) and term.value.startswith(ID + "country/"):
        return term.value.removeprefix(ID + "country/")
    if isinstance(term, Literal) and len(term.value) == 3 and term.value.isascii() and term.value.isupper():
        return term.value
    return ""


def span(row: Mapping[str, Term], names: Sequence[str]) -> tuple[str, str]:
    """When a row's thing begins and ends; what is due by the last year of a period has all of its years."""
    start, end = next((plain(row[name]) for name in names if name in row), ""), plain(row.get("end"))
    years = _YEARS.match(plain(row.get("as_written"))) if plain(row.get("kind")) == "period" else None
    return (years[1], start) if years else (start, end)
