"""Named queries and search as an API: typed parameters from each query's header, described in OpenAPI."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request, Response

from tcgraph.http.models import ParameterInfo, QueryInfo, QueryList, SearchResult, errors
from tcgraph.http.negotiation import BY_ACCEPT, best_match, prefers_html
from tcgraph.http.openapi import GRAPHS, LARGEST_PAGE, described, tables_for
from tcgraph.http.problems import Problem
from tcgraph.http.sparql_endpoint import address_of
from tcgraph.http.table_forms import AnswerPart, Form, form_named, forms
from tcgraph.queries import NamedQuery
from tcgraph.questions.notes import Note, Notes
from tcgraph.questions.values import values_of
from tcgraph.server.served_graph import SelectResult, ServedGraph

_KINDS = ("answer", "construct", "export")


def register(
    app: FastAPI, site: ServedGraph, page: Callable[[Request, Mapping[str, Any]], Response] | None = None
) -> None:
    """Hang the API into the application.

    Args:
        app: the application.
        site: what it answers for.
        page: shows the description to people; None where there are no pages.
    """
    offered = _offered(site)

    @app.get("/api/queries", tags=["queries"], summary="The named queries, with their parameters and columns")
    async def query_list() -> QueryList:
        return QueryList(queries=[_described(query) for query in offered])

    for query in offered:
        app.add_api_route(f"/api/queries/{query.name}", _handler(site, query), include_in_schema=False)

    async def document(request: Request) -> dict[str, Any]:
        address = address_of(request.scope, site)
        return described(app.openapi(), await tables_for(site, offered), offered, site.settings, address)

    @app.get("/api/openapi.json", include_in_schema=False)
    async def description(request: Request) -> Response:
        return _json(await document(request))

    @app.get("/api", include_in_schema=False)
    async def description_or_page(request: Request) -> Response:
        told = await document(request)
        if page is None or not prefers_html(request.headers.get("accept", "")):
            return _json(told)
        return await asyncio.to_thread(page, request, told)

    @app.get(
        "/api/search",
        tags=["search"],
        summary="Full-text search over names, codes and summaries",
        description="The last word counts as a beginning; accents and capitals do not matter. Where nothing has all "
        "words, those that no text has are read as the nearest (read_as), and the commonest left out (left_out).",
        response_model=SearchResult,
        responses=errors(),
    )
    async def search(
        q: Annotated[str, Query(description="Words.", min_length=1, max_length=200)],
        lang: Annotated[str, Query(description="Language of names: en, fr or es.", pattern="^[a-z]{2}$")] = "en",
        limit: Annotated[int, Query(description="How many at most.", ge=1, le=100)] = 20,
    ) -> Response:
        found = (await site.text_index()).search(q, lang, limit)
        return _json(
            {
                "query": q,
                "hits": [asdict(hit) for hit in found.matches],
                "read_as": found.read_as,
                "left_out": found.left_out,
            }
        )


def _offered(site: ServedGraph) -> list[NamedQuery]:
    return [query for query in site.queries.values() if query.kind in _KINDS]


async def prepare(site: ServedGraph) -> None:
    """Ask all that the description is made from, so that whoever reads it first does not wait for it."""
    await tables_for(site, _offered(site))


def _handler(site: ServedGraph, query: NamedQuery) -> Callable[[Request], Awaitable[Response]]:
    notes = Notes(site.queries, site.rows)

    async def graph(request: Request) -> Response:
        given = dict(request.query_params)
        media_types = {syntax.media_type: syntax for syntax in GRAPHS.values()}
        name = given.pop("format", "")
        if name and name not in GRAPHS:
            raise Problem(400, "unknown-format", f"{query.name} comes as {', '.join(GRAPHS)}, not as {name!r}.")
        syntax = GRAPHS[name] if name else media_types[_accepted(request, query, list(media_types))]
        result = await site.answer(query.bind(given), results=None, graph=syntax)
        return Response(result.body, media_type=syntax.media_type, headers=BY_ACCEPT)

    async def table(request: Request) -> Response:
        given = dict(request.query_params)
        form = _form(request, given.pop("format", ""), query)
        limit, offset = _number(given, "limit", LARGEST_PAGE, 1), _number(given, "offset", 0, 0)
        # Lists of choices and notes are asked for in a thread, which waits for its answers.
        understood = await asyncio.to_thread(notes.values.read, query, given, given.get("lang", "en"))
        found = await site.table(query.bind({**given, **values_of(understood)}))
        note = await asyncio.to_thread(notes.of, query, understood, len(found.rows))
        part, headers = _page(site, request, query, found, limit, offset, note)
        # A workbook of ten thousand rows takes seconds, in which others are to be answered.
        body = await asyncio.to_thread(form.write, part)
        return Response(body, media_type=form.media_type, headers=headers)

    return table if query.columns else graph


def _form(request: Request, named: str, query: NamedQuery) -> Form:
    """The form asked for.

    Raises:
        Problem: 400 for a name that nobody knows, 501 for one not installed, 406 for such an Accept header.
    """
    if named:
        return form_named(named)
    known = {form.bare: form for form in forms().values()}
    return known[_accepted(request, query, list(known))]


def _accepted(request: Request, query: NamedQuery, media_types: list[str]) -> str:
    wanted = best_match(request.headers.get("accept"), media_types)
    if wanted is None:
        raise Problem(406, "not-acceptable", f"{query.name} comes as {', '.join(media_types)}.")
    return wanted


def _number(given: dict[str, str], name: str, default: int, least: int) -> int:
    text = given.pop(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or int(text) < least or len(text) > 9:
        raise Problem(400, "bad-parameter", f"{name} must be a whole number from {least} on, not {text!r}.")
    return min(int(text), LARGEST_PAGE) if name == "limit" else int(text)


def _page(
    site: ServedGraph, request: Request, query: NamedQuery, table: SelectResult, limit: int, offset: int, note: Note
) -> tuple[AnswerPart, dict[str, str]]:
    """One page of a table, and the headers that lead to the others (RFC 8288)."""
    total = len(table.rows)

    def at(place: int) -> str:
        values = {**dict(request.query_params), "limit": str(limit), "offset": str(place)}
        return f"{request.url.path}?{urlencode(values)}"

    last = max(0, (total - 1) // limit * limit)
    pages = {"first": at(0), "last": at(last)} if total > limit or offset else {}
    if offset:
        pages["prev"] = at(max(0, offset - limit))
    if offset + limit < total:
        pages["next"] = at(offset + limit)
    headers = {**BY_ACCEPT, "x-total-count": str(total), "access-control-expose-headers": "Link, X-Total-Count"}
    # What the rows are worth is told in the JSON form; a CSV or a workbook of them leads to it (RFC 6892 §2.1).
    told = f"{request.url.path}?{urlencode({**dict(request.query_params), 'format': 'json', 'limit': '1'})}"
    links = [*sorted(pages.items()), ("describedby", told)]
    headers["link"] = ", ".join(f'<{target}>; rel="{name}"' for name, target in links)
    root = request.scope.get("root_path", "")
    asked = f"?{request.url.query}" if request.url.query else ""
    part = AnswerPart(
        name=query.name,
        table=SelectResult(table.columns, table.rows[offset : offset + limit]),
        total=total,
        address=address_of(request.scope, site) + request.url.path.removeprefix(root) + asked,
        next=pages.get("next"),
        previous=pages.get("prev"),
        base=site.settings.base_iri,
        note=note,
    )
    return part, headers


def _described(query: NamedQuery) -> QueryInfo:
    return QueryInfo(
        name=query.name,
        summary=query.summary,
        question=query.question,
        topic=query.topic,
        address=f"/api/queries/{query.name}",
        parameters=[
            ParameterInfo(name=p.name, type=p.type, label=p.label, required=p.required) for p in query.parameters
        ],
        columns=dict(query.columns),
    )


def _json(document: object) -> Response:
    body = json.dumps(document, ensure_ascii=False).encode()
    return Response(body, media_type="application/json", headers=BY_ACCEPT)
