"""A result as a table that people read: the columns that say something of their own, and where each figure leads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tcgraph.followup.statuses import COLUMNS, STATUSES, column_of
from tcgraph.pages.labels import Labels
from tcgraph.pages.locale_format import day
from tcgraph.pages.page import State
from tcgraph.pages.site import Answer
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import Literal, NamedNode, Term, plain
from tcgraph.terms import BASE, ID, PREFIXES

_CODE: Final = re.compile(r"[\w.-]+", re.ASCII)
_CODES: Final = {
    "country": (ID + "country/",),
    "practice_in": (ID + "country/",),
    "instrument": (ID + "instrument/", ID + "instrument-set/"),
    "theme": (BASE + "vocab/theme/",),
    "action": (ID + "action/",),
}
"""Columns that hold the code of a thing, and what may stand before the code in its address."""
_LISTS: Final = {"countries": ID + "country/", "themes": BASE + "vocab/theme/"}
"""Columns that hold several codes with spaces between them."""
_NAMES: Final = frozenset(("donor", "incorporated_in", "made_by", "made_for", "places", "regions"))
"""Columns that hold English names with a semicolon between them."""
_ABOUT: Final = ("about", "depends_on")
"""Columns that hold the ends of things' addresses, such as ``action/12-1-a``."""
_PATH: Final = re.compile(r"[a-z-]+/[\w.-]+", re.ASCII)
_WORDS: Final = {
    **dict.fromkeys(("status", "before", "after", "heard"), "status"),
    **dict.fromkeys(("met", "multi_year", "aligned", "gender", "same_region", "complete"), "answer"),
    **dict.fromkeys(("stage", "next_stage"), "stage"),
    **{
        name: name
        for name in (
            "role",
            "certainty",
            "kind",
            "pairing",
            "cited_in",
            "agency",
            "due_by",
            "change",
            "unit",
            "product_state",
            "project_state",
            "event_state",
            "correction_kind",
            "sector",
        )
    },
    "date_certainty": "certainty",
    "maker": "agency",
    "row": "whose_row",
    "state": "promise",
    "place": "city",
}
"""Columns that hold a word of a closed list, and the list's name in the catalogue of words."""
_RARE: Final = frozenset(column_of(status) for status in COLUMNS if status not in STATUSES)
_DAYS: Final = frozenset((
    "start", "end", "due", "expected", "promised", "heard_on", "before_on", "after_on", "as_of", "first", "last",
    "signed", "read_on", "ratified_on",
))  # fmt: skip
"""Columns that hold days or months, some as plain text."""
_NAMING: Final = frozenset(("number", "section", "ordinal", "year", "rank", "line", "start", "end"))
_DATES: Final = frozenset(PREFIXES["xsd"] + name for name in ("date", "gYearMonth"))
_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double"))


def coded(column: str, term: Term | None) -> list[NamedNode]:
    """The things that a cell's code may stand for."""
    if column in _CODES and isinstance(term, Literal) and _CODE.fullmatch(term.value):
        return [NamedNode(before + term.value) for before in _CODES[column]]
    return []


def thing_of(column: str, term: Term | None, labels: Labels) -> NamedNode | None:
    """The thing that a cell names, by its address or, in some columns, by its code."""
    if isinstance(term, NamedNode):
        return term
    things = coded(column, term)
    if len(things) < 2:
        return things[0] if things else None
    return next((thing for thing in things if labels.all_of(thing)), things[0])


def things_of(column: str, term: Term | None) -> list[NamedNode]:
    """The things that a cell lists by their codes; none where it holds something else."""
    if column in _ABOUT and isinstance(term, Literal) and term.value:
        codes = re.split(r"[,;]? ", term.value)
        return [NamedNode(ID + code) for code in codes] if all(map(_PATH.fullmatch, codes)) else []
    if column in _LISTS and isinstance(term, Literal) and not term.value.isdecimal():
        codes = term.value.split()
        return [NamedNode(_LISTS[column] + code) for code in codes] if all(map(_CODE.fullmatch, codes)) else []
    return []


def names_of(column: str, term: Term | None) -> list[Literal]:
    """The names that a cell lists, in the English in which questions join them; none where it holds something else."""
    if column not in _NAMES or not isinstance(term, Literal) or not term.value:
        return []
    return [Literal(name, language="en") for name in term.value.split("; ")]


def texts_of(answer: Answer) -> Iterator[Term | None]:
    """What an answer says, cell by cell, and name by name where a cell lists them."""
    for row in answer.rows:
        for column, term in zip(answer.variables, row, strict=True):
            yield from names_of(column, term) or (term,)


def day_of(column: str, term: Term | None, language: str) -> str | None:
    """A day or month in words; None for what is none. A biennium such as 2008-09 looks like a month and is none."""
    if not isinstance(term, Literal) or not (column in _DAYS or term.datatype.value in _DATES):
        return None
    told = day(term.value, language)
    return None if told == term.value else told


def words_of(column: str) -> str:
    """The list that a column's words are of; "" where they are of none."""
    return _WORDS.get(column, "")


def columns_shown(answer: Answer, labels: Labels) -> list[int]:
    """The columns to show, from left to right: without those that repeat the name of what a column beside links to.

    Of a reader's own query all are shown, as it says.
    """
    if answer.own:
        return list(range(len(answer.variables)))
    things = {
        index: [thing_of(column, row[index], labels) for row in answer.rows]
        for index, column in enumerate(answer.variables)
    }
    linked = [index for index, found in things.items() if any(thing is not None for thing in found)]

    def repeats(index: int, other: int) -> bool:
        return all(
            (thing is None and row[index] is None) or (thing is not None and plain(row[index]) in labels.all_of(thing))
            for thing, row in zip(things[other], answer.rows, strict=True)
        )

    return [
        index
        for index in range(len(answer.variables))
        if not answer.rows or index in linked or not any(repeats(index, other) for other in linked)
        # What only some bodies report is a column where there is any of it.
        if answer.variables[index] not in _RARE or any(plain(row[index]) != "0" for row in answer.rows)
    ]


def is_figures(answer: Answer, index: int) -> bool:
    """Whether a column holds figures: numbers that count or measure, not numbers that name."""
    if answer.variables[index] in _NAMING:
        return False
    terms = [row[index] for row in answer.rows if row[index] is not None]
    return bool(terms) and all(isinstance(term, Literal) and term.datatype.value in _NUMBERS for term in terms)


def counted_at(queries: QueryCatalogue, answer: Answer, row: int, column: str, state: State) -> str | None:
    """The address of the question that has a row for each thing that a figure counts; None where none is named.

    What the reader chose for the present question is kept, where the other knows it too: figures as of a day lead to
    what was known on that day.
    """
    # A query of the reader's own has a name that is no question's.
    if answer.name not in queries:
        return None
    query = queries[answer.name]
    told = query.counts.get(column)
    if told is None or told["question"] not in queries:
        return None
    own = dict(zip(answer.variables, answer.rows[row], strict=True))
    if plain(own[column]) in ("", "0"):
        return None
    other = {parameter.name for parameter in queries[told["question"]].parameters}
    kept = {name: state.get(name) for name in other & {parameter.name for parameter in query.parameters}}
    return state.to(f"/ask/{told['question']}", **{**kept, **parameters_of(told, own)})


def parameters_of(told: Mapping[str, str], row: Mapping[str, Term | None]) -> dict[str, str]:
    """The parameters of the question that lists what a row's figure counts."""
    return {
        name: plain(row[value[1:]]) if value.startswith("?") else value
        for name, value in told.items()
        if name != "question" and (value[1:] in row or not value.startswith("?"))
    }
