"""The catalogue of what is served, for data portals to harvest: ``/catalogue`` by Accept or by suffix."""

from __future__ import annotations

import asyncio
import os

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from tcgraph.export.catalogue import Release, catalogue
from tcgraph.export.catalogue.source_date import source_date
from tcgraph.export.dump import serialize
from tcgraph.rdf import GraphFormat, Quad
from tcgraph.web.negotiation import formats, prefers_html
from tcgraph.web.pooled import PooledEngine
from tcgraph.web.site import Site
from tcgraph.web.sparql import address_of

_HEADERS = {"cache-control": "public, no-cache", "vary": "Accept", "access-control-allow-origin": "*"}


def register(app: FastAPI, site: Site) -> None:
    """Hang the catalogue's addresses into the application; a browser is led to the page of graphs."""
    known: dict[tuple[str, str], list[Quad]] = {}

    async def described(request: Request, syntax: GraphFormat) -> Response:
        key = (site.version, address_of(request.scope, site))
        if key not in known:
            known.clear()
            known[key] = await asyncio.to_thread(_catalogue, site, key[1])
        return Response(serialize(known[key], syntax), media_type=syntax.media_type, headers=_HEADERS)

    @app.get("/catalogue", tags=["data"], summary="The datasets and services in DCAT", response_class=Response)
    async def by_accept(request: Request) -> Response:
        accept = request.headers.get("accept", "")
        if prefers_html(accept):
            return RedirectResponse(f"{request.scope.get('root_path', '')}/data", 303, headers=_HEADERS)
        return await described(request, formats(accept).graph or GraphFormat.TURTLE)

    @app.get("/catalogue.{ending}", include_in_schema=False)
    async def by_suffix(request: Request, ending: str) -> Response:
        return await described(request, formats("", ending).graph or GraphFormat.TURTLE)


def _catalogue(site: Site, address: str) -> list[Quad]:
    # A change made over HTTP is in no commit, so the date of the files is not the graph's any more.
    date = None if site.journal.entries else source_date(site.project, os.environ)
    return catalogue(PooledEngine(site), site.project, Release(site.version, date, served_at=address))
