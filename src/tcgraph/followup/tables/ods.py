"""OpenDocument spreadsheets: every sheet, repeated and merged cells written out (OpenDocument 1.3 part 3, §9)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from tcgraph.diagnostics import CellLocation, Location
from tcgraph.errors import BrokenInput
from tcgraph.followup.tables.model import CellPlace, Row, Sheet, TableFile, TextCell, column_letters

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MOST: Final = 100_000_000
# Empty rows and columns are often "repeated" to the end of the sheet.
_ROWS: Final = 100_000
_COLUMNS: Final = 1_000


def read_ods(path: Path) -> TableFile:
    """Read every sheet of a spreadsheet; comments on cells are listed as not read.

    Raises:
        BrokenInput: the file is no spreadsheet, or unreasonably large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("content.xml").file_size > _MOST:
                raise BrokenInput("its content is larger than 100 MB", path=path)
            root = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314 -- expat limits how far entities grow
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise BrokenInput("not an OpenDocument spreadsheet (.ods)", path=path) from error
    file = TableFile(path)
    for table in root.iter(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name") or f"Sheet{len(file.sheets) + 1}"
        rows = tuple(_rows(file, name, table))
        if rows:
            file.sheets.append(Sheet(name, rows))
    return file


def _rows(file: TableFile, name: str, table: Element) -> Iterator[Row]:
    above: dict[int, tuple[int, str]] = {}
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        times = int(row.get(f"{_TABLE}number-rows-repeated") or 1)
        cells = list(_cells(file, name, number + 1, row, above))
        while cells and not cells[-1]:
            cells.pop()
        for again in range(min(times, _ROWS) if cells else 0):
            at = number + again + 1
            yield Row(tuple(TextCell(text, _place(file.path, name, at, i)) for i, text in enumerate(cells)))
        number += times


def _cells(file: TableFile, name: str, number: int, row: Element, above: dict[int, tuple[int, str]]) -> Iterator[str]:
    column, across, beside = 0, 0, ""
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        for _ in range(min(int(cell.get(f"{_TABLE}number-columns-repeated") or 1), _COLUMNS)):
            words = "\n".join("".join(_words(part)) for part in cell.findall(f"{_TEXT}p"))
            if cell.tag == f"{_TABLE}covered-table-cell":
                left, over = above.get(column, (0, ""))
                if left:
                    above[column] = (left - 1, over)
                words = over if left else beside if across else words
                across -= across > 0
            else:
                across, beside = int(cell.get(f"{_TABLE}number-columns-spanned") or 1) - 1, words
                down = int(cell.get(f"{_TABLE}number-rows-spanned") or 1)
                for covered in range(column, column + across + 1):
                    above[covered] = (down - 1, words)
            for note in cell.findall(f"{_OFFICE}annotation"):
                file.leave("".join(_words(note)), "a comment on a cell", _place(file.path, name, number, column))
            yield words.strip()
            column += 1


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * int(child.get(f"{_TEXT}c") or 1)
        elif child.tag in (f"{_TEXT}line-break", f"{_TEXT}p"):
            yield "\n"
        if child.tag != f"{_OFFICE}annotation":
            yield from _words(child)
        yield child.tail or ""


def _place(path: Path, sheet: str, row: int, column: int) -> CellPlace:
    cell = CellLocation(column_letters(column), row, sheet)
    return CellPlace(str(cell), Location(path, cell=cell))
