"""The page of a fact, as one cites it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Answers recommendation"), ("fr", "Répond à la recommandation"), ("es", "Responde a la")],
)
def test_an_action_tells_its_status_recommendation_and_who_acts(pages_of: TestClient, language: str, told: str) -> None:
    page = pages_of.get("/page/action/17-1-a", params={"lang": language}).text
    assert told in page
    assert 'class="facts card"' in page
    assert 'class="badge"' in page
    assert "/recommendations/17" in page


def test_a_fact_is_cited_with_its_place_and_version(pages_of: TestClient) -> None:
    page = pages_of.get("/page/action/17-1-a").text
    assert "GB.297/TC/3, row 17, right-hand block" in page
    assert "@misc{tcgraph-action-17-1-a," in page
    assert "(Version unpublished)" in page


def test_what_no_document_tells_is_cited_without_a_place(pages_of: TestClient) -> None:
    page = pages_of.get("/page/country/SEN").text
    assert "(n.d.)" in page
    assert "GB.297/TC/3, row" not in page.partition('class="more cite"')[2].partition("</details>")[0]


def test_a_question_shows_how_programs_ask_it(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/donors-by-recommendation", params={"number": "9"}).text
    for program in ("pandas.read_csv(", "read.csv(", "await (await fetch(", "<code>curl "):
        assert program in page
