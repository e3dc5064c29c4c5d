"""CSV and TSV files, whatever their delimiter."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from tcgraph.diagnostics import CellLocation, Level, Location
from tcgraph.errors import BrokenInput
from tcgraph.followup.tables.decode import decode
from tcgraph.followup.tables.model import CellPlace, Row, Sheet, TableFile, TextCell, column_letters

_DELIMITERS = ",;\t|"
_SAMPLE = 200

Numbered = list[tuple[int, int, list[str]]]
"""Rows that have any text: their number, the line they begin in, and their fields."""


def read_csv(path: Path) -> TableFile:
    """Read a delimited file as one table; a row that is longer or shorter than the heading is kept and reported.

    Raises:
        BrokenInput: a quotation mark is opened and never closed, so that the rest of the file would be one cell.
    """
    file = TableFile(path)
    text = decode(path.read_bytes(), file)
    delimiter = _delimiter(text)
    try:
        found = list(_rows(text, delimiter))
    except csv.Error as error:
        raise BrokenInput(
            f"cannot be read as a table with {delimiter!r} between its cells: {error}", path=path
        ) from error
    # Most rows are as wide as the heading; what stands above it is a title.
    width = _width(found)
    rows: list[Row] = []
    begun = False
    for number, line, fields in found:
        begun = begun or len(fields) == width
        if begun and len(fields) != width:
            message = f"row {number} has {len(fields)} cells where the heading has {width}; kept as it is"
            file.find("row-width", Level.WARNING, message, Location(path, line, 1))
        cells = (TextCell(text.strip("\n"), _place(path, number, index, line)) for index, text in enumerate(fields))
        rows.append(Row(tuple(cells)))
    file.sheets.append(Sheet(path.stem, tuple(rows)))
    return file


def _rows(text: str, delimiter: str, most: int | None = None) -> Numbered:
    csv.field_size_limit(max(len(text), 131072))
    # Not splitlines, which ends a line at marks that a cell may hold (U+2028).
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: Numbered = []
    start = 1
    for number, fields in enumerate(reader, start=1):
        line, start = start, reader.line_num + 1
        if any(field.strip() for field in fields):
            found.append((number, line, fields))
        if most is not None and len(found) >= most:
            break
    return found


def _width(rows: Numbered) -> int:
    return Counter(len(fields) for _, _, fields in rows).most_common(1)[0][0] if rows else 0


def _place(path: Path, row: int, column: int, line: int) -> CellPlace:
    cell = CellLocation(column_letters(column), row)
    return CellPlace(f"row {row}, column {column_letters(column)}", Location(path, line, 1, cell=cell))


def _delimiter(text: str) -> str:
    """The delimiter by which most rows come out equally wide, and wide; marks inside quotation marks do not count."""

    def fits(delimiter: str) -> tuple[float, int]:
        try:
            rows = _rows(text, delimiter, _SAMPLE)
        except csv.Error:
            return 0.0, 0
        width = _width(rows)
        if width < 2:
            return 0.0, 0
        same = sum(len(fields) == width for _, _, fields in rows)
        return round(same / len(rows), 1), width

    return max(_DELIMITERS, key=fits)
