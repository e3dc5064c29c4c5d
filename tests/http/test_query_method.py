"""The endpoint takes HTTP QUERY: safe like GET, with the question in the body like POST."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.http.running import Running, empty_project, running

DIRECT = {"content-type": "application/sparql-query"}


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("query")
    with running(empty_project(root / "p"), root / "s", "--write", scopes=("write",)) as started:
        yield started


def test_a_question_in_the_body_is_answered(up: Running) -> None:
    answer = httpx.request("QUERY", f"{up.url}/sparql", content="SELECT (7 AS ?n) {}", headers=DIRECT)
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "7"


def test_a_form_is_read_as_it_is_of_post(up: Running) -> None:
    answer = httpx.request("QUERY", f"{up.url}/sparql", data={"query": "ASK {}", "format": "csv"})
    assert (answer.status_code, answer.text) == (200, "true\n")


def test_who_has_the_answer_is_told_so(up: Running) -> None:
    first = httpx.request("QUERY", f"{up.url}/sparql", content="ASK {}", headers=DIRECT)
    again = {**DIRECT, "if-none-match": first.headers["etag"]}
    assert httpx.request("QUERY", f"{up.url}/sparql", content="ASK {}", headers=again).status_code == 304


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("update=CLEAR+ALL", "application/x-www-form-urlencoded"), ("CLEAR ALL", "application/sparql-update")],
)
def test_nothing_is_changed_by_it(up: Running, body: str, content_type: str) -> None:
    answer = httpx.request(
        "QUERY", f"{up.url}/sparql", content=body, headers={"content-type": content_type, **up.bearer}
    )
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_what_it_takes_is_told_to_who_sends_something_else(up: Running) -> None:
    answer = httpx.request("QUERY", f"{up.url}/sparql", content="{}", headers={"content-type": "application/json"})
    assert answer.status_code == 415
    assert "application/sparql-query" in answer.headers["accept-query"]


def test_pages_of_other_origins_may_use_it(up: Running) -> None:
    asked = {"origin": "https://example.org", "access-control-request-method": "QUERY"}
    answer = httpx.options(f"{up.url}/sparql", headers=asked)
    assert "QUERY" in answer.headers["access-control-allow-methods"]
    assert "application/sparql-query" in answer.headers["accept-query"]
