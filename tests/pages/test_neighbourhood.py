"""The network page: its address says what is in the middle, what is open, what is kept, and where a way leads."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from starlette.testclient import TestClient


def linked(page: str) -> dict[str, str]:
    """The addresses in the table of every link, with their names."""
    part = page.partition('id="figure-network"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return {address: unescape(name) for address, name in re.findall(r'<a href="([^"]*)">([^<]*)</a>', part)}


def drawing(page: str) -> str:
    """The wide drawing of the neighbourhood."""
    figure = page.partition('id="figure-network"')[2]
    return figure.partition('<div class="drawing wide">')[2].partition("</div>")[0]


def test_what_is_not_drawn_is_counted_and_leads_to_the_page_that_has_all(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=organisation/ilo").text
    more = re.findall(
        r'<a href="([^"]*)"><rect[^>]*/>(?:<text[^>]*>[^<]*</text>)* ?<text[^>]*>(\d+) more: ', drawing(page)
    )
    assert more
    assert {address for address, _ in more} == {"/page/organisation/ilo"}
    assert drawing(page).count("<rect") - 1 - len(more) + sum(int(n) for _, n in more) == len(linked(page))


def test_the_way_between_two_things_is_made_of_links_that_are_there(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=OPEC+Fund&to=Benin").text
    way = re.search(r'<p class="way">(.*?)</p>', page, re.DOTALL)
    assert way is not None
    steps = re.findall(r'<a href="([^"]*)">([^<]*)</a>', way[1])
    assert steps[0][1] == "OPEC Fund for International Development"
    assert steps[-1][1] == "Benin"
    assert "(concluded)" in way[1]
    # Each step is linked with the next on the network page of the first.
    for (address, _), (_, name) in pairwise(steps):
        about = unescape(address).removeprefix("/page/")
        if not about.startswith("/"):
            assert name in linked(pages_of.get(f"/graph?about={about}").text).values()


def test_two_things_without_a_way_are_told_so(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=organisation/undp&to=country/ABW").text
    assert "leads from one to the other" in page or '<p class="way">' in page


@pytest.mark.parametrize(("typed", "thing"), [("undp", "undp"), ("UNDP", "undp"), ("OFID", "opec-fund")])
def test_a_thing_is_found_by_its_name_or_abbreviation(pages_of: TestClient, typed: str, thing: str) -> None:
    assert f'href="/page/organisation/{thing}"' in pages_of.get(f"/graph?about={typed}").text


def test_a_name_that_nothing_has_is_said_to_be_unknown(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=nobody+at+all").text
    assert "Nothing is called “nobody at all”." in page
    assert pages_of.get("/graph?about=organisation/nobody").status_code == 404


@pytest.mark.parametrize("about", ["a/b%3Cx%3E", "http://%5B", "%22quoted%22"])
def test_odd_addresses_do_no_harm(pages_of: TestClient, about: str) -> None:
    answer = pages_of.get(f"/graph?about={about}")
    assert answer.status_code in (200, 404)
    assert "<x>" not in answer.text


def test_the_page_of_an_action_says_its_status_and_its_recommendation(pages_of: TestClient) -> None:
    page = pages_of.get("/page/action/17-1-a").text
    told = page.partition("<main")[2].partition("<h2>")[0]
    assert "</i>Taken</span>" in told
    assert 'href="/recommendations/17#action-17-1-a"' in told
    assert "</i>" not in pages_of.get("/page/country/SEN").text.partition("<main")[2].partition("<h2>")[0]


def test_a_box_tells_what_kind_of_thing_it_is_and_each_thing_has_one(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=country%2FMDG").text
    narrow = page.partition('<div class="drawing narrow">')[2].partition("</div>")[0]
    boxes = [
        " ".join(re.findall(r">([^<>]+)</text>", box)) for box in re.findall(r"<a [^>]*>(?:(?!</a>).)*</a>", narrow)
    ]
    assert sum("SADC countries" in box for box in boxes) == 1
    assert any("\u00a0· region" in unescape(box) for box in boxes)
    assert not any(box.startswith("is within") and box.endswith("Madagascar") for box in boxes)
