"""The page of a question in words: what stands first on it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/search?q=How many dollars did Norway give?", "The graph has no amounts of money.</b> This is what it tells"),
        ("/search?q=¿Cuánto dinero aportó Brasil?&lang=es", "Esto es lo que dice al respecto:"),
    ],
)
def test_what_cannot_be_told_is_said_before_what_is_told_instead(pages_of: TestClient, address: str, said: str) -> None:
    page = pages_of.get(address).text
    assert said in page
    assert page.index(said) < page.index("<table")
    assert page.count(said.partition("<")[0]) == 1
    assert 'class="readings"' not in page


def test_rows_with_a_stray_word_of_such_a_question_are_not_offered(pages_of: TestClient) -> None:
    page = pages_of.get("/search?q=Who is the Director-General of the ILO?").text
    assert "names organisations, not persons" in page
    assert 'class="readings"' not in page
