"""Who answers which question when: quick questions first, long ones aside, every client its share.

Questions start on a *quick* worker. One whose worker has been busy for ``slow_after`` (or for a fraction of it, while
others wait) is moved aside: its process gets low priority and counts against the *slow* lane, and a fresh quick worker
is forked in its place (a millisecond). What counts is processor time, so that a busy machine makes no question long.
When that lane is full the process is stopped, and goes on when there is room. A client with as many long questions
running as it may have starts further ones in the slow lane, unless its last one was quick. A place is kept for clients
whose last question was quick; that of a stranger runs at a lower priority, and a crowd of strangers has not all places.
Of several processors one is kept free of strangers and of what was moved aside. Hence lookups find a free worker
whatever others ask, and no client can take more than its share of the machine.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.server.fair_queue import Job, Lane, Usage
from tcgraph.server.frames import Header
from tcgraph.server.processes import Gone, Keeper, WorkerProcess

_MEGABYTE = 1 << 20
_SPARE = 2
"""Idle quick workers beyond the number that may run: one is at hand while another is being forked."""

_STOPPED = 4
"""Stopped questions for each place in the slow lane."""

_LOOK = 0.01
"""Seconds between two looks at a running question."""

_STRANGERS = 10
"""How far the question of a client that is not proven to ask quick ones gives way to others; see ``nice(2)``."""

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
        self._usage = Usage()
        half = max(1, settings.workers // 2)
        all_but_one, slow = max(1, settings.workers - 1), settings.slow_workers
        self._quick = Lane(settings.workers, half, half, all_but_one, self._usage)
        self._slow = Lane(slow, settings.slow_per_client, slow, slow, self._usage)
        self._stopped: dict[Job, WorkerProcess] = {}
        self._waiting = 0
        self._closing = False
        self._generation = 0
        self._owner: dict[WorkerProcess, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Fork the first quick workers."""
        for _ in range(self._quick.size + _SPARE):
            self._quick.coming += 1
            await self._fork(self._quick)

    def status(self) -> dict[str, int]:
        """Gauges for monitoring."""
        return {
            "quick_running": self._quick.running,
            "slow_running": self._slow.running,
            "idle": len(self._quick.idle) + len(self._slow.idle),
            "stopped": len(self._stopped),
            "waiting": self._waiting,
        }

    async def ask(self, header: Header, body: bytes, *, client: str = "", again: bool = False) -> tuple[Header, bytes]:
        """Have a question answered.

        Args:
            header: see :func:`tcgraph.server.worker.answer`; ``seconds`` is added.
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
        crowded = self._slow.clients.get(client, 0) >= settings.slow_per_client
        # Several people may share an address: two long questions of one must not hold up what the others look up.
        job = Job(client, header, body, slow=crowded and not self._usage.is_proven(client))
        worker = self._free_for(job) or await self._worker_for(job)
        started = time.monotonic()
        loop = asyncio.get_running_loop()
        end = loop.time() + settings.query_seconds + _GRACE
        if job.slow:
            job.timer = loop.call_at(end, worker.kill)
        else:
            if job.unproven and job.heavy:
                worker.lower()
            elif job.unproven:
                worker.lower(_STRANGERS)
            job.timer = loop.call_later(_LOOK, self._look, job, worker, end)
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
            took = time.monotonic() - started
            self.observe("slow" if job.slow else "quick", took)
            if job.slow or job.evicted:
                # Only long questions count: a client may ask as many quick ones as there is room for.
                self._usage.add(client, took)
            else:
                self._usage.add_quick(client)
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
        while self._quick.running + self._slow.running + len(self._stopped) and time.monotonic() < end:
            await asyncio.sleep(0.02)
        for worker in list(self._owner):
            self._discard(worker)

    def _free_for(self, job: Job) -> WorkerProcess | None:
        """A worker that is free at once, where nobody waits for one."""
        lane = self._slow if job.slow else self._quick
        if lane.waiting or not lane.has_room_for(job.client):
            return None
        while lane.idle:
            worker = lane.idle.pop()
            if not worker.gone:
                lane.enter(job)
                return worker
            self._owner.pop(worker, None)
        return None

    async def _worker_for(self, job: Job) -> WorkerProcess:
        lane = self._slow if job.slow else self._quick
        loop = asyncio.get_running_loop()
        job.worker = loop.create_future()
        lane.wait(job)
        self._waiting += 1
        self._serve(lane)
        timer = loop.call_later(self._settings.queue_seconds, _expire, job.worker)
        try:
            return await job.worker
        except TimeoutError:
            lane.drop(job)
            raise Limited("busy", "The server is busy; try again in a moment.") from None
        except asyncio.CancelledError:
            lane.drop(job)
            if job.worker.done() and not job.worker.cancelled() and job.worker.exception() is None:
                self._done(job, job.worker.result())
            raise
        finally:
            timer.cancel()
            self._waiting -= 1

    def _serve(self, lane: Lane) -> None:
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
            lane.enter(job)
            job.worker.set_result(lane.idle.pop())

    def _grow(self, lane: Lane) -> None:
        wanted = min(sum(len(queue) for queue in lane.waiting.values()), lane.size - lane.running)
        for _ in range(wanted - lane.coming):
            lane.coming += 1
            task = asyncio.create_task(self._fork(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fork(self, lane: Lane) -> None:
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

    def _look(self, job: Job, worker: WorkerProcess, end: float) -> None:
        """Look at a question that runs on a quick worker, again and again until it is done or moved aside."""
        loop = asyncio.get_running_loop()
        used = worker.processor_seconds()
        if job.had is None:
            # What the worker had used before the question is not known; the first look is soon enough after.
            job.had = used
        # Of a heavy client it is likely to be a long one, and to find out should cost the others little.
        soon = job.heavy or (bool(self._quick.waiting) and self._slow.has_room_for(job.client))
        if used - job.had >= (_LOOK if soon else self._settings.slow_after - _LOOK):
            self._move_aside(job, worker, end)
        elif loop.time() >= end:
            worker.kill()
        else:
            job.timer = loop.call_later(_LOOK, self._look, job, worker, end)

    def _move_aside(self, job: Job, worker: WorkerProcess, end: float) -> None:
        slow = self._slow
        full = len(self._stopped) >= _STOPPED * slow.size
        if slow.clients.get(job.client, 0) >= slow.per_client or (slow.running >= slow.size and full):
            job.evicted = True
            worker.kill()
            return
        job.timer = asyncio.get_running_loop().call_at(end, worker.kill)
        worker.lower()
        self._quick.leave(job)
        if slow.running < slow.size:
            job.slow = True
            slow.enter(job)
        else:
            self._stopped[job] = worker
            worker.stop()
        self._replenish()
        self._serve(self._quick)

    def _replenish(self) -> None:
        """Have another quick worker at hand."""
        if len(self._quick.idle) + self._quick.coming + self._quick.running < self._quick.size + _SPARE:
            self._quick.coming += 1
            task = asyncio.create_task(self._fork(self._quick))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _resume(self) -> None:
        """Let stopped questions go on where there is room, that of the client first who has had the least."""
        slow = self._slow
        while slow.running < slow.size:
            ready = [job for job in self._stopped if slow.has_room_for(job.client)]
            if not ready:
                return
            job = min(ready, key=lambda job: self._usage.of(job.client))
            job.slow = True
            slow.enter(job)
            self._stopped.pop(job).resume()

    def _done(self, job: Job, worker: WorkerProcess) -> None:
        if self._stopped.pop(job, None) is not None:
            self._discard(worker)
            return
        lane = self._slow if job.slow else self._quick
        lane.leave(job)
        if job.slow:
            self._resume()
        keep = not worker.gone and self._owner.get(worker) == self._generation and len(lane.idle) < lane.size + _SPARE
        if self._closing or not keep:
            self._discard(worker)
        elif worker.low and not job.slow:
            self._discard(worker)
            self._replenish()
        else:
            lane.idle.append(worker)
        self._serve(lane)

    def _discard(self, worker: WorkerProcess) -> None:
        self._owner.pop(worker, None)
        worker.kill()


def _expire(waited: asyncio.Future[WorkerProcess]) -> None:
    if not waited.done():
        waited.set_exception(TimeoutError())
