"""Who may use the page: the person who got the address with its key, on this machine, and no other site's page."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_NAMES: Final = ("127.0.0.1", "localhost")
_ASKED_ANEW: Final = "This address has been used, or was never given out. Open the one that `tcgraph review` printed."


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
