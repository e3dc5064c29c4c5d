"""Pages written from the right, as a browser lays them out: mirrored, accessible, never sideways."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcgraph.pages import Site, make_pages
from tcgraph.queries import read_queries
from tests.browser.test_every_page import OPTIONS, told_of
from tests.conftest import mostly_at_size
from tests.http.served import served
from tests.pages.pseudo_arabic import CODE, write_language

if TYPE_CHECKING:
    from playwright.sync_api import Browser

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def from_the_right(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the same graph whose project speaks a language written from the right."""
    root = tmp_path_factory.mktemp("project")
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(site.project.root / part, root / part)
    shutil.copy(site.project.root / "project.toml", root)
    write_language(root / "queries" / "words", read_queries(root / "queries"))
    own = replace(site, project=replace(site.project, root=root), queries=read_queries(root / "queries"))
    with served(make_pages(own)) as address:
        yield address


@pytest.mark.parametrize(
    "path",
    mostly_at_size(["/", "/follow-up", "/recommendations/17", "/donors", "/graph?about=organisation/undp"], "/donors"),
)
def test_a_page_from_the_right(path: str, from_the_right: str, browser: Browser, axe: str) -> None:
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    page.goto(f"{from_the_right}{path}{'&' if '?' in path else '?'}lang={CODE}")
    page.evaluate(axe)
    for width in (1360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0, f"{path} scrolls sideways by {sideways} at {width}"
        assert told_of(page.evaluate("options => axe.run(document, options)", OPTIONS)) == [], f"{path} at {width}"
        brand, shade = (page.locator(one).bounding_box() for one in (".brand", ".aid"))
        assert brand is not None
        assert shade is not None
        assert brand["x"] > shade["x"]
    context.close()
