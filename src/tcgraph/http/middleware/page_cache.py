"""What FastAPI makes of a GET, kept until the graph changes: its routing and rendering take longer than the answers."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from tcgraph.http.asgi import App, Headers, Receive, Scope, Send, header, rooted, with_headers
from tcgraph.http.cache import ResponseCache, Stored, send_stored

_KEPT = 1 << 18
"""Pages larger than this are not kept."""

_LIVE = frozenset(("/health", "/ready", "/metrics"))


class PageCache:
    """Answers from what the application made before for the same version, address and Accept.

    No other header decides what a page holds: its language is part of its address, and there are no cookies.

    Args:
        app: answers GET; every other request is passed on.
        cache: where responses are kept.
        version: the graph's.
    """

    def __init__(self, app: App, cache: ResponseCache, version: Callable[[], str]) -> None:
        self._app = app
        self._cache = cache
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        if scope["method"] not in ("GET", "HEAD") or header(scope, b"authorization"):
            await self._app(rooted(scope), receive, send)
            return
        key = (
            self._version(), "page", scope["scheme"], header(scope, b"host"), scope["path"], scope["query_string"],
            header(scope, b"accept"),
        )  # fmt: skip
        found = self._cache.get(key)
        if found is None:
            found = await self._cache.once(key, lambda: self._make(scope, receive))
        await send_stored(send, found)

    async def _make(self, scope: Scope, receive: Receive) -> tuple[Stored, bool]:
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
        keep = lasting and b"public" in control and start["status"] in (200, 303) and len(body) <= _KEPT
        return Stored(kept, body, start["status"]), keep
