"""Header fields that every response has: its number, that nobody is to guess its type, and for whom it is."""

from __future__ import annotations

import time
from collections.abc import Awaitable, MutableMapping
from typing import Any

from tcgraph.http.asgi import NUMBER, STATUS, App, Headers, Receive, Scope, Send

SAFE = (b"x-content-type-options", b"nosniff")


class ResponseHeaders:
    """Adds them.

    Args:
        app: answers.
        private: whether the answers are for bearers of a token alone.
    """

    def __init__(self, app: App, *, private: bool) -> None:
        self._app = app
        self._private = private

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI 3."""

        async def marked(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                scope[STATUS] = message["status"], time.monotonic()
                headers = _private(message["headers"]) if self._private else message["headers"]
                number = (b"x-request-id", scope[NUMBER].encode())
                message["headers"] = [*headers, number] if SAFE in headers else [*headers, SAFE, number]
            await send(message)

        return self._app(scope, receive, marked)


def _private(headers: Headers) -> Headers:
    """Headers of a response that no cache may give to others (RFC 9111 §5.2.2.7)."""
    control = b", ".join(value for name, value in headers if name == b"cache-control") or b"private, no-cache"
    rest = [(name, value) for name, value in headers if name != b"cache-control"]
    return [*rest, (b"cache-control", control.replace(b"public", b"private"))]
