"""The process that holds the port and starts the front again when something has ended it.

Clients that connect in between wait in the listening socket's queue. The next front is forked, with everything that
it needs already imported; the graph it loads anew, with every change that was acknowledged.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable

from tcgraph.server.worker import die_with_parent

_LOG = logging.getLogger("tcgraph.http")
_STOP = (signal.SIGTERM, signal.SIGINT)
_LOOK_SECONDS = 2.0
"""How often it is looked whether a front that was told to stop has."""

_HASTE_SECONDS = 1.0
"""A front that ended sooner than this is not started again at once."""


def supervise(front: Callable[[], None], *, patience: float, stopping: Callable[[], None]) -> None:
    """Run the front in a child process until told to stop (SIGTERM, SIGINT) or until it ends of itself.

    A front that a signal has ended is started again. No thread may run yet: the child is forked, and returns from
    here like its parent when it is done. Where the kernel cannot end a front together with its supervisor (anything
    but Linux), the front runs in this process and nobody starts it again.

    Args:
        front: serves until told to stop.
        patience: how many seconds a front may take to stop before it is ended.
        stopping: called when told to stop, to let go of the port: nobody is to wait there for a front that will not
            come.

    Raises:
        SystemExit: the front ended of itself with another code than 0, which is passed on.
    """
    if sys.platform != "linux":
        front()
        return
    own = os.getpid()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {*_STOP, signal.SIGCHLD})
    while True:
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            # What a container's first process does when told to stop is not what its child does.
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            _belong_to(own)
            front()
            return
        stopped, code = _watch(child, patience, stopping)
        if stopped or code >= 0:
            break
        _LOG.error("the front was ended by %s; starting it again", signal.Signals(-code).name)
        if time.monotonic() - started < _HASTE_SECONDS:
            time.sleep(_HASTE_SECONDS)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    if code > 0:
        raise SystemExit(code)


def _belong_to(parent: int) -> None:
    """End with the supervisor, and leave it to pass on what a terminal sends to a group of processes."""
    die_with_parent()
    if os.getppid() != parent:
        raise SystemExit(1)
    os.setpgid(0, 0)


def _watch(child: int, patience: float, stopping: Callable[[], None]) -> tuple[bool, int]:
    """Wait for a child's end; signals to stop are passed on to it, and it has to heed them in time.

    Returns:
        Whether it was told to stop, and its exit code, negative for the signal that ended it.
    """
    end: float | None = None
    while True:
        received = signal.sigtimedwait({*_STOP, signal.SIGCHLD}, _LOOK_SECONDS)
        if received is not None and received.si_signo in _STOP:
            end = end or time.monotonic() + patience
            stopping()
            os.kill(child, received.si_signo)
        elif end is not None and time.monotonic() > end:
            _LOG.error("the front did not stop within %g seconds; ending it", patience)
            os.kill(child, signal.SIGKILL)
        status = _reap(child)
        if status is not None:
            return end is not None, os.waitstatus_to_exitcode(status)


def _reap(child: int) -> int | None:
    """Take leave of every process that has ended, and say the child's status if it is among them.

    There are others where this is a container's first process: it inherits those of a front that was ended.
    """
    while True:
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended in (0, child):
            return status if ended else None
