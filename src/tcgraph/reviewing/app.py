"""The page and what it asks for: the review as it stands, deeds, names, and the end of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from tcgraph.errors import TcgraphError
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.drafts.review_file import parts_of
from tcgraph.pages.headers import HTML_HEADERS
from tcgraph.reviewing.review_page import render, site_files, static_files
from tcgraph.reviewing.rows import Patch, Row
from tcgraph.reviewing.session import Session

_MOST: Final = 2_000_000
"""Bytes of a request; what people type is less."""


def make_app(session: Session, leave: Callable[[], None]) -> Starlette:
    """The application over one review.

    Args:
        session: the review.
        leave: ends the server.
    """
    # One thing at a time: what is done next stands on what was done before.
    turn = asyncio.Lock()

    def page(_: Request) -> Response:
        return Response(render(session), media_type="text/html", headers=_headers(HTML_HEADERS))

    def state(_: Request) -> Response:
        return _json(_state(session))

    def find(request: Request) -> Response:
        return _json(session.reference.find(request.query_params.get("q", "")))

    async def do(request: Request) -> Response:
        given = await _given(request)
        async with turn:
            return await run_in_threadpool(_done, session, given)

    async def undo(_: Request) -> Response:
        async with turn:
            return _json(_told(session, session.undo()))

    async def save(_: Request) -> Response:
        async with turn:
            await run_in_threadpool(session.save)
        return _json({"saved": str(session.path)})

    async def end(_: Request) -> Response:
        leave()
        return _json({})

    async def finish(request: Request) -> Response:
        given = await _given(request)
        async with turn:
            answer = await run_in_threadpool(_finished, session, write=bool(given.get("write")))
        if answer["target"]:
            leave()
        return _json(answer)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/state", state),
            Route("/find", find),
            Route("/do", do, methods=["POST"]),
            Route("/undo", undo, methods=["POST"]),
            Route("/save", save, methods=["POST"]),
            Route("/leave", end, methods=["POST"]),
            Route("/finish", finish, methods=["POST"]),
            Mount("/site", site_files()),
            Mount("/static", static_files()),
        ],
        exception_handlers={TcgraphError: lambda _, error: _refused(session.language, error)},
    )


def _state(session: Session) -> dict[str, Any]:
    sheets = {sheet.name: [{"id": name, **row} for name, row in sheet] for sheet in session.rows}
    actions = [row for _, row in session.rows.actions]
    return {"sheets": sheets, "undo": len(session.journal.deeds), "called": _called(session, actions)}


def _done(session: Session, given: dict[str, Any]) -> Response:
    deed = str(given.pop("do", ""))
    patches = session.do(deed, given)
    return _json({**_told(session, patches), "problems": session.problems(patches)})


def _told(session: Session, patches: list[Patch]) -> dict[str, Any]:
    rows = [patch.after for patch in patches if patch.after is not None]
    return {
        "patches": [patch.as_json() for patch in patches],
        "undo": len(session.journal.deeds),
        "called": _called(session, rows),
    }


def _called(session: Session, rows: Iterable[Row]) -> dict[str, str]:
    """What the things that rows name are called, by their addresses."""
    return session.reference.called(one for row in rows for one in parts_of(row.get("mentions", "")))


def _finished(session: Session, *, write: bool) -> dict[str, Any]:
    outcome = session.accept(write=write)
    return {
        "findings": session.rows_of(outcome.findings),
        "sound": outcome.sound,
        "taken": outcome.taken,
        "left": outcome.left,
        "target": str(outcome.target) if outcome.target is not None else "",
    }


async def _given(request: Request) -> dict[str, Any]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST:
            raise TcgraphError("That is more than a person types.")
    try:
        given = json.loads(body or b"{}")
    except ValueError as error:
        raise TcgraphError("The request is no JSON.") from error
    return given if isinstance(given, dict) else {}


def _refused(language: str, error: Exception) -> Response:
    return JSONResponse({"refused": in_language(str(error), language)}, 409, headers=_headers({}))


def _json(value: object) -> Response:
    return JSONResponse(value, headers=_headers({}))


def _headers(more: dict[str, str]) -> dict[str, str]:
    return {**more, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
