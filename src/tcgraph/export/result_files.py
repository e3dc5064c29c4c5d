"""The result of a SELECT query as a file: CSV, SPARQL Results JSON, or a sheet of a workbook."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import chain
from typing import NamedTuple

import pyoxigraph

from tcgraph.rdf import BlankNode, Literal, ResultFormat, Term, Triple, number_of, plain
from tcgraph.terms import PREFIXES

Rows = Iterable[Sequence[Term | None]]
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FIXED = datetime(2006, 10, 11, tzinfo=UTC).replace(tzinfo=None)
"""When every workbook says it was made: the same rows give the same bytes."""


def as_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """SPARQL 1.1 Query Results CSV §3: CRLF line ends, plain text, unbound empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([plain(term) for term in row] for row in rows)
    return out.getvalue().encode()


def as_json(columns: Sequence[str], rows: Rows) -> bytes:
    """SPARQL 1.1 Query Results JSON §3."""
    bindings = [
        {name: _json_term(term) for name, term in zip(columns, row, strict=True) if term is not None} for row in rows
    ]
    document = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


class ResultSheet(NamedTuple):
    """One table of a workbook: its name, its headings and its cells."""

    title: str
    columns: Sequence[str]
    rows: Rows


def as_xlsx(*sheets: ResultSheet, notes: tuple[str, ...] = ()) -> bytes:
    """Tables with bold headings that stay in sight, numbers as numbers; what must be known of them on the last sheet.

    Args:
        sheets: each as a sheet.
        notes: what the last sheet, ``notes``, says, one a row; without them there is none.
    """
    # Here and not above: it would take a third of the server's start.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from tcgraph.export.fact_tables.xlsx import repack

    book = Workbook()
    book.properties.created = book.properties.modified = _FIXED
    del book[book.sheetnames[0]]
    for title, columns, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.append(list(columns))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([_cell(term) for term in row])
        for cell in chain.from_iterable(sheet.iter_rows()):
            # A text that starts with = is a text, never a formula.
            if isinstance(cell.value, str):
                cell.data_type = "s"
        for index, column in enumerate(sheet.columns, start=1):
            width = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[get_column_letter(index)].width = min(60, width + 2)
    if notes:
        beside = book.create_sheet("notes")
        beside.column_dimensions["A"].width = 100
        for index, told in enumerate(notes, start=1):
            cell = beside.cell(row=index, column=1, value=told)
            cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
    draft, out = io.BytesIO(), io.BytesIO()
    book.save(draft)
    repack(draft, out)
    return out.getvalue()


def _json_term(term: Term) -> dict[str, object]:
    match term:
        case Literal():
            found: dict[str, object] = {"type": "literal", "value": term.value}
            if term.language:
                found["xml:lang"] = term.language
            elif term.datatype.value != PREFIXES["xsd"] + "string":
                found["datatype"] = term.datatype.value
            return found
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
        case _:
            return {"type": "uri", "value": term.value}


def _cell(term: Term | None) -> str | int | float | date | None:
    if isinstance(term, Literal) and term.datatype.value == PREFIXES["xsd"] + "date":
        # A day that a workbook has; years before 1900, and days with a time zone, stay texts.
        with suppress(ValueError):
            day = date.fromisoformat(term.value)
            return day if day.year >= 1900 else term.value
    number = number_of(term)
    if number is not None:
        return int(number) if number == int(number) else number
    # Control characters that XML 1.0 §2.2 has no way to write, and a workbook is XML.
    return _UNWRITABLE.sub("\ufffd", plain(term)) or None


def rows_in(body: bytes, format: ResultFormat) -> int:
    """How many rows a result document has; 0 where it holds a truth value, or cannot be read."""
    if format is ResultFormat.CSV:
        return max(0, len(_csv(body)) - 1)
    try:
        found = pyoxigraph.parse_query_results(body, format.codec)
    except (SyntaxError, ValueError):
        return 0
    return sum(1 for _ in found) if isinstance(found, pyoxigraph.QuerySolutions) else 0


def tells_nothing(body: bytes, format: ResultFormat) -> bool:
    """Whether a result document has nothing but "no", or rows without a cell that is neither unbound nor zero."""
    if format is ResultFormat.CSV:
        return body != b"true\n" and all(cell in ("", "0") for row in _csv(body)[1:] for cell in row)
    try:
        found = pyoxigraph.parse_query_results(body, format.codec)
    except (SyntaxError, ValueError):
        return False
    if not isinstance(found, pyoxigraph.QuerySolutions):
        return not found
    return all(term is None or number_of(term) == 0 for row in found for term in row)


def _csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8", "replace"), newline="")))
