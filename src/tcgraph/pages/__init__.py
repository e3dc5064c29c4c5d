"""The pages that people read: server-rendered, complete without script, each with its query and its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from tcgraph.http.problems import Problem
from tcgraph.pages import (
    asked,
    badge,
    data,
    deadlines,
    editor,
    matrix,
    named,
    ontology,
    quality,
    recommendation,
    reported,
    search,
    sitemap,
    thing,
)
from tcgraph.pages.serving import Server, state_of
from tcgraph.pages.site import HERE, Hit, Site
from tcgraph.pages.twins import SUFFIXES

__all__ = ["Hit", "Pages", "Site", "make_pages"]


class _Twin(Convertor[str]):
    regex = "|".join(SUFFIXES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("twin", _Twin())

_VIEWS = (
    *matrix.VIEWS,
    *recommendation.VIEWS,
    *named.VIEWS,
    *deadlines.VIEWS,
    *reported.VIEWS,
    *asked.VIEWS,
    *quality.VIEWS,
    *data.VIEWS,
    *ontology.VIEWS,
    *search.VIEWS,
)


@dataclass(frozen=True, slots=True)
class Pages:
    """A site's pages, to be hung into an application.

    Attributes:
        routes: every page, its twins, and the static files.
        fixed: those of them whose addresses begin with a name of their own, which nothing else has.
        apology: a page that says what went wrong with a request: the request, the problem, the request's number.
        editor: answers a browser's GET of ``/sparql``; the protocol at the same address is the server's.
        editor_routes: the editor's page under ``/sparql`` and its twins, for a server without a protocol there.
    """

    routes: tuple[BaseRoute, ...]
    fixed: tuple[BaseRoute, ...]
    apology: Callable[[Scope, Problem, str], Response]
    editor: Callable[[Request], Response]
    editor_routes: tuple[BaseRoute, ...]

    def app_for(self, scope: Scope) -> ASGIApp | None:
        """An application of the fixed pages alone, when one of them answers a request; else None."""
        if any(route.matches(scope)[0] is Match.FULL for route in self.fixed):
            return Router(self.fixed)
        return None


def make_pages(site: Site) -> Pages:
    """The pages of a site."""
    server = Server(site)
    made = [route for view in _VIEWS for route in server.routes(view)]
    twins, page = server.routes(editor.VIEW)
    static = Mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    fixed = (
        static,
        twins,
        *badge.routes(site),
        *reported.routes(site),
        *sitemap.routes(site),
        *editor.routes(server),
        *made,
    )

    def apology(scope: Scope, problem: Problem, number: str) -> Response:
        request = Request(scope)
        path = request.url.path.removeprefix(scope.get("root_path", ""))
        return server.apology(problem, state_of(request, path, site.public_url), number)

    return Pages(
        routes=(*fixed, *(route for view in thing.VIEWS for route in server.routes(view))),
        fixed=fixed,
        apology=apology,
        editor=lambda request: server.answer(editor.VIEW, request, None),
        editor_routes=(page,),
    )
