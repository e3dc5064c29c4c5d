"""Pages of a graph that holds a part of the document: what is not there is not spoken of, and no page fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.pages import Site, make_pages
from tcgraph.pages.navigation import entries
from tcgraph.pages.reporting_subjects import subjects_in
from tcgraph.project import Project
from tcgraph.publish.expected_answers import reasoned
from tcgraph.queries import read_queries

FOLDER = Path(__file__).parents[2] / "queries"
QUERIES = read_queries(FOLDER)
PATHS = (
    "/", *(entry.path for entry in entries(QUERIES)), *(f"/reporting/{one.key}" for one in subjects_in(FOLDER).pages),
    "/recommendations/37", "/page/recommendation/37", "/search?q=gender", "/codes", "/versions", "/components",
)  # fmt: skip


@pytest.fixture(scope="module")
def part(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the document's last section alone, without what is known from elsewhere."""
    root = tmp_path_factory.mktemp("part")
    for folder in ("ontology", "queries", "shapes"):
        shutil.copytree(project.root / folder, root / folder)
    held = root / "data" / "ttl" / "gb297-tc-3"
    held.mkdir(parents=True)
    for name in ("cover.ttl", "section-5.ttl"):
        shutil.copy(project.data / "gb297-tc-3" / name, held)
    own = replace(project, root=root)
    engine = reasoned(own)
    pages = make_pages(Site(engine=lambda: engine, project=own, queries=read_queries(own.queries)))
    with TestClient(Starlette(routes=[*pages.routes, pages.editor])) as made:
        yield made


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_a_part_is_whole(part: TestClient, path: str) -> None:
    assert part.get(path).status_code == 200
