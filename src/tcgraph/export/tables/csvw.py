"""CSV with CSV on the Web metadata: any CSVW processor turns the files back into the very statements.

Every cell of ours that holds one IRI has a ``valueUrl``. A ``valueUrl`` is a cell's, not a value's (CSVW Metadata
§5.1.2), so cells with several IRIs are for reading only (``suppressOutput``) and ``links.csv`` says the same again,
one link a row.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tcgraph.export import licences
from tcgraph.export.staging import staged
from tcgraph.export.tables.model import STRING, XSD, Column, Kind, Table

METADATA = "csv-metadata.json"
_LINKS = "links"


def write_csvw(tables: Iterable[Table], directory: Path) -> list[str]:
    """Write each table as CSV (RFC 4180, UTF-8) and ``csv-metadata.json`` that describes them all.

    Args:
        tables: what to write.
        directory: where to.

    Returns:
        The files written, relative to the directory.
    """
    written = list(tables)
    descriptions: list[dict[str, Any]] = []
    links: list[tuple[str, str, str]] = []
    paths: list[str] = []
    with staged(directory) as scratch:
        for table in written:
            paths.append(f"{table.name}.csv")
            _write_rows(scratch / paths[-1], ["iri", *(column.name for column in table.columns)], _cells(table))
            descriptions.append(_describe(table))
            for column in table.columns:
                if column.many and column.kind is Kind.IRI:
                    links += [
                        (iri, column.predicate, value)
                        for iri, cells in table.rows.items()
                        for value in cells.get(column.name, ())
                    ]
        if links:
            paths.append(f"{_LINKS}.csv")
            _write_rows(scratch / paths[-1], ["subject", "property", "object"], sorted(links))
            descriptions.append(_describe_links())
        _write_metadata(scratch, descriptions)
    return [*paths, METADATA]


def _write_rows(path: Path, header: list[str], rows: Iterable[Iterable[str]]) -> None:
    """Write one CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _write_metadata(directory: Path, tables: list[dict[str, Any]]) -> None:
    """Write ``csv-metadata.json`` for a group of described tables."""
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "tcgraph",
        "dc:license": {"@id": licences.DATA},
        "tables": tables,
    }
    (directory / METADATA).write_text(json.dumps(metadata, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _cells(table: Table) -> Iterator[list[str]]:
    for iri, cells in table.rows.items():
        yield [iri, *(column.separator.join(cells.get(column.name, ())) for column in table.columns)]


def _describe(table: Table) -> dict[str, Any]:
    columns = [{"name": "iri", "titles": "iri", "required": True, "suppressOutput": True}]
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.name,
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "primaryKey": "iri",
            "columns": [*columns, *(_describe_column(column) for column in table.columns)],
        },
    }


def _describe_column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "titles": column.name, "propertyUrl": column.predicate}
    if column.kind is Kind.TEXT:
        described["lang"] = column.qualifier
    elif column.kind is Kind.TYPED and column.qualifier != STRING:
        base = column.qualifier.removeprefix(XSD)
        described["datatype"] = base if column.qualifier.startswith(XSD) else {"@id": column.qualifier}
    if column.many:
        described["separator"] = column.separator
    if column.kind is Kind.IRI:
        if column.many:
            described["suppressOutput"] = True
        else:
            described["valueUrl"] = f"{{+{column.name}}}"
    return described


def _describe_links() -> dict[str, Any]:
    names = ("subject", "property", "object")
    columns: list[dict[str, Any]] = [{"name": name, "titles": name, "suppressOutput": True} for name in names[:2]]
    columns.append(
        {"name": "object", "titles": "object", "propertyUrl": "{+property}", "valueUrl": "{+object}"},
    )
    schema = {"aboutUrl": "{+subject}", "primaryKey": list(names), "columns": columns}
    return {"url": f"{_LINKS}.csv", "dc:title": "Links with several values", "tableSchema": schema}
