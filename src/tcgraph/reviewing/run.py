"""Serve one review on this machine, its page and what that asks for, until it is finished or interrupted."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket
import threading
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tcgraph.errors import EngineError, TcgraphError
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.drafts.review_file import parts_of
from tcgraph.followup.wording.parsing import load_pipeline
from tcgraph.pages.headers import HTML_HEADERS
from tcgraph.project import Project
from tcgraph.reviewing.columns_page import UnclearTable, make_asking_app
from tcgraph.reviewing.review_page import render, site_files, static_files
from tcgraph.reviewing.rows import Patch, Row
from tcgraph.reviewing.session import Session

_NAMES: Final = ("127.0.0.1", "localhost")
_ASKED_ANEW: Final = "This address has been used, or was never given out. Open the one that `tcgraph review` printed."


class Review:
    """What is served: questions about a table first, where reading it leaves any, and then the review of its draft.

    Args:
        source: a review's workbook, or what is to be asked about a table.
        project: what the review will be accepted into.
        language: of the page; "" for that of the table.

    Raises:
        BrokenInput: the file is no review's workbook, or somebody else works on it.
    """

    def __init__(self, source: Path | UnclearTable, project: Project, language: str) -> None:
        self._project, self._language = project, language
        self.session: Session | None = None
        self._leave: Callable[[], None] = lambda: None
        self._app: ASGIApp
        if isinstance(source, Path):
            self._open(source)
        else:
            self._app = make_asking_app(source, language or "en", self._open)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by what stands next."""
        await self._app(scope, receive, send)

    def _open(self, path: Path) -> None:
        self.session = Session(path, self._project, self._language)
        # Parsers take seconds to load, and the first split should not wait for them.
        threading.Thread(target=load_pipeline, args=(self.session.reference.language,), daemon=True).start()
        self._app = make_app(self.session, lambda: self._leave())

    def serve(self, port: int, ready: Callable[[str], None]) -> None:
        """Let a person review, until the end.

        Args:
            port: where to serve the page; 0 for any free port.
            ready: is told the address, with its key, once it answers.

        Raises:
            EngineError: the port is taken.
        """
        listener = _listen(port)
        port = listener.getsockname()[1]
        guard = Guard(self, port)
        config = uvicorn.Config(guard, log_level="error", lifespan="off", proxy_headers=False, ws="none")
        server = _Server(config, lambda: ready(f"http://127.0.0.1:{port}/?key={guard.key}"))

        def leave() -> None:
            server.should_exit = True

        self._leave = leave
        try:
            # uvicorn raises an interrupt anew once it has ended.
            with contextlib.suppress(KeyboardInterrupt):
                server.run(sockets=[listener])
        finally:
            if self.session is not None:
                self.session.close()


class _Server(uvicorn.Server):
    """Tells that it answers when it does: who leaves at once is heard then, too."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    # What a browser still had open when the last review ended does not keep the port from the next.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise EngineError(f"Cannot listen on 127.0.0.1:{port}: {error.strerror}.") from error
    listener.listen()
    return listener


class Guard:
    """Lets a request in by a cookie, which the key of the address is exchanged for, once.

    A page of another site can reach 127.0.0.1 too, by its own name (DNS rebinding) or from its script: the host that
    a request names and the origin that it comes from must both be this page's.

    Args:
        app: what is guarded.
        port: where it is served.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in _NAMES}
        self._cookie = f"tcgraph-review-{port}"  # cookies of 127.0.0.1 go to every port of it
        self.key = secrets.token_urlsafe(24)
        self._token = secrets.token_urlsafe(24)
        self._used = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._answer(scope)
        await (refused or self._app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        """What a request that is not let through gets."""
        headers = Headers(scope=scope)
        if headers.get("host") not in self._hosts:
            return PlainTextResponse("This page is for this machine alone.", 421)
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return PlainTextResponse("Another site's page asks for this.", 403)
        if scope["method"] not in ("GET", "HEAD") and origin is None:
            return PlainTextResponse("Changes come from the page itself.", 403)
        if self._knows(headers.get("cookie", "")):
            return None
        given = QueryParams(scope["query_string"]).get("key", "")
        if scope["path"] != "/" or self._used or not secrets.compare_digest(given.encode(), self.key.encode()):
            return PlainTextResponse(_ASKED_ANEW, 403)
        self._used = True
        answer = RedirectResponse("/", 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict")
        return answer

    def _knows(self, header: str) -> bool:
        try:
            found = SimpleCookie(header).get(self._cookie)
        except CookieError:
            return False
        return found is not None and secrets.compare_digest(found.value.encode(), self._token.encode())


_MOST: Final = 2_000_000
"""Bytes of a request; what people type is less."""


def make_app(session: Session, leave: Callable[[], None]) -> Starlette:
    """The application over one review."""
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
    told = {row.get("reference", "") for _, row in session.rows.asked}
    earlier = session.reference.asked({row["ask"] for row in actions if row.get("ask")} - told)
    undo = len(session.journal.deeds)
    return {"sheets": sheets, "undo": undo, "called": _called(session, actions), "earlier": earlier}


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
