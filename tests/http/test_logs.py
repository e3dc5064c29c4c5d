"""Log lines in both forms: one line each, with the request's number and its text, and nothing that a client forges."""

from __future__ import annotations

import json
import logging
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from tcgraph.http.logs import BackgroundLogHandler, JsonLines, TextLines
from tests.conftest import PATIENCE
from tests.http.running import empty_project, running

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
        assert datetime.fromisoformat(json.loads(line)["time"]).tzinfo == UTC
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
            told, logged = up.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            up.process.kill()
            raise
    if form == "json":
        # A container's two streams become one log: nothing in it may be another form.
        assert not told
        assert all(json.loads(line)["level"] for line in logged.splitlines())
    lines = [line for line in logged.splitlines() if "find me" in line]
    assert len(lines) == 2
    for number, line in zip(numbers, lines, strict=True):
        assert number in line
        assert "127.0.0.1" in line
        assert "400" in line


def test_who_writes_to_the_log_waits_for_nobody() -> None:
    written: list[str] = []
    may_write = threading.Event()

    class Stuck(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            may_write.wait()
            written.append(record.getMessage())

    aside = BackgroundLogHandler(Stuck(), most=3)
    for number in range(10):
        aside.handle(logging.makeLogRecord({"msg": str(number), "levelno": logging.INFO}))
    may_write.set()
    aside.close()
    *lines, last = written
    kept = len(lines)
    assert kept in (3, 4), "those that wait, and the one in hand"
    assert lines == [str(number) for number in range(kept)]
    assert last.startswith(f"{10 - kept} lines of the log are lost")


def test_a_server_whose_log_nobody_reads_answers(tmp_path: Path) -> None:
    """Its standard error is a pipe, which holds 64 kB."""
    with running(empty_project(tmp_path / "p"), tmp_path / "s", slow_query_seconds=0) as up, up.client() as client:
        for number in range(100):
            text = f"ASK {{}} # {number} {'x' * 1900}"
            assert client.post("/sparql", data={"query": text}).status_code == 200
