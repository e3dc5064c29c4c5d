"""The OpenAPI 3.1 description of the API, true to this graph: values to choose from, and columns with their types."""

from __future__ import annotations

from typing import Any

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.http.models import TEXT, Changed, ProblemDocument, contents, declared, errors, model_schemas
from tcgraph.http.openapi_protocols import BEARER, protocols
from tcgraph.http.table_forms import forms
from tcgraph.queries import NamedQuery, Parameter
from tcgraph.rdf import GraphFormat, Literal, NamedNode
from tcgraph.server.served_graph import SelectResult, ServedGraph
from tcgraph.terms import PREFIXES

GRAPHS = {"ttl": GraphFormat.TURTLE, "jsonld": GraphFormat.JSON_LD, "nt": GraphFormat.N_TRIPLES}
"""The forms of a CONSTRUCT query's answer."""
LARGEST_PAGE = 10_000
_EXAMPLES = 5
_XSD = PREFIXES["xsd"]
_TYPES: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "iri": {"type": "string"},
    "language": {"type": "string", "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"},
}
_COLUMNS: dict[str, dict[str, Any]] = {
    _XSD + "integer": {"type": "integer"},
    _XSD + "decimal": {"type": "number"},
    _XSD + "double": {"type": "number"},
    _XSD + "boolean": {"type": "boolean"},
    _XSD + "date": {"type": "string", "format": "date"},
    _XSD + "dateTime": {"type": "string", "format": "date-time"},
}
_FRAMEWORKS = ("HTTPValidationError", "ValidationError")
"""Models of errors that FastAPI would send, in place of which we send our own."""
_SAMPLES = {"date": "2008-12-01", "language": "en"}
_ANY = {"type": ["string", "number", "boolean"]}


def described(
    bare: dict[str, Any],
    site_tables: dict[str, SelectResult | None],
    queries: list[NamedQuery],
    settings: Settings,
    address: str,
) -> dict[str, Any]:
    """The description, complete.

    Args:
        bare: what FastAPI says of the operations.
        site_tables: answers of queries by name, from which types and examples are read; None where one gave none.
        queries: the named queries that are offered.
        settings: whether the server takes changes, and from whom it takes questions.
        address: the server's, without slash at its end.
    """
    document = {**bare, "paths": {path: _as_answered(path, item) for path, item in bare["paths"].items()}}
    document["servers"] = [{"url": address}]
    models = {name: model for name, model in bare["components"]["schemas"].items() if name not in _FRAMEWORKS}
    document["components"] = {"schemas": {**models, **model_schemas(ProblemDocument, Changed)}}
    if settings.write or settings.read == "bearers":
        document["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    if settings.read == "bearers":
        document["security"] = BEARER
    document["paths"] |= protocols(settings)
    for query in queries:
        document["paths"][f"/api/queries/{query.name}"] = {"get": _operation(query, site_tables)}
    if settings.read == "bearers":
        for item in document["paths"].values():
            for operation in item.values():
                operation["responses"] |= errors("401", "403")
    return document


def _as_answered(path: str, item: dict[str, Any]) -> dict[str, Any]:
    """What FastAPI says of an address, with the problems that it really answers with in place of FastAPI's own."""
    told: dict[str, Any] = {}
    for method, operation in item.items():
        own = dict(operation["responses"])
        problems = ["429", "503"]
        if "HTTPValidationError" in str(own.get("422")):
            del own["422"]
            problems.append("400")
        if "{" in path:
            problems += ["404", "410"] if path.startswith("/feed/") else ["404"]
        # What succeeds comes first: some clients ask for the first format that they can read.
        others = {status: response for status, response in errors(*problems).items() if status not in own}
        told[method] = {**operation, "responses": {**own, **others}}
    return told


async def tables_for(site: ServedGraph, queries: list[NamedQuery]) -> dict[str, SelectResult | None]:
    """The answers from which :func:`described` reads types and examples.

    Each question is asked without parameters, or where it needs one, with the first value there is to choose.
    """
    found: dict[str, SelectResult | None] = {}
    for name in sorted({parameter.choices for query in queries for parameter in query.parameters if parameter.choices}):
        found[name] = await _asked(site, site.queries[name], {})
    for query in queries:
        if query.columns:
            needed = {p.name: _values(query, p, found)[:1] for p in query.parameters if p.required}
            known = all(needed.values())
            given = {name: str(values[0][0]) for name, values in needed.items()} if known else {}
            found[query.name] = await _asked(site, query, given) if known else None
    return found


async def _asked(site: ServedGraph, query: NamedQuery, values: dict[str, str]) -> SelectResult | None:
    try:
        return await site.table(query.bind(values))
    except EngineError:
        # The description then says less, and nothing false.
        return None


def _operation(query: NamedQuery, tables: dict[str, SelectResult | None]) -> dict[str, Any]:
    parameters = [_parameter(query, parameter, tables) for parameter in query.parameters]
    if query.columns:
        content = contents(*(form.bare for form in forms().values()))
        content["application/json"] = {"schema": _answer(query, tables.get(query.name))}
        parameters += [
            declared("format", _formats(), {"type": "string", "enum": list(forms())}),
            declared("limit", "Rows at most.", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}),
            declared("offset", "Rows to pass over.", {"type": "integer", "minimum": 0, "maximum": 999_999_999}),
        ]
        headers = {
            "X-Total-Count": {"description": "Rows in all.", "schema": {"type": "integer"}},
            "Link": {"description": "Pages by rel first, prev, next and last (RFC 8288).", "schema": TEXT},
        }
    else:
        content = contents(*(syntax.media_type for syntax in GRAPHS.values()))
        parameters.append(declared("format", "Format; else by Accept.", {"type": "string", "enum": list(GRAPHS)}))
        headers = {}
    ok: dict[str, Any] = {"description": "The answer.", "content": content}
    return {
        "tags": ["queries"],
        "summary": query.summary,
        "description": query.question or query.summary,
        "operationId": query.name,
        "parameters": parameters,
        "responses": {"200": {**ok, "headers": headers} if headers else ok, **errors()},
    }


def _parameter(query: NamedQuery, parameter: Parameter, tables: dict[str, SelectResult | None]) -> dict[str, Any]:
    schema = dict(_TYPES.get(parameter.type, TEXT))
    if parameter.required and schema["type"] == "string":
        schema["minLength"] = 1
    values = _values(query, parameter, tables)
    told = declared(parameter.name, parameter.label, schema) | {"required": parameter.required}
    if parameter.closed and values:
        schema["enum"] = list(dict.fromkeys(value for value, _ in values))
    elif parameter.choices and values:
        told["description"] += f" ({len(values)} values in this graph.)"
    if values:
        told["examples"] = {
            f"value{number}": {"value": value, "summary": label}
            for number, (value, label) in enumerate(values[:_EXAMPLES], 1)
        }
    return told


def _values(
    query: NamedQuery, parameter: Parameter, tables: dict[str, SelectResult | None]
) -> list[tuple[str | int, str]]:
    """The values to choose from, typed, with their labels; without such a list, one that serves as an example."""
    table = tables.get(parameter.choices or "")
    if table is None:
        own = query.default(parameter.name) or _SAMPLES.get(parameter.type)
        return [] if own is None else [(int(own) if parameter.type == "integer" else own, "An example.")]
    texts = [[getattr(term, "value", "") for term in row] for row in table.rows]
    return [(int(row[0]) if parameter.type == "integer" else row[0], row[-1]) for row in texts]


def _answer(query: NamedQuery, table: SelectResult | None) -> dict[str, Any]:
    row = {
        "type": "object",
        "description": "A column without a value in this row is left out.",
        "properties": {name: _column(name, meaning, table) for name, meaning in query.columns.items()},
        "additionalProperties": False,
    }
    address = {"type": ["string", "null"]}
    properties = {
        "query": {"const": query.name},
        "columns": {"type": "array", "items": TEXT},
        "total": {"type": "integer", "minimum": 0, "description": "Rows in all."},
        "next": {**address, "description": "Address of the next page."},
        "previous": {**address, "description": "Address of the page before."},
        "note": {
            "type": "object",
            "description": "What it counts, as of when, how complete it is, how values were read, why it is empty.",
            "properties": {"text": {"type": "string", "description": "All of it in sentences."}},
        },
        "rows": {"type": "array", "items": row},
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def _column(name: str, meaning: str, table: SelectResult | None) -> dict[str, Any]:
    """A column's type: what its values are in this graph."""
    found: dict[str, dict[str, Any]] = {}
    place = table.columns.index(name) if table is not None and name in table.columns else None
    for row in table.rows if table is not None and place is not None else ():
        term = row[place] if place is not None else None
        match term:
            case None:
                continue
            case Literal(datatype=NamedNode(value=datatype)):
                schema = _COLUMNS.get(datatype, TEXT)
            case _:
                schema = TEXT
        found[repr(schema)] = schema
    kinds = list(found.values())
    if len(kinds) == 1:
        return {**kinds[0], "description": str(meaning)}
    if kinds and all(kind["type"] in ("integer", "number") for kind in kinds):
        return {"type": "number", "description": str(meaning)}
    return {**_ANY, "description": str(meaning)}


def _formats() -> str:
    return "Format; else by Accept: " + "; ".join(f"{name}: {form.describes}" for name, form in forms().items()) + "."
