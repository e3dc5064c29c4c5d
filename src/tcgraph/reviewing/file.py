"""The workbook of a review, read into rows and written back; columns that a person added are kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.review import ACTIONS, ASKS, BODIES
from tcgraph.followup.drafts.review_words import in_english
from tcgraph.followup.tables import Sheet as TableSheet
from tcgraph.followup.tables.xlsx import read_xlsx
from tcgraph.reviewing import rows as sheets
from tcgraph.reviewing.rows import Row, Rows

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEADINGS: Final = {
    sheets.ACTIONS: {heading: key for key, heading, _ in ACTIONS},
    sheets.ASKED: {heading: key for key, heading, _ in ASKS},
    sheets.BODIES: {heading: key for key, heading, _ in BODIES},
}
_NUMBERS: Final = {"confidence", "start", "end", "line", "ordinal", "number"}


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def read_rows(path: Path) -> tuple[Rows, dict[str, list[tuple[str, ...]]]]:
    """Read a review's workbook.

    Returns:
        The rows that a person changes, and those of the sheets Findings and Not read, without headings.

    Raises:
        BrokenInput: it is no review's workbook.
    """
    found = {in_english(sheet.name): sheet for sheet in read_xlsx(path).sheets}
    if not found.keys() >= {sheets.DOCUMENT, sheets.ACTIONS}:
        raise BrokenInput("not a review file: it has no sheets Document and Actions", path=path)
    about = {
        in_english(row.texts[0]): row.texts[1] if len(row.cells) > 1 else "" for row in found[sheets.DOCUMENT].rows
    }
    about = {key: value for key, value in about.items() if len(key) < 20}
    given: dict[str, list[Row]] = {sheets.DOCUMENT: [about]}
    for name, headings in _HEADINGS.items():
        given[name] = _rows(found[name], headings) if name in found else []
    aside: dict[str, list[tuple[str, ...]]] = {
        name: [row.texts for row in found[name].rows[1:]] for name in ("Findings", "Not read") if name in found
    }
    return Rows(given), aside


def written(path: Path, rows: Rows) -> bytes:
    """The bytes of a review's workbook with other rows."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    there = {in_english(name): book[name] for name in book.sheetnames}
    for name, headings in _HEADINGS.items():
        if name in there:
            _rewrite(there[name], headings, [row for _, row in rows[name]])
    about = rows.about
    for line in there[sheets.DOCUMENT].iter_rows(max_col=2):
        key = in_english(str(line[0].value or ""))
        if key in about:
            _put(line[1], key, about[key])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(sheet: TableSheet, keys: Mapping[str, str]) -> list[Row]:
    headings = [keys.get(in_english(text), text.strip()) for text in sheet.rows[0].texts]
    rows = [
        {key: row.texts[index] if index < len(row.cells) else "" for index, key in enumerate(headings) if key}
        for row in sheet.rows[1:]
    ]
    return [{**row, **{key: in_english(row[key]) for key in ("take", "as") if key in row}} for row in rows]


def _rewrite(sheet: Worksheet, keys: Mapping[str, str], rows: list[Row]) -> None:
    headings = [in_english(str(cell.value or "")) for cell in sheet[1]]
    for heading, key in keys.items():
        if heading not in headings and any(row.get(key) for row in rows):
            headings.append(heading)
            sheet.cell(1, len(headings), heading)
    if sheet.max_row > 1:
        sheet.delete_rows(2, sheet.max_row)
    for number, row in enumerate(rows, start=2):
        for column, heading in enumerate(headings, start=1):
            key = keys.get(heading, heading)
            if words := row.get(key, ""):
                _put(sheet.cell(number, column), key, words)


def _put(cell: Any, key: str, words: str) -> None:
    from openpyxl.styles import Alignment

    if key in _NUMBERS and words.replace(".", "", 1).isdigit():
        cell.value = float(words) if "." in words else int(words)
        return
    cell.value = words or None
    if words:
        # Somebody's "=1+1" is text, not a formula to run here.
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
