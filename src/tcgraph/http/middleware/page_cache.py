"""What FastAPI makes of a GET, kept until the graph changes: its routing and rendering take longer than the answers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from functools import partial
from typing import Any

from tcgraph.http.asgi import App, Headers, Receive, Scope, Send, header, rooted, with_headers
from tcgraph.http.cache import CachedResponse, ResponseCache, send_stored
from tcgraph.server.version_cache import VersionCache

_KEPT = 1 << 20
"""Pages larger than this are not kept."""

_ALWAYS = frozenset((b"accept",))
_CHOOSING = _ALWAYS | {b"accept-language"}
"""The fields of a request that may decide which of an address's responses it gets; what others decide is not kept."""

_LIVE = frozenset(("/health", "/ready", "/metrics"))


class PageCache:
    """Answers from what the application made before for the same version, address and Accept.

    And for the same language where the responses of this address say that they vary by it (RFC 9111 §4.1).

    Args:
        app: answers GET; every other request is passed on.
        cache: where responses are kept.
        version: the graph's.
    """

    def __init__(self, app: App, cache: ResponseCache, version: Callable[[], str]) -> None:
        self._app = app
        self._cache = cache
        self._version = version
        self._varies: VersionCache[Hashable, frozenset[bytes]] = VersionCache(1 << 20)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        if scope["method"] not in ("GET", "HEAD") or header(scope, b"authorization"):
            await self._app(rooted(scope), receive, send)
            return
        version = self._version()
        address = (version, "page", scope["scheme"], header(scope, b"host"), scope["path"], scope["query_string"])
        found = self._cache.get((address, self._chosen_by(version, address, scope)))
        if found is None:
            everything = (address, _fields(scope, _CHOOSING))
            under = partial(self._under, version, address, scope)
            found = await self._cache.once(everything, lambda: self._make(scope, receive), under)
        await send_stored(send, found)

    def _chosen_by(self, version: str, address: Hashable, scope: Scope) -> Hashable:
        return _fields(scope, self._varies.get(version, address) or _ALWAYS)

    def _under(self, version: str, address: Hashable, scope: Scope, made: CachedResponse) -> Hashable:
        """The key of a response that was made: with every field that one of its address varies by."""
        varies = (self._varies.get(version, address) or _ALWAYS) | _varying(made)
        self._varies.put(version, address, varies, 500)
        return address, _fields(scope, varies)

    async def _make(self, scope: Scope, receive: Receive) -> tuple[CachedResponse, bool]:
        """Have a response made; only what says it is public may be kept."""
        start: dict[str, Any] = {}
        chunks: list[bytes] = []

        async def collect(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        headers = [
            (name, value) for name, value in scope["headers"] if not name.startswith(b"if-") and name != b"range"
        ]
        await self._app({**with_headers(rooted(scope), headers), "method": "GET"}, receive, collect)
        body = b"".join(chunks)
        given: Headers = [(bytes(name).lower(), bytes(value)) for name, value in start["headers"]]
        control = next((value for name, value in given if name == b"cache-control"), b"")
        kept = [(name, value) for name, value in given if name not in (b"content-length", b"etag", b"accept-ranges")]
        if not control:
            # What says nothing is made from its address and the graph alone, except what tells the present state.
            control = b"no-store" if scope["path"] in _LIVE or start["status"] >= 400 else b"public, no-cache"
            kept.append((b"cache-control", control))
        # A question to other servers: what they say may be otherwise a minute later.
        lasting = b"service" not in scope["query_string"].lower()
        stored = CachedResponse(kept, body, start["status"])
        keep = lasting and b"public" in control and start["status"] in (200, 303) and len(body) <= _KEPT
        return stored, keep and _varying(stored) <= _CHOOSING


def _fields(scope: Scope, names: frozenset[bytes]) -> Hashable:
    return frozenset((name, header(scope, name)) for name in names)


def _varying(stored: CachedResponse) -> frozenset[bytes]:
    """The fields of a request that a response says it varies by."""
    told = b",".join(value for name, value in stored.headers if name == b"vary")
    return frozenset(name.strip().lower() for name in told.split(b",") if name.strip())
