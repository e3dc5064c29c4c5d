"""Put the web application together: what answers SPARQL first, what FastAPI routes behind it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from starlette.middleware import Middleware

import tcgraph
from tcgraph.errors import TcgraphError
from tcgraph.http import query_api
from tcgraph.http.app import framework
from tcgraph.http.asgi import CLIENT, App, Receive, Scope, Send, header, lifespan
from tcgraph.http.auth import Tokens
from tcgraph.http.base_iri import Renamed, own_base
from tcgraph.http.cache import CachedResponse, ResponseCache, send_stored
from tcgraph.http.description import service_description
from tcgraph.http.graph_store import PATH as STORE
from tcgraph.http.graph_store import GraphStore
from tcgraph.http.metrics import Metrics
from tcgraph.http.middleware.admission import BearerTokens, HostCheck, Preflight, Proxied, RateLimit, RateLimits
from tcgraph.http.middleware.encoding import Encoding
from tcgraph.http.middleware.error_answers import Problems
from tcgraph.http.middleware.page_cache import PageCache
from tcgraph.http.middleware.request_log import RequestLog, ResponseHeaders, close, following_requests, traces_of
from tcgraph.http.mounted_pages import MakePages, Pages
from tcgraph.http.negotiation import prefers_html
from tcgraph.http.sparql_endpoint import SparqlEndpoint
from tcgraph.http.writes import ChangeWriter
from tcgraph.server.published_site import PublishedSite
from tcgraph.server.served_graph import ASKING, ServedGraph

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

# -- who answers which address: SPARQL and the graph store at once, everything else what FastAPI routes

ENDPOINT = ("/sparql", "/sparql/")


class Answerer(Protocol):
    """Answers requests whole."""

    async def answer(self, scope: Scope, receive: Receive, client: str) -> CachedResponse:
        """Answer one.

        Args:
            scope: of the request.
            receive: its channel.
            client: who asks, for fairness.

        Raises:
            Problem: whatever is wrong.
        """


class Routes:
    """The table.

    Args:
        endpoint: of SPARQL.
        store: the graph store.
        others: everything else; see :mod:`tcgraph.http.app`.
        for_people: whether a browser that asks for the endpoint is shown a page, which is among the others.
    """

    def __init__(self, endpoint: Answerer, store: Answerer, others: App, *, for_people: bool) -> None:
        self._endpoint = endpoint
        self._store = store
        self._others = others
        self._for_people = for_people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        found = self._found(scope)
        if found is None:
            await self._others(scope, receive, send)
        else:
            await send_stored(send, await found.answer(scope, receive, scope[CLIENT]))

    def _found(self, scope: Scope) -> Answerer | None:
        path = scope["path"]
        if path in ENDPOINT:
            return None if self._for_people and _is_persons(scope) else self._endpoint
        return self._store if path == STORE or path.startswith(f"{STORE}/") else None


def _is_persons(scope: Scope) -> bool:
    """Whether a person's browser asks for the endpoint, to whom the editor is shown."""
    asks = scope["method"] in ("GET", "HEAD") and prefers_html(header(scope, b"accept"))
    return asks and b"format=" not in scope["query_string"]


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
