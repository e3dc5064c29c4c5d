"""Work done at the same time in a copy of this process, which shares what is in memory and can change none of it."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def copies_are_safe() -> bool:
    """Whether this process can be copied, and there is a second core.

    A copy has no thread but the one that made it: what another had locked stays so. On macOS, system libraries do not
    bear it.
    """
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def a_core_is_free() -> bool:
    """Whether a copy would run beside this process; where others wait for every core, it only takes this one's turn."""
    return os.getloadavg()[0] < len(os.sched_getaffinity(0))


class Prefetched(Generic[T]):
    """What is worked out once: when it is asked for, or before that, while a copy of this process is waited for.

    Args:
        work: gives it.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done: list[T] = []

    def __call__(self) -> T:
        """What it is."""
        if not self._done:
            self._done.append(self._work())
        return self._done[0]

    def keep(self, done: T) -> None:
        """What it is, worked out elsewhere."""
        self._done = [done]

    def forget(self) -> None:
        """What it was worked out from is no longer so."""
        self._done.clear()


@contextmanager
def in_a_copy(work: Callable[[], object]) -> Iterator[Callable[[], Any]]:
    """Begin some work in a copy of this process.

    Args:
        work: gives what can be pickled.

    Yields:
        Waits for the work, and gives what it gave; None where it failed, or there can be no copy. Where nobody wants
        it to the end, it is broken off.
    """
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:  # no memory, or no further process, is allowed
        os.close(reading)
        os.close(writing)
        yield lambda: None
        return
    if child == 0:
        _work_and_leave(work, writing)
    os.close(writing)
    read = list[bytes]()

    def wait() -> Any:
        read.append(source.read())
        return _received(read[-1])

    try:
        with os.fdopen(reading, "rb") as source:
            yield wait
    finally:
        if not read:
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _work_and_leave(work: Callable[[], object], writing: int) -> None:
    """Never comes back: nothing of what waits to be done in this process is to be done twice."""
    status = 1
    try:
        with os.fdopen(writing, "wb") as target:
            pickle.dump(work(), target, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)


def _received(content: bytes) -> Any:
    with suppress(pickle.UnpicklingError, EOFError):
        return pickle.loads(content)  # noqa: S301 - it comes from this very program
    return None
