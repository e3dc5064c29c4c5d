"""What a worker process does: answer one question at a time on a store it inherited, inside limits the kernel keeps.

The engine cannot stop a query and always lets it make requests. A worker therefore has

* no way out: its limit on open files equals the files it has, so ``socket()`` and ``open()`` fail;
* a timer without handler, so that the kernel ends the process when a question takes too long;
* a bound on its address space, so that an allocation too many ends it as well;
* the first place among those that the kernel ends when the machine's or container's memory runs out.

Nothing it does to its store is seen by others: a fork's memory is its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import signal
import socket
import sys
from pathlib import Path

import tcgraph.terms  # noqa: F401 -- says what our prefixes are, which questions need not declare
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.evaluate import NotAcceptable, QueryRequest, ResultTooLarge, ServiceRefused, evaluate, scope_of
from tcgraph.engine.explaining import costly_part, explained, to_json
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.rdf import GraphFormat, ResultFormat
from tcgraph.server.frames import Header, pack, receive

_PR_SET_PDEATHSIG = 1
_CONNECTION = 3
"""The one descriptor a worker keeps beside the three standard ones."""


def work(engine: EmbeddedEngine, connection: socket.socket, memory: int) -> None:
    """Answer questions until the other side closes the connection; never returns.

    Args:
        engine: holds what the questions are about.
        connection: where they come from.
        memory: how many bytes a question may need beyond what the process has now.
    """
    limit_memory(memory)
    connection = confine(connection)
    while (message := receive(connection)) is not None:
        header, body = message
        # No handler: SIGALRM's default action ends the process whatever the engine is doing.
        signal.setitimer(signal.ITIMER_REAL, header["seconds"])
        reply = pack(*answer(engine, header, body.decode()))
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.sendall(reply)
    os._exit(0)


def answer(engine: EmbeddedEngine, header: Header, text: str) -> tuple[Header, bytes]:
    """Answer one question.

    Args:
        engine: holds what it is about.
        header: ``results``, ``graph`` (names of formats), ``default``, ``named``, ``union``, ``base``, ``limit``,
            ``planned``, ``explain`` (how it is answered instead of the answer; ``cost``: a sentence on what it costs).
        text: the query.

    Returns:
        ``status`` ``ok`` with ``kind`` and ``format``, or what went wrong and the reason; and the result's bytes.
    """
    try:
        if header.get("explain") == "cost":
            told = costly_part(engine, text, planned=header.get("planned", True))
            return {"status": "ok", "kind": "cost", "format": "TEXT"}, told.encode()
        if header.get("explain"):
            plan = explained(engine, text, planned=header.get("planned", True))
            return {"status": "ok", "kind": "plan", "format": "JSON"}, to_json(plan)
        found = evaluate(
            engine,
            QueryRequest(
                text,
                results=ResultFormat[header["results"]] if header.get("results") else None,
                graph=GraphFormat[header["graph"]] if header.get("graph") else None,
                scope=scope_of(header.get("default"), header.get("named")),
                union=header.get("union", True),
                base=header.get("base"),
                limit=header.get("limit"),
                planned=header.get("planned", True),
            ),
        )
    except BrokenQuery as error:
        return {"status": "syntax", "reason": error.reason, "line": error.line, "column": error.column}, b""
    except ServiceRefused as error:
        return {"status": "refused", "reason": str(error)}, b""
    except NotAcceptable as error:
        return {"status": "format", "reason": str(error)}, b""
    except ResultTooLarge as error:
        return {"status": "large", "reason": str(error)}, b""
    except MemoryError:
        return {"status": "memory", "reason": "The question needed more memory than a question may have."}, b""
    except (EngineError, ValueError) as error:
        return {"status": "failed", "reason": str(error)}, b""
    kind = "table" if isinstance(found.format, ResultFormat) else "graph"
    return {"status": "ok", "kind": kind, "format": found.format.name}, found.body


def confine(connection: socket.socket) -> socket.socket:
    """Leave this process one connection and no way to open anything.

    Returns:
        The connection, under its new descriptor.
    """
    die_with_parent()
    descriptor = connection.detach()
    if descriptor != _CONNECTION:
        os.dup2(descriptor, _CONNECTION, inheritable=False)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(_CONNECTION + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    shut_files(_CONNECTION + 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What the fork inherited will not become garbage; looking through it would copy every shared page.
    gc.freeze()
    return socket.socket(fileno=_CONNECTION)


def shut_files(count: int) -> None:
    """Allow this process no descriptor above those it has (``RLIMIT_NOFILE``, for good)."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))


def limit_memory(extra: int) -> None:
    """Bound the address space to what the process has now and ``extra`` bytes; call before :func:`confine`.

    When memory runs out all the same, this process is the first to be ended.
    """
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        bound = pages * resource.getpagesize() + extra
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
        # Else the kernel looks at size alone, and who holds the graph or answers may be about as large.
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
