"""When the server looks for cyclic garbage: when nobody asks, and at last all the same."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys

import pytest

from tcgraph.server import garbage
from tests.loops import run


@pytest.mark.parametrize(
    ("each", "latest", "expected"),
    [(0, 1e9, True), (1, 1e9, False), (1, 0.0, True)],
    ids=["nobody asks", "somebody always asks", "for too long"],
)
def test_it_is_collected_when_nobody_asks(
    each: int, latest: float, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_LOOK_SECONDS", 0.001)
    monkeypatch.setattr(garbage, "_SELDOM_SECONDS", 0.0)
    monkeypatch.setattr(garbage, "_LATEST_SECONDS", latest)
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: collected.append(1))
    asked = 0

    def count() -> int:
        nonlocal asked
        asked += each
        return asked

    async def look() -> None:
        task = asyncio.create_task(garbage.collect(count))
        while asked < 5 and not (each == 0 and collected):
            await asyncio.sleep(0.002)
        task.cancel()

    run(look())
    assert bool(collected) is expected


def test_the_interpreter_looks_among_the_young_alone() -> None:
    program = (
        "import gc; from tcgraph.server.garbage import leave_old_alone; leave_old_alone();"
        "seen = []; gc.callbacks.append(lambda phase, info: seen.append(info['generation']));"
        "kept = [[] for _ in range(1_000_000)]; print(max(seen), gc.get_freeze_count() > 1000)"
    )
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert told.split() == ["1", "True"]
