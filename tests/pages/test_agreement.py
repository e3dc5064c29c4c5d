"""Figures on different pages that count the same thing agree."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.pages.test_figures import said

COUNTED = {
    "facts to use with care": {
        "/quality": r"<b>(\d+)</b> of \d+ facts hedged",
        "/ask/how-sure": r"<dd>(\d+) of \d+, each counted once",
        "/pictures": r"<dd>(\d+) of 711, each counted once",
    },
    "reported items": {
        "/": r"<dt>In all:</dt> <dd>(\d+)<",
        "/follow-up": r"<b>(\d+)</b></a> reported items",
        "/ask/sections": r"<dt>In all:</dt> <dd>(\d+)<",
        "/ask/themes": r"<dd>(\d+), each counted once",
    },
    "planned actions that name no date": {
        "/": r"(\d+) planned actions that name no date",
        "/pictures": r">no date; next report November 2008\u00a0·\u00a0(\d+)<",
        "/deadlines": r">no date; next report November 2008\u00a0·\u00a0(\d+)<",
    },
    "countries": {"/countries": r"<b>(\d+)</b> countries", "/pictures": r"<dd>(\d+) countries[;<]"},
}
"""Where the same thing is counted, by page."""


@pytest.mark.parametrize("thing", COUNTED)
def test_what_is_counted_on_several_pages_is_the_same(pages_of: TestClient, thing: str) -> None:
    found = {}
    for page, pattern in COUNTED[thing].items():
        told = re.search(pattern, unescape(pages_of.get(page).text))
        assert told is not None, page
        found[page] = int(told[1])
    assert len(set(found.values())) == 1, found
    assert min(found.values()) > 0


@pytest.mark.parametrize(
    "page", ["/", "/follow-up", "/quality", "/deadlines", "/donors", "/organisations", "/standards"]
)
def test_a_figure_that_leads_to_a_question_is_found_there(pages_of: TestClient, page: str) -> None:
    """It is the number of its rows, or of what stands in one of its columns, or what its picture has in all."""
    text = unescape(pages_of.get(page).text)
    for address, figure in re.findall(r'<a href="(/ask/[^"]*)"[^>]*><b[^>]*>(\d+)</b>', text):
        path, _, asked = address.partition("?")
        rows = list(csv.DictReader(io.StringIO(pages_of.get(f"{path}.csv?{asked}").text)))
        there = {len(rows), *(len({row[name] for row in rows}) for name in (rows[0] if rows else ()))}
        assert int(figure) in there, (address, figure)


@pytest.mark.parametrize("page", ["/donors", "/organisations", "/standards", "/frameworks"])
def test_the_head_of_a_list_and_its_picture_count_the_same(pages_of: TestClient, page: str) -> None:
    text = pages_of.get(page).text
    heads = re.findall(r'<a href="#(?:list|rows)"><b>(\d+)</b>', text)
    told = re.sub(r" \(.* not counted\)", "", said(text, page[1:])["In all"])
    assert told == f"{heads[0]}, under {heads[1]} recommendations"


@pytest.mark.parametrize("address", ["/donors", "/pictures", "/search?q=How+many+donors+are+there%3F"])
def test_where_donors_are_counted_it_is_told_how_many_are_groups(pages_of: TestClient, address: str) -> None:
    collective = {"organisation/regional-development-banks", "organisation/non-state-donors"}
    named = {row["donor"] for row in csv.DictReader(io.StringIO(pages_of.get("/donors.csv").text))}
    groups = sum(any(one.endswith(code) for one in named) for code in collective)
    assert f"({groups} of them groups whose members are not counted)" in pages_of.get(address).text
