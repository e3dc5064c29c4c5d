"""The part of the web application that FastAPI routes: pages, linked data, the query API and its description."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.exceptions import HTTPException

import tcgraph
from tcgraph.errors import TcgraphError
from tcgraph.export.canonical import Statements, typed
from tcgraph.http import dumps, feed_routes, linked_data, partner_documents, query_api
from tcgraph.http.cache import ResponseCache
from tcgraph.http.description import dataset_description
from tcgraph.http.metrics import Metrics
from tcgraph.http.models import GRAPH, Health, Readiness, errors
from tcgraph.http.mounted_pages import Pages
from tcgraph.http.negotiation import BY_ACCEPT, formats, prefers_html
from tcgraph.http.problems import Problem, problem_of
from tcgraph.http.sparql_endpoint import address_of
from tcgraph.publish.journal import Journal
from tcgraph.rdf import GraphFormat, Literal, NamedNode
from tcgraph.server.published_site import PublishedSite
from tcgraph.server.served_graph import ServedGraph
from tcgraph.terms import PREFIXES


def framework(site: ServedGraph, pages: Pages | None, cache: ResponseCache, metrics: Metrics) -> FastAPI:
    """Everything that the front passes on.

    Args:
        site: need not have started yet.
        pages: the site's; None where there are none.
        cache: whose hits are told at ``/metrics``.
        metrics: told there too.
    """
    app = FastAPI(
        title="tcgraph",
        version=tcgraph.__version__,
        description="Named queries, search and operation of a tcgraph server. SPARQL itself is at /sparql.",
        redoc_url=None,
        docs_url=None,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    _handle_errors(app, pages)
    _operation(app, site, cache, metrics)
    partner_documents.register(app, site, pages.page_instead if pages else {})
    dumps.register(app, site)
    linked_data.register(app, site, pages.page_of if pages else None)
    if isinstance(site, PublishedSite):
        # A front over a server knows nothing of the changes made there.
        _changes(app, site)
        feed_routes.register(app, site, pages.changes if pages else None)
    query_api.register(app, site, pages.api if pages else None)
    if pages is not None:
        # For people, and last because some of their addresses fit almost anything.
        app.router.routes.extend(pages.routes)
        app.router.routes.append(pages.editor)
    _by_suffix(app)
    return app


def _operation(app: FastAPI, site: ServedGraph, cache: ResponseCache, metrics: Metrics) -> None:
    @app.get("/health", tags=["operation"], summary="Whether the process runs")
    async def health() -> Health:
        return Health()

    @app.get("/ready", tags=["operation"], summary="Whether questions are answered", responses=_NOT_READY)
    async def ready() -> Readiness:
        if not site.alive:
            raise Problem(503, "not-ready", "The graph is not loaded.", headers={"retry-after": "1"})
        return Readiness(version=site.version)

    @app.get(
        "/metrics", tags=["operation"], summary="Counts and durations for Prometheus", response_class=PlainTextResponse
    )
    async def metrics_text() -> PlainTextResponse:
        counters = {"cache_hits_total": cache.hits, "cache_misses_total": cache.misses}
        text = metrics.text(site.version, site.pool.status(), counters)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    @app.get(
        "/.well-known/void", tags=["data"], summary="The dataset described in VoID", response_class=Response,
        responses=GRAPH,
    )  # fmt: skip
    async def void(request: Request) -> Response:
        wanted = formats(request.headers.get("accept", "")).graph or GraphFormat.TURTLE
        body = await dataset_description(site, wanted, address_of(request.scope, site))
        return Response(body, media_type=wanted.media_type, headers=BY_ACCEPT)


def _by_suffix(app: FastAPI) -> None:
    """``/sparql.tsv?query=…`` for ``/sparql?query=…&format=tsv``, in every format that the page there has not got."""

    def leading_to(name: str) -> Callable[[Request], RedirectResponse]:
        def lead(request: Request) -> RedirectResponse:
            root = request.scope.get("root_path", "")
            return RedirectResponse(f"{root}/sparql?{request.url.query}&format={name}", 307)

        return lead

    for ending, name in _SUFFIXES.items():
        app.add_api_route(f"/sparql.{ending}", leading_to(name), methods=["GET", "HEAD"], include_in_schema=False)


_SUFFIXES = {name: name for name in ("xml", "tsv", "nt", "rdf", "jsonld", "trig", "nq")} | {"srj": "json", "srx": "xml"}


def _changes(app: FastAPI, site: PublishedSite) -> None:
    @app.get(
        "/api/changes", tags=["data"], summary="Who changed the graph when, in PROV", response_class=Response,
        responses=GRAPH,
    )  # fmt: skip
    async def changes(request: Request) -> Response:
        wanted = formats(request.headers.get("accept", "")).graph or GraphFormat.TURTLE
        body = as_prov(site.journal, wanted, address_of(request.scope, site))
        return Response(body, media_type=wanted.media_type, headers=BY_ACCEPT)


_NOT_READY = errors("503")


def _handle_errors(app: FastAPI, pages: Pages | None) -> None:
    async def ours(request: Request, error: Exception) -> Response:
        problem = problem_of(error)
        if pages is not None and prefers_html(request.headers.get("accept", "")):
            return pages.apology(request.scope, problem, "")
        return problem.response()

    async def framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        allowed = " or ".join(sorted((error.headers or {}).get("Allow", "another method").split(", ")))
        sentences = {
            404: f"There is nothing at {request.url.path}.",
            405: f"This address takes {allowed}, not {request.method}.",
        }
        detail = sentences.get(error.status_code, str(error.detail))
        return await ours(request, Problem(error.status_code, "http", detail, headers=dict(error.headers or {})))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:])
        return await ours(request, Problem(400, "bad-parameter", f"{place}: {first['msg']}"))

    app.add_exception_handler(Problem, ours)
    app.add_exception_handler(TcgraphError, ours)
    app.add_exception_handler(HTTPException, framework)
    app.add_exception_handler(RequestValidationError, invalid)


def as_prov(journal: Journal, wanted: GraphFormat, address: str) -> bytes:
    """Every change as a ``prov:Activity``.

    Args:
        journal: the record.
        wanted: the syntax.
        address: the server's address; changes and people are named below it.
    """
    out = Statements()
    for entry in journal.entries:
        change = NamedNode(f"{address}/api/changes#{entry.number}")
        agent = NamedNode(f"{address}/api/changes#by-{entry.who}")
        out.add(
            change,
            "prov:Activity",
            rdfs_label=f"{entry.what}: {entry.added} added, {entry.removed} removed",
            prov_endedAtTime=typed(entry.when, "xsd:dateTime"),
            prov_wasAssociatedWith=agent,
        )
        out.add(agent, "prov:Agent", rdfs_label=Literal(entry.who))
        for graph in filter(None, entry.graphs):
            out.link(NamedNode(graph), "prov:wasInfluencedBy", change)
    written = pyoxigraph.serialize((quad.triple for quad in out), format=wanted.codec, prefixes=PREFIXES)
    return bytes(written or b"")
