"""Excel workbooks, values only: formulas count as what they last came to."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

from tcgraph.diagnostics import CellLocation, Level, Location
from tcgraph.errors import BrokenInput
from tcgraph.followup.tables.model import CellPlace, Row, Sheet, TableFile, TextCell, column_letters


def read_xlsx(path: Path) -> TableFile:
    """Read every visible sheet; merged cells are repeated, and hidden sheets are named in a finding.

    Raises:
        BrokenInput: the file is no workbook.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        # As a stream, which takes far less memory, unless cells are merged or have comments, which it does not show.
        book = load_workbook(path, data_only=True, read_only=not _needs_the_whole(path))
    except InvalidFileException as error:
        raise BrokenInput(f"not an Excel workbook, but a file in {path.suffix}", path=path) from error
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BrokenInput(f"not an Excel workbook: {error}", path=path) from error
    except TypeError:  # a part of it that says nothing, such as a style, is damaged: what repairs it reads it, too
        from tcgraph.followup.tables.office import read_office

        return read_office(path)
    file = TableFile(path)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            file.hidden.append(sheet.title)
            file.find("hidden-sheet", Level.INFO, f"sheet {sheet.title!r} is hidden and was not read")
            for number, hidden in _texts(sheet):
                file.leave(" | ".join(filter(None, hidden)), "a hidden sheet", _place(path, sheet.title, number, 0))
            continue
        texts = _texts(sheet)
        width = max((len(row) for _, row in texts), default=0)
        rows = tuple(
            Row(
                tuple(
                    TextCell(row[index] if index < len(row) else "", _place(path, sheet.title, number, index))
                    for index in range(width)
                )
            )
            for number, row in texts
        )
        if rows:
            file.sheets.append(Sheet(sheet.title, rows))
        _leave_comments(file, sheet)
        for block in getattr(sheet, "merged_cells", ()):
            file.merged.append((_place(path, sheet.title, block.min_row, block.min_col - 1).words, block.coord))
    book.close()
    return file


def _leave_comments(file: TableFile, sheet: Any) -> None:
    if not hasattr(sheet, "merged_cells"):
        return  # read as a stream: the file has no comments
    for row in sheet.iter_rows():
        for cell in row:
            if getattr(cell, "comment", None) is not None:
                place = _place(file.path, sheet.title, cell.row, cell.column - 1)
                file.leave(cell.comment.text, "a comment on a cell", place)


def _needs_the_whole(path: Path) -> bool:
    """Whether cells are merged or have comments, which a stream does not show."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        merged = any(b"<mergeCell" in archive.read(name) or b":mergeCell" in archive.read(name) for name in sheets)
        return merged or any("comments" in name for name in names)


def _texts(sheet: Any) -> list[tuple[int, list[str]]]:
    """The rows that have any text, with their numbers."""
    merged: dict[tuple[int, int], Any] = {}
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # Programs other than Excel often write a wrong extent.
    else:
        for block in sheet.merged_cells.ranges:
            merged |= dict.fromkeys(block.cells, sheet.cell(block.min_row, block.min_col).value)
    found = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [
            _text(merged.get((number, column)) if value is None else value)
            for column, value in enumerate(values, start=1)
        ]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            found.append((number, texts))
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()


def _place(path: Path, sheet: str, row: int, column: int) -> CellPlace:
    cell = CellLocation(column_letters(column), row, sheet)
    return CellPlace(str(cell), Location(path, cell=cell))
