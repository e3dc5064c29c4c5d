"""The query page tells how a query is answered, in a worker, where nothing can be opened any more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.http.running import Running, empty_project, running


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("plan")
    with running(empty_project(root / "p"), root / "s") as started:
        yield started


def page(up: Running, query: str, language: str = "en") -> str:
    with up.client() as client:
        asked = {"query": query, "view": "plan", "lang": language}
        answer = client.get("/sparql", params=asked, headers={"accept": "text/html"})
        assert answer.status_code == 200
        return answer.text


def test_it_tells_patterns_rules_and_words(up: Running) -> None:
    found = page(up, "SELECT ?a { ?a a <urn:A> FILTER NOT EXISTS { ?b <urn:p> ?a . ?b <urn:q> ?c } }")
    assert "EXISTS by look-up" in found
    assert "LATERAL" in found
    assert "not exists" in found
    assert "§18.6" in found


@pytest.mark.parametrize(("language", "said"), [("en", "as it is written"), ("fr", "telle qu’"), ("es", "tal como")])
def test_it_says_where_nothing_was_changed(up: Running, language: str, said: str) -> None:
    assert said in page(up, "SELECT ?a { ?a a <urn:A> }", language)


def test_what_does_not_parse_is_told_as_ever(up: Running) -> None:
    assert 'class="problem"' in page(up, "SELECT ?a {")
