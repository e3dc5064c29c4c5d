"""A result as a table that people read: the columns that say something of their own, and where each figure leads.

A result as a table that one sorts, filters, pages through and chooses columns of, all by its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tcgraph.followup.statuses import COLUMNS, EVERY, column_of
from tcgraph.pages.i18n import has, translator
from tcgraph.pages.labels import Labels, day, in_order, place, plainly, told_of_columns, word_for
from tcgraph.pages.page import State
from tcgraph.pages.site import Answer
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import Literal, NamedNode, Term, plain
from tcgraph.terms import BASE, ID, PREFIXES

_CODE: Final = re.compile(r"[\w.-]+", re.ASCII)
_TOLD = told_of_columns()
_CODES: Final = {name: tuple(BASE + start for start in starts) for name, starts in _TOLD["codes"].items()}
_LISTS: Final[Mapping[str, str]] = {name: BASE + start for name, start in _TOLD["lists"].items()}
_WORDS: Final[Mapping[str, str]] = {name: kind for kind, names in _TOLD["words"].items() for name in names}
_NAMES, _DAYS, _NAMING, _ABOUT = (frozenset(_TOLD["kinds"][kind]) for kind in ("names", "days", "naming", "about"))
_PATH: Final = re.compile(r"[a-z-]+/[\w.-]+", re.ASCII)
_COUNTS: Final = frozenset(column_of(status) for status in COLUMNS)
"""Columns that count what is told as of one status; what nothing is told as has none."""
UNTOLD: Final = ("not reported", "not known", "not ratified", "not appraised", "amount not known", "no target")
"""What answers have in place of a value that is not there."""
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


def note_all(labels: Labels, answers: Iterable[Answer], texts: Iterable[Term | None] = ()) -> None:
    """Fetch together the names of all that some answers hold, and what their texts are in the reader's language."""
    told = list(texts)
    for answer in answers:
        for row in answer.rows:
            for column, term in zip(answer.variables, row, strict=True):
                labels.note((term,) if answer.own else (term, *coded(column, term), *things_of(column, term)))
        told += [] if answer.own else texts_of(answer)
    labels.note_names(told)


def heading(column: str, language: str, answer: Answer | None = None) -> str:
    """What readers call a column: in one answer perhaps otherwise than where its name means another thing."""
    if answer is not None and answer.own:
        return column
    own = f"column.{answer.name}.{column}" if answer is not None else ""
    key = own if has(language, own) else f"column.{column}"
    return translator(language)(key) if has(language, key) else column.replace("_", " ")


def as_seen(answer: Answer, labels: Labels) -> tuple[list[str], list[list[Term | None]]]:
    """A table in words, as a page shows it: headings and rows; the addresses of what its cells name stand last.

    No two columns have one heading. Of a reader's own query all stands as the query says.
    """
    if answer.own:
        return list(answer.variables), [list(row) for row in answer.rows]
    note_all(labels, (answer,))
    shown = columns_shown(answer, labels)
    things = [[thing_of(answer.variables[i], row[i], labels) for i in shown] for row in answer.rows]
    linked = [at for at in range(len(shown)) if any(row[at] is not None for row in things)]
    heads: list[str] = []
    for index in shown:
        name = heading(answer.variables[index], labels.language, answer)
        heads.append(f"{name} ({answer.variables[index]})" if name in heads else name)
    heads += [translator(labels.language)("table.address", of=heads[at]) for at in linked]

    def cell(column: str, term: Term | None) -> Term | None:
        if column == "locator":
            return Literal(place(plain(term), labels.language) or plain(term))
        if (thing := thing_of(column, term, labels)) is not None:
            return labels.of(thing)
        # Numbers and days stay what they are.
        in_words = words_of(column) or things_of(column, term) or names_of(column, term)
        return Literal(_seen(column, term, labels)) if in_words and plain(term) else term

    rows = [
        [*(cell(answer.variables[i], row[i]) for i in shown), *(found[at] for at in linked)]
        for row, found in zip(answer.rows, things, strict=True)
    ]
    return heads, [[labels.translated(one) if isinstance(one, Literal) else one for one in row] for row in rows]


def day_of(column: str, term: Term | None, language: str) -> str | None:
    """A day or month in words; None for what is none. A biennium such as 2008-09 looks like a month and is none."""
    if not isinstance(term, Literal) or not (column in _DAYS or term.datatype.value in _DATES):
        return None
    told = day(term.value, language)
    return None if told == term.value else told


def is_code(term: Literal) -> bool:
    """Whether a cell's code is one that readers use, such as ``C144``; ``child-labour`` is the name once more."""
    return not re.fullmatch(r"[a-z-]+", term.value)


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
        if answer.variables[index] not in _COUNTS or any(plain(row[index]) != "0" for row in answer.rows)
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


ROWS = 20
"""Rows on a page: on a telephone a row is a card, and so many fit a reader's patience."""
_MOST = 500
_FEW = 8
_UNREAD = frozenset(("sha256",))
"""Columns for programs: a page has them where they are asked for, files always."""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """What of an answer is shown, and the addresses that show it otherwise.

    Attributes:
        answer: all of it.
        columns: the places of the columns that can be shown, from left to right.
        shown: the places of those that are.
        rows: the places of the rows on this page, in order.
        found: how many rows have the words sought.
        page: the number of this page.
        pages: how many there are.
        key: what stands before this table's parameters, where a page has several tables.
        state: the page's address.
    """

    answer: Answer
    columns: tuple[int, ...]
    shown: tuple[int, ...]
    rows: tuple[int, ...]
    found: int
    page: int
    pages: int
    key: str
    state: State

    @property
    def first(self) -> int:
        """The number of the first row on this page, from 1; 0 where there is none."""
        return min(self.found, (self.page - 1) * ROWS + 1)

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return min(self.found, self.first + len(self.rows) - 1) if self.rows else 0

    @property
    def words(self) -> str:
        """The words that rows are sought by."""
        return self.state.get(f"{self.key}find")

    @property
    def has_tools(self) -> bool:
        """Whether there are enough rows that filtering them helps."""
        return len(self.answer.rows) > _FEW

    def order(self, index: int) -> str:
        """How the rows are sorted by a column: ``ascending``, ``descending``, or empty where they are not."""
        sorting, name = self.state.get(f"{self.key}sort"), self.answer.variables[index]
        return "ascending" if sorting == name else "descending" if sorting == f"-{name}" else ""

    def sorted_by(self, index: int) -> str:
        """The address with the rows sorted by a column; the other way round where they are sorted by it already."""
        name = self.answer.variables[index]
        wanted = f"-{name}" if self.order(index) == "ascending" else name
        return self.state.url(**{f"{self.key}sort": wanted, f"{self.key}page": None})

    def at(self, page: int) -> str:
        """The address of another page of rows."""
        return self.state.url(**{f"{self.key}page": page if page > 1 else None})

    def kept(self) -> list[tuple[str, str]]:
        """What a form for words and columns must send along: all else that the address says."""
        own = {f"{self.key}{name}" for name in ("find", "columns", "page")}
        return [(name, value) for name, value in self.state.parameters.items() if name not in own]

    def near(self) -> list[int]:
        """The numbers of pages to offer: the first, the last, and those about this one; 0 stands for those between."""
        wanted = sorted({1, self.pages, *range(max(1, self.page - 1), min(self.pages, self.page + 1) + 1)})
        made: list[int] = []
        for number in wanted:
            if made and number - made[-1] > 1:
                made.append(0)
            made.append(number)
        return made


def table_of(answer: Answer, columns: Sequence[int], labels: Labels, state: State, key: str = "") -> AnswerTable:
    """The table that an address asks for.

    Args:
        answer: the result.
        columns: the places of the columns that can be shown.
        labels: names of things, by which rows are sorted and sought as readers see them.
        state: the address: ``sort`` (a column, ``-`` before it for the other way round), ``find`` (words that a row
            must have), ``columns`` (their names with commas), ``page`` (a number, or ``all``);
            ``rows=all`` shows all rows of every table.
        key: what stands before these names.
    """
    names = answer.variables
    # What the columns of a reader's own query are called says nothing of what is in them.
    meant = ("",) * len(names) if answer.own else names
    rows = list(range(len(answer.rows)))
    if words := plainly(state.get(f"{key}find")).split():
        seen = {
            place: plainly(" ".join(_seen(meant[i], answer.rows[place][i], labels) for i in columns)) for place in rows
        }
        rows = [place for place in rows if all(word in seen[place] for word in words)]
    sorting = state.get(f"{key}sort")
    if (name := sorting.removeprefix("-")) in names:
        rows = _sorted(answer, names.index(name), rows, labels, down=sorting.startswith("-"))
    wanted = state.get(f"{key}columns").split(",")
    shown = [i for i in columns if names[i] in wanted] or [i for i in columns if meant[i] not in _UNREAD] or columns
    pages = max(1, -(-len(rows) // ROWS))
    asked = state.get(f"{key}page") or state.get("rows")
    if asked == "all":
        return AnswerTable(answer, tuple(columns), tuple(shown), tuple(rows[:_MOST]), len(rows), 1, 1, key, state)
    page = min(pages, max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1))
    here = rows[(page - 1) * ROWS : page * ROWS]
    return AnswerTable(answer, tuple(columns), tuple(shown), tuple(here), len(rows), page, pages, key, state)


def _sorted(answer: Answer, index: int, rows: list[int], labels: Labels, *, down: bool) -> list[int]:
    """Rows by one column, those without a value last in either direction; equals keep their order."""
    name = "" if answer.own else answer.variables[index]
    figures = is_figures(answer, index) or name == "number"

    def place(row: int) -> tuple[float, str]:
        term = answer.rows[row][index]
        if name == "status" and plain(term) in EVERY:
            return EVERY.index(plain(term)), ""
        if figures and re.fullmatch(r"-?\d+(\.\d+)?", plain(term)):
            return float(plain(term)), ""
        return 0, in_order(_seen(name, term, labels))

    told = [row for row in rows if plain(answer.rows[row][index])]
    silent = [row for row in rows if not plain(answer.rows[row][index])]
    return [*sorted(told, key=place, reverse=down), *silent]


def _seen(column: str, term: Term | None, labels: Labels) -> str:
    """What a reader sees in a cell, roughly; a day as it is written in data, which sorts."""
    if isinstance(term, Literal) and words_of(column):
        return ", ".join(word_for(labels.language, words_of(column), code, labels) for code in term.value.split(", "))
    things = things_of(column, term) or [thing for thing in (thing_of(column, term, labels),) if thing is not None]
    if things:
        code = f" {term.value}" if isinstance(term, Literal) and is_code(term) else ""
        return ", ".join(labels.of(thing).value for thing in things) + code
    if isinstance(term, NamedNode):
        return term.value
    if names := names_of(column, term):
        return "; ".join(map(labels.name_of, names))
    return labels.name_of(term) if column else plain(term)
