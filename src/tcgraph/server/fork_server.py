"""The process that keeps the loaded store and forks workers from it: single-threaded, so that forking is safe.

It is told what to do on a Unix socket, one JSON line at a time, and answers each with one:

* ``{"do": "fork", "memory": n}`` with the worker's connection as passed descriptor → ``{"pid": n}`` with a pidfd;
* ``{"do": "apply"}`` with a file as passed descriptor → ``{"quads": n}``; see :func:`apply`.

The end of the socket is the end of the process and of every worker.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, Quad, parse
from tcgraph.server.worker import die_with_parent, work

_LINE = 4096
_LOOKED_THROUGH = 2_000_000
"""Quads up to which the planner's counts are made here, for all workers."""

Trial = Callable[[EmbeddedEngine, socket.socket, int], None]
"""What a forked copy does with an update: see :mod:`tcgraph.server.dry_run`."""


def keep(control: socket.socket, dump: Path | None, trial: Trial | None) -> None:
    """Load a dump and serve the control socket until it closes.

    Args:
        control: a connected Unix stream socket.
        dump: N-Quads; None starts with nothing.
        trial: tries an update in a fork; None where nothing is ever changed.
    """
    # Reaped by the kernel: nobody waits for a worker, a pidfd tells who is still there.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    engine = EmbeddedEngine()
    store = engine.store
    if dump is not None:
        # Not Store.load: that renames blank nodes, and a journal of changes names them.
        store.bulk_extend(parse(dump, GraphFormat.N_QUADS))
    held = len(store)
    engine.repeats.look()
    if held <= _LOOKED_THROUGH:
        engine.counts.look_ahead()
    _say(control, {"quads": held})
    while True:
        line, descriptors, _, _ = socket.recv_fds(control, _LINE, 1)
        if not line:
            return
        request = json.loads(line)
        try:
            if request["do"] == "fork":
                _fork(engine, control, descriptors[0], request, trial)
            else:
                with os.fdopen(descriptors[0], "rb") as change:
                    engine.repeats.added(apply(store, change.read()))
                _say(control, {"quads": len(store)})
        except OSError as error:
            _say(control, {"error": str(error)})


def apply(store: pyoxigraph.Store, change: bytes) -> list[Quad]:
    """Apply a change to a store.

    Args:
        store: what to change.
        change: lines of ``+`` or ``-``, a space, and an N-Quads statement; or ``@``, a space and a graph's IRI in
            angle brackets for a graph that now exists though it may be empty, ``!`` for one that exists no more.

    Returns:
        What was added.
    """
    signs: dict[str, list[bytes]] = {"-": [], "+": [], "@": [], "!": []}
    for line in change.splitlines():
        if line:
            signs[chr(line[0])].append(line[2:])
    for quad in parse(b"\n".join(signs["-"]) + b"\n", GraphFormat.N_QUADS):
        store.remove(quad)
    for graph in signs["!"]:
        store.remove_graph(pyoxigraph.NamedNode(graph[1:-1].decode()))
    for graph in signs["@"]:
        store.add_graph(pyoxigraph.NamedNode(graph[1:-1].decode()))
    added = list(parse(b"\n".join(signs["+"]) + b"\n", GraphFormat.N_QUADS))
    store.extend(added)
    return added


def _fork(
    engine: EmbeddedEngine, control: socket.socket, descriptor: int, request: dict[str, object], trial: Trial | None
) -> None:
    pid = os.fork()
    if pid == 0:
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            connection = socket.socket(fileno=descriptor)
            memory = int(str(request["memory"]))
            if request.get("trial") and trial is not None:
                control.close()
                trial(engine, connection, memory)
            else:
                work(engine, connection, memory)
        finally:
            os._exit(1)
    os.close(descriptor)
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):
        # No pidfd on this system, or the worker has ended already.
        _say(control, {"pid": pid})
        return
    socket.send_fds(control, [_line({"pid": pid})], [handle])
    os.close(handle)


def _say(control: socket.socket, message: dict[str, object]) -> None:
    control.sendall(_line(message))


def _line(message: dict[str, object]) -> bytes:
    return json.dumps(message).encode() + b"\n"


# -- the process that keeps the store: ``python -m tcgraph.server.fork_server DESCRIPTOR read|write [DUMP]``


def _trial() -> Trial:
    # Reasoning and validation take longer to import than all the rest: not where nothing is ever changed.
    from tcgraph.server.dry_run import try_update

    return try_update


if __name__ == "__main__":
    die_with_parent()
    descriptor, mode, *dump = sys.argv[1:]
    keep(socket.socket(fileno=int(descriptor)), Path(dump[0]) if dump else None, _trial() if mode == "write" else None)
