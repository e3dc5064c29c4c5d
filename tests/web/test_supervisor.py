"""The supervisor by itself, over fronts that only wait: started again when killed, stopped when told."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.web.running import empty_project, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a front has no supervisor")

SCRIPT = """
import os, signal, sys, time
from tcgraph.web.supervisor import supervise

def front():
    if sys.argv[1] == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(os.getpid(), flush=True)
    if sys.argv[1] == "failing":
        raise SystemExit(3)
    time.sleep(60)

supervise(front, lambda: None, patience=0.3, stopping=lambda: None)
"""


@contextlib.contextmanager
def supervised(kind: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A supervisor and its first front."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, kind],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process, next_front(process)
    finally:
        process.kill()
        process.communicate()


def next_front(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def gone(pid: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def test_a_killed_front_is_followed_by_another() -> None:
    with supervised("patient") as (process, first):
        os.kill(first, signal.SIGKILL)
        second = next_front(process)
        assert second != first
        assert process.poll() is None


@pytest.mark.parametrize("kind", ["patient", "deaf"])
def test_told_to_stop_it_ends_with_its_front(kind: str) -> None:
    with supervised(kind) as (process, front):
        process.terminate()
        assert process.wait(30) == 0
        assert gone(front)


def test_a_killed_supervisor_takes_its_front_along() -> None:
    with supervised("patient") as (process, front):
        process.kill()
        process.wait(30)
        assert gone(front)


def test_an_exit_code_of_its_own_is_passed_on() -> None:
    with supervised("failing") as (process, _):
        assert process.wait(30) == 3


def test_while_the_last_questions_are_answered_nobody_else_is_kept_waiting(tmp_path: Path) -> None:
    """Told to stop, a server lets go of its port, so that a proxy goes elsewhere, and finishes what it began."""
    project = empty_project(tmp_path / "p")
    facts = "".join(f"<urn:s{n}> <urn:p> {n} .\n" for n in range(2000))
    (project / "data/ttl/a.ttl").write_text(facts, encoding="utf-8")
    long = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . { SELECT * { ?d ?e ?f } LIMIT 4000 } { SELECT * { ?g ?h ?i } LIMIT 8 } }"
    )
    answers: list[httpx.Response] = []
    with running(project, tmp_path / "s", query_seconds=60, drain_seconds=60) as up:
        asking = threading.Thread(
            target=lambda: answers.append(httpx.get(f"{up.url}/sparql", params={"query": long}, timeout=90))
        )
        asking.start()
        time.sleep(0.5)
        up.process.terminate()
        end = time.monotonic() + 20
        refused = False
        while not refused and asking.is_alive() and time.monotonic() < end:
            try:
                httpx.get(f"{up.url}/health", timeout=1)
            except httpx.ConnectError:
                refused = True
            except httpx.HTTPError:
                pass
            time.sleep(0.02)
        assert refused, "the port was held to the end"
        assert asking.is_alive(), "the question was too short to tell"
        asking.join()
    assert [answer.status_code for answer in answers] == [200]
