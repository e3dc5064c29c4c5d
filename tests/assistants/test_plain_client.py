"""A second client, that knows JSON-RPC and nothing of the SDK: what is written on the wire is the protocol's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import PATIENCE
from tests.http.running import ROOT, environment, running
from tests.own_project import take_published

pytest.importorskip("mcp", reason="the SDK of the protocol is not installed")

# Model Context Protocol 2025-06-18, Lifecycle: initialize, then the notification, then requests.
VERSION = "2025-06-18"
BEGIN = {
    "protocolVersion": VERSION,
    "capabilities": {},
    "clientInfo": {"name": "plain", "version": "1"},
}
QUESTION = {"name": "ask_in_words", "arguments": {"text": "which donors fund Africa"}}


def _message(method: str, params: dict[str, Any] | None = None, number: int | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {"jsonrpc": "2.0", "method": method}
    if number is not None:
        told["id"] = number
    return told if params is None else {**told, "params": params}


def _check(began: dict[str, Any], tools: dict[str, Any], answer: dict[str, Any]) -> None:
    assert began["result"]["serverInfo"]["name"] == "tcgraph"
    named = {tool["name"]: tool for tool in tools["result"]["tools"]}
    assert {"ask_question", "ask_in_words", "search", "describe", "explain", "sparql"} <= set(named)
    assert all(tool["annotations"]["readOnlyHint"] for tool in named.values())
    assert not answer["result"].get("isError"), answer
    # Once, as text: a client that hands on structured content, too, would have its reader pay twice.
    assert "structuredContent" not in answer["result"]
    told = json.loads(answer["result"]["content"][0]["text"])
    assert (told["sure"], told["total_rows"]) == (True, 5)
    assert all("row " in row[-1] for row in told["rows"])


def test_over_standard_input_and_output(tmp_path: Path) -> None:
    lines = [
        _message("initialize", BEGIN, 1),
        _message("notifications/initialized"),
        _message("tools/list", {}, 2),
        _message("tools/call", QUESTION, 3),
    ]
    take_published(tmp_path / "state")
    command = [sys.executable, "-m", "tcgraph", "-C", str(ROOT), "mcp"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=environment(tmp_path / "state", query_seconds=120),
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        answers: dict[int, dict[str, Any]] = {}
        for line in lines:
            process.stdin.write(json.dumps(line) + "\n")
            process.stdin.flush()
            while "id" in line and line["id"] not in answers:
                told = json.loads(process.stdout.readline())
                answers[told.get("id", 0)] = told
        process.stdin.close()
        process.wait(PATIENCE)
    _check(answers[1], answers[2], answers[3])


def test_over_http(tmp_path: Path) -> None:
    headers = {"accept": "application/json, text/event-stream", "mcp-protocol-version": VERSION}
    with (
        running(ROOT, tmp_path / "state", assistants=True, query_seconds=120, slow_after=10) as server,
        httpx.Client(headers=headers) as client,
    ):

        def post(message: dict[str, Any]) -> dict[str, Any]:
            answer = client.post(f"{server.url}/mcp", json=message)
            assert answer.status_code == 200, answer.text
            return dict(answer.json())

        began = post(_message("initialize", BEGIN, 1))
        _check(began, post(_message("tools/list", {}, 2)), post(_message("tools/call", QUESTION, 3)))
