"""A site's pages, asking its workers."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

from tcgraph.config import embedders
from tcgraph.engine.explaining import QueryExplanation
from tcgraph.export.rebase import rebase_to
from tcgraph.http.mounted_pages import Pages
from tcgraph.pages import Hit, Hits, make_pages
from tcgraph.pages import Site as PageSite
from tcgraph.rdf import GraphFormat
from tcgraph.server.pool_engine import PooledEngine
from tcgraph.server.served_graph import ServedGraph

_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_DUMPS = tuple(
    (syntax, f"/sparql?{urlencode({'query': _WHOLE, 'format': syntax.media_type})}")
    for syntax in (GraphFormat.TURTLE, GraphFormat.N_TRIPLES, GraphFormat.JSON_LD, GraphFormat.RDF_XML)
)


def pages_of(site: ServedGraph) -> Pages:
    """The pages for people; see :func:`page_site`."""
    return make_pages(page_site(site))


def page_site(site: ServedGraph) -> PageSite:
    """What answers for people and for assistants are made from.

    Args:
        site: need not have started yet.
    """
    engine = PooledEngine(site)

    async def find(words: str, language: str, limit: int) -> Hits:
        found = (await site.text_index()).search(words, language, limit)
        things = [
            Hit(hit.iri, hit.label, hit.snippet, hit.snippet_language or "en")
            if hit.field == "summary"
            else Hit(hit.iri, hit.label, "", hit.language)
            for hit in found.matches
        ]
        return Hits(things, found.read_as, found.left_out)

    def search(words: str, language: str, limit: int) -> Hits:
        # Pages run in threads; the index is made in the event loop's own.
        assert site.loop is not None
        return asyncio.run_coroutine_threadsafe(find(words, language, limit), site.loop).result()

    def explain(query: str) -> QueryExplanation:
        assert site.loop is not None
        return asyncio.run_coroutine_threadsafe(site.explained(query), site.loop).result()

    return PageSite(
        engine=lambda: engine,
        project=site.project,
        queries=site.queries,
        version=lambda: site.version,
        report=site.report,
        told=site.told,
        attached=site.attached,
        search=search,
        dumps=_DUMPS,
        services=site.federation.addresses if site.federation else (),
        explain=explain,
        compiled=site.folder / "templates" if site.folder else None,
        base=rebase_to(site.settings.base_iri).base,
        corrections=site.settings.corrections or site.project.about.corrections,
        embedders=embedders(site.settings.embedders),
        public_url=site.settings.public_url,
    )
