"""The supervisor by itself, over fronts that only wait: started again when killed, stopped when told."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import PATIENCE, ROOT
from tests.http.running import empty_project, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a front has no supervisor")

SCRIPT = """
import ctypes, os, signal, sys, time
from tcgraph.server.supervisor import supervise

def front():
    if sys.argv[1] == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if sys.argv[1] == "parent":
        own = os.getpid()
        child = os.fork()
        if child == 0:
            while os.getppid() == own:
                time.sleep(0.01)
            os._exit(0)
        print(child, flush=True)
    print(os.getpid(), flush=True)
    if sys.argv[1] == "failing":
        raise SystemExit(3)
    time.sleep(60)

if sys.argv[1] == "parent":
    # As a container's first process is: orphans become its children (PR_SET_CHILD_SUBREAPER).
    ctypes.CDLL(None).prctl(36, 1)
supervise(front, patience=0.3, stopping=lambda: None)
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


def gone(pid: int, seconds: float = PATIENCE) -> bool:
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


def test_what_a_killed_front_leaves_behind_is_reaped() -> None:
    with supervised("parent") as (process, child):
        os.kill(next_front(process), signal.SIGKILL)
        assert gone(child)
        assert process.poll() is None


def test_as_the_first_process_of_a_container_it_can_be_stopped_before_it_serves() -> None:
    """There the kernel passes on no signal that is not handled."""
    alone = ["unshare", "--map-root-user", "--pid", "--fork", "--kill-child"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no process may be the first of its own namespace here")
    process = subprocess.Popen(
        [*alone, sys.executable, "-m", "tcgraph", "query", "--file", "-"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE,
    )
    try:
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            for first in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                os.kill(int(first), signal.SIGTERM)
            time.sleep(0.1)
        assert process.poll() == 128 + signal.SIGTERM
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("kind", ["patient", "deaf"])
def test_told_to_stop_it_ends_with_its_front(kind: str) -> None:
    with supervised(kind) as (process, front):
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert gone(front)


def test_a_killed_supervisor_takes_its_front_along() -> None:
    with supervised("patient") as (process, front):
        process.kill()
        process.wait(PATIENCE)
        assert gone(front)


def test_an_exit_code_of_its_own_is_passed_on() -> None:
    with supervised("failing") as (process, _):
        assert process.wait(PATIENCE) == 3


def test_while_the_last_questions_are_answered_nobody_else_is_kept_waiting(tmp_path: Path) -> None:
    """Told to stop, a server lets go of its port, so that a proxy goes elsewhere, and finishes what it began."""
    project = empty_project(tmp_path / "p")
    facts = "".join(f"<urn:s{n}> <urn:p> {n} .\n" for n in range(2000))
    (project / "data/ttl/a.ttl").write_text(facts, encoding="utf-8")
    long = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . { SELECT * { ?d ?e ?f } LIMIT 600 } { SELECT * { ?g ?h ?i } LIMIT 8 } }"
    )
    answers: list[httpx.Response] = []
    with running(project, tmp_path / "s", query_seconds=PATIENCE, drain_seconds=PATIENCE) as up:
        asking = threading.Thread(
            target=lambda: answers.append(httpx.get(f"{up.url}/sparql", params={"query": long}, timeout=PATIENCE))
        )
        asking.start()
        time.sleep(0.5)
        up.process.terminate()
        end = time.monotonic() + PATIENCE
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
