"""A question is a long one by the processor time that it took, and ends when its time is over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tcgraph.server.limits import QuestionWatch
from tests.loops import run
from tests.server.workers import Worker, as_process


class Time:
    """A loop's clock, which stands still until a test moves it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loop = asyncio.get_running_loop()
        self.now = 100.0
        self._due: list[tuple[float, Callable[..., object]]] = []
        monkeypatch.setattr(loop, "time", lambda: self.now)
        monkeypatch.setattr(loop, "call_at", self._at)
        monkeypatch.setattr(loop, "call_later", lambda seconds, call: self._at(self.now + seconds, call))

    def _at(self, when: float, call: Callable[[], object]) -> Any:
        entry = (when, call)
        self._due.append(entry)

        class Handle:
            def cancel(_) -> None:  # noqa: N805
                if entry in self._due:
                    self._due.remove(entry)

        return Handle()

    def pass_by(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [entry for entry in self._due if entry[0] <= end]:
            entry = min(due, key=lambda each: each[0])
            self._due.remove(entry)
            self.now = entry[0]
            entry[1]()
        self.now = end


def watched(monkeypatch: pytest.MonkeyPatch, *, soon: bool = False) -> tuple[Time, Worker, QuestionWatch, list[str]]:
    time, worker, told = Time(monkeypatch), Worker(), list[str]()
    watch = QuestionWatch(as_process(worker), 2.0, 0.1, lambda: soon, lambda: told.append("long"))
    return time, worker, watch, told


def test_one_that_waits_for_others_is_not_long_and_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        time, worker, watch, told = watched(monkeypatch)
        watch.look_on()
        time.pass_by(1.99)
        assert not worker.gone
        time.pass_by(0.05)
        assert (worker.gone, told) == (True, [])

    run(check())


def test_one_that_takes_processor_time_is_long_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        time, worker, watch, told = watched(monkeypatch)
        worker.used = 7.0
        watch.look_on()
        time.pass_by(0.015)
        worker.used = 7.08
        time.pass_by(0.05)
        assert told == []
        worker.used = 7.1
        time.pass_by(0.5)
        assert (told, worker.gone) == (["long"], False)
        time.pass_by(2)
        assert worker.gone

    run(check())


def test_while_others_wait_it_is_long_at_the_first_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        time, worker, watch, told = watched(monkeypatch, soon=True)
        watch.look_on()
        time.pass_by(0.015)
        worker.used = 0.011
        time.pass_by(0.01)
        assert told == ["long"]

    run(check())


def test_one_that_is_done_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        time, worker, watch, told = watched(monkeypatch)
        watch.look_on()
        watch.stop()
        worker.used = 9.0
        time.pass_by(9)
        assert (worker.gone, told) == (False, [])

    run(check())


def test_one_of_the_slow_lane_is_ended_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        time, worker, watch, _ = watched(monkeypatch)
        watch.wait_for_end()
        time.pass_by(2)
        assert not worker.gone
        time.pass_by(0.02)
        assert worker.gone

    run(check())
