"""Who waits for a worker, and whose turn it is: the client whose long questions took least of late."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from tcgraph.server.processes import WorkerProcess

_HALF_LIFE = 10.0
"""Seconds after which half of what a client has had is forgotten."""

_HEAVY = 0.5
"""Seconds, as :class:`ClientUsage` reckons, beyond which a client is a heavy one."""

_CLIENTS = 10_000


@dataclass(slots=True, eq=False)
class Job:
    """A question on its way.

    Attributes:
        client: who asks.
        slow: whether it is in the slow lane.
        heavy: whether its client was a heavy one when it entered its lane.
        unproven: whether it was of a client whose last question was not known to be quick.
        evicted: whether it was ended because its client has too many long questions running.
        worker: who is to answer it, where it must wait for one.
    """

    client: str
    slow: bool = False
    heavy: bool = False
    unproven: bool = False
    evicted: bool = False
    worker: asyncio.Future[WorkerProcess] | None = None


class ClientUsage:
    """Seconds of long questions that each client has had, the more recent the more they count; who asks quick ones."""

    def __init__(self) -> None:
        self._had: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._quick: OrderedDict[str, None] = OrderedDict()

    def add(self, client: str, seconds: float) -> None:
        """Count a long question."""
        now = time.monotonic()
        self._had[client] = (self.of(client) + seconds, now)
        self._had.move_to_end(client)
        if len(self._had) > _CLIENTS:
            self._had.popitem(last=False)
        self._quick.pop(client, None)

    def add_quick(self, client: str) -> None:
        """Note a quick question; it costs a client nothing."""
        self._quick[client] = None
        self._quick.move_to_end(client)
        if len(self._quick) > _CLIENTS:
            self._quick.popitem(last=False)

    def of(self, client: str) -> float:
        """What a client has had."""
        seconds, then = self._had.get(client, (0.0, 0.0))
        return seconds * 0.5 ** ((time.monotonic() - then) / _HALF_LIFE) if seconds else 0.0

    def is_proven(self, client: str) -> bool:
        """Whether the last question of a client was quick, so that its next is likely to be."""
        return client in self._quick

    def rank(self, client: str) -> tuple[bool, float]:
        """Who comes first: those that are proven, then who has had least."""
        return client not in self._quick, self.of(client)


@dataclass(slots=True)
class WorkerQueue:
    """Workers of one priority, and who waits for one.

    Attributes:
        size: how many questions may run.
        per_client: how many of one client.
        for_heavy: how many of heavy clients, all together; the others find the rest free.
        for_unproven: how many of clients that are not proven to be quick, heavy ones among them; so that a crowd of
            strangers, all of whom come at once, takes no place from those who look things up.
        usage: what clients have had, in any lane.
    """

    size: int
    per_client: int
    for_heavy: int
    for_unproven: int
    usage: ClientUsage
    idle: deque[WorkerProcess] = field(default_factory=deque)
    running: int = 0
    heavy: int = 0
    unproven: int = 0
    coming: int = 0
    clients: dict[str, int] = field(default_factory=dict)
    waiting: OrderedDict[str, deque[Job]] = field(default_factory=OrderedDict)

    @property
    def waiting_jobs(self) -> int:
        """How many questions wait."""
        return sum(len(queue) for queue in self.waiting.values())

    def has_room_for(self, client: str) -> bool:
        """Whether one more question of a client may run."""
        return self.running < self.size and self._may_enter(client)

    def enter(self, job: Job) -> None:
        """A question begins, or comes from another lane."""
        job.heavy = self.usage.of(job.client) > _HEAVY
        self.heavy += job.heavy
        job.unproven = not self.usage.is_proven(job.client)
        self.unproven += job.unproven
        self.running += 1
        self.clients[job.client] = self.clients.get(job.client, 0) + 1

    def leave(self, job: Job) -> None:
        """It ends, or goes to another lane."""
        self.heavy -= job.heavy
        self.unproven -= job.unproven
        self.running -= 1
        left = self.clients.get(job.client, 0) - 1
        if left > 0:
            self.clients[job.client] = left
        else:
            self.clients.pop(job.client, None)

    def wait(self, job: Job) -> None:
        """Have a job wait."""
        self.waiting.setdefault(job.client, deque()).append(job)

    def next(self) -> Job | None:
        """The job whose turn it is; clients at their limit are passed over."""
        ready = [client for client in self.waiting if self._may_enter(client)]
        if not ready:
            return None
        client = ready[0] if len(ready) == 1 else min(ready, key=self.usage.rank)
        # Among those that have had nothing, who has just been served waits for the others.
        queue = self.waiting.pop(client)
        job = queue.popleft()
        if queue:
            self.waiting[client] = queue
        return job

    def drop(self, job: Job) -> None:
        """Let a job wait no longer."""
        queue = self.waiting.get(job.client)
        if queue is not None:
            with contextlib.suppress(ValueError):
                queue.remove(job)
            if not queue:
                del self.waiting[job.client]

    def _may_enter(self, client: str) -> bool:
        if self.clients.get(client, 0) >= self.per_client:
            return False
        if self.unproven >= self.for_unproven and not self.usage.is_proven(client):
            return False
        return self.heavy < self.for_heavy or self.usage.of(client) <= _HEAVY
