"""What a question may take, and long ones moved aside: some give way to everybody else, some stand still for a while.

Each question is looked at while it runs: is it a long one by now, and is its time over?
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.server.fair_queue import ClientUsage, Job, WorkerQueue
from tcgraph.server.processes import WorkerProcess

_SLACK = 0.005
"""Seconds by which a clock may be early."""


class LimitReached(EngineError):
    """A question was ended.

    Attributes:
        limit: ``time``, ``memory``, ``busy`` or ``closing``.
    """

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of every question.

    Attributes:
        seconds: how long one may run.
        memory_mb: how much memory one may have beyond what its worker inherits.
        queue: how many may wait.
        queue_seconds: how long one may wait.
    """

    seconds: float
    memory_mb: int
    queue: int
    queue_seconds: float

    @staticmethod
    def of(settings: Settings) -> Limits:
        """Those that the settings name."""
        return Limits(settings.query_seconds, settings.query_memory_mb, settings.queue_length, settings.queue_seconds)

    def admit(self, waiting: int, *, closing: bool) -> None:
        """Let a question in.

        Args:
            waiting: how many wait already.
            closing: whether the server is shutting down.

        Raises:
            LimitReached: it cannot come in.
        """
        if closing:
            raise LimitReached("closing", "The server is shutting down.")
        if waiting >= self.queue:
            raise LimitReached("busy", "Too many questions are waiting; try again in a moment.")

    def met(self, took: float, *, evicted: bool) -> LimitReached:
        """The limit that a question met whose worker is gone.

        Args:
            took: how many seconds it ran.
            evicted: whether it was ended because its client has too many long questions running.
        """
        if evicted:
            return LimitReached("busy", "You have too many long questions running; try again when one is done.")
        if took >= self.seconds - _SLACK:
            return LimitReached(
                "time", f"The question took longer than {self.seconds:g} seconds. Ask for less at once."
            )
        return LimitReached(
            "memory", f"The question needed more than {self.memory_mb} MB of memory, or is nested too deeply."
        )


_STOPPED = 4
"""Stopped questions for each place in the lane."""


class LongQuestions:
    """The questions that have been moved aside.

    Args:
        lane: where they run.
        usage: what clients have had.
    """

    def __init__(self, lane: WorkerQueue, usage: ClientUsage) -> None:
        self._lane = lane
        self._usage = usage
        self._stopped: dict[Job, WorkerProcess] = {}

    @property
    def stopped(self) -> int:
        """How many stand still."""
        return len(self._stopped)

    def crowded(self, client: str) -> bool:
        """Whether a client has as many of them as it may have."""
        return self._lane.clients.get(client, 0) >= self._lane.per_client

    def has_room_for(self, client: str) -> bool:
        """Whether one more of a client may run or stand still."""
        full = self._lane.running >= self._lane.size and len(self._stopped) >= _STOPPED * self._lane.size
        return not full and not self.crowded(client)

    def take(self, job: Job, worker: WorkerProcess) -> None:
        """Move a question aside for which there is room, and which has left its lane."""
        worker.lower()
        if self._lane.running < self._lane.size:
            self._enter(job)
        else:
            self._stopped[job] = worker
            worker.stop()

    def drop(self, job: Job) -> bool:
        """Forget a question that is done; whether it stood still."""
        return self._stopped.pop(job, None) is not None

    def resume(self) -> None:
        """Let stopped questions go on where there is room, that of the client first who has had the least."""
        while self._lane.running < self._lane.size:
            ready = [job for job in self._stopped if self._lane.has_room_for(job.client)]
            if not ready:
                return
            job = min(ready, key=lambda job: self._usage.of(job.client))
            self._enter(job)
            self._stopped.pop(job).resume()

    def _enter(self, job: Job) -> None:
        job.slow = True
        self._lane.enter(job)


_LOOK = 0.01
"""Seconds between two looks."""

_GRACE = 0.01
"""Seconds that a worker has to end by its own timer: one of low priority on a busy machine may not get to it."""


class QuestionWatch:
    """Watches one question.

    What counts for a long one is processor time, so that a busy machine makes no question long.

    Args:
        worker: answers it; ended when its time is over.
        seconds: how long it may run.
        slow_after: seconds of processor time from which on it is a long one.
        soon: whether it counts as a long one at the first sign: others wait, or its client is known for such.
        long: called once, when it is one.
    """

    def __init__(
        self,
        worker: WorkerProcess,
        seconds: float,
        slow_after: float,
        soon: Callable[[], bool],
        long: Callable[[], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._worker = worker
        self._end = self._loop.time() + seconds + _GRACE
        self._slow_after = slow_after
        self._soon = soon
        self._long = long
        self._had: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def look_on(self) -> None:
        """Look again and again until the question is a long one."""
        self._timer = self._loop.call_later(_LOOK, self._look)

    def wait_for_end(self) -> None:
        """Look no more; end it when its time is over."""
        self.stop()
        self._timer = self._loop.call_at(self._end, self._worker.kill)

    def stop(self) -> None:
        """It is done."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        used = self._worker.processor_seconds()
        if self._had is None:
            # What the worker had used before the question is not known; the first look is soon enough after.
            self._had = used
        if used - self._had >= (_LOOK if self._soon() else self._slow_after - _LOOK):
            self.wait_for_end()
            self._long()
        elif self._loop.time() >= self._end:
            self._worker.kill()
        else:
            self.look_on()
