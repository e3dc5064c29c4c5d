"""The OpenAPI 3.1 description of the API, true to this graph: values to choose from, and columns with their types."""

from __future__ import annotations

from typing import Any

from tcgraph.errors import EngineError
from tcgraph.queries import NamedQuery, Parameter
from tcgraph.rdf import GraphFormat, Literal, NamedNode, ResultFormat
from tcgraph.terms import PREFIXES
from tcgraph.web.forms import forms
from tcgraph.web.problems import MEDIA_TYPE
from tcgraph.web.site import Site, Table

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
_SAMPLES = {"date": "2008-12-01", "language": "en"}
_ANY = {"type": ["string", "number", "boolean"]}
_TEXT = {"type": "string"}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {**_TEXT, "description": "What is wrong and what to do, in one sentence."},
        "request": {**_TEXT, "description": "Number of the request, as in the server's log."},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
    },
}
_PROBLEM_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_WRONG = {
    "400": "What was sent is wrong: a parameter, or the text of a query.",
    "404": "There is nothing of that name.",
    "406": "No format in Accept can be given.",
    "410": "It was there, and is kept no longer.",
    "422": "The question cannot be answered within the limits of time, memory or size.",
    "429": "Too many requests; see Retry-After.",
    "503": "The server is busy or starting; see Retry-After.",
}


def errors(*statuses: str) -> dict[int | str, dict[str, Any]]:
    """The responses of an operation that are problems (RFC 9457)."""
    told = statuses or ("400", "406", "422", "429", "503")
    return {status: {"description": _WRONG[status], "content": _PROBLEM_CONTENT} for status in told}


def described(bare: dict[str, Any], site_tables: dict[str, Table | None], queries: list[NamedQuery]) -> dict[str, Any]:
    """The description, complete.

    Args:
        bare: what FastAPI says of the operations.
        site_tables: answers of queries by name, from which types and examples are read; None where one gave none.
        queries: the named queries that are offered.
    """
    document = {**bare, "paths": {path: _as_answered(path, item) for path, item in bare["paths"].items()}}
    document["components"] = {"schemas": {"Problem": _PROBLEM}}
    document["paths"]["/sparql"] = _sparql()
    document["paths"]["/id/{path}"] = _things()
    for query in queries:
        document["paths"][f"/api/queries/{query.name}"] = {"get": _operation(query, site_tables)}
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
        told[method] = {**operation, "responses": {**errors(*problems), **own}}
    return told


async def tables_for(site: Site, queries: list[NamedQuery]) -> dict[str, Table | None]:
    """The answers from which :func:`described` reads types and examples.

    Each question is asked without parameters, or where it needs one, with the first value there is to choose.
    """
    found: dict[str, Table | None] = {}
    for name in sorted({parameter.choices for query in queries for parameter in query.parameters if parameter.choices}):
        found[name] = await _asked(site, site.queries[name], {})
    for query in queries:
        if query.columns:
            needed = {p.name: _values(query, p, found)[:1] for p in query.parameters if p.required}
            known = all(needed.values())
            given = {name: str(values[0][0]) for name, values in needed.items()} if known else {}
            found[query.name] = await _asked(site, query, given) if known else None
    return found


async def _asked(site: Site, query: NamedQuery, values: dict[str, str]) -> Table | None:
    try:
        return await site.table(query.bind(values))
    except EngineError:
        # The description then says less, and nothing false.
        return None


def _operation(query: NamedQuery, tables: dict[str, Table | None]) -> dict[str, Any]:
    parameters = [_parameter(query, parameter, tables) for parameter in query.parameters]
    if query.columns:
        content: dict[str, Any] = {form.bare: {"schema": _binary()} for form in forms().values()}
        content["application/json"] = {"schema": _answer(query, tables.get(query.name))}
        content[ResultFormat.JSON.media_type] = content[GraphFormat.JSON_LD.media_type] = {"schema": {"type": "object"}}
        content["text/csv"] = {"schema": _TEXT}
        parameters += [
            _declared("format", _formats(), {"type": "string", "enum": list(forms())}),
            _declared("limit", "Rows at most.", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}),
            _declared("offset", "Rows to pass over.", {"type": "integer", "minimum": 0, "maximum": 999_999_999}),
        ]
        headers = {
            "X-Total-Count": {"description": "Rows in all.", "schema": {"type": "integer"}},
            "Link": {"description": "Pages by rel first, prev, next and last (RFC 8288).", "schema": _TEXT},
        }
    else:
        content = {syntax.media_type: {"schema": _TEXT} for syntax in GRAPHS.values()}
        content[GraphFormat.JSON_LD.media_type] = {"schema": {"type": ["object", "array"]}}
        parameters.append(_declared("format", "Format; else by Accept.", {"type": "string", "enum": list(GRAPHS)}))
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


def _parameter(query: NamedQuery, parameter: Parameter, tables: dict[str, Table | None]) -> dict[str, Any]:
    schema = dict(_TYPES.get(parameter.type, _TEXT))
    if parameter.required and schema["type"] == "string":
        schema["minLength"] = 1
    values = _values(query, parameter, tables)
    declared = _declared(parameter.name, parameter.label, schema) | {"required": parameter.required}
    if parameter.closed and values:
        schema["enum"] = list(dict.fromkeys(value for value, _ in values))
    elif parameter.choices and values:
        declared["description"] += f" ({len(values)} values in this graph.)"
    if values:
        declared["examples"] = {
            f"value{number}": {"value": value, "summary": label}
            for number, (value, label) in enumerate(values[:_EXAMPLES], 1)
        }
    return declared


def _values(query: NamedQuery, parameter: Parameter, tables: dict[str, Table | None]) -> list[tuple[str | int, str]]:
    """The values to choose from, typed, with their labels; without such a list, one that serves as an example."""
    table = tables.get(parameter.choices or "")
    if table is None:
        own = query.default(parameter.name) or _SAMPLES.get(parameter.type)
        return [] if own is None else [(int(own) if parameter.type == "integer" else own, "An example.")]
    texts = [[getattr(term, "value", "") for term in row] for row in table.rows]
    return [(int(row[0]) if parameter.type == "integer" else row[0], row[-1]) for row in texts]


def _answer(query: NamedQuery, table: Table | None) -> dict[str, Any]:
    row = {
        "type": "object",
        "description": "A column without a value in this row is left out.",
        "properties": {name: _column(name, meaning, table) for name, meaning in query.columns.items()},
        "additionalProperties": False,
    }
    address = {"type": ["string", "null"]}
    properties = {
        "query": {"const": query.name},
        "columns": {"type": "array", "items": _TEXT},
        "total": {"type": "integer", "minimum": 0, "description": "Rows in all."},
        "next": {**address, "description": "Address of the next page."},
        "previous": {**address, "description": "Address of the page before."},
        "rows": {"type": "array", "items": row},
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def _column(name: str, meaning: str, table: Table | None) -> dict[str, Any]:
    """A column's type: what its values are in this graph."""
    found: dict[str, dict[str, Any]] = {}
    place = table.columns.index(name) if table is not None and name in table.columns else None
    for row in table.rows if table is not None and place is not None else ():
        term = row[place] if place is not None else None
        match term:
            case None:
                continue
            case Literal(datatype=NamedNode(value=datatype)):
                schema = _COLUMNS.get(datatype, _TEXT)
            case _:
                schema = _TEXT
        found[repr(schema)] = schema
    kinds = list(found.values())
    if len(kinds) == 1:
        return {**kinds[0], "description": str(meaning)}
    if kinds and all(kind["type"] in ("integer", "number") for kind in kinds):
        return {"type": "number", "description": str(meaning)}
    return {**_ANY, "description": str(meaning)}


def _sparql() -> dict[str, Any]:
    """The SPARQL endpoint, which is no part of FastAPI's."""
    content = {syntax.media_type: {"schema": _binary()} for syntax in ResultFormat} | graph_contents()
    refused = "The text asks for what is refused here: SERVICE, LOAD, or an update."
    responses = {
        "200": {"description": "The result, by Accept or format.", "content": content},
        "403": {"description": refused, "content": _PROBLEM_CONTENT},
        **errors(),
    }
    text = _declared("query", "SPARQL 1.1 query; without one, the service description.", _TEXT)
    dataset = [
        {**_declared(name, f"Graphs of the {kind} (SPARQL 1.1 Protocol §2.1.4).", {"type": "array", "items": _TEXT})}
        for name, kind in (("default-graph-uri", "default graph"), ("named-graph-uri", "dataset"))
    ]
    named = _declared("format", "Short name or media type of the format; else by Accept.", _TEXT)
    common = {"tags": ["sparql"], "responses": responses}
    get = {**common, "summary": "Ask in SPARQL", "operationId": "sparql", "parameters": [text, *dataset, named]}
    body = {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "required": ["query"], "properties": {"query": _TEXT}}
            },
            "application/sparql-query": {"schema": _TEXT},
        },
    }
    post = {
        **common,
        "summary": "Ask in SPARQL, the text in the body",
        "operationId": "sparql-post",
        "parameters": [*dataset, named],
        "requestBody": body,
    }
    return {"get": get, "post": post}


def _things() -> dict[str, Any]:
    """The addresses of things, of which FastAPI knows no more than that they begin alike."""
    path = {
        "name": "path", "in": "path", "required": True, "schema": _TEXT,
        "description": "The rest of a thing's IRI, such as recommendation/12; with .ttl, .jsonld or .nt its data.",
        "examples": {"thing": {"value": "recommendation/12"}, "data": {"value": "recommendation/12.ttl"}},
    }  # fmt: skip
    get = {
        "tags": ["data"],
        "summary": "A thing: leads to its page or its data, by Accept",
        "operationId": "thing",
        "parameters": [path],
        "responses": {
            "200": {"description": "The data, for a path that names a format.", "content": graph_contents()},
            "303": {"description": "See Location for the page or the data."},
            "404": {"description": "The graph knows no such thing.", "content": _PROBLEM_CONTENT},
            **errors("406", "429", "503"),
        },
    }
    return {"get": get}


def graph_contents() -> dict[str, Any]:
    """The media types of an answer that is a graph."""
    return {syntax.media_type: {"schema": _binary()} for syntax in GraphFormat}


def _declared(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _formats() -> str:
    return "Format; else by Accept: " + "; ".join(f"{name}: {form.describes}" for name, form in forms().items()) + "."


def _binary() -> dict[str, Any]:
    return {"type": "string", "format": "binary"}
