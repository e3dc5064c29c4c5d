"""Pages that are shown before the whole application is there: it would show the very same ones."""

from __future__ import annotations

import pytest
from starlette.routing import BaseRoute, Match

from tcgraph.config import Settings
from tcgraph.http.app import framework
from tcgraph.http.cache import ResponseCache
from tcgraph.http.metrics import Metrics
from tcgraph.pages.mounted import pages_of
from tcgraph.project import Project
from tcgraph.publish.journal import Journal
from tcgraph.publish.versions import Manifest, Version
from tcgraph.queries import read_queries
from tcgraph.server.published_site import PublishedSite


@pytest.fixture(scope="module")
def site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> PublishedSite:
    folder = tmp_path_factory.mktemp("state")
    version = Version(folder, Manifest("none", "", 0, 0, {}, 0, 0))
    queries = read_queries(project.queries)
    settings = Settings.model_validate({})
    return PublishedSite(project, version, settings, queries, Journal(folder / "journal.log"))


def first(routes: list[BaseRoute] | tuple[BaseRoute, ...], path: str) -> BaseRoute | None:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return next((route for route in routes if route.matches(scope)[0] is Match.FULL), None)


def test_no_other_address_takes_what_a_fixed_page_takes(site: PublishedSite) -> None:
    pages = pages_of(site)
    app = framework(site, pages, ResponseCache(0), Metrics())
    addresses = ["/", "/static/site.css", "/follow-up", "/follow-up.csv", "/recommendations/12", "/ask", "/quality"]
    addresses += ["/ask/follow-up-matrix", "/ask/follow-up-matrix.json", "/quality/badge.svg", "/countries", "/search"]
    addresses += ["/recommendations/12.ttl", "/ontology", "/ontology.ttl", "/data", "/data.json", "/sitemap.xml"]
    # Every address that the application has, with something in the place of what varies.
    addresses += [path.replace("{path:path}", "x").replace("{name}", "x") for path in _paths(app.router.routes)]
    taken = [path for path in addresses if first(pages.fixed, path) is not None]
    assert len(taken) > 15
    for path in taken:
        assert first(app.router.routes, path) is first(pages.fixed, path), path
    for path in ("/sparql", "/health", "/ready", "/api/queries", "/id/recommendation/12", "/nothing"):
        assert first(pages.fixed, path) is None, path


def _paths(routes: list[BaseRoute]) -> list[str]:
    return [path for route in routes if (path := getattr(route, "path", "")).startswith("/")]
