"""The network page: its address says what is in the middle, what is open, what is kept, and where a way leads."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

ALL = re.compile(r"(\d+) links? in the terms of (?:another|other) vocabular")
FOREIGN = re.compile(r"xmlns.com/foaf|www.w3.org/ns/(?:prov|org)|schema.org")


def listed(page: str) -> list[str]:
    """The names in the list of every link."""
    part = page.partition("Every link</h2>")[2].partition("</dl>")[0]
    return [
        unescape(re.sub(r"<[^>]*>", "", name))
        for name in re.findall(r'<a href="[^"]*">([^\n]*?)</a> <a class="there"', part)
    ]


def others(page: str) -> list[str]:
    """The addresses in that list that are of others' terms."""
    part = page.partition("Every link</h2>")[2].partition("</dl>")[0]
    return [address for address in re.findall(r'href="([^"]*)"', part) if FOREIGN.search(unescape(address))]


def drawing(page: str) -> str:
    """The wide drawing of the neighbourhood."""
    figure = page.partition('id="figure-network"')[2]
    return figure.partition('<div class="drawing wide">')[2].partition("</div>")[0]


def test_only_our_own_terms_are_shown_unless_asked_and_the_rest_is_counted(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=organisation/undp").text
    hidden = re.search(ALL, page)
    assert hidden is not None
    assert not others(page)
    whole = pages_of.get("/graph?about=organisation/undp&all=1").text
    assert len(listed(whole)) == len(listed(page)) + int(hidden[1])
    assert others(whole)


def test_a_box_opens_in_place_and_closes_again(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=organisation/opec-fund").text
    knob = re.search(r'<a href="([^"]*open=[^"]*funding[^"]*17-1-b-2[^"]*)"', drawing(page))
    assert knob is not None
    opened = drawing(pages_of.get(unescape(knob[1])).text)
    assert opened.count("<rect") > drawing(page).count("<rect")
    assert "Africa" in opened
    close = re.search(r'<a href="([^"]*)"[^>]*aria-label="Close Funding', opened)
    assert close is not None
    assert drawing(pages_of.get(unescape(close[1])).text) == drawing(page)


def test_kinds_and_links_filter_what_is_shown(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=organisation/ilo").text
    kinds = dict(
        re.findall(
            r'<option value="([\w-]+)">[^<]* \((\d+)\)</option>',
            page.partition('name="kind"')[2].partition("</select>")[0],
        )
    )
    assert int(kinds["recommendation"]) > 1
    kept = pages_of.get("/graph?about=organisation/ilo&kind=recommendation").text
    assert len(listed(kept)) == int(kinds["recommendation"])
    sorts = dict(
        re.findall(
            r'<option value="(\^?[\w-]+)">[^<]* \((\d+)\)</option>',
            page.partition('name="link"')[2].partition("</select>")[0],
        )
    )
    for sort, count in sorts.items():
        assert len(listed(pages_of.get(f"/graph?about=organisation/ilo&link={sort}").text)) == int(count), sort


def test_what_is_not_drawn_is_told_and_leads_to_the_rest(pages_of: TestClient) -> None:
    page = pages_of.get("/graph?about=organisation/ilo").text
    more = re.findall(r'<a href="([^"]*)"><rect[^>]*/><text[^>]*>(\d+) more: ', drawing(page))
    assert more
    for address, count in more:
        assert len(listed(pages_of.get(unescape(address)).text)) > int(count)


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
            assert name in listed(pages_of.get(f"/graph?about={about}").text)


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


@pytest.mark.parametrize("about", ["a/b%3Cx%3E", "http://%5B", "organisation/undp&open=%22%3E%3C,x", "%22quoted%22"])
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
