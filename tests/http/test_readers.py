"""A server that not everybody may read: nothing without a token, and no cache between that gives it to others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.command_line import run
from tests.http.running import ROOT, Running, empty_project, environment, running

PATHS = (
    "/", "/sparql", "/sparql?query=ASK%7B%7D", "/rdf-graph-store?default", "/api/queries", "/api/search?q=a", "/feed",
    "/metrics", "/.well-known/void", "/id/country/SEN", "/catalogue", "/nowhere", "/static/site.css",
)  # fmt: skip


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("readers")
    with running(empty_project(root / "p"), root / "s", "--write", scopes=("read",), read="bearers") as started:
        yield started


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_read_without_a_token(up: Running, path: str) -> None:
    for method in ("GET", "HEAD", "POST"):
        for accept in ("text/html", "*/*"):
            refused = httpx.request(method, up.url + path, headers={"accept": accept})
            assert refused.status_code == 401, method
            assert refused.headers["www-authenticate"].startswith("Bearer")
            assert refused.headers["cache-control"] == "no-store"


def test_life_signs_are_for_everybody(up: Running) -> None:
    assert httpx.get(f"{up.url}/health").status_code == 200
    assert httpx.get(f"{up.url}/ready").status_code == 200
    assert httpx.options(f"{up.url}/sparql").status_code == 204


def test_bearers_read_and_caches_keep_it_to_themselves(up: Running) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/api/queries", "/.well-known/void"):
        for _ in range(4):
            answer = httpx.get(up.url + path, headers=up.bearer)
            assert answer.status_code == 200
            assert "public" not in answer.headers["cache-control"]
            assert "private" in answer.headers["cache-control"]
            assert httpx.get(up.url + path).status_code == 401


def test_who_may_read_may_not_write(up: Running) -> None:
    change = {"update": "INSERT DATA { <urn:a> <urn:b> 1 }"}
    assert httpx.post(f"{up.url}/sparql", data=change, headers=up.bearer).status_code == 403


def test_a_token_that_is_revoked_reads_no_more(up: Running) -> None:
    project, told = up.state.parent / "p", environment(up.state)
    made = run(["token", "issue", "other", "--scope", "read"], project, told)
    bearer = {"authorization": f"Bearer {made.stdout.strip()}"}
    ask = f"{up.url}/sparql?query=ASK%7B%7D"
    assert [httpx.get(ask, headers=bearer).status_code for _ in range(4)] == [200] * 4
    assert run(["token", "revoke", "other"], project, told).returncode == 0
    assert httpx.get(ask, headers=bearer).status_code == 401


def test_a_second_tcgraph_follows_with_a_token(up: Running, tmp_path: Path) -> None:
    follow = ["sync", f"{up.url}/feed", "--into", str(tmp_path / "copy")]
    refused = run(follow, tmp_path, environment(tmp_path / "s"))
    assert refused.returncode == 2
    assert "401" in refused.stderr
    followed = run(follow, tmp_path, environment(tmp_path / "s", sync_token=up.token))
    assert (followed.returncode, followed.stderr) == (0, "")
    # Begun outside any project, it is asked what the program asks of any.
    assert "follow-up-matrix" in run(["query", "--list"], tmp_path / "copy", environment(tmp_path / "s")).stdout


def test_a_front_that_keeps_nothing_is_told_where_tokens_are(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = environment(tmp_path_factory.mktemp("s"), read="bearers")
    done = run(["serve", "--port", "0", "--engine", "http://127.0.0.1:9/q"], ROOT, told)
    assert done.returncode == 2
    assert "TCGRAPH_TOKENS" in done.stderr
