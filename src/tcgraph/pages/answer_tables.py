"""A result as a table that one sorts, filters, pages through and chooses columns of, all by its address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.followup.statuses import EVERY
from tcgraph.pages.labels import Labels, word_for
from tcgraph.pages.locale_format import in_order, plainly
from tcgraph.pages.page import State
from tcgraph.pages.result_columns import is_figures, names_of, thing_of, things_of, words_of
from tcgraph.pages.site import Answer
from tcgraph.rdf import Literal, NamedNode, Term, plain

ROWS = 20
"""Rows on a page: on a telephone a row is a card, and so many fit a reader's patience."""
_MOST = 500
_FEW = 8


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
    shown = [i for i in columns if names[i] in wanted] or columns
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
        return " ".join(word_for(labels.language, words_of(column), code, labels) for code in term.value.split(", "))
    things = things_of(column, term) or [thing for thing in (thing_of(column, term, labels),) if thing is not None]
    if things:
        code = f" {term.value}" if isinstance(term, Literal) else ""
        return ", ".join(labels.of(thing).value for thing in things) + code
    if isinstance(term, NamedNode):
        return term.value
    if names := names_of(column, term):
        return "; ".join(map(labels.name_of, names))
    return labels.name_of(term) if column else plain(term)
