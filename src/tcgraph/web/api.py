"""Named queries and search as an API: typed parameters from each query's header, described in OpenAPI."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request, Response

from tcgraph.engine.textindex import Found
from tcgraph.queries import NamedQuery, Parameter
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, ResultFormat, Term, best_match
from tcgraph.terms import PREFIXES
from tcgraph.web.pages.asking import Answer
from tcgraph.web.pages.twins import as_csv, as_json, as_xlsx
from tcgraph.web.problems import Problem
from tcgraph.web.site import Site, Table

_KINDS = ("answer", "construct", "export")
_MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "srj": ResultFormat.JSON.media_type,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ACCEPTED = {"application/json": "json", "text/csv": "csv", ResultFormat.JSON.media_type: "srj", _MEDIA["xlsx"]: "xlsx"}
_GRAPHS = {"ttl": GraphFormat.TURTLE, "jsonld": GraphFormat.JSON_LD, "nt": GraphFormat.N_TRIPLES}
_HEADERS = {"vary": "Accept", "access-control-allow-origin": "*", "cache-control": "public, no-cache"}
_TYPES: dict[str, dict[str, str]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "iri-reference"},
}
_NUMBERS = {PREFIXES["xsd"] + name: kind for name, kind in (("integer", int), ("decimal", float), ("double", float))}
_LARGEST_PAGE = 10_000


def register(app: FastAPI, site: Site) -> None:
    """Hang the API into the application."""
    offered = [query for query in site.queries.values() if query.kind in _KINDS]

    @app.get("/api/queries", tags=["queries"], summary="The named queries, with their parameters and columns")
    async def queries() -> Response:
        return _json({"queries": [_described(query) for query in offered]})

    for query in offered:
        app.add_api_route(
            f"/api/queries/{query.name}",
            _handler(site, query),
            methods=["GET"],
            tags=["queries"],
            operation_id=query.name,
            summary=query.summary,
            description=query.question or query.summary,
            response_class=Response,
            openapi_extra={"parameters": _parameters(query)},
            responses={200: {"content": _contents(query), "description": "The answer."}, 400: _PROBLEM, 422: _PROBLEM},
        )

    @app.get(
        "/api/search", tags=["search"], summary="Full-text search over names and summaries", responses={422: _PROBLEM}
    )
    async def search(
        q: Annotated[str, Query(description="Words; each must occur.", min_length=1, max_length=200)],
        lang: Annotated[str, Query(description="Language of names: en, fr or es.", pattern="^[a-z]{2}$")] = "en",
        limit: Annotated[int, Query(description="How many at most.", ge=1, le=100)] = 20,
    ) -> Response:
        hits = (await site.text_index()).search(q, lang, limit)
        return _json({"query": q, "hits": [_hit(hit) for hit in hits]})


_PROBLEM: dict[str, Any] = {
    "description": "What is wrong, in one sentence (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}


def _handler(site: Site, query: NamedQuery) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        given = dict(request.query_params)
        form = _form(request, given.pop("format", ""), query)
        if query.columns:
            limit, offset = _number(given, "limit", _LARGEST_PAGE, 1), _number(given, "offset", 0, 0)
            table = await site.table(query.bind(given))
            return _table(request, query, table, form, limit, offset)
        result = await site.answer(query.bind(given), results=None, graph=_GRAPHS[form])
        return Response(result.body, media_type=_GRAPHS[form].media_type, headers=_HEADERS)

    return answer


def _form(request: Request, named: str, query: NamedQuery) -> str:
    """The short name of the format asked for.

    Raises:
        Problem: 400 for a name that this query's answer does not come in, 406 for such an Accept header.
    """
    known = list(_MEDIA) if query.columns else list(_GRAPHS)
    if named:
        if named not in known:
            raise Problem(400, "unknown-format", f"{query.name} comes as {', '.join(known)}, not as {named!r}.")
        return named
    accepted = _ACCEPTED if query.columns else {syntax.media_type: name for name, syntax in _GRAPHS.items()}
    wanted = best_match(request.headers.get("accept"), list(accepted))
    if wanted is None:
        raise Problem(406, "not-acceptable", f"{query.name} comes as {', '.join(accepted)}.")
    return accepted[wanted]


def _number(given: dict[str, str], name: str, default: int, least: int) -> int:
    text = given.pop(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or int(text) < least or len(text) > 9:
        raise Problem(422, "bad-parameter", f"{name} must be a whole number from {least} on, not {text!r}.")
    return min(int(text), _LARGEST_PAGE) if name == "limit" else int(text)


def _table(request: Request, query: NamedQuery, table: Table, form: str, limit: int, offset: int) -> Response:
    rows = table.rows[offset : offset + limit]
    headers = {**_HEADERS, "x-total-count": str(len(table.rows))}
    following = None
    if offset + limit < len(table.rows):
        values = {**dict(request.query_params), "limit": str(limit), "offset": str(offset + limit)}
        following = f"{request.url.path}?{urlencode(values)}"
        headers["link"] = f'<{following}>; rel="next"'
    part = Answer(query.name, query.text, table.columns, rows, 0.0)
    match form:
        case "csv":
            body = as_csv(part)
        case "srj":
            body = as_json(part)
        case "xlsx":
            body = as_xlsx(part)
        case _:
            document = {
                "query": query.name,
                "columns": list(table.columns),
                "total": len(table.rows),
                "rows": [_plain(row) for row in part.dicts()],
                "next": following,
            }
            body = json.dumps(document, ensure_ascii=False).encode()
    return Response(body, media_type=_MEDIA[form], headers=headers)


def _plain(row: dict[str, Term]) -> dict[str, Any]:
    return {name: _value(term) for name, term in row.items()}


def _value(term: Term) -> str | int | float | bool:
    """A term as plain JSON: numbers as numbers, everything else as text."""
    match term:
        case Literal(datatype=NamedNode(value=datatype), value=text) if datatype in _NUMBERS:
            return _NUMBERS[datatype](text)
        case Literal(datatype=NamedNode(value=datatype), value=text) if datatype == PREFIXES["xsd"] + "boolean":
            return text in ("true", "1")
        case Literal() | NamedNode() | BlankNode():
            return term.value
        case _:
            return str(term)


def _described(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary,
        "question": query.question,
        "address": f"/api/queries/{query.name}",
        "parameters": [
            {"name": p.name, "type": p.type, "label": p.label, "required": p.required} for p in query.parameters
        ],
        "columns": dict(query.columns),
    }


def _parameters(query: NamedQuery) -> list[dict[str, Any]]:
    own = [_parameter(parameter) for parameter in query.parameters]
    forms = list(_MEDIA) if query.columns else list(_GRAPHS)
    common: list[dict[str, Any]] = [_declared("format", "Format; else by Accept.", {"type": "string", "enum": forms})]
    if query.columns:
        most = {"type": "integer", "minimum": 1, "maximum": _LARGEST_PAGE}
        common.append(_declared("limit", "Rows at most.", most))
        common.append(
            _declared("offset", "Rows to pass over.", {"type": "integer", "minimum": 0, "maximum": 999_999_999})
        )
    return own + common


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = _TYPES.get(parameter.type, {"type": "string"})
    return _declared(parameter.name, parameter.label, schema) | {"required": parameter.required}


def _declared(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _contents(query: NamedQuery) -> dict[str, dict[str, Any]]:
    kinds = _MEDIA.values() if query.columns else (syntax.media_type for syntax in _GRAPHS.values())
    return {kind.partition(";")[0]: {} for kind in kinds}


def _hit(hit: Found) -> dict[str, Any]:
    return asdict(hit)


def _json(document: object) -> Response:
    body = json.dumps(document, ensure_ascii=False).encode()
    return Response(body, media_type="application/json", headers=_HEADERS)
