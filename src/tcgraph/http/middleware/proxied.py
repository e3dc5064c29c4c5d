"""A request as it was before proxies: under which path, by which scheme and from whom."""

from __future__ import annotations

from collections.abc import Awaitable

from tcgraph.config import Settings
from tcgraph.http.asgi import CLIENT, App, Receive, Scope, Send
from tcgraph.http.rate_limits import client_of, scheme_of


class Proxied:
    """Reads what trusted proxies say of a request, and takes off the prefix that the server is mounted under.

    Args:
        app: answers.
        settings: which proxies are trusted.
    """

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
