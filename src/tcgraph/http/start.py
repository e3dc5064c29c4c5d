"""Put the web application together, quickly: what answers SPARQL first, what FastAPI routes beside it."""

from __future__ import annotations

from tcgraph.http.asgi import App
from tcgraph.http.auth import Tokens
from tcgraph.http.cache import ResponseCache
from tcgraph.http.description import service_description
from tcgraph.http.front import Front
from tcgraph.http.graph_store import GraphStore
from tcgraph.http.lazy_mount import Later
from tcgraph.http.metrics import Metrics
from tcgraph.http.mounted_pages import MakePages, Pages
from tcgraph.http.sparql import SparqlEndpoint
from tcgraph.http.tracing import traces_of
from tcgraph.http.writes import Writer
from tcgraph.server.published_site import PublishedSite
from tcgraph.server.site import Site


def create_app(site: Site, make_pages: MakePages | None = None) -> Front:
    """The whole web application over a site; it starts and closes the site with the server.

    Args:
        site: not yet started.
        make_pages: makes the pages that people read; None serves programs alone.

    Returns:
        An ASGI application.

    Raises:
        EngineError: the settings ask for what is not installed.
    """
    metrics = Metrics()
    site.traces = traces = traces_of(site.settings)
    site.pool.observe = metrics.question
    cache = ResponseCache(site.settings.cache_mb << 20)
    tokens = _tokens(site)
    writer = None
    if site.settings.write and tokens is not None and isinstance(site, PublishedSite):
        writer = Writer(site, tokens, cache)

    def pages() -> Pages | None:
        return make_pages(site) if make_pages is not None else None

    def whole(pages: Pages | None) -> App:
        from tcgraph.http.app import framework

        return framework(site, pages, cache, metrics)

    endpoint = SparqlEndpoint(site, cache, service_description, writer)
    return Front(
        site,
        Later(pages, whole),
        endpoint,
        GraphStore(site, writer),
        cache,
        metrics,
        tokens,
        traces,
        for_people=make_pages is not None,
    )


def _tokens(site: Site) -> Tokens | None:
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
