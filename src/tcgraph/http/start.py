"""Put the web application together: what answers SPARQL first, what FastAPI routes behind it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.middleware import Middleware

import tcgraph
from tcgraph.errors import TcgraphError
from tcgraph.http import query_api
from tcgraph.http.app import framework
from tcgraph.http.asgi import App, Receive, Scope, Send, lifespan
from tcgraph.http.auth import Tokens
from tcgraph.http.base_iri import Renamed, own_base
from tcgraph.http.cache import ResponseCache
from tcgraph.http.description import service_description
from tcgraph.http.graph_store import GraphStore
from tcgraph.http.metrics import Metrics
from tcgraph.http.middleware.admission import BearerTokens, HostCheck, Preflight, Proxied, RateLimits
from tcgraph.http.middleware.encoding import Encoding
from tcgraph.http.middleware.error_answers import Problems
from tcgraph.http.middleware.page_cache import PageCache
from tcgraph.http.middleware.request_log import RequestLog
from tcgraph.http.middleware.response_headers import ResponseHeaders
from tcgraph.http.mounted_pages import MakePages, Pages
from tcgraph.http.rate_limits import RateLimit
from tcgraph.http.routes import Routes
from tcgraph.http.sparql_endpoint import SparqlEndpoint
from tcgraph.http.tracing import close, following_requests, traces_of
from tcgraph.http.writes import ChangeWriter
from tcgraph.server.published_site import PublishedSite
from tcgraph.server.served_graph import ASKING, ServedGraph

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_QUIET = 1.0
"""Seconds after its start in which the server has better to do than to prepare for questions in words."""
_CALM = 10.0
"""Seconds after that in which nobody's first questions are to wait for those that describe the interface."""


class Application:
    """The application that the server runs; it starts and closes its site with the server.

    Args:
        site: what is served.
        pages: for people; None where there are none.
        app: answers requests.
        traces: where spans go, closed at the end.
    """

    def __init__(
        self,
        site: ServedGraph,
        pages: Pages | None,
        app: App,
        traces: TracerProvider | None,
    ) -> None:
        self._site = site
        self._pages = pages
        self._app = app
        self._traces = traces
        self._preparing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        if scope["type"] == "http":
            await self._app(scope, receive, send)
        else:
            await lifespan(receive, send, self._open, self._close)

    async def _open(self) -> None:
        await self._site.start()
        self._preparing = asyncio.create_task(self._prepare())

    async def _prepare(self) -> None:
        ASKING.set("preparing")
        await asyncio.sleep(_QUIET)
        with suppress(TcgraphError):  # whoever asks first is told what is wrong
            if self._pages is not None:
                await asyncio.to_thread(self._pages.prepare)
            await asyncio.sleep(_CALM)
            await query_api.prepare(self._site)

    async def _close(self) -> None:
        if self._preparing is not None:
            self._preparing.cancel()
        await self._site.close()
        if self._traces is not None:
            await asyncio.to_thread(close, self._traces)


def create_app(site: ServedGraph, make_pages: MakePages | None = None) -> Application:
    """The whole web application over a site.

    Args:
        site: not yet started.
        make_pages: makes the pages that people read; None serves programs alone.

    Returns:
        An ASGI application.

    Raises:
        EngineError: the settings ask for what is not installed.
    """
    settings = site.settings
    metrics, cache, limit = Metrics(), ResponseCache(settings.cache_mb << 20), RateLimit(settings.requests_per_minute)
    site.pool.observe = metrics.question
    traces = traces_of(settings)
    site.tracer = traces.get_tracer("tcgraph", tcgraph.__version__) if traces is not None else None
    tokens = _tokens(site)
    writer = None
    if settings.write and tokens is not None and isinstance(site, PublishedSite):
        writer = ChangeWriter(site, tokens, cache)

    pages = make_pages(site) if make_pages is not None else None
    readers = tokens if settings.read == "bearers" else None
    own = own_base(settings.base_iri)
    passed: list[Middleware | None] = [
        Middleware(Proxied, settings=settings),
        following_requests(traces) if traces is not None else None,
        Middleware(RequestLog, metrics=metrics, slow=settings.slow_query_seconds, traced=traces is not None),
        Middleware(ResponseHeaders, private=readers is not None),
        Middleware(Encoding),
        Middleware(Renamed, own=own) if own is not None else None,
        Middleware(Problems, pages=pages),
        Middleware(HostCheck),
        Middleware(Preflight, writes=writer is not None),
        Middleware(RateLimits, limit=limit) if settings.requests_per_minute else None,
        Middleware(BearerTokens, tokens=readers) if readers is not None else None,
    ]
    app: App = Routes(
        SparqlEndpoint(site, cache, service_description, writer),
        GraphStore(site, writer),
        PageCache(framework(site, pages, cache, metrics), cache, lambda: site.version),
        for_people=pages is not None,
    )
    for middleware in reversed(passed):
        if middleware is not None:
            app = middleware.cls(app, *middleware.args, **middleware.kwargs)
    return Application(site, pages, app, traces)


def _tokens(site: ServedGraph) -> Tokens | None:
    """The tokens that this server asks for; None where nobody needs one."""
    settings = site.settings
    if not settings.write and settings.read == "anyone":
        return None
    path = settings.tokens or (site.folder / "tokens.json" if site.folder else None)
    assert path is not None, "a server that keeps nothing is told where its tokens are"
    return Tokens(path)
