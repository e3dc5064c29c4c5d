"""Workers at hand: forked ahead of the questions, and made anew when the store has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

from tcgraph.errors import EngineError
from tcgraph.server.fair_queue import Lane
from tcgraph.server.processes import WorkerProcess

_SPARE = 2
"""Idle workers beyond the number that may run: one is at hand while another is being forked."""


class Forks(Protocol):
    """Who forks workers: the process that holds the store."""

    async def fork(self, memory: int) -> WorkerProcess:
        """Fork one that may use so many bytes.

        Raises:
            EngineError: it cannot be.
        """


class WorkerSupply:
    """The workers of all lanes.

    Args:
        forks: makes them.
        memory: bytes that each may use beyond what it inherits.
        low: the lane whose workers give way to others from the start.
        arrived: told a lane that has got another worker, or that may ask for one again.
    """

    def __init__(self, forks: Forks, memory: int, low: Lane, arrived: Callable[[Lane], None]) -> None:
        self._forks = forks
        self._memory = memory
        self._low = low
        self._arrived = arrived
        self._generation = 0
        self._owned: dict[WorkerProcess, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self, lane: Lane) -> None:
        """Fork the first workers of a lane."""
        for _ in range(lane.size + _SPARE):
            await self.add(lane)

    def take(self, lane: Lane) -> WorkerProcess | None:
        """An idle worker of a lane that still lives, the one used last; None where there is none."""
        while lane.idle:
            worker = lane.idle.pop()
            if not worker.gone:
                return worker
            self._owned.pop(worker, None)
        return None

    def give_back(self, worker: WorkerProcess, lane: Lane) -> None:
        """Have a worker wait for another question, or end it: it is old, lowered, or one too many."""
        current = not worker.gone and self._owned.get(worker) == self._generation
        if self._closed or not current or len(lane.idle) >= lane.size + _SPARE:
            self.discard(worker)
        elif worker.low and lane is not self._low:
            self.discard(worker)
            self.replenish(lane)
        else:
            lane.idle.append(worker)

    def discard(self, worker: WorkerProcess) -> None:
        """End a worker."""
        self._owned.pop(worker, None)
        worker.kill()

    def grow(self, lane: Lane) -> None:
        """Fork as many workers as questions wait for and may run."""
        for _ in range(min(lane.waiting_jobs, lane.size - lane.running) - lane.coming):
            self._add_soon(lane)

    def replenish(self, lane: Lane) -> None:
        """Have another worker at hand, where one of a lane has left it."""
        if len(lane.idle) + lane.coming + lane.running < lane.size + _SPARE:
            self._add_soon(lane)

    def outdate(self, lanes: Iterable[Lane]) -> None:
        """End what is idle: the store has changed. Who is busy ends after its question."""
        self._generation += 1
        for lane in lanes:
            while lane.idle:
                self.discard(lane.idle.popleft())

    def close(self) -> None:
        """End every worker; none is kept from now on."""
        self._closed = True
        for worker in list(self._owned):
            self.discard(worker)

    async def add(self, lane: Lane) -> None:
        """Fork a worker for a lane."""
        lane.coming += 1
        await self._fork(lane)

    async def _fork(self, lane: Lane) -> None:
        """Fork a worker that is counted already; one that comes after a change was forked before it, and is ended."""
        generation = self._generation
        try:
            worker = await self._forks.fork(self._memory)
        except EngineError:
            return
        finally:
            lane.coming -= 1
        if lane is self._low:
            worker.lower()
        self._owned[worker] = generation
        if self._closed or generation != self._generation:
            self.discard(worker)
        else:
            lane.idle.append(worker)
        self._arrived(lane)

    def _add_soon(self, lane: Lane) -> None:
        lane.coming += 1
        task = asyncio.create_task(self._fork(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
