"""With a copy of the document attached, each fact shows its own words in place, and they are the very ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcgraph.pages import Site, make_pages
from tcgraph.pages.site import AnswerCache, Memo
from tcgraph.rdf import Literal
from tests.http.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def copy(source_document: Path) -> str:
    return source_document.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def with_copy(site: Site, copy: str) -> Iterator[str]:
    with served(make_pages(replace(site, attached=lambda: copy, answers=AnswerCache(), memo=Memo()))) as address:
        yield address


@pytest.fixture(scope="module")
def with_another(site: Site, copy: str) -> Iterator[str]:
    """A server whose reader attached some other text of the same length."""
    other = replace(site, attached=lambda: copy.swapcase(), answers=AnswerCache(), memo=Memo())
    with served(make_pages(other)) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_are_marked_in_place_and_are_the_very_ones(
    with_copy: str, site: Site, browser: Browser, axe: str, scheme: str
) -> None:
    rows = site.engine().select("SELECT ?sha { ?passage tc:sha256 ?sha }")
    known = {sha.value for (sha,) in rows if isinstance(sha, Literal)}
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{with_copy}/recommendations/17")
    sources = page.locator("details.source")
    assert sources.count() >= 3
    for number in range(sources.count()):
        sources.nth(number).locator("> summary").click()
        mark = sources.nth(number).locator("blockquote mark")
        assert mark.is_visible()
        # The browser's own text, misprints as they stand: its digest is one that the graph has.
        text = mark.evaluate("element => element.textContent")
        assert hashlib.sha256(text.encode()).hexdigest() in known
        paint = "e => [e, e.parentNode].map(one => getComputedStyle(one).backgroundColor)"
        colours = mark.evaluate(paint)
        assert colours[0] not in (colours[1], "rgba(0, 0, 0, 0)")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [violation["id"] for violation in found["violations"]] == []
    page.close()


def test_every_misprint_is_marked_where_it_stands(with_copy: str, site: Site, copy: str, browser: Browser) -> None:
    spots = site.engine().select(
        "SELECT ?read ?start ?end { ?correction tc:corrects ?spot ; tc:asRead ?read . "
        "?spot tc:start ?start ; tc:end ?end ; tc:row 35 }"
    )
    told = [[str(getattr(term, "value", "")) for term in row] for row in spots]
    expected = {(copy[int(start) : int(end)], read) for read, start, end in told}
    assert len(expected) >= 3
    page = browser.new_page()
    page.goto(f"{with_copy}/recommendations/35")
    page.evaluate("document.querySelectorAll('details.source').forEach(one => { one.open = true })")
    marks = page.locator("blockquote mark ins")
    found = {(mark.text_content(), (mark.get_attribute("title") or "").partition(" (")[0]) for mark in marks.all()}
    assert found == expected
    page.close()


def test_words_that_differ_are_not_shown_as_the_source(with_another: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{with_another}/recommendations/17")
    page.evaluate("document.querySelectorAll('details.source').forEach(one => { one.open = true })")
    assert page.locator("blockquote mark").count() == 0
    assert page.locator("details.source .bad").count() >= 3
    page.close()
