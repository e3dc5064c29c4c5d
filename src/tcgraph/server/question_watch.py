"""Looks at a question while it runs: is it a long one by now, and is its time over?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tcgraph.server.processes import WorkerProcess

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
