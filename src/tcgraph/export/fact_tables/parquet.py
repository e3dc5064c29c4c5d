"""Parquet: the tables with typed columns for dataframes, and the way back."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.export.fact_tables.model import XSD, Column, ColumnKind, ExportTable
from tcgraph.export.rebase import Rebase, staged
from tcgraph.rdf import Quad

_KEY = b"tcgraph"


def write_parquet(tables: Iterable[ExportTable], directory: Path) -> list[str]:
    """Write each table as a Parquet file, IRIs in full, columns with several values as lists.

    Integers, dates and booleans get those types where every value can be restored from them, the rest is text.

    Returns:
        The files written, relative to the directory.

    Raises:
        BadParameter: pyarrow is not installed.
    """
    arrow, parquet = _pyarrow()
    paths: list[str] = []
    with staged(directory) as scratch:
        for table in tables:
            fields = [arrow.field("iri", arrow.string(), nullable=False)]
            arrays = [arrow.array(list(table.rows), arrow.string())]
            for column in table.columns:
                cells = [values.get(column.name) for values in table.rows.values()]
                type_, native = _typed(arrow, column, cells)
                fields.append(arrow.field(column.name, type_))
                arrays.append(arrow.array(native, type_))
            described = json.dumps([asdict(column) for column in table.columns], ensure_ascii=False)
            schema = arrow.schema(fields, metadata={_KEY: described.encode()})
            paths.append(f"{table.name}.parquet")
            _write(parquet, arrow.Table.from_arrays(arrays, schema=schema), scratch / paths[-1])
    return paths


def rebase_parquet(path: Path, rebase: Rebase) -> None:
    """Rename our IRIs in a file of :func:`write_parquet`: in its cells, and in what it says of its columns."""
    arrow, parquet = _pyarrow()
    content = parquet.read_table(path)
    arrays = [_rebased(arrow, column, rebase) for column in content.columns]
    described = {key: rebase.document(value) for key, value in (content.schema.metadata or {}).items()}
    _write(parquet, arrow.Table.from_arrays(arrays, schema=content.schema.with_metadata(described)), path)


def read_parquet(path: Path) -> Iterator[Quad]:
    """Read a file of :func:`write_parquet`, or a directory of them, back.

    Raises:
        BrokenInput: a file is not such a file.
        BadParameter: pyarrow is not installed.
    """
    arrow, parquet = _pyarrow()
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not files:
        raise BrokenInput("no .parquet file in it", path=path)
    for file in files:
        try:
            content = parquet.read_table(file)
        except (OSError, arrow.ArrowInvalid) as error:
            raise BrokenInput("not a Parquet file", path=file) from error
        metadata = content.schema.metadata or {}
        if _KEY not in metadata:
            raise BrokenInput("not a Parquet file written by tcgraph: it does not say what its columns mean", path=file)
        columns = tuple(Column(**{**given, "kind": ColumnKind(given["kind"])}) for given in json.loads(metadata[_KEY]))
        rows = {
            row["iri"]: {column.name: _texts(row[column.name]) for column in columns} for row in content.to_pylist()
        }
        yield from ExportTable(file.stem, columns, rows).statements()


def _rebased(arrow: Any, column: Any, rebase: Rebase) -> Any:
    cells: list[Any]
    if arrow.types.is_string(column.type):
        cells = [None if cell is None else rebase.text(cell) for cell in column.to_pylist()]
    elif arrow.types.is_list(column.type):
        cells = [None if cell is None else [rebase.text(part) for part in cell] for cell in column.to_pylist()]
    else:
        return column
    return arrow.array(cells, column.type)


def _write(parquet: Any, table: Any, path: Path) -> None:
    parquet.write_table(table, path, compression="zstd")


def _typed(arrow: Any, column: Column, cells: list[list[str] | None]) -> tuple[Any, list[Any]]:
    if column.many:
        return arrow.list_(arrow.string()), cells
    single = [None if cell is None else cell[0] for cell in cells]
    readers: dict[str, tuple[Callable[[str], object], Any]] = {
        "integer": (int, arrow.int64()),
        "date": (date.fromisoformat, arrow.date32()),
    }
    name = column.qualifier.removeprefix(XSD) if column.kind is ColumnKind.TYPED else ""
    if name in readers:
        read, type_ = readers[name]
        try:
            native = [None if value is None else read(value) for value in single]
        except ValueError:
            return arrow.string(), single
        if [None if value is None else str(value) for value in native] == single:
            return type_, native
    return arrow.string(), single


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


def _pyarrow() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise BadParameter("Parquet needs the package pyarrow: pip install 'tcgraph[parquet]', or use CSV.") from None
