"""A question that met a limit is told which part of it costs, in the words of its explanation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import PATIENCE
from tests.http.running import Running, empty_project, running

PREFIX = "PREFIX e: <https://example.org/> "
PAIRS = "SELECT ?a (COUNT(*) AS ?n) { ?a e:p ?b . ?c e:q ?d . ?e e:r ?f FILTER(?b + ?d > ?f) } GROUP BY ?a"


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root: Path = tmp_path_factory.mktemp("costly")
    project = empty_project(root / "p")
    lines = [f"e:s{n} e:p {n} ; e:q {n} ; e:r {n} ." for n in range(12_000)]
    text = "\n".join(["@prefix e: <https://example.org/> .", *lines])
    (project / "data/ttl/a.ttl").write_text(text + "\n", encoding="utf-8")
    with running(project, root / "s", query_seconds=2, result_mb=1) as started:
        yield started


def refused(up: Running, query: str) -> tuple[int, str, str]:
    told = httpx.get(f"{up.url}/sparql", params={"query": f"{PREFIX}{query}"}, timeout=PATIENCE)
    assert told.headers["content-type"] == "application/problem+json"
    problem = told.json()
    return told.status_code, problem["type"].rpartition("/")[2], problem["detail"]


def test_one_that_took_too_long(up: Running) -> None:
    status, kind, detail = refused(up, PAIRS)
    assert (status, kind) == (422, "time-limit")
    assert "took longer than 2 seconds" in detail
    assert "“?c e:q ?d” has nothing in common with the patterns before it" in detail
    assert "about 12,000 triples are looked at for each of 12,000 solutions" in detail


def test_one_whose_answer_is_too_large(up: Running) -> None:
    status, kind, detail = refused(up, "SELECT * { ?s ?p ?o }")
    assert (status, kind) == (422, "size-limit")
    assert "LIMIT and OFFSET. All of the " in detail
    assert "triples of “?s ?p ?o” are looked at" in detail


def test_one_of_which_no_pattern_stands_out(up: Running) -> None:
    _, kind, detail = refused(up, "SELECT * { ?a e:p ?b . ?c e:p ?d . FILTER(?b < 90 && ?d < 90) ?x e:q 1 ; e:r ?f }")
    assert kind in ("size-limit", "time-limit")
    assert "“?" in detail


def test_the_page_says_it_too(up: Running) -> None:
    asked = {"query": f"{PREFIX}{PAIRS}", "lang": "en"}
    page = httpx.get(f"{up.url}/sparql", params=asked, headers={"accept": "text/html"}, timeout=PATIENCE)
    assert "has nothing in common with the patterns before it" in page.text
