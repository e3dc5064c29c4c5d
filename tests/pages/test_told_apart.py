"""What could be taken for one another is told apart: who pays, what is hedged, what offices have yet to report."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from starlette.testclient import TestClient


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    """The answer to a question, as its CSV has it."""
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def test_countries_that_only_pay_have_a_colour_of_their_own(pages_of: TestClient) -> None:
    roles: dict[str, set[str]] = {}
    for row in rows(pages_of, "/ask/countries-by-recommendation.csv"):
        roles.setdefault(row["country"], set()).add(row["role"])
    payers = {code for code, parts in roles.items() if parts == {"donor"}}
    assert payers
    for path in ("/countries", "/pictures"):
        page = pages_of.get(path).text
        drawn = {}
        for tag in re.findall(r"<(?:path|circle)\b[^>]*data-key=[^>]*>", page):
            found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            drawn[found["data-key"]] = found["class"]
        # Of one that is also read as a donor, and of one a department of which pays, the colours are others.
        assert {code for code, paint in drawn.items() if paint == "p-second p-edge"} == payers - {"NLD", "SWE"}
        assert [drawn[code] for code in ("NLD", "SWE", "GBR")] == ["p-pays p-edge", "p-pays p-edge", "p-through p-edge"]
        assert "named as donors alone" in page


@pytest.mark.parametrize("kind", ["doubt", "option", "intention", "condition", "part", "example", "open-matter"])
def test_a_built_question_can_be_narrowed_by_how_it_is_hedged(pages_of: TestClient, kind: str) -> None:
    hedges = [row for row in rows(pages_of, f"/ask/hedges.csv?kind={kind}") if "/action/" in row["thing"]]
    built = rows(pages_of, f"/build.csv?hedge={kind}")
    assert built
    assert {row["action"] for row in built} == {row["thing"] for row in hedges}
    listed = rows(pages_of, f"/build.csv?show=hedge&hedge={kind}")
    assert {(row["action"], row["words"]) for row in listed} == {(row["thing"], row["words"]) for row in hedges}


def test_the_words_of_a_hedge_stand_beside_what_is_planned(pages_of: TestClient) -> None:
    page = unescape(pages_of.get("/deadlines").text).partition('id="promises"')[2]
    row = next(one for one in page.split("<tr>") if "#action-19-3-a" in one)
    assert "“might wish”" in row


@pytest.mark.parametrize(
    ("language", "each"), [("en", 8), *(pytest.param(one, 1, marks=pytest.mark.at_size) for one in ("en", "fr", "es"))]
)
def test_the_connections_offered_first_are_what_one_action_states(
    pages_of: TestClient, language: str, each: int
) -> None:
    page = pages_of.get(f"/graph?lang={language}").text
    offered = [unescape(one) for one in re.findall(r'href="([^"]*/graph\?about=[^"]*to=[^"]*)"', page)]
    assert offered
    for address in offered[::each]:
        ways = re.findall(r'<p class="way">(.*?)</p>', pages_of.get(address).text)
        assert ways
        # Two steps: from one end to a single action, funding or project, and from it to the other.
        assert all(way.count('<span class="hint">') == 2 for way in ways)


def test_what_offices_have_yet_to_report_is_listed_apart(pages_of: TestClient) -> None:
    first, _, apart = pages_of.get("/ask").text.partition('id="awaited"')
    waiting = re.findall(r'<h3><a href="[^"]*/ask/([\w-]+)', apart)
    assert waiting
    for name in waiting:
        assert f'/ask/{name}"' not in first
        assert rows(pages_of, f"/ask/{name}.csv") == []


def test_standing_is_explained_where_it_is_counted(pages_of: TestClient) -> None:
    words = {
        "en": "standing: a practice, rule or membership that goes on",
        "fr": "permanente : pratique, règle ou appartenance qui se poursuit",
        "es": "permanente: práctica, norma o pertenencia que continúa",
    }
    for path in ("/", "/follow-up", "/ask/sections", "/ask/themes", "/pictures"):
        for language, told in words.items():
            page = re.sub(r"\s", " ", pages_of.get(path, params={"lang": language}).text)
            assert told in page, (path, language)


def test_a_page_of_reporting_says_from_which_day_it_speaks(pages_of: TestClient) -> None:
    assert "Not due on 11 October 2006" in pages_of.get("/reporting/money").text


@pytest.mark.parametrize("path", ["/donors", "/countries", "/organisations", "/standards", "/frameworks"])
def test_a_table_taken_away_names_its_actions_and_where_they_are_told(pages_of: TestClient, path: str) -> None:
    table = rows(pages_of, f"{path}.csv")
    if "action" in table[0]:
        assert all(row["action_label"] and row["locator"].startswith("row ") for row in table if row["action"])
    else:
        assert "action_label" not in table[0]


@pytest.mark.parametrize("day", ["2006-10-11", "2009-03-01", "2026-11-28"])
def test_what_lies_within_a_programme_has_one_time_in_every_question(pages_of: TestClient, day: str) -> None:
    dated = {
        row["commitment"].rpartition("/")[2]: row["due"]
        for row in rows(pages_of, "/ask/dated-commitments.csv")
        if row["kind"] in ("deadline", "period") and row["status"] == "planned"
    }
    kept = {row["action"]: row for row in rows(pages_of, "/ask/promises-kept.csv")}
    assert {code: row["due"] for code, row in kept.items() if row["due_by"] != "next report"} == dated
    late = {row["action"] for row in rows(pages_of, f"/ask/overdue-promises.csv?asOf={day}")}
    assert not {code for code in late & set(dated) if dated[code] >= day[: len(dated[code])]}
    undated = sum(row["due_by"] == "next report" for row in kept.values())
    page = pages_of.get("/deadlines").text
    assert f"more without a date of their own: {undated} planned" in page
    assert f"{undated} planned actions that name no date" in pages_of.get("/").text


def test_a_period_is_drawn_over_all_of_its_years(pages_of: TestClient) -> None:
    assert "2007–2011" in pages_of.get("/ask/dated-commitments").text.replace(" – ", "–")


def test_a_filter_that_chooses_recommendations_says_that_all_their_items_are_counted(pages_of: TestClient) -> None:
    assert "not only those that fit the filter" not in pages_of.get("/follow-up").text
    chosen = pages_of.get("/follow-up", params={"mentions": "country/SEN"}).text
    assert "not only those that fit the filter" in chosen
    assert '<a href="/page/country/SEN">Only the items that name it</a>' in chosen


def test_a_donors_page_tells_each_action_once_and_what_of_it_we_inferred(pages_of: TestClient) -> None:
    page = pages_of.get("/page/organisation/government-of-nld").text
    head, _, rest = page.partition("What refers to it")
    seen = re.findall(r'<a href="/recommendations/[0-9]+#action-([^"]+)"', head)
    assert len(seen) == len(set(seen))
    assert "10-1-a" in seen
    assert "#action-" not in rest
    inferred = re.findall(r'#action-([^"]+)">[^<]*</a> <small>≈ donor: inferred', head)
    assert inferred == ["2-6-a", "2-6-b", "3-1-b", "11-3-a", "11-3-b", "29-2-a"]
    assert "they do not say that money was received" in head
