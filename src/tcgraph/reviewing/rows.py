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


_NAMED_BY: Final = {DOCUMENT: "", ACTIONS: "key", ASKED: "reference", BODIES: "said"}
"""The cell that a sheet's rows are told apart by, whatever their order."""


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

    def like(self, row: Row) -> str | None:
        """The one row that is called as another one; None where there is none, or several are."""
        by = _NAMED_BY[self.name]
        found = [name for name, one in self if one.get(by) == row.get(by)]
        return found[0] if len(found) == 1 else None

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

    def apply_anew(self, deeds: Iterable[Iterable[Patch]]) -> list[str]:
        """Do again what was done to a workbook that somebody changed by other means since.

        Only the cells that a deed changed are changed; what stands otherwise there now was said later, and stays.

        Returns:
            The cells that stay, and the rows that are no longer there: each as ``row: cell``, or the row.
        """
        now: dict[tuple[str, str], str] = {}
        left: dict[str, None] = {}
        for patch in (patch for deed in deeds for patch in deed):
            sheet = self._sheets[patch.sheet]
            if patch.before is None:
                name = now[patch.sheet, patch.row] = sheet.free_name(patch.row)
                sheet.apply(Patch(patch.sheet, name, None, patch.after, patch.at))
                continue
            found = now.get((patch.sheet, patch.row)) or sheet.like(patch.before)
            called = patch.before.get(_NAMED_BY[patch.sheet], "") or patch.sheet
            if found is None or found not in sheet:
                left[called] = None
                continue
            now[patch.sheet, patch.row] = found
            if patch.after is None:
                sheet.apply(sheet.removed(found))
                continue
            there, changed = sheet[found], dict[str, str]()
            for cell, words in patch.after.items():
                before, stands = patch.before.get(cell, ""), there.get(cell, "")
                if words != before and stands == before:
                    changed[cell] = words
                elif words not in (before, stands):
                    left[f"{called}: {cell}"] = None
            sheet.apply(sheet.changed(found, **changed))
        return list(left)
