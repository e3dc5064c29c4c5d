"""One client of the shipped graph's pages for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.pages import Site, make_pages
from tcgraph.project import Project
from tcgraph.queries import read_queries


@pytest.fixture(scope="session")
def site(project: Project, shipped: EmbeddedEngine) -> Site:
    """What the pages of the shipped graph are made from."""
    return Site(engine=lambda: shipped, project=project, queries=read_queries(project.queries))


@pytest.fixture(scope="package")
def pages_of(site: Site) -> Iterator[TestClient]:
    """A client of the pages, and of the editor's page."""
    pages = make_pages(site)
    with TestClient(Starlette(routes=[*pages.routes, pages.editor])) as made:
        yield made
