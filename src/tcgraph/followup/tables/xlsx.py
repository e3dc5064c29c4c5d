"""Excel workbooks, values only: formulas count as what they last came to."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

from tcgraph.diagnostics import Cell, Level, Location
from tcgraph.errors import BrokenInput
from tcgraph.followup.tables.model import Place, Row, Sheet, TableFile, TextCell, column_letters


def read_xlsx(path: Path) -> TableFile:
    """Read every visible sheet; merged cells are repeated, and hidden sheets are named in a finding.

    Raises:
        BrokenInput: the file is no workbook.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, data_only=True, read_only=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BrokenInput(f"not an Excel workbook: {error}", path=path) from error
    file = TableFile(path)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            file.find("hidden-sheet", Level.INFO, f"sheet {sheet.title!r} is hidden and was not read")
            continue
        merged: dict[tuple[int, int], Any] = {}
        for block in sheet.merged_cells.ranges:
            value = sheet.cell(block.min_row, block.min_col).value
            merged |= dict.fromkeys(block.cells, value)
        rows = []
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            filled = [
                merged.get((number, column), value) if value is None else value
                for column, value in enumerate(values, start=1)
            ]
            texts = [_text(value) for value in filled]
            if any(texts):
                cells = (TextCell(text, _place(path, sheet.title, number, i)) for i, text in enumerate(texts))
                rows.append(Row(tuple(cells)))
        if rows:
            file.sheets.append(Sheet(sheet.title, tuple(rows)))
    book.close()
    return file


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


def _place(path: Path, sheet: str, row: int, column: int) -> Place:
    cell = Cell(column_letters(column), row, sheet)
    return Place(str(cell), Location(path, cell=cell))
