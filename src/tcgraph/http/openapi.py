"""The OpenAPI 3.1 description of the API, true to this graph: values to choose from, and columns with their types."""

from __future__ import annotations

from typing import Any

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.http.graph_store import PATH as STORE
from tcgraph.http.models import (
    PROBLEM_CONTENT,
    TEXT,
    Changed,
    ProblemDocument,
    contents,
    declared,
    errors,
    graph_contents,
    model_schemas,
)
from tcgraph.http.sparql_protocol import UPDATE, WARNINGS
from tcgraph.http.table_forms import forms
from tcgraph.queries import NamedQuery, Parameter
from tcgraph.rdf import GraphFormat, Literal, NamedNode, ResultFormat
from tcgraph.server.served_graph import SelectResult, ServedGraph
from tcgraph.terms import PREFIXES

BEARER: list[dict[str, list[str]]] = [{"bearer": []}]
"""What an operation needs that is for bearers of a token."""

_GRAPHS = {"type": "array", "items": TEXT}


def protocols(settings: Settings) -> dict[str, Any]:
    """The descriptions by path, with changes where the server takes any."""
    return {
        "/sparql": _sparql(write=settings.write),
        STORE: _graph_store(write=settings.write),
        "/id/{path}": _things(),
    }


_QUERY = "SELECT ?class (COUNT(*) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?n) LIMIT 10"


def _sparql(*, write: bool) -> dict[str, Any]:
    content = contents(*(syntax.media_type for syntax in (*ResultFormat, *GraphFormat)))
    responses: dict[int | str, Any] = {
        "200": {"description": "The result, by Accept or format.", "content": content},
        **errors("400", "403", "406", "413", "415", "422", "429", "502", "503"),
    }
    dataset = [
        declared(name, f"Graphs of the {kind} (SPARQL 1.1 Protocol §2.1.4).", _GRAPHS)
        for name, kind in (("default-graph-uri", "default graph"), ("named-graph-uri", "dataset"))
    ]
    named = declared("format", "Short name or media type of the format; else by Accept.", TEXT)
    warned = declared("warnings", WARNINGS, {"type": "boolean", "default": False})
    get: dict[str, Any] = {
        "tags": ["sparql"],
        "summary": "Ask in SPARQL",
        "operationId": "sparql",
        "parameters": [
            declared("query", "SPARQL 1.1 query; without one, the service description.", TEXT, _QUERY), *dataset, named,
            warned,
        ],
        "responses": responses,
    }  # fmt: skip
    bodies: dict[str, Any] = {
        "application/x-www-form-urlencoded": {"schema": _form(*(("query", "update") if write else ("query",)))},
        "application/sparql-query": {"schema": TEXT},
    }
    post: dict[str, Any] = {
        "tags": ["sparql"],
        "summary": "Ask in SPARQL, the text in the body",
        "operationId": "sparql-post",
        "parameters": [*dataset, named, warned],
        "requestBody": {"required": True, "content": bodies},
        "responses": responses,
    }
    if write:
        using = [
            declared(name, f"Graphs of the {kind} of an update (SPARQL 1.1 Protocol §2.2.3).", _GRAPHS)
            for name, kind in (("using-graph-uri", "default graph"), ("using-named-graph-uri", "dataset"))
        ]
        bodies[UPDATE] = {"schema": TEXT}
        told = {"application/json": {"schema": {"$ref": "#/components/schemas/Changed"}}}
        changed: dict[int | str, Any] = {"200": {**responses["200"], "content": {**content, **told}}}
        post["summary"] = "Ask in SPARQL, or change, the text in the body"
        post["parameters"] = [*dataset, *using, named, warned]
        post["security"] = [{}, *BEARER]
        post["responses"] = {**responses, **changed, **errors("401", "507")}
    return {"get": get, "post": post}


def _form(*texts: str) -> dict[str, Any]:
    """A form with one text, and what else the protocol has in it (SPARQL 1.1 Protocol §2.1.2, §2.2.1)."""
    required = {"required": ["query"]} if texts == ("query",) else {}
    return {"title": "SparqlForm", "type": "object", **required, "properties": dict.fromkeys((*texts, "format"), TEXT)}


def _graph_store(*, write: bool) -> dict[str, Any]:
    """The graph store, its graphs named indirectly (SPARQL 1.1 Graph Store HTTP Protocol §4.2)."""
    which = [
        declared("graph", "The graph's IRI.", {**TEXT, "format": "iri", "minLength": 1}),
        declared("default", "The default graph, in place of one with a name.", TEXT, ""),
    ]
    common = {"tags": ["graph store"], "parameters": which}
    named = declared("format", "Short name or media type of the format; else by Accept.", TEXT)
    document = {"required": True, "content": graph_contents()}
    found: dict[str, Any] = {
        "get": {
            **common,
            "summary": "A graph as it is",
            "operationId": "graph-get",
            "parameters": [*which, named],
            "responses": {
                "200": {"description": "The graph, by Accept or format.", "content": graph_contents()},
                **errors("400", "404", "406", "422", "429", "503"),
            },
        }
    }
    if not write:
        return found
    wrong = errors("400", "401", "403", "404", "412", "413", "415", "422", "429", "503", "507")
    made: dict[int | str, Any] = {
        "201": {"description": "The graph has been made."},
        "204": {"description": "It is changed."},
    }
    patch = {"required": True, "content": {UPDATE: {"schema": TEXT}}}
    for method, summary, body, done in (
        ("put", "Replace a graph", document, made),
        ("post", "Add to a graph", document, made),
        ("patch", "Change a graph by an update whose default graph it is", patch, {"204": made["204"]}),
        ("delete", "Remove a graph", None, {"204": {"description": "It is gone."}}),
    ):
        found[method] = {
            **common,
            "summary": summary,
            "operationId": f"graph-{method}",
            "security": BEARER,
            "responses": {**done, **wrong},
        }
        if body:
            found[method]["requestBody"] = body
    return found


def _things() -> dict[str, Any]:
    """The addresses of things, of which FastAPI knows no more than that they begin alike."""
    path = {
        "name": "path", "in": "path", "required": True, "schema": TEXT,
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
            "404": {"description": "The graph knows no such thing.", "content": PROBLEM_CONTENT},
            **errors("406", "429", "503"),
        },
    }
    return {"get": get}


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
