"""One client of the shipped graph's pages for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.owl.reason import reason
from tcgraph.pages import Site, make_pages
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries


@pytest.fixture(scope="session")
def pages_of(project: Project) -> Iterator[TestClient]:
    """A client of the pages, and of the editor's page."""
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    reason(engine)
    pages = make_pages(Site(engine=lambda: engine, project=project, queries=read_queries(project.queries)))
    with TestClient(Starlette(routes=[*pages.routes, *pages.editor_routes])) as made:
        yield made
