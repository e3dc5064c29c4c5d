"""Who answers which question when: quick questions first, long ones aside, every client its share.

Questions start on a *quick* worker. One that turns out to be long is moved aside
(:mod:`.limits`): its process gets low priority and counts against the *slow* lane, and a fresh quick worker is
forked in its place, which takes a millisecond (:class:`WorkerSupply`). A client with as many long questions running as
it may have starts further ones in the slow lane, unless its last one was quick. Whose turn it is, and how much of a
lane strangers and heavy clients may have, is told in :mod:`.fair_queue`; what ends a question, in :mod:`.limits`. Hence
lookups find a free worker whatever others ask, and no client can take more than its share of the machine.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.server.fair_queue import ClientUsage, Job, WorkerQueue
from tcgraph.server.frames import Header
from tcgraph.server.limits import LimitReached, Limits, LongQuestions, QuestionWatch
from tcgraph.server.processes import ProcessEnded, WorkerProcess

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

    def __init__(self, forks: Forks, memory: int, low: WorkerQueue, arrived: Callable[[WorkerQueue], None]) -> None:
        self._forks = forks
        self._memory = memory
        self._low = low
        self._arrived = arrived
        self._generation = 0
        self._owned: dict[WorkerProcess, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self, lane: WorkerQueue) -> None:
        """Fork the first workers of a lane."""
        for _ in range(lane.size + _SPARE):
            await self.add(lane)

    def take(self, lane: WorkerQueue) -> WorkerProcess | None:
        """An idle worker of a lane that still lives, the one used last; None where there is none."""
        while lane.idle:
            worker = lane.idle.pop()
            if not worker.gone:
                return worker
            self._owned.pop(worker, None)
        return None

    def give_back(self, worker: WorkerProcess, lane: WorkerQueue) -> None:
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

    def grow(self, lane: WorkerQueue) -> None:
        """Fork as many workers as questions wait for and may run."""
        for _ in range(min(lane.waiting_jobs, lane.size - lane.running) - lane.coming):
            self._add_soon(lane)

    def replenish(self, lane: WorkerQueue) -> None:
        """Have another worker at hand, where one of a lane has left it."""
        if len(lane.idle) + lane.coming + lane.running < lane.size + _SPARE:
            self._add_soon(lane)

    def outdate(self, lanes: Iterable[WorkerQueue]) -> None:
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

    async def add(self, lane: WorkerQueue) -> None:
        """Fork a worker for a lane."""
        lane.coming += 1
        await self._fork(lane)

    async def _fork(self, lane: WorkerQueue) -> None:
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

    def _add_soon(self, lane: WorkerQueue) -> None:
        lane.coming += 1
        task = asyncio.create_task(self._fork(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_MEGABYTE = 1 << 20
_RETURN = 0.5
"""Seconds after which the store's process, having ended, is there again."""

_STRANGERS = 10
"""How far the question of a client that is not proven to ask quick ones gives way to others; see ``nice(2)``."""


class Store(Forks, Protocol):
    """The process that holds the store."""

    @property
    def alive(self) -> bool:
        """Whether it runs."""


class WorkerPool:
    """Workers over one store.

    Args:
        store: started.
        settings: sizes and limits.
        observe: told lane and seconds of each question that was answered.
    """

    def __init__(
        self, store: Store, settings: Settings, observe: Callable[[str, float], None] = lambda _lane, _seconds: None
    ) -> None:
        self._store = store
        self._slow_after = settings.slow_after
        self.observe = observe
        self._limits = Limits.of(settings)
        self._usage = ClientUsage()
        half = max(1, settings.workers // 2)
        all_but_one, slow = max(1, settings.workers - 1), settings.slow_workers
        self._quick = WorkerQueue(settings.workers, half, half, all_but_one, self._usage)
        self._slow = WorkerQueue(slow, settings.slow_per_client, slow, slow, self._usage)
        self._long = LongQuestions(self._slow, self._usage)
        self._supply = WorkerSupply(store, settings.query_memory_mb * _MEGABYTE, self._slow, self._serve)
        self._waiting = 0
        self._closing = False

    async def start(self) -> None:
        """Fork the first quick workers."""
        await self._supply.start(self._quick)

    def status(self) -> dict[str, int]:
        """Gauges for monitoring."""
        return {
            "quick_running": self._quick.running,
            "slow_running": self._slow.running,
            "idle": len(self._quick.idle) + len(self._slow.idle),
            "stopped": self._long.stopped,
            "waiting": self._waiting,
        }

    async def ask(self, header: Header, body: bytes, *, client: str = "") -> tuple[Header, bytes]:
        """Have a question answered.

        Args:
            header: see :func:`tcgraph.server.worker.answer`; ``seconds`` is added.
            body: the query.
            client: who asks, for fairness.

        Returns:
            The worker's message.

        Raises:
            LimitReached: it took too long or too much memory, or there is no room for it.
        """
        try:
            return await self._ask(header, body, client, again=False)
        except ProcessEnded:
            # The store's end was the worker's: it comes back at once, and the question is innocent.
            await asyncio.sleep(_RETURN)
        return await self._ask(header, body, client, again=True)

    async def renew(self) -> None:
        """Replace every worker by one forked from the store as it is now; running questions end as they began."""
        self._supply.outdate((self._quick, self._slow))
        await self._supply.add(self._quick)

    async def close(self, seconds: float) -> None:
        """Take no more questions and give those that run some time to finish."""
        self._closing = True
        end = time.monotonic() + seconds
        while self._quick.running + self._slow.running + self._long.stopped and time.monotonic() < end:
            await asyncio.sleep(0.02)
        self._supply.close()

    async def _ask(self, header: Header, body: bytes, client: str, *, again: bool) -> tuple[Header, bytes]:
        """Have a question answered.

        Raises:
            LimitReached: as for :meth:`ask`.
            ProcessEnded: its worker ended with the store, and it is not asked ``again`` already.
        """
        self._limits.admit(self._waiting, closing=self._closing)
        # Several people may share an address: two long questions of one must not hold up what the others look up.
        job = Job(client, slow=self._long.crowded(client) and not self._usage.is_proven(client))
        worker = self._free_for(job) or await self._worker_for(job)
        started = time.monotonic()
        watch = self._watched(job, worker)
        try:
            return await worker.ask({**header, "seconds": self._limits.seconds}, body)
        except ProcessEnded:
            if not (self._store.alive or again):
                raise
            raise self._limits.met(time.monotonic() - started, evicted=job.evicted) from None
        except asyncio.CancelledError:
            # The client went away: nobody needs the answer.
            worker.kill()
            raise
        finally:
            watch.stop()
            self._count(job, time.monotonic() - started)
            self._done(job, worker)

    def _watched(self, job: Job, worker: WorkerProcess) -> QuestionWatch:
        """Have a question looked after that begins now, at the priority that its client's questions have."""

        def soon() -> bool:
            # Of a heavy client it is likely to be a long one, and to find out should cost the others little.
            return job.heavy or (bool(self._quick.waiting) and self._slow.has_room_for(job.client))

        watch = QuestionWatch(
            worker, self._limits.seconds, self._slow_after, soon, lambda: self._move_aside(job, worker)
        )
        if job.slow:
            watch.wait_for_end()
            return watch
        if job.unproven:
            worker.lower(None if job.heavy else _STRANGERS)
        watch.look_on()
        return watch

    def _move_aside(self, job: Job, worker: WorkerProcess) -> None:
        if not self._long.has_room_for(job.client):
            job.evicted = True
            worker.kill()
            return
        self._quick.leave(job)
        self._long.take(job, worker)
        self._supply.replenish(self._quick)
        self._serve(self._quick)

    def _count(self, job: Job, took: float) -> None:
        """Note what a client has had. Only long questions count: it may ask as many quick ones as there is room for."""
        self.observe("slow" if job.slow else "quick", took)
        if job.slow or job.evicted:
            self._usage.add(job.client, took)
        else:
            self._usage.add_quick(job.client)

    def _free_for(self, job: Job) -> WorkerProcess | None:
        """A worker that is free at once, where nobody waits for one."""
        lane = self._lane_of(job)
        if lane.waiting or not lane.has_room_for(job.client):
            return None
        worker = self._supply.take(lane)
        if worker is not None:
            lane.enter(job)
        return worker

    async def _worker_for(self, job: Job) -> WorkerProcess:
        lane = self._lane_of(job)
        loop = asyncio.get_running_loop()
        job.worker = loop.create_future()
        lane.wait(job)
        self._waiting += 1
        self._serve(lane)
        timer = loop.call_later(self._limits.queue_seconds, _expire, job.worker)
        try:
            return await job.worker
        except TimeoutError:
            lane.drop(job)
            raise LimitReached("busy", "The server is busy; try again in a moment.") from None
        except asyncio.CancelledError:
            lane.drop(job)
            if job.worker.done() and not job.worker.cancelled() and job.worker.exception() is None:
                self._done(job, job.worker.result())
            raise
        finally:
            timer.cancel()
            self._waiting -= 1

    def _serve(self, lane: WorkerQueue) -> None:
        """Hand idle workers to waiting jobs, and have more forked where there is room."""
        while lane.waiting and lane.running < lane.size:
            worker = self._supply.take(lane)
            if worker is None:
                self._supply.grow(lane)
                return
            job = lane.next()
            while job is not None and job.worker is not None and job.worker.done():
                job = lane.next()
            if job is None or job.worker is None:
                lane.idle.append(worker)
                return
            lane.enter(job)
            job.worker.set_result(worker)

    def _done(self, job: Job, worker: WorkerProcess) -> None:
        if self._long.drop(job):
            self._supply.discard(worker)
            return
        lane = self._lane_of(job)
        lane.leave(job)
        if job.slow:
            self._long.resume()
        self._supply.give_back(worker, lane)
        self._serve(lane)

    def _lane_of(self, job: Job) -> WorkerQueue:
        return self._slow if job.slow else self._quick


def _expire(waited: asyncio.Future[WorkerProcess]) -> None:
    if not waited.done():
        waited.set_exception(TimeoutError())
