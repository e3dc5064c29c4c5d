"""Which requests are let in, as they were before proxies: to one host, not too often, with a token where needed."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from functools import lru_cache

from tcgraph.config import Settings
from tcgraph.http.asgi import CLIENT, App, Headers, Receive, Scope, Send, header, respond
from tcgraph.http.auth import Tokens
from tcgraph.http.problems import Problem
from tcgraph.http.rate_limits import RateLimit, client_of, scheme_of
from tcgraph.http.sparql_protocol import ACCEPT_QUERY, UPDATE

_HOST = re.compile(r"(?:[\w.~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])?(?::\d*)?", re.ASCII)
"""RFC 9110 §7.2; what else stands there would come into addresses that we tell."""

_OPEN = frozenset(("/health", "/ready"))
_PREFLIGHT: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-Match, If-None-Match, If-Range, Range"),
    (b"access-control-max-age", b"86400"),
    (b"accept-query", ACCEPT_QUERY.encode()),
]
_READING: Headers = [(b"access-control-allow-methods", b"GET, HEAD, POST, QUERY, OPTIONS")]
_WRITING: Headers = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, QUERY, PUT, PATCH, DELETE, OPTIONS"),
    (b"accept-patch", UPDATE.encode()),
]


@lru_cache(256)
def _is_host(host: str) -> bool:
    return _HOST.fullmatch(host) is not None


class HostCheck:
    """Refuses a request that does not say which server it is for (RFC 9112 §3.2)."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI 3.

        Raises:
            Problem: 400.
        """
        # Several are joined with a space, which stands in none.
        host = header(scope, b"host")
        told = host or scope["http_version"] == "1.0" or any(name == b"host" for name, _ in scope["headers"])
        if not told or not _is_host(host):
            raise Problem(400, "host", "Send the server's name in one Host field (RFC 9112 §3.2).")
        return self._app(scope, receive, send)


class Preflight:
    """Tells pages of any origin what they may ask (Fetch §3.3.2): everything that others may.

    Args:
        app: answers.
        writes: whether anybody may change anything.
    """

    def __init__(self, app: App, *, writes: bool) -> None:
        self._app = app
        self._headers = [*_PREFLIGHT, *(_WRITING if writes else _READING)]

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI 3."""
        if scope["method"] == "OPTIONS":
            return respond(send, 204, self._headers, b"")
        return self._app(scope, receive, send)


class RateLimits:
    """Lets each client ask so often and no oftener."""

    def __init__(self, app: App, limit: RateLimit) -> None:
        self._app = app
        self._limit = limit

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI 3.

        Raises:
            Problem: 429.
        """
        self._limit.check(scope[CLIENT])
        return self._app(scope, receive, send)


class BearerTokens:
    """Lets in who brings a token, and anybody to where the server says how it is."""

    def __init__(self, app: App, tokens: Tokens) -> None:
        self._app = app
        self._tokens = tokens

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI 3.

        Raises:
            Problem: 401 or 429.
        """
        if scope["path"] not in _OPEN:
            self._tokens.check(header(scope, b"authorization"), scope[CLIENT])
        return self._app(scope, receive, send)


class Proxied:
    """Reads what trusted proxies say of a request, and takes off the prefix that the server is mounted under."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI 3."""
        # uvicorn puts the prefix that the proxy stripped before the path again, as FastAPI wants it.
        scope["path"] = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        scope["scheme"] = scheme_of(scope, self._settings)
        scope[CLIENT] = client_of(scope, self._settings)
        return self._app(scope, receive, send)
