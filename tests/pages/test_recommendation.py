"""The page of a recommendation says which of its parts are answered, as the questions count them."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import plain

PARTS = re.compile(r'<ol class="parts">(.*?)</ol>', re.DOTALL)
PART = re.compile(r'<li id="([^"]+)"[^>]*>(.*?)</li>', re.DOTALL)
SHARES = """
SELECT ?number (COUNT(DISTINCT ?element) AS ?asked) (COUNT(DISTINCT ?whole) AS ?wholly)
       (COUNT(DISTINCT ?some) AS ?met) {
  ?element a tc:Element ; tc:elementOf/tc:number ?number .
  OPTIONAL { ?element tc:answeredBy|^tc:answersElement ?any BIND(?element AS ?some) }
  OPTIONAL {
    ?element tc:answeredBy|^tc:answersElement ?answer FILTER NOT EXISTS { ?element tc:leftOpen ?open }
    BIND(?element AS ?whole)
  }
} GROUP BY ?number
"""


def parts_of(page: str) -> dict[str, str]:
    found = PARTS.search(page)
    return dict(PART.findall(found[1])) if found else {}


def test_parts_answered_in_part_and_not_at_all_are_told_apart(pages_of: TestClient, shipped: EmbeddedEngine) -> None:
    counted = {
        row[0]: tuple(map(int, row[1:])) for row in ([plain(term) for term in row] for row in shipped.select(SHARES))
    }
    shown = {}
    for number in counted:
        parts = parts_of(pages_of.get(f"/recommendations/{number}").text).values()
        wholly = sum("Taken up by" in part for part in parts)
        partly = [part for part in parts if "Answered in part by" in part]
        assert all("Left open: " in part for part in partly)
        shown[number] = (len(parts), wholly, wholly + len(partly))
    assert shown == counted
    assert sum(met - wholly for _, wholly, met in counted.values()) > 10


@pytest.mark.parametrize("address", ["/recommendations/17", "/recommendations/17?status=planned"])
def test_an_answer_leads_to_its_action_wherever_that_stands(pages_of: TestClient, address: str) -> None:
    page = pages_of.get(address).text
    links = re.findall(r'href="([^"]+)"', "".join(parts_of(page).values()))
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside <= set(re.findall(r'id="([^"]+)"', page))
    elsewhere = [link for link in links if not link.startswith("#")]
    assert "/recommendations/6#action-6-3-b" in elsewhere
    assert all(pages_of.get(link).status_code == 200 for link in elsewhere)


def test_an_answer_in_another_row_is_marked_ours_and_says_why(pages_of: TestClient) -> None:
    part = parts_of(pages_of.get("/recommendations/17").text)["element-17-3"]
    assert '<a href="/recommendations/6#action-6-3-b">≈ ILO and FAO lead the livelihood sub-cluster</a>' in part
    assert '<span class="hint">≈ Row 6 ' in part


@pytest.mark.parametrize(("language", "words"), [("fr", "Réponse partielle"), ("es", "Responde en parte")])
def test_it_is_said_in_the_readers_language(pages_of: TestClient, language: str, words: str) -> None:
    parts = parts_of(pages_of.get("/recommendations/17", params={"lang": language}).text)
    assert words in parts["element-17-3"]
    assert "Livelihoods and jobs after crises" not in parts["element-17-3"]


def test_an_abbreviation_says_once_what_it_stands_for(pages_of: TestClient) -> None:
    page = pages_of.get("/recommendations/6").text
    told = re.findall(r'<abbr title="([^"]*)">([^<]*)</abbr>', page)
    assert ("Decent Work Country Programme", "DWCP") in told
    assert len({short for _, short in told}) == len(told)
    assert (
        "Organisation des Nations Unies pour" in pages_of.get("/recommendations/6?lang=fr").text.partition("<abbr")[2]
    )
    assert 'title="Governing Body">GB' not in page, "a symbol is no abbreviation"


@pytest.mark.parametrize(
    ("language", "own"), [("", "Ownership by"), ("?lang=fr", "L’appropriation"), ("?lang=es", "La apropiación")]
)
def test_what_is_said_in_three_languages_is_shown_in_the_readers(pages_of: TestClient, language: str, own: str) -> None:
    page = pages_of.get(f"/page/reading/row-20-criteria{language}").text
    assert [words for words in ("Ownership by", "L’appropriation", "La apropiación") if words in page] == [own]


def test_a_sentence_that_was_translated_in_two_ways_is_told_in_one_of_them(pages_of: TestClient) -> None:
    assert "Row 13 announces" not in pages_of.get("/recommendations/11?lang=fr").text
