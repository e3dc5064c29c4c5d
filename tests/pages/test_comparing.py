"""What is new since a day, and two things side by side."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient


def read(client: TestClient, address: str) -> str:
    """What a reader sees of a page's main part."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "There is only one report, of 11 October 2006: nothing can be compared yet."),
        ("fr", "Il n’y a qu’un rapport, du 11 octobre 2006"),
        ("es", "Solo hay un informe, del 11 de octubre de 2006"),
    ],
)
def test_of_one_report_it_is_said_plainly_that_nothing_can_be_compared(
    pages_of: TestClient, language: str, told: str
) -> None:
    assert told in read(pages_of, f"/changes?lang={language}")
    assert 'href="/changes' in pages_of.get("/", params={"lang": language}).text


def test_what_moved_since_a_day_is_counted_and_listed(pages_of: TestClient) -> None:
    page = read(pages_of, "/changes?since=2006-01-01")
    assert "new: 175 (1 January 2006 → 11 October 2006)" in page
    assert "ECOSOC segment adopted a decent work declaration" in page
    assert "No report is known after 1 January 2010" in read(pages_of, "/changes?since=2010-01-01")
    assert pages_of.get("/changes?since=yesterday").status_code == 400


@pytest.mark.parametrize(
    ("one", "other", "counts", "shared"),
    [
        ("section/3", "section/5", {"Taken": (13, 7), "Planned": (9, 14), "All shown": (31, 27)}, 0),
        ("recommendation/17", "recommendation/2", {"Taken": (2, 3), "Planned": (4, 5)}, 0),
        ("country/NLD", "organisation/dfid", {"All shown": (10, 4)}, 4),
    ],
)
def test_two_things_stand_side_by_side(
    pages_of: TestClient, one: str, other: str, counts: dict[str, tuple[int, int]], shared: int
) -> None:
    text = pages_of.get("/compare", params={"one": one, "other": other}).text
    for told, (left, right) in counts.items():
        row = next(row for row in text.split("<tr>") if told in row).partition("</tr>")[0]
        assert re.findall(r">(\d+)</", row) == [str(left), str(right)], told
    assert f"In both {shared}" in read(pages_of, f"/compare?one={one}&other={other}")


def test_what_is_hedged_of_one_is_marked_where_both_are_compared(pages_of: TestClient) -> None:
    page = read(pages_of, "/compare?one=country/NLD&other=organisation/dfid")
    whose = "Department for International Development (UK): Donors to finance workshops"
    assert f"Planned hedged (“possibly”) {whose}" in page
    assert "≈ Gender mechanism" in page
    # Sweden is a partner in words, and pays for it by our reading alone.
    alone = read(pages_of, "/compare?one=organisation/government-of-nor&other=organisation/government-of-swe")
    assert "≈ New large Africa projects" in alone


@pytest.mark.parametrize(
    "path", ["/page/country/NLD", "/page/organisation/dfid", "/recommendations/17", "/page/section/3"]
)
def test_each_page_leads_to_its_comparison(pages_of: TestClient, path: str) -> None:
    found = re.search(r'href="([^"]*/compare\?one=[^"]*)"', pages_of.get(path).text)
    assert found
    assert pages_of.get(unescape(found[1])).status_code == 200


def test_a_name_that_nothing_has_is_said_to_be_unknown(pages_of: TestClient) -> None:
    assert "Nothing is called “xyzzy”." in read(pages_of, "/compare?one=country/NLD&other=xyzzy")


def test_what_can_be_compared_is_offered_by_name_and_by_examples(pages_of: TestClient) -> None:
    page = pages_of.get("/compare").text
    assert '<option value="Government of Sweden">' in page
    examples = [unescape(one) for one in re.findall(r'href="(/compare\?one=[^"]*)"', page)]
    assert examples
    for address in examples:
        shown = re.search(r"All shown (\d+) (\d+)", read(pages_of, address))
        assert shown is not None
        assert all(map(int, shown.groups())), address
