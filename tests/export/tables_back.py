"""CSVW and Parquet read back into statements: what our tests hold the exports to, and no user needs beside RDF.

Of CSVW as much as our own files use; any CSVW processor reads them (CSV2RDF §4, minimal mode).
"""

from __future__ import annotations

import csv
import importlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tcgraph.export.tables.csvw import METADATA
from tcgraph.export.tables.model import XSD, Column, Kind, Table
from tcgraph.rdf import Literal, NamedNode, Quad

_VARIABLE = re.compile(r"\{(\+?)([^{}]*)\}")


def read_csvw(directory: Path) -> Iterator[Quad]:
    """The statements of the tables in a directory."""
    for table in json.loads((directory / METADATA).read_text(encoding="utf-8"))["tables"]:
        schema = table["tableSchema"]
        with (directory / table["url"]).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            assert next(rows) == [column["titles"] for column in schema["columns"]]
            names = [column["name"] for column in schema["columns"]]
            for row in rows:
                yield from _read_row(schema["aboutUrl"], schema["columns"], dict(zip(names, row, strict=True)))


def read_parquet(directory: Path) -> Iterator[Quad]:
    """The statements of the tables in a directory."""
    parquet = importlib.import_module("pyarrow.parquet")
    for file in sorted(directory.glob("*.parquet")):
        content = parquet.read_table(file)
        described = json.loads(content.schema.metadata[b"tcgraph"])
        columns = tuple(Column(**{**given, "kind": Kind(given["kind"])}) for given in described)
        rows = {
            row["iri"]: {column.name: _texts(row[column.name]) for column in columns} for row in content.to_pylist()
        }
        yield from Table(file.stem, columns, rows).statements()


def _read_row(about: str, columns: list[dict[str, Any]], cells: dict[str, str]) -> Iterator[Quad]:
    subject = NamedNode(_expand(about, cells))
    for column in columns:
        cell = cells[column["name"]]
        if column.get("suppressOutput") or not cell:
            continue
        predicate = NamedNode(_expand(column["propertyUrl"], cells))
        if "valueUrl" in column:
            yield Quad(subject, predicate, NamedNode(_expand(column["valueUrl"], cells)))
            continue
        for value in cell.split(column["separator"]) if "separator" in column else [cell]:
            yield Quad(subject, predicate, _literal(value, column))


def _literal(value: str, column: Mapping[str, Any]) -> Literal:
    if "lang" in column:
        return Literal(value, language=column["lang"])
    datatype = column.get("datatype", "string")
    iri = datatype["@id"] if isinstance(datatype, dict) else XSD + datatype
    return Literal(value, datatype=NamedNode(iri))


def _expand(template: str, cells: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        return cells[found[2]] if found[1] else quote(cells[found[2]], safe="")

    return _VARIABLE.sub(value, template)


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
