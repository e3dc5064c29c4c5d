"""Put the web application together, quickly: what answers SPARQL first, what FastAPI routes beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.middleware import Middleware

from tcgraph.errors import TcgraphError
from tcgraph.http.asgi import App, Receive, Scope, Send, lifespan
from tcgraph.http.auth import Tokens
from tcgraph.http.base_iri import Renamed, own_base
from tcgraph.http.cache import ResponseCache
from tcgraph.http.description import service_description
from tcgraph.http.graph_store import GraphStore
from tcgraph.http.metrics import Metrics
from tcgraph.http.middleware.admission import Bearers, OneHost, Preflight, Proxied, RateLimits
from tcgraph.http.middleware.encoding import Encoding
from tcgraph.http.middleware.error_answers import Problems
from tcgraph.http.middleware.page_cache import PageCache
from tcgraph.http.middleware.request_log import RequestLog
from tcgraph.http.middleware.response_headers import ResponseHeaders
from tcgraph.http.mounted_pages import MakePages, Pages
from tcgraph.http.rate_limits import RateLimit
from tcgraph.http.routes import Routes
from tcgraph.http.sparql_endpoint import SparqlEndpoint
from tcgraph.http.tracing import SpanMaker, traces_of
from tcgraph.http.writes import ChangeWriter
from tcgraph.server.garbage import collect
from tcgraph.server.published_site import PublishedSite
from tcgraph.server.served_graph import ASKING, ServedGraph

_QUIET = 1.0
"""Seconds after its start in which the server has better to do than to prepare for questions in words."""
_CALM = 10.0
"""Seconds after that in which nobody's first questions are to wait for those that describe the interface."""


class Application:
    """The application that the server runs; it starts and closes its site with the server.

    Args:
        site: what is served.
        later: the part that is made while SPARQL is answered already.
        app: answers requests.
        requests: how many there have been.
        traces: closed at the end.
    """

    def __init__(
        self,
        site: ServedGraph,
        later: Later,
        app: App,
        requests: Callable[[], int],
        traces: SpanMaker | None,
    ) -> None:
        self._site = site
        self._later = later
        self._app = app
        self._requests = requests
        self._traces = traces
        self._collecting: asyncio.Task[None] | None = None
        self._preparing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        if scope["type"] == "http":
            await self._app(scope, receive, send)
        else:
            self._later.begin()
            await lifespan(receive, send, self._open, self._close)

    async def _open(self) -> None:
        await self._site.start()
        self._collecting = asyncio.create_task(collect(self._requests))
        self._preparing = asyncio.create_task(self._prepare())

    async def _prepare(self) -> None:
        ASKING.set("preparing")
        await asyncio.sleep(_QUIET)
        with suppress(TcgraphError):  # whoever asks first is told what is wrong
            await self._later.prepare()
            await asyncio.sleep(_CALM)
            from tcgraph.http import query_api

            await query_api.prepare(self._site)

    async def _close(self) -> None:
        for task in (self._collecting, self._preparing):
            if task is not None:
                task.cancel()
        await self._site.close()
        if self._traces is not None:
            await asyncio.to_thread(self._traces.close)


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
    site.traces = traces = traces_of(settings)
    tokens = _tokens(site)
    writer = None
    if settings.write and tokens is not None and isinstance(site, PublishedSite):
        writer = ChangeWriter(site, tokens, cache)

    def pages() -> Pages | None:
        return make_pages(site) if make_pages is not None else None

    def whole(pages: Pages | None) -> App:
        from tcgraph.http.app import framework

        return framework(site, pages, cache, metrics)

    def version() -> str:
        return site.version

    later = Later(pages, whole)
    readers = tokens if settings.read == "bearers" else None
    own = own_base(settings.base_iri)
    passed: list[Middleware | None] = [
        Middleware(Proxied, settings=settings),
        Middleware(RequestLog, metrics=metrics, slow=settings.slow_query_seconds, traces=traces),
        Middleware(ResponseHeaders, private=readers is not None),
        Middleware(Encoding),
        Middleware(Renamed, own=own) if own is not None else None,
        Middleware(Problems, pages=lambda: later.pages),
        Middleware(OneHost),
        Middleware(Preflight, writes=writer is not None),
        Middleware(RateLimits, limit=limit) if settings.requests_per_minute else None,
        Middleware(Bearers, tokens=readers) if readers is not None else None,
    ]
    app: App = Routes(
        SparqlEndpoint(site, cache, service_description, writer),
        GraphStore(site, writer),
        PageCache(later, cache, version),
        for_people=make_pages is not None,
    )
    for middleware in reversed(passed):
        if middleware is not None:
            app = middleware.cls(app, *middleware.args, **middleware.kwargs)
    return Application(site, later, app, lambda: metrics.requests, traces)


def _tokens(site: ServedGraph) -> Tokens | None:
    """The tokens that this server asks for; None where nobody needs one."""
    settings = site.settings
    if not settings.write and settings.read == "anyone":
        return None
    path = settings.tokens or (site.folder / "tokens.json" if site.folder else None)
    assert path is not None, "a server that keeps nothing is told where its tokens are"
    return Tokens(path)


def preload() -> None:
    """Import what the application needs beyond this module, which takes longer than everything else at its start."""
    import tcgraph.http.app  # noqa: F401


# -- the part of the application that is made while SPARQL is answered already: the pages first, then everything


class Later:
    """An ASGI application that is made in a thread, and shows pages before the rest of it is there.

    Args:
        pages: makes the pages; None where there are none.
        whole: makes the whole application, the pages in it.
    """

    def __init__(self, pages: Callable[[], Pages | None], whole: Callable[[Pages | None], App]) -> None:
        self._make_pages = pages
        self._make_whole = whole
        self._pages: asyncio.Task[Pages | None] | None = None
        self._whole: asyncio.Task[App] | None = None

    def begin(self) -> asyncio.Task[App]:
        """Have it made, if nobody has; the task gives the whole of it."""
        if self._whole is None:
            self._pages = pages = asyncio.create_task(asyncio.to_thread(self._make_pages))
            self._whole = asyncio.create_task(self._after(pages))
        return self._whole

    @property
    def pages(self) -> Pages | None:
        """The pages, if there are any and they are made."""
        done = self._pages is not None and self._pages.done() and self._pages.exception() is None
        return self._pages.result() if self._pages is not None and done else None

    async def prepare(self) -> None:
        """Have the pages read what a first question would wait for, after everything else is there."""
        await asyncio.shield(self.begin())
        if self.pages is not None:
            await asyncio.to_thread(self.pages.prepare)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3; waits until what answers the request is there."""
        whole = self.begin()
        # Shielded: a client who leaves must not take the application with it.
        app: App | None = None
        if self._pages is not None and not whole.done():
            pages = await asyncio.shield(self._pages)
            app = pages.app_for(scope) if pages is not None else None
        if app is None:
            app = await asyncio.shield(whole)
        await app(scope, receive, send)

    async def _after(self, pages: asyncio.Task[Pages | None]) -> App:
        # One after the other: two threads that import get in each other's way.
        return await asyncio.to_thread(self._make_whole, await pages)
