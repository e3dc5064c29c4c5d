"""Pick the reader by a file's ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unicodedata import is_normalized, normalize

from tcgraph.errors import BrokenInput
from tcgraph.followup.tables.csvfile import read_csv
from tcgraph.followup.tables.docx import read_docx
from tcgraph.followup.tables.html import read_html
from tcgraph.followup.tables.model import Row, Sheet, TableFile, TextCell
from tcgraph.followup.tables.ods import read_ods
from tcgraph.followup.tables.office import read_office
from tcgraph.followup.tables.pdf import read_pdf
from tcgraph.followup.tables.text import read_text
from tcgraph.followup.tables.xlsx import read_xlsx

READERS: dict[str, Callable[[Path], TableFile]] = {
    ".csv": read_csv,
    ".doc": read_office,
    ".docm": read_docx,
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".md": read_text,
    ".ods": read_ods,
    ".odt": read_office,
    ".pdf": read_pdf,
    ".rst": read_text,
    ".rtf": read_office,
    ".tsv": read_csv,
    ".txt": read_text,
    ".xls": read_office,
    ".xlsm": read_xlsx,
    ".xlsx": read_xlsx,
}
_PICTURES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}


def read_tables(path: Path) -> TableFile:
    """Read the tables of a Word, Excel, OpenDocument, CSV, HTML, PDF or text file.

    Raises:
        BrokenInput: the file is missing, empty, or not what its ending says.
        BadParameter: what its format needs is not installed.
    """
    reader = READERS.get(path.suffix.lower())
    if path.suffix.lower() in _PICTURES:
        hint = "recognise its text first, for example with `ocrmypdf --image-dpi 300 picture out.pdf`"
        raise BrokenInput(f"a picture holds no text; {hint}", path=path)
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise BrokenInput(f"tables are read from {known}; save it as one of these", path=path)
    try:
        empty = path.stat().st_size == 0
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
    if empty:
        raise BrokenInput("the file is empty", path=path)
    file = reader(path)
    file.sheets = [_composed(sheet) for sheet in file.sheets]
    if (
        not file.loose
        and (file.sheets or file.unread)
        and all(len(set(row.texts)) == 1 for sheet in file.sheets for row in sheet.rows)
    ):
        # No table, or boxes around paragraphs: its lines, from which a layout may still be told.
        file = file.as_text()
    if not any(sheet.rows for sheet in file.sheets):
        raise BrokenInput("no table with text in it was found", path=path)
    return file


def _composed(sheet: Sheet) -> Sheet:
    """A sheet whose letters are whole: some programs write an accent as a character of its own (Unicode's form D)."""
    if all(is_normalized("NFC", cell.text) for row in sheet.rows for cell in row.cells):
        return sheet
    rows = (Row(tuple(TextCell(normalize("NFC", cell.text), cell.place) for cell in row.cells)) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))
