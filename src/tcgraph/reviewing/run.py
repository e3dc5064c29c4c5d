"""Serve one review on this machine until it is finished or interrupted."""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Final

import uvicorn
from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tcgraph.errors import EngineError
from tcgraph.followup.wording.parsing import load_pipeline
from tcgraph.project import Project
from tcgraph.reviewing.app import make_app
from tcgraph.reviewing.columns_page import UnclearTable, make_asking_app
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
