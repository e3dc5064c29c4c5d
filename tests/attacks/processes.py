"""A server's processes as the kernel knows them: supervisor, front, keeper, workers, each below the one before."""

from __future__ import annotations

import threading
from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes that a process started and that still run."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text(encoding="ascii").split())
    except OSError:
        return []
    return found


def front_of(server: int) -> int:
    """The process that speaks HTTP, below the one that was started."""
    return next(child for child in children(server) if children(child))


def keeper_of(server: int) -> int:
    """The process that holds the graph, below the front."""
    return next(child for child in children(front_of(server)) if b"tcgraph.server.fork_server" in _command(child))


def workers_of(server: int) -> list[int]:
    """The processes that answer questions, below the keeper."""
    return children(keeper_of(server))


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def memory(pid: int, name: str) -> int:
    """A figure of ``/proc/PID/status`` in bytes, 0 when the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith(f"{name}:")), 0)


class Watch:
    """Notes the most memory that any worker was seen with.

    Args:
        server: its first process.
    """

    def __init__(self, server: int) -> None:
        self._server = server
        self._over = threading.Event()
        self.most = 0
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.03):
            for worker in workers_of(self._server):
                self.most = max(self.most, memory(worker, "VmRSS"))
