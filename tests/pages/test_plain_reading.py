"""Nothing on a page reads as surer, or as more, than it is."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

from starlette.testclient import TestClient


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
    assert {number for number, mark in cards if not mark} == set(said)
    tile = unescape(pages_of.get("/countries").text).partition("<b>Netherlands</b>")[2].partition("</a>")[0]
    assert f"recs. {', '.join(said)}<" in tile
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
    assert f'<a href="#obligations"><b>{len(once)}</b></a>' in page
    table = page.partition('id="obligations"')[2].partition("</table>")[0]
    assert table.count("<tr>") == len(once) + 1


def test_what_is_overdue_is_the_same_on_the_page_and_in_the_question(pages_of: TestClient) -> None:
    day = "2008-12-31"
    late = rows(pages_of, f"/ask/overdue-promises.csv?asOf={day}")
    stated = sum(row["due_by"] == "stated" for row in late)
    due = {(row["label"], row["due"]) for row in rows(pages_of, "/ask/obligations.csv") if row["due"]}
    assert all(when < day for _, when in due)
    page = pages_of.get(f"/deadlines?on={day}").text
    assert f'<a href="#promises"><b>{stated + len(due)}</b></a> overdue' in page
    assert f"<b>{len(late) - stated}</b></a> promises without a date" in page
    assert "promises without a date" not in pages_of.get("/deadlines").text
