"""One server for all tests of this folder; it stays on this machine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.pages import Site, make_pages
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries
from tests.http.served import served

pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")

FRONTEND = Path(__file__).parents[2] / "src" / "tcgraph" / "pages" / "frontend"


@pytest.fixture(scope="session")
def site(project: Project) -> Site:
    """The shipped graph, as the pages see it."""
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    return Site(engine=lambda: engine, project=project, queries=read_queries(project.queries))


@pytest.fixture(scope="package")
def server(site: Site) -> Iterator[str]:
    """The address of a server of the shipped graph's pages."""
    with served(make_pages(site)) as address:
        yield address


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """What the editor's sources and the accessibility checks need, as the lock file pins it."""
    folder = FRONTEND / "node_modules"
    if not (folder / "axe-core").is_dir() or not (folder / "esbuild").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not installed, and the packages of the lock file are not there")
        done = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=FRONTEND, capture_output=True, check=False)
        if done.returncode:
            pytest.skip("npm ci could not fetch the packages of the lock file")
    return folder


@pytest.fixture(scope="session")
def axe(node_modules: Path) -> str:
    """The source of axe-core."""
    return (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
