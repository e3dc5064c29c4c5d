"""The OpenAPI description of what FastAPI does not route: SPARQL, the graph store, and the addresses of things."""

from __future__ import annotations

from typing import Any

from tcgraph.config import Settings
from tcgraph.http.graph_store import PATH as STORE
from tcgraph.http.models import PROBLEM_CONTENT, TEXT, contents, declared, errors, graph_contents
from tcgraph.http.sparql_protocol import UPDATE
from tcgraph.rdf import GraphFormat, ResultFormat

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
    get: dict[str, Any] = {
        "tags": ["sparql"],
        "summary": "Ask in SPARQL",
        "operationId": "sparql",
        "parameters": [
            declared("query", "SPARQL 1.1 query; without one, the service description.", TEXT, _QUERY), *dataset, named,
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
        "parameters": [*dataset, named],
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
        post["parameters"] = [*dataset, *using, named]
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
