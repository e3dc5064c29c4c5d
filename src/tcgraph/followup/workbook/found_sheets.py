"""Which sheet of a workbook that was sent back is which, whatever its name became, and what of it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.followup.tables import Row, Sheet, TableFile, TextCell
from tcgraph.followup.workbook.sheets import SHEETS, SheetColumn, SheetSpec, meant, needed, said

_NAMED: Final = {spec.name.lower(): spec for spec in SHEETS}
_OTHERS: Final = {"read me", "codes"}


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet whose rows can be read.

    Attributes:
        spec: which it is.
        columns: what its columns hold, by their place.
        rows: those below its headings.
    """

    spec: SheetSpec
    columns: Mapping[int, SheetColumn]
    rows: Sequence[Row]


def found_sheets(file: TableFile, language: str) -> Iterator[FoundSheet]:
    """The sheets of a workbook that reports to a cycle; what cannot be read is among the file's findings.

    Args:
        file: the workbook.
        language: what it is written in.
    """

    def find(level: Level, cell: TextCell, message: str) -> None:
        file.find("sheet", level, message, cell.place.location)

    for one in file.hidden:
        if _spec_named(one):
            message = f"the sheet {one!r} is hidden, and what it says was not read: show it, or delete it"
            file.find("sheet", Level.ERROR, message)
    for sheet in file.sheets:
        first, names = sheet.rows[0].cells[0], meant(sheet.name.strip())
        spec = _spec_named(sheet.name) or next((one for one in SHEETS if _headings(one, sheet, all_of=True)), None)
        if spec is None:
            if not _OTHERS & set(names):
                find(Level.WARNING, first, f"the sheet {sheet.name!r} is none of this workbook's; not read")
            continue
        headings = _headings(spec, sheet)
        if headings is None:
            find(Level.ERROR, first, "the headings are missing or were renamed")
            continue
        columns: dict[int, SheetColumn] = {}
        for index, cell in enumerate(headings.cells):
            column = spec.column(cell.text)
            if column is not None:
                columns[index] = column
            elif cell.text.strip():
                find(Level.WARNING, cell, f"{cell.text.strip()!r} is no heading of this sheet")
        there = {column.key for column in columns.values()}
        missing = [said(c.heading, language) for c in spec.columns if c.key in needed(spec) and c.key not in there]
        if missing:
            find(Level.ERROR, headings.cells[0], f"the sheet has no column {', '.join(missing)}")
            continue
        rows = sheet.rows[sheet.rows.index(headings) + 1 :]
        below = {cell.place.words: cell for row in rows for cell in row.cells}
        for place, block in file.merged:
            if place in below:
                message = f"{block} was made one cell; divide it, and say in each cell what belongs there"
                find(Level.ERROR, below[place], message)
        yield FoundSheet(spec, columns, rows)


def _spec_named(name: str) -> SheetSpec | None:
    return next((_NAMED[one] for one in meant(name.strip()) if one in _NAMED), None)


def _headings(spec: SheetSpec, sheet: Sheet, *, all_of: bool = False) -> Row | None:
    """The row of a sheet's headings; those of a sheet of another name have to be there all."""
    least = len(spec.columns) if all_of else min(2, len(spec.columns))
    return next(
        (row for row in sheet.rows[:5] if sum(map(bool, (spec.column(c.text) for c in row.cells))) >= least), None
    )
