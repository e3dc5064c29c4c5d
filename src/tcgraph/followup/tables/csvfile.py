"""CSV and TSV files, whatever their delimiter."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from tcgraph.diagnostics import Cell, Level, Location
from tcgraph.followup.tables.decode import decode
from tcgraph.followup.tables.model import Place, Row, Sheet, TableFile, TextCell, column_letters

_DELIMITERS = ",;\t|"


def read_csv(path: Path) -> TableFile:
    """Read a delimited file as one table; a row that is longer or shorter than the heading is kept and reported."""
    file = TableFile(path)
    text = decode(path.read_bytes(), file)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[tuple[int, int, list[str]]] = []
    start = 1
    for number, fields in enumerate(reader, start=1):
        line, start = start, reader.line_num + 1
        if any(field.strip() for field in fields):
            found.append((number, line, fields))
    # Most rows are as wide as the heading; what stands above it is a title.
    width = Counter(len(fields) for _, _, fields in found).most_common(1)[0][0] if found else 0
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


def _place(path: Path, row: int, column: int, line: int) -> Place:
    cell = Cell(column_letters(column), row)
    return Place(f"row {row}, column {column_letters(column)}", Location(path, line, 1, cell=cell))


def _delimiter(text: str) -> str:
    """The delimiter that most of the first lines have equally often: a title above the table need not have it.

    A comma inside prose further down must not decide, so the first line that counts breaks a tie.
    """
    lines = [line for line in text.split("\n", 30)[:30] if line.strip()]

    def fits(delimiter: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        count, often = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return often, count

    return max(_DELIMITERS, key=fits)
