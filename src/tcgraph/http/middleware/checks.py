"""Which requests are let in: they name one host, come not too often, and bring a token where one is needed."""

from __future__ import annotations

import re

from tcgraph.http.asgi import CLIENT, App, Headers, Receive, Scope, Send, header, respond
from tcgraph.http.auth import Tokens
from tcgraph.http.problems import Problem
from tcgraph.http.protocol import ACCEPT_QUERY, UPDATE
from tcgraph.http.rate_limits import RateLimit

_HOST = re.compile(rb"(?:[\w.~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])?(?::\d*)?")
"""RFC 9110 §7.2; what else stands there would come into addresses that we tell."""

_OPEN = frozenset(("/health", "/ready"))
_PREFLIGHT: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, POST, QUERY, PUT, PATCH, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-Match, If-None-Match, If-Range, Range"),
    (b"access-control-max-age", b"86400"),
    (b"accept-patch", UPDATE.encode()),
    (b"accept-query", ACCEPT_QUERY.encode()),
]


class OneHost:
    """Refuses a request that does not say which server it is for (RFC 9112 §3.2)."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3.

        Raises:
            Problem: 400.
        """
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) > 1 or not (hosts or scope["http_version"] == "1.0") or not _HOST.fullmatch(b"".join(hosts)):
            raise Problem(400, "host", "Send the server's name in one Host field (RFC 9112 §3.2).")
        await self._app(scope, receive, send)


class Preflight:
    """Tells pages of any origin what they may ask (Fetch §3.3.2): everything that others may."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        if scope["method"] == "OPTIONS":
            await respond(send, 204, _PREFLIGHT, b"")
        else:
            await self._app(scope, receive, send)


class Limited:
    """Lets each client ask so often and no oftener.

    Args:
        app: answers.
        limit: counts.
    """

    def __init__(self, app: App, limit: RateLimit) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3.

        Raises:
            Problem: 429.
        """
        self._limit.check(scope[CLIENT])
        await self._app(scope, receive, send)


class Bearers:
    """Lets in who brings a token, and anybody to where the server says how it is.

    Args:
        app: answers.
        tokens: those that are known.
    """

    def __init__(self, app: App, tokens: Tokens) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3.

        Raises:
            Problem: 401 or 429.
        """
        if scope["path"] not in _OPEN:
            self._tokens.check(header(scope, b"authorization"), scope[CLIENT])
        await self._app(scope, receive, send)
