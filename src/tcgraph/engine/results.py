"""Results of remote queries: SPARQL 1.1 Query Results JSON, read strictly but for what servers are known to bend."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from tcgraph.engine.protocol import Row, Solutions
from tcgraph.errors import EngineError
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple

_BOOLEAN: Final = STANDARD["xsd"] + "boolean"
_CANONICAL: Final = {"1": "true", "0": "false"}
_NOT_A_LABEL: Final = re.compile(r"[^A-Za-z0-9]+")


def read_solutions(document: bytes) -> Solutions:
    """The rows of a SELECT.

    Raises:
        EngineError: the document is not what its media type says.
    """
    data = _parse(document)
    try:
        names: list[str] = data["head"]["vars"]
        rows = [_row(names, binding) for binding in data["results"]["bindings"]]
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(f"The server's results are malformed: {error}") from error
    return Solutions(names, rows)


def read_boolean(document: bytes) -> bool:
    """The answer to an ASK.

    Raises:
        EngineError: the document is not what its media type says.
    """
    data = _parse(document)
    if isinstance(data.get("boolean"), bool):
        return bool(data["boolean"])
    # Virtuoso 7 answers an ASK with a table of one cell, 1 or 0.
    rows = list(read_solutions(document))
    if len(rows) == 1 and len(rows[0]) == 1 and isinstance(rows[0][0], Literal):
        return rows[0][0].value in ("1", "true")
    raise EngineError("The server's answer to an ASK is neither true nor false.")


def _parse(document: bytes) -> dict[str, Any]:
    try:
        data = json.loads(document)
    except ValueError as error:
        raise EngineError(f"The server's results are not JSON: {error}") from error
    if not isinstance(data, dict):
        raise EngineError("The server's results are not a JSON object.")
    return data


def _row(names: list[str], binding: dict[str, Any]) -> Row:
    return tuple(_term(binding[name]) if name in binding else None for name in names)


def _term(cell: dict[str, Any]) -> Term:
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        return NamedNode(value)
    if kind == "bnode":
        # Virtuoso's labels are IRIs (nodeID://b10000).
        return BlankNode("b" + _NOT_A_LABEL.sub("", value))
    if kind == "triple":
        subject, predicate, object_ = (_term(value[part]) for part in ("subject", "predicate", "object"))
        assert isinstance(subject, NamedNode | BlankNode)
        assert isinstance(predicate, NamedNode)
        return Triple(subject, predicate, object_)
    if kind not in ("literal", "typed-literal"):
        raise ValueError(f"no term has the type {kind!r}")
    language = cell.get("xml:lang")
    if language:
        return Literal(value, language=language)
    datatype = cell.get("datatype")
    if datatype == _BOOLEAN:
        # Virtuoso keeps booleans as numbers and writes 1 for true.
        value = _CANONICAL.get(value, value)
    return Literal(value, datatype=NamedNode(datatype) if datatype else None)
