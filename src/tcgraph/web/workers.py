"""Who answers which question when: quick questions first, long ones aside, every client its share.

Questions start on a *quick* worker. One that takes longer than ``slow_after`` is moved aside: its process gets low
priority and counts against the *slow* lane, and a fresh quick worker is forked in its place (a millisecond). A
client with as many long questions running as it may have starts further ones in the slow lane. Hence lookups find
a free worker whatever others ask, and no client can take more than its share of the machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tcgraph.config import Settings
from tcgraph.engine.frames import Header
from tcgraph.errors import EngineError
from tcgraph.web.processes import Gone, Keeper, WorkerProcess

_MEGABYTE = 1 << 20
_GRACE = 0.01
"""Seconds that a worker has to end by its own timer: one of low priority on a busy machine may not get to it."""


class Limited(EngineError):
    """A question was ended.

    Attributes:
        limit: ``time``, ``memory``, ``busy`` or ``closing``.
    """

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        super().__init__(message)


@dataclass(slots=True)
class _Job:
    """A question on its way."""

    client: str
    header: Header
    body: bytes
    worker: asyncio.Future[WorkerProcess] | None = None
    slow: bool = False
    evicted: bool = False
    timer: asyncio.TimerHandle | None = None


@dataclass(slots=True)
class _Lane:
    """Workers of one priority, and who waits for one."""

    size: int
    per_client: int
    idle: deque[WorkerProcess] = field(default_factory=deque)
    running: int = 0
    coming: int = 0
    clients: dict[str, int] = field(default_factory=dict)
    waiting: OrderedDict[str, deque[_Job]] = field(default_factory=OrderedDict)

    def enter(self, client: str) -> None:
        self.running += 1
        self.clients[client] = self.clients.get(client, 0) + 1

    def leave(self, client: str) -> None:
        self.running -= 1
        left = self.clients.get(client, 0) - 1
        if left > 0:
            self.clients[client] = left
        else:
            self.clients.pop(client, None)

    def next(self) -> _Job | None:
        """The job whose turn it is: clients take turns, and one at its limit is passed over."""
        for client in list(self.waiting):
            if self.clients.get(client, 0) >= self.per_client:
                continue
            queue = self.waiting.pop(client)
            job = queue.popleft()
            if queue:
                self.waiting[client] = queue
            return job
        return None

    def drop(self, job: _Job) -> None:
        queue = self.waiting.get(job.client)
        if queue is not None:
            with contextlib.suppress(ValueError):
                queue.remove(job)
            if not queue:
                del self.waiting[job.client]


class WorkerPool:
    """Workers over one store.

    Args:
        keeper: started; holds the store.
        settings: sizes and limits.
        observe: told lane and seconds of each question that was answered.
    """

    def __init__(
        self, keeper: Keeper, settings: Settings, observe: Callable[[str, float], None] = lambda _lane, _seconds: None
    ) -> None:
        self._keeper = keeper
        self._settings = settings
        self.observe = observe
        self._quick = _Lane(settings.workers, max(1, settings.workers // 2))
        self._slow = _Lane(settings.slow_workers, settings.slow_per_client)
        self._waiting = 0
        self._closing = False
        self._generation = 0
        self._owner: dict[WorkerProcess, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Fork the first quick workers."""
        for _ in range(self._quick.size):
            self._quick.coming += 1
            await self._fork(self._quick)

    def status(self) -> dict[str, int]:
        """Gauges for monitoring."""
        return {
            "quick_running": self._quick.running,
            "slow_running": self._slow.running,
            "idle": len(self._quick.idle) + len(self._slow.idle),
            "waiting": self._waiting,
        }

    async def ask(self, header: Header, body: bytes, *, client: str = "", again: bool = False) -> tuple[Header, bytes]:
        """Have a question answered.

        Args:
            header: see :func:`tcgraph.engine.worker.answer`; ``seconds`` is added.
            body: the query.
            client: who asks, for fairness.
            again: whether it is asked for the second time, its first worker having been ended with the keeper.

        Returns:
            The worker's message.

        Raises:
            Limited: it took too long or too much memory, or there is no room for it.
        """
        settings = self._settings
        if self._closing:
            raise Limited("closing", "The server is shutting down.")
        if self._waiting >= settings.queue_length:
            raise Limited("busy", "Too many questions are waiting; try again in a moment.")
        header = {**header, "seconds": settings.query_seconds}
        job = _Job(client, header, body, slow=self._slow.clients.get(client, 0) >= settings.slow_per_client)
        worker = self._free_for(job) or await self._worker_for(job)
        started = time.monotonic()
        loop = asyncio.get_running_loop()
        if job.slow:
            job.timer = loop.call_later(settings.query_seconds + _GRACE, worker.kill)
        else:
            job.timer = loop.call_later(settings.slow_after, self._move_aside, job, worker)
        try:
            return await worker.ask(header, body)
        except Gone:
            took = time.monotonic() - started
            if not self._keeper.alive and not again:
                # The keeper's end was the worker's: it comes back at once, and the question is innocent.
                await asyncio.sleep(0.5)
                return await self.ask(header, body, client=client, again=True)
            if job.evicted:
                raise Limited("busy", "You have too many long questions running; try again when one is done.") from None
            if took >= settings.query_seconds - 0.005:
                raise Limited(
                    "time", f"The question took longer than {settings.query_seconds:g} seconds. Ask for less at once."
                ) from None
            raise Limited(
                "memory",
                f"The question needed more than {settings.query_memory_mb} MB of memory, or is nested too deeply.",
            ) from None
        except asyncio.CancelledError:
            # The client went away: nobody needs the answer.
            worker.kill()
            raise
        finally:
            job.timer.cancel()
            self.observe("slow" if job.slow else "quick", time.monotonic() - started)
            self._done(job, worker)

    async def renew(self) -> None:
        """Replace every worker by one forked from the store as it is now; running questions end as they began."""
        self._generation += 1
        for lane in (self._quick, self._slow):
            while lane.idle:
                self._discard(lane.idle.popleft())
        self._quick.coming += 1
        await self._fork(self._quick)

    async def close(self, seconds: float) -> None:
        """Take no more questions and give those that run some time to finish."""
        self._closing = True
        end = time.monotonic() + seconds
        while self._quick.running + self._slow.running and time.monotonic() < end:
            await asyncio.sleep(0.02)
        for worker in list(self._owner):
            self._discard(worker)

    def _free_for(self, job: _Job) -> WorkerProcess | None:
        """A worker that is free at once, where nobody waits for one."""
        lane = self._slow if job.slow else self._quick
        if lane.waiting or lane.running >= lane.size or lane.clients.get(job.client, 0) >= lane.per_client:
            return None
        while lane.idle:
            worker = lane.idle.pop()
            if not worker.gone:
                lane.enter(job.client)
                return worker
            self._owner.pop(worker, None)
        return None

    async def _worker_for(self, job: _Job) -> WorkerProcess:
        lane = self._slow if job.slow else self._quick
        job.worker = asyncio.get_running_loop().create_future()
        lane.waiting.setdefault(job.client, deque()).append(job)
        self._waiting += 1
        self._serve(lane)
        try:
            if job.worker.done():
                return job.worker.result()
            return await asyncio.wait_for(job.worker, self._settings.queue_seconds)
        except TimeoutError:
            lane.drop(job)
            raise Limited("busy", "The server is busy; try again in a moment.") from None
        except asyncio.CancelledError:
            lane.drop(job)
            if job.worker.done() and not job.worker.cancelled() and job.worker.exception() is None:
                self._done(job, job.worker.result())
            raise
        finally:
            self._waiting -= 1

    def _serve(self, lane: _Lane) -> None:
        """Hand idle workers to waiting jobs, and fork more where there is room."""
        while lane.waiting and lane.running < lane.size:
            while lane.idle and lane.idle[-1].gone:
                self._owner.pop(lane.idle.pop(), None)
            if not lane.idle:
                self._grow(lane)
                return
            job = lane.next()
            if job is None:
                return
            assert job.worker is not None
            if job.worker.done():
                continue
            lane.enter(job.client)
            job.worker.set_result(lane.idle.pop())

    def _grow(self, lane: _Lane) -> None:
        wanted = min(sum(len(queue) for queue in lane.waiting.values()), lane.size - lane.running)
        for _ in range(wanted - lane.coming):
            lane.coming += 1
            task = asyncio.create_task(self._fork(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fork(self, lane: _Lane) -> None:
        generation = self._generation
        try:
            worker = await self._keeper.fork(self._settings.query_memory_mb * _MEGABYTE)
        except EngineError:
            return
        finally:
            lane.coming -= 1
        if lane is self._slow:
            worker.lower()
        self._owner[worker] = generation
        if self._closing or generation != self._generation:
            self._discard(worker)
        else:
            lane.idle.append(worker)
        self._serve(lane)

    def _move_aside(self, job: _Job, worker: WorkerProcess) -> None:
        if self._slow.running >= self._slow.size or self._slow.clients.get(job.client, 0) >= self._slow.per_client:
            job.evicted = True
            worker.kill()
            return
        job.slow = True
        left = self._settings.query_seconds + _GRACE - self._settings.slow_after
        job.timer = asyncio.get_running_loop().call_later(max(0.0, left), worker.kill)
        worker.lower()
        self._quick.leave(job.client)
        self._slow.enter(job.client)
        if len(self._quick.idle) + self._quick.coming + self._quick.running < self._quick.size:
            self._quick.coming += 1
            task = asyncio.create_task(self._fork(self._quick))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _done(self, job: _Job, worker: WorkerProcess) -> None:
        lane = self._slow if job.slow else self._quick
        lane.leave(job.client)
        keep = not worker.gone and self._owner.get(worker) == self._generation and len(lane.idle) < lane.size
        if keep and not self._closing:
            lane.idle.append(worker)
        else:
            self._discard(worker)
        self._serve(lane)

    def _discard(self, worker: WorkerProcess) -> None:
        self._owner.pop(worker, None)
        worker.kill()
