"""Header fields that every response has: nobody guesses its type, and no cache gives a private one to others."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from tcgraph.http.asgi import App, Headers, Receive, Scope, Send

_SAFE = (b"x-content-type-options", b"nosniff")


class ResponseHeaders:
    """Adds them.

    Args:
        app: answers.
        private: whether the answers are for bearers of a token alone.
    """

    def __init__(self, app: App, *, private: bool) -> None:
        self._app = app
        self._private = private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""

        async def marked(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0].lower() != b"x-content-type-options"]
                message["headers"] = [*(_private(headers) if self._private else headers), _SAFE]
            await send(message)

        await self._app(scope, receive, marked)


def _private(headers: Headers) -> Headers:
    """Headers of a response that no cache may give to others (RFC 9111 §5.2.2.7)."""
    control = b", ".join(value for name, value in headers if name == b"cache-control") or b"private, no-cache"
    rest = [(name, value) for name, value in headers if name != b"cache-control"]
    return [*rest, (b"cache-control", control.replace(b"public", b"private"))]
