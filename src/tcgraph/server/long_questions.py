"""Long questions, moved aside: some run and give way to everybody else, some stand still until there is room."""

from __future__ import annotations

from tcgraph.server.fair_queue import ClientUsage, Job, Lane
from tcgraph.server.processes import WorkerProcess

_STOPPED = 4
"""Stopped questions for each place in the lane."""


class LongQuestions:
    """The questions that have been moved aside.

    Args:
        lane: where they run.
        usage: what clients have had.
    """

    def __init__(self, lane: Lane, usage: ClientUsage) -> None:
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
