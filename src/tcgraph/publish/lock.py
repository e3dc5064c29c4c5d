"""Who uses a state directory: servers share it, one of them at most accepts changes, and a restore needs it alone.

The kernel forgets a lock with the last process that holds it, however that one ended.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tcgraph.errors import EngineError

_USED = "server.lock"
_WRITTEN = "writer.lock"


class InUse(EngineError):
    """Somebody else uses the directory in a way that does not go together with this one."""


def hold(root: Path, *, write: bool) -> None:
    """Use a state directory until this process and those that it forks have ended.

    Raises:
        InUse: another server accepts changes to it, or it is just being restored.
        EngineError: it cannot be written, and changes are to be accepted.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        used = _open(root / _USED)
        if write:
            written = _open(root / _WRITTEN)
    except OSError as error:
        if write:
            raise EngineError(
                f"Cannot write in {root}: {error.strerror or error}. A server that accepts changes must."
            ) from error
        # Where this process cannot write, nobody restores anything below it either.
        return
    if not _take(used, fcntl.LOCK_SH):
        raise InUse(f"{root} is just being restored. Start the server when that is done.")
    if write and not _take(written, fcntl.LOCK_EX):
        os.close(used)
        raise InUse(f"Another server accepts changes to {root}. Stop it first, or start this one with --read-only.")


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Have a state directory to oneself.

    Raises:
        InUse: a server runs on it.
        EngineError: it cannot be written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        descriptor = _open(root / _USED)
    except OSError as error:
        raise EngineError(f"Cannot write in {root}: {error.strerror or error}.") from error
    if not _take(descriptor, fcntl.LOCK_EX):
        raise InUse(f"A server runs on {root}, or it is just being restored. Stop the server first.")
    try:
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _take(descriptor: int, kind: int) -> bool:
    """Lock a file, or close it."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    return True
