"""The forms a table can be had in: JSON, CSV, SPARQL results, XLSX, JSON-LD and Parquet, each by its media type."""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from tcgraph.export.media import PARQUET, TABLE, WORKBOOK
from tcgraph.export.rebase import Rebase, rebase_to
from tcgraph.export.result_files import ResultSheet, as_csv, as_json, as_xlsx
from tcgraph.http.problems import Problem
from tcgraph.questions.notes import NOTHING, Note
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, ResultFormat, Term, number_of, plain, truth_of
from tcgraph.server.served_graph import SelectResult
from tcgraph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_HYDRA = "http://www.w3.org/ns/hydra/core#"


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A piece of a named query's answer.

    Attributes:
        name: the query's.
        table: its rows in this piece.
        total: how many rows there are in all.
        address: of this piece, absolute.
        next: address of the next piece below the server's own; None on the last.
        previous: likewise of the one before.
        base: the base under which this server publishes our IRIs; empty for our own.
        note: what the answer is worth.
    """

    name: str
    table: SelectResult
    total: int
    address: str
    next: str | None
    previous: str | None
    base: str
    note: Note = NOTHING


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a table.

    Attributes:
        media_type: as it is sent.
        write: makes the document.
        describes: what to say of it in a list of formats.
    """

    media_type: str
    write: Callable[[AnswerPart], bytes]
    describes: str

    @property
    def bare(self) -> str:
        """The media type without parameters, as an Accept header names it."""
        return self.media_type.partition(";")[0]


def forms() -> dict[str, Form]:
    """Every form that this installation can write, by its short name, the usual one first."""
    return {name: form for name, form in _FORMS.items() if name != "parquet" or _has_parquet()}


def form_named(name: str) -> Form:
    """The form of a short name.

    Raises:
        Problem: 400 for a name that nobody knows, 501 for Parquet where its library is not installed.
    """
    if name == "parquet" and not _has_parquet():
        raise Problem(
            501, "no-parquet", "This server has no Parquet; its keeper adds it: pip install 'tcgraph[parquet]'."
        )
    if name not in _FORMS:
        raise Problem(400, "unknown-format", f"A table comes as {', '.join(forms())}, not as {name!r}.")
    return _FORMS[name]


def value_of(term: Term) -> str | int | float | bool:
    """A term as plain JSON: numbers as numbers, everything else, ill-typed literals included, as text."""
    for value in (number_of(term), truth_of(term)):
        if value is not None:
            return value
    return plain(term)


def _json(part: AnswerPart) -> bytes:
    return _written(_document(part) | {"rows": [_row(row, value_of) for row in part.table.dicts()]})


def _json_ld(part: AnswerPart) -> bytes:
    """Rows as nodes whose properties lie below the query's own address, in a Hydra collection seen page by page."""
    query = part.address.partition("?")[0]
    link = {"@type": "@id"}
    context = {
        "hydra": _HYDRA,
        "total": "hydra:totalItems",
        "view": "hydra:view",
        "next": {"@id": "hydra:next", **link},
        "previous": {"@id": "hydra:previous", **link},
        # A column's name holds inside a row only, where it cannot be taken for a word of the document around it.
        "rows": {
            "@id": "hydra:member",
            "@container": "@set",
            "@context": {column: f"{query}#{column}" for column in part.table.columns},
        },
    }
    others = {name: address for name, address in (("next", part.next), ("previous", part.previous)) if address}
    document = {
        "@context": context,
        "@id": query,
        "@type": "hydra:Collection",
        "total": part.total,
        "view": {"@id": part.address, "@type": "hydra:PartialCollectionView", **others},
        "rows": [_row(row, _linked) for row in part.table.dicts()],
    }
    return _written(document)


def _document(part: AnswerPart) -> dict[str, Any]:
    return {
        "query": part.name,
        "columns": list(part.table.columns),
        "total": part.total,
        "next": part.next,
        "previous": part.previous,
        "note": part.note.data(),
    }


def _row(row: dict[str, Term | None], value: Callable[[Term], Any]) -> dict[str, Any]:
    return {name: value(term) for name, term in row.items() if term is not None}


def _linked(term: Term) -> dict[str, Any]:
    """A term as a JSON-LD value object (JSON-LD 1.1 §9.5), its lexical form kept."""
    match term:
        case NamedNode():
            return {"@id": term.value}
        case BlankNode():
            return {"@id": f"_:{term.value}"}
        case Literal(language=str(language)):
            return {"@value": term.value, "@language": language}
        case Literal(datatype=NamedNode(value=datatype)) if datatype != _XSD + "string":
            return {"@value": term.value, "@type": datatype}
        case _:
            return {"@value": plain(term)}


def _parquet(part: AnswerPart) -> bytes:
    arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    base = rebase_to(part.base)
    columns = {
        name: _arrow_column(arrow, [row[place] for row in part.table.rows], base)
        for place, name in enumerate(part.table.columns)
    }
    out = io.BytesIO()
    parquet.write_table(arrow.table(columns), out, compression="zstd")
    return out.getvalue()


def _arrow_column(arrow: Any, terms: list[Term | None], base: Rebase) -> Any:
    """A column: of a type of its own where all its values have one datatype, else of text, IRIs in full."""
    datatypes = {term.datatype.value if isinstance(term, Literal) else "" for term in terms if term is not None}
    read = _ARROW.get(next(iter(datatypes))) if len(datatypes) == 1 else None
    if read is not None:
        # Of what is ill-typed none of these can be made, and the column is one of text.
        with suppress(ValueError, KeyError, ArithmeticError, arrow.ArrowInvalid):
            return arrow.array([None if term is None else read(plain(term)) for term in terms])
    texts = [base.iri(term.value) if isinstance(term, NamedNode) else base.text(plain(term)) for term in terms]
    cells = [None if term is None else text for term, text in zip(terms, texts, strict=True)]
    return arrow.array(cells, arrow.string())


_ARROW: dict[str, Callable[[str], Any]] = {
    _XSD + "integer": int,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "date": date.fromisoformat,
    _XSD + "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}


def _written(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


@cache
def _has_parquet() -> bool:
    return importlib.util.find_spec("pyarrow") is not None


_FORMS: dict[str, Form] = {
    "json": Form("application/json", _json, "plain JSON, numbers as numbers"),
    "csv": Form(TABLE, lambda part: as_csv(part.table.columns, part.table.rows), "CSV with a header"),
    "srj": Form(
        ResultFormat.JSON.media_type,
        lambda part: as_json(part.table.columns, part.table.rows),
        "SPARQL 1.1 Query Results JSON",
    ),
    "xlsx": Form(
        WORKBOOK,
        lambda part: as_xlsx(ResultSheet(part.name, part.table.columns, part.table.rows)),
        "a workbook of one sheet",
    ),
    "jsonld": Form(GraphFormat.JSON_LD.media_type, _json_ld, "JSON-LD: rows as nodes, pages in Hydra's terms"),
    "parquet": Form(PARQUET, _parquet, "Parquet with typed columns"),
}
