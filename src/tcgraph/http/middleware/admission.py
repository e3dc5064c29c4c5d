"""Which requests are let in, as they were before proxies: to one host, not too often, with a token where needed."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Iterable
from functools import lru_cache
from ipaddress import ip_address

from tcgraph.config import Network, Settings, networks
from tcgraph.http.asgi import CLIENT, App, Headers, Receive, Scope, Send, header, respond
from tcgraph.http.auth import Tokens
from tcgraph.http.problems import Problem
from tcgraph.http.sparql_protocol import ACCEPT_QUERY, UPDATE

# -- who a client is, and how often it may ask

_CLIENTS = 10_000


def client_of(scope: Scope, settings: Settings) -> str:
    """The address that a request comes from.

    A proxy's word is taken only when the proxy is a trusted one, and then the last address that it added.
    """
    peer = scope.get("client")
    address = str(peer[0]) if peer else ""
    if settings.trusted_proxies:
        proxies = trusted(settings.trusted_proxies)
        hops = [hop.strip() for hop in header(scope, b"x-forwarded-for").split(",") if hop.strip()]
        while address in proxies and hops:
            address = hops.pop()
    return address


def scheme_of(scope: Scope, settings: Settings) -> str:
    """``http`` or ``https``, as the client used it; a trusted proxy's word for it is the last of X-Forwarded-Proto."""
    own: str = scope.get("scheme", "http")
    peer = scope.get("client")
    if not settings.trusted_proxies or not peer or str(peer[0]) not in trusted(settings.trusted_proxies):
        return own
    told = header(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
    return told if told in ("http", "https") else own


class Proxies:
    """Addresses whose word for others is taken: ``address in proxies``.

    Args:
        networks: where they are.
    """

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = tuple(networks)

    def __contains__(self, address: object) -> bool:
        try:
            parsed = ip_address(str(address))
        except ValueError:
            return False
        # As a socket that listens on IPv6 tells of who comes by IPv4.
        parsed = getattr(parsed, "ipv4_mapped", None) or parsed
        return any(parsed in network for network in self._networks)


@lru_cache(8)
def trusted(proxies: str) -> Proxies:
    """The proxies that the setting ``trusted_proxies`` names."""
    return Proxies(networks(proxies))


class RateLimit:
    """A bucket for each client, filled at a steady rate.

    Args:
        per_minute: requests; 0 limits nobody.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Count a request.

        Raises:
            Problem: 429 when the client's bucket is empty.
        """
        if not self.allows(client):
            wait = max(1, round(60 / self._per_minute))
            raise Problem(
                429, "too-many-requests", f"More than {self._per_minute} requests a minute; wait {wait} seconds.",
                headers={"retry-after": str(wait)},
            )  # fmt: skip

    def allows(self, client: str) -> bool:
        """Count a request; whether there was room for it in the client's bucket."""
        if not self._per_minute:
            return True
        now = time.monotonic()
        level, since = self._buckets.pop(client, (float(self._per_minute), now))
        level = min(float(self._per_minute), level + (now - since) * self._per_minute / 60)
        # Who is refused has nothing taken: a client that does not slow down still gets its share.
        self._buckets[client] = (level - 1 if level >= 1 else level, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return level >= 1


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
