"""Which addresses there are, for those who crawl: ``robots.txt`` and a sitemap (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tcgraph.pages.i18n import languages
from tcgraph.pages.navigation import entries, home
from tcgraph.pages.page import State, page_path
from tcgraph.pages.serving import state_of
from tcgraph.pages.site import Site, ask
from tcgraph.rdf import NamedNode

_ROBOTS = """User-agent: *
Disallow: {root}/sparql?
Disallow: {root}/graph?
Disallow: {root}/editor/
Disallow: {root}/api/
Sitemap: {sitemap}
"""
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def routes(site: Site) -> list[BaseRoute]:
    """The two files."""

    def robots(request: Request) -> Response:
        state = state_of(request, "/robots.txt", site.public_url)
        text = _ROBOTS.format(root=state.root, sitemap=state.absolute(state.to("/sitemap.xml")))
        return Response(text, media_type="text/plain")

    def sitemap(request: Request) -> Response:
        state = state_of(request, "/sitemap.xml", site.public_url)
        listed = "\n".join(_entry(state, path) for path in dict.fromkeys(_paths(site)))
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACES}>\n{listed}\n</urlset>\n'
        return Response(text, media_type="application/xml")

    return [Route("/robots.txt", robots), Route("/sitemap.xml", sitemap)]


def _paths(site: Site) -> Iterator[str]:
    if home(site.queries) == "/":
        yield "/"
    yield from (entry.path for entry in entries(site.queries) if entry.key != "graph")
    yield from (f"/ask/{query.name}" for query in site.queries.of_kind("answer"))
    if not {"choose-recommendation", "pages-of-things", "vocabulary"} <= set(site.queries):
        return
    yield from (f"/recommendations/{row['value']}" for row in ask(site, "choose-recommendation").texts())
    for (thing,) in ask(site, "pages-of-things").rows:
        if isinstance(thing, NamedNode):
            yield page_path(thing.value).partition("#")[0]


def _entry(state: State, path: str) -> str:
    """One page, with the languages it can be had in."""
    others = "".join(
        f"<xhtml:link rel='alternate' hreflang='{language}' href={quoteattr(_address(state, path, language))}/>"
        for language in languages()
    )
    return f"<url><loc>{escape(_address(state, path, 'en'))}</loc>{others}</url>"


def _address(state: State, path: str, language: str) -> str:
    return state.absolute(replace(state, language=language).to(path))
