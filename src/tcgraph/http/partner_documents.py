"""Documents for programs of others: the catalogue and the cubes by Accept or by suffix, and the JSON-LD context."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from weakref import WeakKeyDictionary

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from tcgraph.export.catalogue import Release, catalogue
from tcgraph.export.catalogue.release import source_date
from tcgraph.export.cube import cubes
from tcgraph.export.dump import serialize
from tcgraph.export.jsonld import Vocabulary, read_vocabulary
from tcgraph.export.jsonld.write import as_json, frame_document
from tcgraph.http.dumps import dump_paths
from tcgraph.http.models import GRAPH, contents
from tcgraph.http.negotiation import BY_ACCEPT, formats, prefers_html
from tcgraph.http.problems import Problem
from tcgraph.http.sparql_endpoint import address_of
from tcgraph.rdf import GraphFormat, Quad
from tcgraph.server.pool_engine import PooledEngine
from tcgraph.server.served_graph import ServedGraph

Make = Callable[[ServedGraph, str], Iterable[Quad]]


def register(app: FastAPI, site: ServedGraph, page_instead: Mapping[str, str]) -> None:
    """Hang the documents' addresses into the application; browsers are led to the pages that are told instead."""
    _negotiated(
        app, site, "/catalogue", "The datasets and services in DCAT", _catalogue, page_instead.get("/catalogue")
    )
    _negotiated(app, site, "/cube", "The counts as RDF Data Cubes", _cubes, page_instead.get("/cube"))

    @app.get(
        "/context.jsonld", tags=["data"], summary="The JSON-LD context of the records", response_class=Response,
        responses={200: {"description": "The context.", "content": contents(GraphFormat.JSON_LD.media_type)}},
    )  # fmt: skip
    async def context() -> Response:
        vocabulary = await vocabulary_of(site)
        return Response(as_json(vocabulary.context()), media_type=GraphFormat.JSON_LD.media_type, headers=BY_ACCEPT)

    @app.get(
        "/frames/{kind}.jsonld", tags=["data"], summary="The JSON-LD frame of one kind of thing",
        response_class=Response,
        responses={200: {"description": "The frame.", "content": contents(GraphFormat.JSON_LD.media_type)}},
    )  # fmt: skip
    async def frame(kind: str) -> Response:
        vocabulary = await vocabulary_of(site)
        kinds = sorted(vocabulary.classes.values())
        if kind not in kinds:
            near = get_close_matches(kind, kinds, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "/ontology lists the kinds."
            raise Problem(404, "unknown", f"The ontology knows no kind of thing {kind!r}. {hint}")
        body = as_json(frame_document(kind, vocabulary, vocabulary.context()["@context"]))
        return Response(body, media_type=GraphFormat.JSON_LD.media_type, headers=BY_ACCEPT)


async def vocabulary_of(site: ServedGraph) -> Vocabulary:
    """The vocabulary of the JSON, read once for each version of the graph."""
    kept = _VOCABULARIES.get(site)
    if kept is None or kept[0] != site.version:
        version = site.version
        kept = _VOCABULARIES[site] = (version, await asyncio.to_thread(read_vocabulary, PooledEngine(site)))
    return kept[1]


_VOCABULARIES: WeakKeyDictionary[ServedGraph, tuple[str, Vocabulary]] = WeakKeyDictionary()


def _negotiated(app: FastAPI, site: ServedGraph, path: str, summary: str, make: Make, page: str | None) -> None:
    """Serve what ``make`` gives for the version and the server's address; a browser is led to a page instead."""
    known: dict[tuple[str, str], list[Quad]] = {}

    async def written(request: Request, syntax: GraphFormat) -> Response:
        key = (site.version, address_of(request.scope, site))
        if key not in known:
            known.clear()
            known[key] = await asyncio.to_thread(lambda: list(make(site, key[1])))
        return Response(serialize(known[key], syntax), media_type=syntax.media_type, headers=BY_ACCEPT)

    @app.get(path, tags=["data"], summary=summary, response_class=Response, responses=GRAPH, name=path.strip("/"))
    async def by_accept(request: Request) -> Response:
        accept = request.headers.get("accept", "")
        if page is not None and prefers_html(accept):
            return RedirectResponse(f"{request.scope.get('root_path', '')}{page}", 303, headers=BY_ACCEPT)
        return await written(request, formats(accept).graph or GraphFormat.TURTLE)

    @app.get(f"{path}.{{ending}}", include_in_schema=False)
    async def by_suffix(request: Request, ending: str) -> Response:
        return await written(request, formats("", ending).graph or GraphFormat.TURTLE)


def _catalogue(site: ServedGraph, address: str) -> list[Quad]:
    # A change made over HTTP is in no commit, so the date of the files is not the graph's any more.
    date = source_date(site.project, os.environ) if site.as_built else None
    release = Release(site.version, date, served_at=address, dumps=dump_paths()).told_by(
        site.project.about, site.settings.publisher
    )
    return catalogue(PooledEngine(site), site.project, release)


def _cubes(site: ServedGraph, address: str) -> Iterable[Quad]:  # noqa: ARG001
    return cubes(PooledEngine(site), site.queries)
