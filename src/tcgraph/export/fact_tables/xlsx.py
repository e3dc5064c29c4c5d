"""A workbook: one sheet a kind of thing, with short codes, drop-downs and a sheet of notes, and the way back."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tcgraph import terms
from tcgraph.about import LICENCE
from tcgraph.errors import BrokenInput
from tcgraph.export.fact_tables.model import XSD, Column, ColumnKind, ExportTable
from tcgraph.export.rebase import staged
from tcgraph.rdf import Quad

_NOTES = "notes"
_COLUMNS = "columns"
_LISTS = "lists"
_OWN = (_NOTES, _COLUMNS, _LISTS)
_SPARE_ROWS = 200
_EPOCH = "2006-11-30T00:00:00Z"
_HEADER = ("sheet", "column", "property", "kind", "datatype or language", "several", "separator")
_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_GUIDE = (
    "One sheet for each kind of thing, one row for each thing; the first column is its identifier.",
    "A code such as recommendation/12 stands for {id}recommendation/12; the prefixes tc:, vocab: … are listed below.",
    "Cells with several values have the sign that the sheet 'columns' names between them.",
    "Columns whose values come from a fixed list offer that list; the lists are on the sheet 'lists'.",
    "The workbook can be edited and read back: tcgraph import FILE.xlsx",
)


def write_xlsx(tables: Iterable[ExportTable], path: Path, *, licence: str = LICENCE) -> None:
    """Write tables as one workbook; the same tables give the same bytes.

    Args:
        tables: what to write.
        path: of the workbook.
        licence: IRI of the data's.

    Raises:
        BrokenInput: a text is longer than a cell may be (32,767 characters), or the file cannot be written.
    """
    written = list(tables)
    book = openpyxl.Workbook()
    notes = book.active
    assert isinstance(notes, Worksheet)
    notes.title = _NOTES
    _write_notes(notes, licence)
    lists = _concept_lists(written)
    for table in written:
        _write_table(book.create_sheet(table.name[:31]), table, lists)
    _write_columns(book.create_sheet(_COLUMNS), written)
    _write_lists(book.create_sheet(_LISTS), lists)
    with staged(path.parent) as scratch:
        book.save(scratch / "draft.tmp")
        repack(scratch / "draft.tmp", scratch / path.name)
        (scratch / "draft.tmp").unlink()


def read_xlsx(path: Path) -> Iterator[Quad]:
    """Read a workbook of :func:`write_xlsx` back, edited or not; its codes stand for what its notes say.

    Raises:
        BrokenInput: it is no such workbook, or a cell does not fit its column; the message has sheet and cell.
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except (OSError, KeyError, zipfile.BadZipFile, ValueError) as error:
        raise BrokenInput(f"not an Excel workbook: {error}", path=path) from error
    if _COLUMNS not in book.sheetnames:
        hint = "a workbook of a cycle needs --cycle, a table of another body --draft"
        raise BrokenInput(f"no workbook of tcgraph export, which has a sheet named {_COLUMNS}; {hint}", path=path)
    described = list(book[_COLUMNS].iter_rows(min_row=2, values_only=True))
    columns: dict[str, dict[str, Column]] = {}
    for row in described:
        title, name, predicate, kind, qualifier, many, separator = (_text(value) for value in row[:7])
        column = Column(name, predicate, ColumnKind(kind), qualifier, many == "yes", separator)
        columns.setdefault(title, {})[name] = column
    prefixes = _prefixes(book)
    for sheet in book.worksheets:
        title = str(sheet.title)
        if title not in _OWN:
            try:
                yield from _read_sheet(sheet, columns.get(title, {}), prefixes)
            except BrokenInput as error:
                raise BrokenInput(f"sheet {title}, {error}", path=path) from error


def _write_notes(sheet: Worksheet, licence: str) -> None:
    sheet.append(["tcgraph: the facts as a workbook"])
    sheet["A1"].font = Font(bold=True, size=14)
    for line in _GUIDE:
        sheet.append([line.format(id=terms.ID)])
    sheet.append([])
    sheet.append(["prefix", "stands for"])
    for prefix, namespace in sorted(terms.PREFIXES.items()):
        sheet.append([prefix, namespace])
    sheet.append([])
    sheet.append(["licence", licence])
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 60


def _write_table(sheet: Worksheet, table: ExportTable, lists: dict[str, list[str]]) -> None:
    sheet.append(["iri", *(column.name for column in table.columns)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, (iri, cells) in enumerate(table.rows.items(), 2):
        _put(sheet.cell(number, 1), code_of(iri))
        for position, column in enumerate(table.columns, 2):
            values = cells.get(column.name)
            if values:
                _put(sheet.cell(number, position), _value(column, values))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for position, column in enumerate(table.columns, 2):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = 40 if column.kind is ColumnKind.TEXT else 22
        scheme = _scheme(column, table)
        if scheme in lists and not column.many:
            _offer(sheet, letter, len(table.rows), sorted(lists).index(scheme) + 1, len(lists[scheme]))
    sheet.column_dimensions["A"].width = 30


def _offer(sheet: Worksheet, letter: str, rows: int, list_position: int, length: int) -> None:
    source = get_column_letter(list_position)
    choice = DataValidation(type="list", formula1=f"{quote_sheetname(_LISTS)}!${source}$2:${source}${length + 1}")
    choice.error = "Choose one of the listed codes."
    choice.errorTitle = "Unknown code"
    choice.showErrorMessage = True
    choice.add(f"{letter}2:{letter}{rows + 1 + _SPARE_ROWS}")
    sheet.add_data_validation(choice)


def _put(cell: Any, value: str | int | datetime.date) -> None:
    if isinstance(value, str) and len(value) > 32_767:
        raise BrokenInput(f"a text of {len(value)} characters does not fit a cell; export CSV instead")
    assert isinstance(cell, Cell)
    cell.value = value
    if isinstance(value, str):
        # A text that starts with "=" is a text, never a formula.
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
    elif isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"


def _value(column: Column, values: list[str]) -> str | int | datetime.date:
    if column.kind is ColumnKind.IRI:
        return column.separator.join(code_of(value) for value in values)
    if not column.many:
        (value,) = values
        if column.qualifier == XSD + "integer" and value.lstrip("-").isdigit() and str(int(value)) == value:
            return int(value)
        if column.qualifier == XSD + "date" and _DATE.fullmatch(value):
            return datetime.date.fromisoformat(value)
    return column.separator.join(values)


def _concept_lists(tables: list[ExportTable]) -> dict[str, list[str]]:
    """Codes by concept scheme: what the concepts of one ``vocab:`` folder have in common."""
    lists: dict[str, list[str]] = {}
    for table in tables:
        for iri in table.rows:
            scheme = _folder(iri)
            if scheme:
                lists.setdefault(scheme, []).append(code_of(iri))
    return {scheme: sorted(codes) for scheme, codes in lists.items()}


def _scheme(column: Column, table: ExportTable) -> str | None:
    """The one scheme that all values of a column come from."""
    if column.kind is not ColumnKind.IRI:
        return None
    schemes = {_folder(value) for cells in table.rows.values() for value in cells.get(column.name, ())}
    return schemes.pop() if len(schemes) == 1 else None


def _folder(iri: str) -> str | None:
    prefix = terms.PREFIXES["vocab"]
    return iri[len(prefix) :].partition("/")[0] if iri.startswith(prefix) and "/" in iri[len(prefix) :] else None


def _write_columns(sheet: Worksheet, tables: list[ExportTable]) -> None:
    sheet.append(_HEADER)
    for table in tables:
        for column in table.columns:
            several = "yes" if column.many else "no"
            row = (table.name[:31], column.name, column.predicate, column.kind.value, column.qualifier, several)
            sheet.append([*row, column.separator])


def _write_lists(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    for position, scheme in enumerate(sorted(lists), 1):
        for number, text in enumerate([scheme, *lists[scheme]], 1):
            _put(sheet.cell(number, position), text)


def code_of(iri: str) -> str:
    """The short form of an IRI in a cell: ``recommendation/12``, ``vocab:status/taken``, or the IRI itself."""
    if iri.startswith(terms.ID):
        return iri[len(terms.ID) :]
    for prefix, namespace in terms.PREFIXES.items():
        if iri.startswith(namespace) and prefix != "id":
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def iri_of(code: str, prefixes: Mapping[str, str] = terms.PREFIXES) -> str:
    """The IRI that a cell's code stands for."""
    prefix, colon, local = code.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + local
    return code if colon else prefixes["id"] + code


def _prefixes(book: Any) -> dict[str, str]:
    """What prefixes stand for: in a deployment's own copy, the notes name another base than ours."""
    notes = book[_NOTES].iter_rows(max_col=2, values_only=True) if _NOTES in book.sheetnames else ()
    told = {_text(row[0]): _text(row[1]) for row in notes if len(row) == 2 and row[1]}
    return {prefix: told.get(prefix, namespace) for prefix, namespace in terms.PREFIXES.items()}


def _read_sheet(sheet: Any, columns: dict[str, Column], prefixes: Mapping[str, str]) -> Iterator[Quad]:
    rows = sheet.iter_rows(values_only=True)
    header = [_text(value) for value in next(rows, ())]
    for number, row in enumerate(rows, 2):
        if not row or row[0] is None:
            continue
        things: dict[str, list[str]] = {}
        for position, (name, value) in enumerate(zip(header, row, strict=False)):
            if position and value is not None and name:
                if name not in columns:
                    raise BrokenInput(f"column {name} is not on the sheet 'columns'; add it there")
                values = columns[name].split(_text(value))
                things[name] = (
                    [iri_of(part, prefixes) for part in values] if columns[name].kind is ColumnKind.IRI else values
                )
        try:
            yield from ExportTable(
                sheet.title, tuple(columns.values()), {iri_of(_text(row[0]), prefixes): things}
            ).statements()
        except (BrokenInput, ValueError) as error:
            raise BrokenInput(f"row {number}: {error}") from error


def _text(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def repack(source: Path | IO[bytes], target: Path | IO[bytes]) -> None:
    """Take the time of writing out of the archive, so that the bytes repeat."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb">\d{4}-\d\d-\d\dT[\d:]+Z<", f">{_EPOCH}<".encode(), content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
