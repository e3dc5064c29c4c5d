"""The pages that people read: server-rendered, complete without script, each with its query and its source."""

from __future__ import annotations

from pathlib import Path

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from tcgraph.http.mounted_pages import Pages
from tcgraph.http.problems import Problem
from tcgraph.pages import (
    api_page,
    atom,
    build_page,
    comparing,
    deadlines,
    downloads,
    editor,
    embed,
    home,
    manual,
    matrix,
    named_entities,
    neighbourhood,
    ontology_page,
    overview,
    page_parts,
    quality,
    question_forms,
    recommendation,
    reporting,
    search,
    sitemap,
    thing,
)
from tcgraph.pages.build_page import asking_of
from tcgraph.pages.i18n import words_of
from tcgraph.pages.page import page_path
from tcgraph.pages.page_formats import SUFFIXES
from tcgraph.pages.serving import Server, in_readers_language, state_of
from tcgraph.pages.site import HERE, Hit, Hits, Site
from tcgraph.terms import GRAPH

__all__ = ["Hit", "Hits", "Site", "make_pages"]


class _Twin(Convertor[str]):
    regex = "|".join(SUFFIXES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("twin", _Twin())

_VIEWS = (
    *home.VIEWS,
    *matrix.VIEWS,
    *overview.VIEWS,
    *page_parts.VIEWS,
    *recommendation.VIEWS,
    *named_entities.VIEWS,
    *neighbourhood.VIEWS,
    *deadlines.VIEWS,
    *reporting.VIEWS,
    *question_forms.VIEWS,
    *build_page.VIEWS,
    *quality.VIEWS,
    *downloads.VIEWS,
    *ontology_page.VIEWS,
    *search.VIEWS,
    *manual.VIEWS,
    *embed.VIEWS,
    *comparing.VIEWS,
)


def make_pages(site: Site) -> Pages:
    """The pages of a site, each in its project's own words."""
    words = site.project.queries / "words"
    own = words_of(words)
    server = Server(site)
    made = [route for view in _VIEWS for route in server.routes(view)]
    twins, page = server.routes(editor.VIEW)
    static = Mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    pictures = Mount("/help/pictures", StaticFiles(directory=manual.folder() / "pictures"), name="pictures")
    routes = (
        static,
        pictures,
        twins,
        *quality.routes(site),
        *downloads.routes(site),
        *reporting.routes(site),
        *sitemap.routes(site),
        *embed.routes(site),
        *editor.routes(server),
        *ontology_page.routes(site),
        *made,
        *(route for view in thing.VIEWS for route in server.routes(view)),
    )

    @own
    def apology(scope: Scope, problem: Problem, number: str) -> Response:
        request = Request(scope)
        path = request.url.path.removeprefix(scope.get("root_path", ""))
        named = state_of(request, path, site.public_url)
        state = in_readers_language(request, named, site.project.about.language)
        return server.apology(problem, state, number)

    for route in (*routes, page):
        if isinstance(route, Route | Mount):
            route.app = _spoken(route.app, words)
    return Pages(
        routes=routes,
        apology=apology,
        editor=page,
        api=own(lambda request, document: server.answer(api_page.view_of(document), request, None)),
        changes=own(lambda request, log: atom.atom(server, request, log)),
        page_of=lambda iri: "/data" if iri.startswith(GRAPH) else page_path(iri),
        page_instead={"/catalogue": "/data", "/cube": "/"},
        prepare=own(lambda: asking_of(site).prepare()),
    )


def _spoken(app: ASGIApp, words: Path) -> ASGIApp:
    """What answers a request, in a project's own words."""

    async def spoken(scope: Scope, receive: Receive, send: Send) -> None:
        with words_of(words):
            await app(scope, receive, send)

    return spoken
