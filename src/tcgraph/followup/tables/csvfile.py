"""CSV and TSV files, whatever their delimiter."""

from __future__ import annotations

import csv
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
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    rows: list[Row] = []
    width = 0
    number = 0
    start = 1
    for fields in reader:
        number += 1
        line, start = start, reader.line_num + 1
        if not any(field.strip() for field in fields):
            continue
        width = width or len(fields)
        if len(fields) != width:
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
    # The heading row decides; a comma inside prose further down must not.
    head = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=head.count)
