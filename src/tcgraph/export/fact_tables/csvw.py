"""CSV with CSV on the Web metadata: any CSVW processor turns the files back into the very statements.

Every cell of ours that holds one IRI has a ``valueUrl``. A ``valueUrl`` is a cell's, not a value's (CSVW Metadata
§5.1.2), so cells with several IRIs are for reading only (``suppressOutput``) and ``links.csv`` says the same again,
one link a row.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tcgraph.about import LICENCE
from tcgraph.errors import BrokenInput
from tcgraph.export.fact_tables.model import STRING, XSD, Column, ColumnKind, ExportTable
from tcgraph.export.rebase import staged
from tcgraph.rdf import Literal, NamedNode, Quad

METADATA = "csv-metadata.json"
_LINKS = "links"
_VARIABLE = re.compile(r"\{(\+?)([^{}]*)\}")


def write_csvw(
    tables: Iterable[ExportTable], directory: Path, *, title: str = "tcgraph", licence: str = LICENCE
) -> list[str]:
    """Write each table as CSV (RFC 4180, UTF-8) and ``csv-metadata.json`` that describes them all.

    Args:
        tables: what to write.
        directory: where to.
        title: what the set of tables is called.
        licence: IRI of the data's.

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
            write_rows(scratch / paths[-1], ["iri", *(column.name for column in table.columns)], _cells(table))
            descriptions.append(_describe(table))
            for column in table.columns:
                if column.many and column.kind is ColumnKind.IRI:
                    links += [
                        (iri, column.predicate, value)
                        for iri, cells in table.rows.items()
                        for value in cells.get(column.name, ())
                    ]
        if links:
            paths.append(f"{_LINKS}.csv")
            write_rows(scratch / paths[-1], ["subject", "property", "object"], sorted(links))
            descriptions.append(_describe_links())
        write_metadata(scratch, title, descriptions, licence)
    return [*paths, METADATA]


def read_csvw(metadata: Path) -> Iterator[Quad]:
    """Read CSV back as CSVW's minimal-mode RDF (CSV2RDF §4).

    Args:
        metadata: the ``csv-metadata.json`` or its directory. Templates may hold ``{column}`` and ``{+column}``
            (RFC 6570 levels 1 and 2).

    Raises:
        BrokenInput: a file is missing or does not fit its metadata; the message has file and line.
    """
    path = metadata / METADATA if metadata.is_dir() else metadata
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        tables = described["tables"]
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror}", path=path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenInput("not CSVW metadata with a list of tables", path=path) from error
    for table in tables:
        yield from _read_table(path.parent / table["url"], table["tableSchema"])


def write_rows(path: Path, header: list[str], rows: Iterable[Iterable[str]]) -> None:
    """Write one CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def write_metadata(directory: Path, title: str, tables: list[dict[str, Any]], licence: str) -> None:
    """Write ``csv-metadata.json`` for a group of described tables."""
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": title,
        "dc:license": {"@id": licence},
        "tables": tables,
    }
    (directory / METADATA).write_text(json.dumps(metadata, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _cells(table: ExportTable) -> Iterator[list[str]]:
    for iri, cells in table.rows.items():
        yield [iri, *(column.separator.join(cells.get(column.name, ())) for column in table.columns)]


def _describe(table: ExportTable) -> dict[str, Any]:
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
    if column.kind is ColumnKind.TEXT:
        described["lang"] = column.qualifier
    elif column.kind is ColumnKind.TYPED and column.qualifier != STRING:
        base = column.qualifier.removeprefix(XSD)
        described["datatype"] = base if column.qualifier.startswith(XSD) else {"@id": column.qualifier}
    if column.many:
        described["separator"] = column.separator
    if column.kind is ColumnKind.IRI:
        if column.many:
            described["suppressOutput"] = True
        else:
            described["valueUrl"] = f"{{+{column.name}}}"
    return described


def _describe_links() -> dict[str, Any]:
    names = ("subject", "property", "object")
    columns: list[dict[str, Any]] = [{"name": name, "titles": name, "suppressOutput": True} for name in names[:2]]
    columns.append({"name": "object", "titles": "object", "propertyUrl": "{+property}", "valueUrl": "{+object}"})
    schema = {"aboutUrl": "{+subject}", "primaryKey": list(names), "columns": columns}
    return {"url": f"{_LINKS}.csv", "dc:title": "Links with several values", "tableSchema": schema}


def _read_table(path: Path, schema: Mapping[str, Any]) -> Iterator[Quad]:
    every: list[dict[str, Any]] = schema["columns"]
    columns = [column for column in every if not column.get("virtual")]
    names = [column["name"] for column in columns]
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            if (header := next(reader, None)) != [column["titles"] for column in columns]:
                raise BrokenInput(f"the first line is {header}, not the columns of its metadata", path=path, line=1)
            for row in reader:
                if len(row) != len(names):
                    raise BrokenInput(
                        f"{len(row)} cells where the header has {len(names)}", path=path, line=reader.line_num
                    )
                try:
                    yield from _read_row(schema["aboutUrl"], every, dict(zip(names, row, strict=True)))
                except ValueError as error:
                    raise BrokenInput(str(error), path=path, line=reader.line_num) from error
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror}", path=path) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BrokenInput(f"not UTF-8 CSV: {error}", path=path) from error


def _read_row(about: str, columns: list[dict[str, Any]], cells: dict[str, str]) -> Iterator[Quad]:
    subject = NamedNode(_expand(about, cells))
    for column in columns:
        # A virtual column has no cell (CSVW Metadata §5.6): it says the same of every row.
        cell = "virtual" if column.get("virtual") else cells[column["name"]]
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
        if found[2] not in cells:
            raise BrokenInput(f"the template {template!r} is not one that this reader knows; use {{+column}}")
        return cells[found[2]] if found[1] else quote(cells[found[2]], safe="")

    return _VARIABLE.sub(value, template)
