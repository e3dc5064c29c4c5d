"""Log lines in both forms: one line each, with the request's number and its text, and nothing that a client forges."""

from __future__ import annotations

import json
import logging
import subprocess
from pathlib import Path

import httpx
import pytest

from tcgraph.web.server import JsonLines, TextLines
from tests.web.running import empty_project, running

FORGED = "x\n2006-10-11 00:00:00,000 INFO forged\x1b[31m"


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()])
def test_a_record_is_one_line_and_says_all(formatter: logging.Formatter) -> None:
    record = logging.makeLogRecord(
        {"msg": "slow", "levelname": "INFO", "request": "a-1", "query": FORGED, "seconds": 2.5}
    )
    line = formatter.format(record)
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    if isinstance(formatter, JsonLines):
        assert {name: json.loads(line)[name] for name in ("event", "request", "query", "seconds")} == {
            "event": "slow", "request": "a-1", "query": FORGED, "seconds": 2.5,
        }  # fmt: skip
    else:
        assert 'INFO slow request="a-1" query="x\\n2006' in line
        assert line.endswith("seconds=2.5")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_slow_query_is_logged_with_its_text_under_the_number_that_its_client_got(tmp_path: Path, form: str) -> None:
    with running(empty_project(tmp_path / "p"), tmp_path / "s", slow_query_seconds=0, log_format=form) as up:
        text = {"query": "ASK { # find me\n"}
        numbers = [
            httpx.get(f"{up.url}/sparql", params=text).headers["x-request-id"],
            httpx.post(f"{up.url}/sparql", data=text).headers["x-request-id"],
        ]
        up.process.terminate()
        try:
            _, logged = up.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            up.process.kill()
            raise
    lines = [line for line in logged.splitlines() if "find me" in line]
    assert len(lines) == 2
    for number, line in zip(numbers, lines, strict=True):
        assert number in line
        assert "127.0.0.1" in line
        assert "400" in line
