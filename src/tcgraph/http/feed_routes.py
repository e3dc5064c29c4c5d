"""The change feed over HTTP: an event stream and a collection of activities, brought up when somebody asks.

Nothing is recorded while a change is made: the journal and the published versions hold all there is to know, and the
feed follows them at the first request after. Pages that are full keep their content for good and say so.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Annotated, Any, TypeVar

import pyoxigraph
from fastapi import FastAPI, Path, Query, Request, Response

from tcgraph.feed import catch_up
from tcgraph.feed.activities import MEDIA_TYPE, Activities, Document
from tcgraph.feed.ldes import STREAM_PREFIXES, EventStream, without_graphs
from tcgraph.feed.log import FILE, FeedLog, page, was_there
from tcgraph.http.models import GRAPH, contents
from tcgraph.http.negotiation import content_type_of, formats
from tcgraph.http.problems import Problem
from tcgraph.http.sparql_endpoint import address_of
from tcgraph.publish.versions import VersionStore
from tcgraph.rdf import GraphFormat, Quad, Triple
from tcgraph.server.published_site import PublishedSite

PATH = "/feed"
T = TypeVar("T")
Made = Iterable[Quad | Triple]
Format = Annotated[str, Query(alias="format", description="Short name or media type of the format; else by Accept.")]
_RDF: dict[str, Any] = {"tags": ["feed"], "response_class": Response, "responses": GRAPH}
_ACTIVITIES: dict[str, Any] = {
    "tags": ["feed"],
    "response_class": Response,
    "responses": {200: {"description": "Activity Streams 2.0.", "content": contents(MEDIA_TYPE)}},
}
ATOM = "application/atom+xml"
_ATOM = {**_ACTIVITIES, "responses": {200: {"description": "Atom (RFC 4287).", "content": contents(ATOM)}}}
_OPEN = "public, no-cache"
_FULL = "public, max-age=31536000, immutable"


class Feed:
    """A site's feed."""

    def __init__(self, site: PublishedSite) -> None:
        self._site = site
        self._lock = Lock()
        self._log: FeedLog | None = None

    async def read(self, make: Callable[[FeedLog], T]) -> T:
        """Make something from the log, brought up to the graph that is served; one request at a time.

        Raises:
            EngineError: it cannot be read or written.
        """
        return await asyncio.to_thread(self._read, make)

    def _read(self, make: Callable[[FeedLog], T]) -> T:
        site = self._site
        with self._lock:
            if self._log is None:
                self._log = FeedLog(site.journal.path.with_name(FILE))
            if catch_up.is_behind(self._log, site.published, site.journal):
                catch_up.follow(self._log, VersionStore(site.journal.path.parent), site.published, site.journal)
            catch_up.forget(self._log, site.settings.feed_days)
            return make(self._log)


def register(app: FastAPI, site: PublishedSite, changes: Callable[[Request, FeedLog], str] | None) -> Feed:
    """Hang the feed's addresses into the application.

    Args:
        app: the application.
        site: whose changes they are.
        changes: tells them for readers of feeds, as Atom; None where there are no pages to lead to.
    """
    feed = Feed(site)
    days = site.settings.feed_days

    async def rdf(request: Request, wanted: str, make: Callable[[EventStream, FeedLog], tuple[Made, str]]) -> Response:
        address, syntax = address_of(request.scope, site), _syntax(request, wanted)

        def written(log: FeedLog) -> tuple[bytes, str]:
            stream = EventStream(log, address + PATH, days, f"{address}/.well-known/void#dataset")
            made, kept = make(stream, log)
            return _written(made, syntax), kept

        body, kept = await feed.read(written)
        return Response(body, headers=_headers(request, kept, "Accept"), media_type=content_type_of(syntax).decode())

    @app.get(PATH, summary="Every change as a Linked Data Event Stream", **_RDF)
    async def event_stream(request: Request, wanted: Format = "") -> Response:
        return await rdf(request, wanted, lambda stream, _: (stream.root(), _OPEN))

    @app.get(PATH + "/pages/{name}", summary="A page of the event stream", **_RDF)
    async def event_stream_page(request: Request, name: str, wanted: Format = "") -> Response:
        def make(stream: EventStream, log: FeedLog) -> tuple[Made, str]:
            found = page(log, name)
            if found is None:
                raise _missing(log, name, address_of(request.scope, site) + PATH)
            return stream.page(found), _FULL if found.full else _OPEN

        return await rdf(request, wanted, make)

    @app.get(PATH + "/members/{number}", summary="One change", **_RDF)
    async def event(request: Request, number: Annotated[int, Path(lt=1 << 62)], wanted: Format = "") -> Response:
        def make(stream: EventStream, log: FeedLog) -> tuple[Made, str]:
            event = log.event(number)
            if event is not None:
                return stream.member(event), _OPEN
            if 0 < number <= log.cut:
                raise _gone(address_of(request.scope, site) + PATH)
            raise Problem(404, "unknown", f"There is no change {number}; the last one is {log.last}.")

        return await rdf(request, wanted, make)

    @app.get(PATH + "/shape", summary="What holds of every member, in SHACL", **_RDF)
    async def event_shape(request: Request, wanted: Format = "") -> Response:
        return await rdf(request, wanted, lambda stream, _: (stream.shape(), _OPEN))

    @app.get(PATH + "/activities", summary="Every change as an activity", **_ACTIVITIES)
    async def activities(request: Request) -> Response:
        address = address_of(request.scope, site) + PATH
        return _json(request, await feed.read(lambda log: Activities(log, address, days).collection()))

    @app.get(PATH + "/activities/{name}", summary="A page of the activities", **_ACTIVITIES)
    async def activities_page(request: Request, name: str) -> Response:
        address = address_of(request.scope, site) + PATH

        def make(log: FeedLog) -> Document:
            document = Activities(log, address, days).page(name)
            if document is None:
                raise _missing(log, name, address + "/activities")
            return document

        return _json(request, await feed.read(make))

    @app.get(PATH + "/atom", summary="The last changes for readers of feeds", **_ATOM)
    async def atom(request: Request) -> Response:
        if changes is None:
            raise Problem(404, "unknown", "This server has no pages that a feed could lead to.")
        body = await feed.read(lambda log: changes(request, log))
        return Response(body, headers=_headers(request, _OPEN, ""), media_type=ATOM)

    return feed


def _syntax(request: Request, wanted: str) -> GraphFormat:
    accept = request.headers.get("accept", "")
    if not wanted and accept in ("", "*/*"):
        # Who takes anything gets a syntax that can hold what a member is.
        return GraphFormat.TRIG
    syntax = formats(accept, wanted).graph
    if syntax is None:
        raise Problem(406, "not-acceptable", "The feed is in TriG, N-Quads, JSON-LD, Turtle, N-Triples and RDF/XML.")
    return syntax


def _written(given: Made, syntax: GraphFormat) -> bytes:
    quads = [item if isinstance(item, Quad) else Quad(item.subject, item.predicate, item.object) for item in given]
    if not syntax.holds_graph_names:
        triples = (quad.triple for quad in without_graphs(quads))
        return pyoxigraph.serialize(triples, format=syntax.codec, prefixes=STREAM_PREFIXES) or b""
    return pyoxigraph.serialize(quads, format=syntax.codec, prefixes=STREAM_PREFIXES) or b""


def _json(request: Request, document: Document) -> Response:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return Response(body, headers=_headers(request, _OPEN, ""), media_type=MEDIA_TYPE)


def _headers(request: Request, kept: str, vary: str) -> dict[str, str]:
    root = request.scope.get("root_path", "")
    activities = f'<{root}{PATH}/activities>; rel="alternate"; type="{MEDIA_TYPE}"'
    links = f'<{root}{PATH}>; rel="start", {activities}'
    found = {"access-control-allow-origin": "*", "cache-control": kept, "link": links}
    return found | ({"vary": vary} if vary else {})


def _missing(log: FeedLog, name: str, start: str) -> Problem:
    if was_there(log, name):
        return _gone(start)
    return Problem(404, "unknown", f"The feed has no page {name!r}; its pages are listed at {start}.")


def _gone(start: str) -> Problem:
    # LDES 1.0 server primer: 410 for a node that is removed for good.
    detail = (
        f"This part of the feed is past its time. Start anew at {start}, which still leads to all that is in force."
    )
    return Problem(410, "gone", detail, {"start": start}, {"link": f'<{start}>; rel="start"'})
