"""The supervisor by itself, over fronts that only wait: started again when killed, stopped when told."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

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

supervise(front, lambda: None, patience=0.3)
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
