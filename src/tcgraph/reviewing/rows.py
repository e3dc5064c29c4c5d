"""A review's rows while somebody works on them, and patches: changes of single rows that can be kept and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

Row = dict[str, str]
"""What the cells of a row say, by the key of their column."""

DOCUMENT: Final = "Document"
ACTIONS: Final = "Actions"
ASKED: Final = "Asked"
BODIES: Final = "New bodies"


@dataclass(frozen=True, slots=True)
class Patch:
    """What becomes of one row.

    Attributes:
        sheet: the sheet it is on.
        row: the row's name in this session.
        before: what it said; None where it was not there.
        after: what it says now; None where it is gone.
        at: its place among the sheet's rows.
    """

    sheet: str
    row: str
    before: Row | None
    after: Row | None
    at: int

    @property
    def reversed(self) -> Patch:
        """The patch that takes this one back."""
        return Patch(self.sheet, self.row, self.after, self.before, self.at)

    def as_json(self) -> dict[str, Any]:
        """The patch as a journal and a page read it."""
        return asdict(self)


class SheetRows:
    """The rows of one sheet, in order, each with a name that stays.

    Args:
        name: the sheet's.
        rows: what it holds at first.
    """

    def __init__(self, name: str, rows: Iterable[Row]) -> None:
        self.name = name
        self._rows = {f"{name[0].lower()}{number}": row for number, row in enumerate(rows, start=1)}
        self._order = list(self._rows)

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        return iter([(name, self._rows[name]) for name in self._order])

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __getitem__(self, name: str) -> Row:
        return self._rows[name]

    def place(self, name: str) -> int:
        """Where a row stands, from 0."""
        return self._order.index(name)

    def name_at(self, place: int) -> str | None:
        """The row at a place, if there is one."""
        return self._order[place] if 0 <= place < len(self._order) else None

    def changed(self, name: str, **values: str) -> Patch:
        """The patch that gives a row's cells other values."""
        row = self._rows[name]
        return Patch(self.name, name, dict(row), {**row, **values}, self.place(name))

    def added(self, name: str, row: Row, at: int) -> Patch:
        """The patch that puts a row in."""
        return Patch(self.name, name, None, row, at)

    def removed(self, name: str) -> Patch:
        """The patch that takes a row out."""
        return Patch(self.name, name, dict(self._rows[name]), None, self.place(name))

    def free_name(self, like: str) -> str:
        """A name that no row has."""
        number = 2
        while f"{like}-{number}" in self._rows:
            number += 1
        return f"{like}-{number}"

    def apply(self, patch: Patch) -> None:
        """Do what a patch says."""
        if patch.after is None:
            del self._rows[patch.row]
            self._order.remove(patch.row)
            return
        if patch.row not in self._rows:
            self._order.insert(patch.at, patch.row)
        self._rows[patch.row] = dict(patch.after)


class Rows:
    """All sheets of a review that a person changes.

    Args:
        sheets: their rows by the sheet's name; the sheet Document is one row.
    """

    def __init__(self, sheets: Mapping[str, Iterable[Row]]) -> None:
        self._sheets = {name: SheetRows(name, rows) for name, rows in sheets.items()}
        self.actions = self._sheets[ACTIONS]
        self.asked = self._sheets[ASKED]
        self.bodies = self._sheets[BODIES]
        self.document = self._sheets[DOCUMENT]

    def __iter__(self) -> Iterator[SheetRows]:
        return iter(self._sheets.values())

    def __getitem__(self, name: str) -> SheetRows:
        return self._sheets[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sheets

    @property
    def about(self) -> Row:
        """What the sheet Document says."""
        return next((row for _, row in self.document), {})

    def apply(self, patches: Iterable[Patch]) -> None:
        """Do what patches say, in order."""
        for patch in patches:
            self._sheets[patch.sheet].apply(patch)
