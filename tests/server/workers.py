"""Workers that are no processes, for tests of who gets which when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from tcgraph.errors import EngineError
from tcgraph.server.processes import ProcessEnded, WorkerProcess


class Worker:
    """Answers when a test says so; remembers what is done to it."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.gone = False
        self.low = False
        self.used = 0.0
        self.asked = 0
        self._answer: asyncio.Future[Any] | None = None

    def ask(self, header: object, body: bytes) -> asyncio.Future[Any]:
        self.asked += 1
        self._answer = asyncio.get_running_loop().create_future()
        return self._answer

    @property
    def waits(self) -> bool:
        return self._answer is not None and not self._answer.done()

    def answer(self) -> None:
        assert self._answer is not None
        self._answer.set_result(({"status": "ok"}, b""))

    def processor_seconds(self) -> float:
        return self.used

    def lower(self, nice: int | None = None) -> None:
        self.low = True
        self.done.append("idle" if nice is None else f"nice {nice}")

    def stop(self) -> None:
        self.done.append("stop")

    def resume(self) -> None:
        self.done.append("resume")

    def kill(self) -> None:
        self.done.append("kill")
        self.gone = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ProcessEnded("The worker has ended."))


def as_process(worker: Worker) -> WorkerProcess:
    return cast("WorkerProcess", worker)


class Store:
    """Forks such workers, at once."""

    alive = True

    def __init__(self, *, fails: Callable[[], bool] = lambda: False) -> None:
        self.made: list[Worker] = []
        self.memory: list[int] = []
        self._fails = fails

    async def fork(self, memory: int) -> WorkerProcess:
        await asyncio.sleep(0)
        if self._fails():
            raise EngineError("no more")
        self.memory.append(memory)
        self.made.append(Worker())
        return as_process(self.made[-1])
