"""No action is shown without its status, and nobody's part in one without the mark of what is inferred or hedged."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from lxml import html
from starlette.testclient import TestClient

from tcgraph.pages import Site
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import iri_of, page_path
from tcgraph.pages.site import ask
from tcgraph.terms import ID

PAGES = (
    "/", "/follow-up?open=6", "/recommendations/17", "/recommendations/10", "/recommendations/21",
    "/page/action/17-2-b",
    "/page/participation/14-1-a-1", "/page/framework/dwcp", "/page/section/3", "/page/region/africa",
    "/page/instrument/C144", "/countries", "/donors", "/organisations", "/standards", "/frameworks", "/pictures",
    "/deadlines", "/reporting/money", "/quality", "/search?q=which+countries+benefit", "/search?q=Madagascar",
    "/search?q=who+benefits+in+Senegal", "/search?q=training", "/build?show=country", "/build?section=4&status=planned",
    "/graph", "/graph?about=organisation/undp", "/graph?about=ACTRAV&to=PARDEV", "/embed/action/17-2-b",
)  # fmt: skip
_ROWS = ("tr", "li", "p", "dd", "article")
_ACTION = re.compile(r"(?:#action-|/page/action/)(\d+-\d+-[a-z]+)(?:$|[?&])")
_CARD = re.compile(r"/(?:page|embed)/action/")
_WORDS = [translator("en")(f"status.{status}").lower() for status in ("taken", "under-way", "planned", "standing")]
_MARKS = ("≈", "hedged", "inferred")


@pytest.fixture(scope="module")
def unsure(site: Site) -> dict[str, set[str]]:
    """Actions, and numbers of recommendations, with what has parts there by our reading or a hedge alone."""
    read: dict[tuple[str, str], set[bool]] = {}
    for row in ask(site, "parts-played").texts():
        for place in (row["number"], row["action"].rpartition("/")[2]):
            read.setdefault((place, row["thing"]), set()).add(bool(row["reading"]))
    found: dict[str, set[str]] = {}
    for (place, thing), readings in read.items():
        if readings == {True}:
            found.setdefault(place, set()).add(thing)
    return found


def rows(page: str) -> Iterator[html.HtmlElement]:
    """What stands by itself: the rows, entries and paragraphs that have no other of these in them."""
    for one in html.fromstring(page).iter(*_ROWS):
        if not any(child.tag in _ROWS for child in one.iterdescendants()):
            yield one


def links(row: html.HtmlElement) -> list[tuple[str, str]]:
    """The addresses that a row leads to, each with the text of its link; without those in a drawing."""
    return [(one.get("href", ""), one.text_content()) for one in row.iter("a")]


def is_told(text: str) -> bool:
    return any(word in text.lower() for word in _WORDS)


@pytest.fixture(scope="module")
def paths(site: Site) -> list[str]:
    """A page of each kind, and each ready question that needs nothing said first."""
    ready = [q.name for q in site.queries.of_kind("answer") if not any(one.required for one in q.parameters)]
    return [*PAGES, *(f"/ask/{name}?rows=all" for name in ready)]


def test_no_action_is_shown_without_its_status(pages_of: TestClient, paths: list[str]) -> None:
    silent, shown = [], 0
    for path in paths:
        for row in rows(pages_of.get(path).text):
            # What hands a page on, on its own page, is about the page.
            acts = {found[1] for href, _ in links(row) if (found := _ACTION.search(href))}
            if not acts or _CARD.match(path):
                continue
            shown += 1
            around = row.getparent() if row.get("class") == "tell" else row
            if not is_told(around.text_content()):
                silent.append((path, " ".join(row.text_content().split())[:80]))
    assert shown > 1000, shown
    assert silent == []


def test_no_part_that_is_inferred_or_hedged_is_shown_without_its_mark(
    unsure: dict[str, set[str]], pages_of: TestClient, paths: list[str]
) -> None:
    silent, shown = [], 0
    for path in paths:
        for row in rows(pages_of.get(path).text):
            text = " ".join(row.text_content().split())
            acts = {found[1] for href, _ in links(row) if (found := _ACTION.search(href))}
            numbers = {found[1] for href, _ in links(row) if (found := re.search(r"/recommendations/(\d+)$", href))}
            things = {
                iri_of(found[1]) for href, _ in links(row) if (found := re.match(r"/page/([^?#]+)", href)) is not None
            }
            # On the page of a recommendation, and in its panel, who is asked is asked by that one.
            own = re.search(r"recommendations/(\d+)|open=(\d+)", path)
            before = row.getprevious()
            of_this = own and before is not None and before.text_content() == "Addressed to"
            places = acts or numbers or ({own[1] or own[2]} if own and of_this else set())
            doubtful = {thing for place in places for thing in unsure.get(place, ())} & things
            shown += bool(doubtful)
            if doubtful and not any(mark in text for mark in _MARKS):
                silent.append((path, text[:80]))
    assert shown > 100
    assert silent == []


def test_the_page_of_a_thing_marks_its_parts(site: Site, pages_of: TestClient) -> None:
    """Also of one sort beside surer ones: that a country is where it was done does not make it who benefits."""
    parts = [row for row in ask(site, "parts-played").texts() if row["action"] and row["reading"]]
    asked = {(row["thing"].removeprefix(ID).partition("/")[0], row["part"]): row for row in parts}
    asked |= {(row["thing"], row["part"]): row for row in parts if row["thing"].endswith(("/MDG", "/dfid", "/undp"))}
    assert len(asked) > 10
    for row in asked.values():
        page = pages_of.get(page_path(row["thing"])).text
        action = "#action-" + row["action"].rpartition("/")[2]
        told = [one.text_content() for one in rows(page) if any(action in href for href, _ in links(one))]
        assert any(mark in text for text in told for mark in _MARKS), (row["thing"], row["part"])
        assert all(is_told(text) for text in told)


def test_a_country_read_as_beneficiary_is_marked_on_its_card_and_in_its_row(pages_of: TestClient) -> None:
    text = pages_of.get("/countries?rows=all").text
    cards = [one for one in rows(text) if one.getparent().get("class") == "tiles"]
    (card,) = [one for one in cards if "Madagascar" in one.text_content()]
    assert "beneficiary, ≈ rec. 14, by our reading" in card.text_content()
    assert "Taken" in card.text_content()
    listed = [" ".join(one.text_content().split()) for one in rows(text) if one.tag == "tr"]
    assert any("Madagascar MDG" in one and "beneficiary" in one and "≈ inferred" in one for one in listed)
    assert "Planned" in next(one for one in cards if "Benin" in one.text_content()).text_content()
