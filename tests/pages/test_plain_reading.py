"""Nothing on a page reads as surer, or as more, than it is."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tcgraph.pages.deadlines import standing
from tests.conftest import ROOT


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    """The answer to a question, as its CSV has it."""
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def certainties(client: TestClient, donor: str) -> dict[str, set[str]]:
    """How sure the document is of a donor, by recommendation."""
    found: dict[str, set[str]] = {}
    for row in rows(client, "/ask/donors-by-recommendation.csv"):
        if row["label"] == donor:
            found.setdefault(row["number"], set()).add(row["certainty"])
    return found


def test_a_country_is_not_said_to_be_named_where_we_inferred_it(pages_of: TestClient) -> None:
    sure = certainties(pages_of, "Government of the Netherlands")
    ours = [number for number, manners in sure.items() if manners == {"inferred"}]
    said = [number for number in sure if number not in ours]
    assert ours
    assert said
    page = unescape(pages_of.get("/page/country/NLD").text)
    cards = re.findall(r"<li><a [^>]*><b>(\d+)\.</b>[^<]*</a>(.*?)</li>", page)
    assert {number for number, mark in cards if "by our reading" in mark} == set(ours)
    assert {number for number, mark in cards if "by our reading" not in mark} == set(said)
    tile = unescape(pages_of.get("/countries").text).partition("<b>Netherlands</b>")[2].partition("</a>")[0]
    assert f"recs. {', '.join(said)}, ≈" in tile
    assert f"≈ recs. {', '.join(ours)}, by our reading<" in tile


def test_a_theme_is_told_as_ours_under_each_recommendation(pages_of: TestClient) -> None:
    page = pages_of.get("/page/:vocab/theme/crisis-response").text
    cards = re.findall(r"<li><a [^>]*><b>(\d+)\.</b>[^<]*</a>(.*?)</li>", page)
    told = {row["number"] for row in rows(pages_of, "/ask/actions-about.csv?theme=crisis-response")}
    assert told
    assert told <= {number for number, _ in cards}
    assert all("by our reading" in mark for _, mark in cards)


def test_nothing_lies_within_itself_on_its_page(pages_of: TestClient) -> None:
    page = pages_of.get("/page/country/SEN").text
    assert 'title="https://w3id.org/tcgraph/ns#within"' in page
    said = page.partition('<dl class="facts">')[2]
    assert not re.search(r'<dd>.*?href="[^"]*/page/country/SEN"', said)


def test_what_is_owed_counts_once_however_many_places_say_so(pages_of: TestClient) -> None:
    answer = rows(pages_of, "/ask/obligations.csv")
    once = {(row["label"], row["due"], row["owed_to"]) for row in answer}
    assert len(once) < len(answer)
    page = pages_of.get("/deadlines").text
    table = page.partition('id="obligations"')[2].partition("</table>")[0]
    assert table.count("<tr>") == len(once) + 1
    done = table.count("done, as reported")
    assert done
    proposed = table.count("only proposed")
    timeless = table.count("no date of its own")
    told = re.search(r'<a href="#obligations"><b>(\d+)</b></a>.*?\(only proposed: (\d+); without a date: (\d+)\)', page)
    assert told is not None
    assert int(told[1]) + int(told[2]) + int(told[3]) == len(once) - done
    assert int(told[2]) >= proposed > 0
    assert int(told[3]) <= timeless


@pytest.mark.parametrize("day", ["2006-10-11", "2006-12-01", "2008-12-31", "2026-11-28"])
def test_one_total_for_a_day_and_nothing_is_overdue_where_no_later_report_says_so(
    pages_of: TestClient, day: str
) -> None:
    late = rows(pages_of, f"/ask/overdue-promises.csv?asOf={day}")
    page = pages_of.get(f"/deadlines?asOf={day}").text
    assert f'/ask/overdue-promises?asOf={day}"><b>{len(late)}</b></a> planned action' in page.replace("&amp;", "&")
    # The document is the only report known: of nothing can a later one say that it is not done.
    assert "! overdue" not in page
    assert ("it may well have been done" in page or "may well have been done" in page) == bool(late)


def test_what_is_done_or_only_proposed_is_never_told_as_past_its_date(pages_of: TestClient) -> None:
    page = pages_of.get("/deadlines?asOf=2026-11-28").text
    table = page.partition('id="obligations"')[2].partition("</table>")[0]
    for row in table.split("<tr>")[2:]:
        if "prepared" in row or "proposed decision" in row:
            assert "date passed" not in row
    assert "prepared, to be discussed" not in pages_of.get("/").text.partition("Due next after")[2]


@pytest.mark.parametrize(
    ("when", "day", "last", "told", "expected"),
    [
        ("", "2009-01-01", "2008-11-30", "", "undated"),
        ("2008-11", "2008-11-30", "2006-10-11", "", "open"),
        ("2008-11", "2008-12-01", "2006-10-11", "2006-10-11", "unknown"),
        ("2008-11", "2009-03-01", "2009-02-01", "2006-10-11", "untold"),
        ("2008-11", "2009-03-01", "2009-02-01", "2009-02-01", "late"),
        ("2008", "2009-03-01", "2008-12-31", "2008-12-31", "unknown"),
    ],
)
def test_overdue_is_what_a_later_report_tells_as_not_done(
    when: str, day: str, last: str, told: str, expected: str
) -> None:
    assert standing(when, day, last, told).value == expected


def test_every_obligation_that_a_taken_action_names_says_whether_this_met_it(pages_of: TestClient) -> None:
    query = """PREFIX tc: <https://w3id.org/tcgraph/ns#>
    SELECT ?owed WHERE {
      ?owed a tc:Obligation ; tc:due ?due . ?action a tc:Action ; tc:mentions ?owed ; tc:hasObservation ?told .
      ?told tc:status <https://w3id.org/tcgraph/vocab/status/taken>
      FILTER NOT EXISTS { ?owed tc:metBy ?action }
    }"""
    assert pages_of.get("/sparql.csv", params={"query": query}).text.split() == ["owed"]


PAGES = ("/", "/follow-up", "/pictures", "/ask/sections", "/ask/themes")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_where_reported_items_are_counted_the_page_says_that_the_document_gives_examples(
    pages_of: TestClient, path: str, language: str
) -> None:
    told = {"en": "gives examples", "fr": "donne des exemples", "es": "da ejemplos"}[language]
    assert told in unescape(pages_of.get(f"{path}?lang={language}").text)


def test_what_is_dated_before_the_resolution_is_told_apart(pages_of: TestClient) -> None:
    assert "Dated 2004: before the resolution of June 2006." in pages_of.get("/recommendations/35").text
    front = pages_of.get("/").text
    parts = ", ".join((r"(\d+) before the resolution", r"(\d+) begun[^,]*", r"(\d+) in[^,]*", r"(\d+) after"))
    told = re.search(rf"Of (\d+) items told as taken, the document dates (\d+): {parts}", front)
    assert told is not None
    taken, dated, *each = map(int, told.groups())
    assert sum(each) == dated <= taken
    assert taken == sum(int(row["taken"]) for row in rows(pages_of, "/ask/sections.csv"))


def test_a_deed_told_twice_is_told_beside_the_count(pages_of: TestClient) -> None:
    assert "2 of them told in two rows and counted twice" in pages_of.get("/").text


def test_corrections_say_whose_fault_it_is_in_every_language(pages_of: TestClient) -> None:
    query = """PREFIX tc: <https://w3id.org/tcgraph/ns#>
    SELECT ?correction WHERE { ?correction a tc:Correction .
      FILTER NOT EXISTS { ?correction tc:reason ?fr, ?es FILTER(LANG(?fr) = "fr" && LANG(?es) = "es") } }"""
    assert pages_of.get("/sparql.csv", params={"query": query}).text.split() == ["correction"]
    page = pages_of.get("/recommendations/17").text
    assert "1 note on the layout" in page
    assert "two blocks" not in page
    assert "scanning error" in pages_of.get("/recommendations/35").text
    assert "misprint corrected" not in page


def test_what_a_correction_quotes_stands_in_the_text_that_was_read(pages_of: TestClient) -> None:
    source = ROOT.parent / "shared" / "source" / "gb297-tc-3.txt"
    if not source.exists():
        pytest.skip("the document is not shipped with the repository")
    text = source.read_text("utf-8")
    query = """PREFIX tc: <https://w3id.org/tcgraph/ns#>
    SELECT ?printed ?start ?end WHERE { ?correction a tc:Correction ; tc:asPrinted ?printed ; tc:corrects ?spot .
      ?spot tc:start ?start ; tc:end ?end }"""
    found = rows(pages_of, f"/sparql.csv?{urlencode({'query': query})}")
    assert len(found) > 40
    for row in found:
        stands = text[int(row["start"]) : int(row["end"])]
        assert " ".join(stands.split()) == " ".join(row["printed"].split())


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_an_open_end_is_told_in_words(pages_of: TestClient, language: str) -> None:
    page = pages_of.get(f"/build?show=event&when=2006-12-31/9999&lang={language}").text
    shown = re.sub(r"<(script|pre|code|textarea|footer)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert "9999" not in shown
