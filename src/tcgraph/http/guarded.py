"""HTTP/1.1 for the public: how much of a header may come and how slowly, how many connect, who takes no answer.

An answer is whole before it is sent. A client that asks and does not read leaves it in this process's memory, and a
thousand of them would leave a thousand answers there. Who takes too little is disconnected, which is also how HTTP/1.1
tells that an answer is not whole (RFC 9112 §8).
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gc
import logging
import re
import resource
import socket
import struct
import termios
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.http.asgi import LEFT, TASK
from tcgraph.http.logs import written_aside
from tcgraph.http.middleware.admission import trusted
from tcgraph.http.start import Application

_HEADER_BYTES = 1 << 16
_UPGRADE = re.compile(rb"(?<=\n)upgrade(?=[ \t]*:)", re.IGNORECASE)
_LATER = 1.0
"""Seconds after which a body that does not arrive ends the connection, when its reader has said so or does not care."""


def guarded(settings: Settings) -> type[GuardedProtocol]:
    """The protocol of a server within the bounds that are set."""
    bounds = {
        "header_seconds": settings.header_seconds,
        "body_seconds": settings.body_seconds + _LATER,
        "open_ones": Connections(settings.connections_per_client, trusted(settings.trusted_proxies)),
        "unsent": Backpressure(settings.send_seconds, settings.unsent_mb << 20),
    }
    return type("Protocol", (GuardedProtocol,), bounds)


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol within bounds; see :func:`guarded` for what must be set in a subclass."""

    header_seconds: ClassVar[float]
    body_seconds: ClassVar[float]
    open_ones: ClassVar[Connections]
    unsent: ClassVar[Backpressure]

    def connection_made(self, transport: Any) -> None:
        """See :class:`asyncio.Protocol`."""
        super().connection_made(transport)
        self._peer = self.client[0] if self.client else ""
        self._in_header = self._in_trailer = self._messages = 0
        self._in_message = self._in_body = False
        # Who connects has begun its first request.
        self._phase: tuple[int, bool] | None = (1, False)
        self._deadline: asyncio.TimerHandle | None = self.loop.call_later(self.header_seconds, transport.close)
        if not self.open_ones.enter(self._peer):
            transport.write(_status(503, b"retry-after: 10\r\n"))
            transport.close()

    def pause_writing(self) -> None:
        """The client does not keep up with its answer."""
        super().pause_writing()
        self.unsent.hold(self.transport, self._peer)

    def resume_writing(self) -> None:
        """It has."""
        self.unsent.release(self.transport)
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        """See :class:`asyncio.Protocol`."""
        if not self._in_body:
            self._in_header = len(data) + (self._in_header if self._in_message else 0)
            if self._in_header > _HEADER_BYTES and not self._fits(data):
                self.transport.write(_status(431))
                self.transport.close()
                return
        super().data_received(data if self._in_body else _without_upgrade(data))
        self._set_deadline()

    def on_message_begin(self) -> None:
        """A request starts."""
        super().on_message_begin()
        self._messages += 1
        self._in_message, self._in_body = True, False

    def on_headers_complete(self) -> None:
        """Its header section is there.

        Raises:
            ValueError: what follows would be read in another protocol, which hides a body from this one.
        """
        if self.parser.should_upgrade():
            raise ValueError("no other protocol is spoken here")
        self._in_body, self._in_trailer = True, 0
        super().on_headers_complete()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header field, or one of a trailer section (RFC 9112 §7.1.2), of which nothing is wanted."""
        if not self._in_body:
            super().on_header(name, value)
            return
        self._in_trailer += len(name) + len(value)
        if self._in_trailer > _HEADER_BYTES:
            self.transport.abort()

    def on_message_complete(self) -> None:
        """All of it is there."""
        self._in_message = self._in_body = False
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """See :class:`asyncio.Protocol`."""
        self._cancel()
        self.unsent.release(self.transport)
        self.open_ones.leave(self._peer)
        super().connection_lost(exc)
        if self.cycle is not None and not self.cycle.response_complete:
            scope: Any = self.cycle.scope
            if (task := scope.get(TASK)) is not None:
                # Nobody waits for the answer; the worker that looks for it may be ended.
                scope[LEFT] = True
                task.cancel()

    def _fits(self, data: bytes) -> bool:
        """Whether the header section ends early in this piece, which then is mostly body."""
        return self._in_header == len(data) and 0 <= data.find(b"\r\n\r\n") <= _HEADER_BYTES

    def _set_deadline(self) -> None:
        """Have the rest of a request arrive in time, of which a part has; most come whole, and need no timer."""
        phase = (self._messages, self._in_body) if self._in_message else None
        if phase == self._phase:
            return
        self._cancel()
        self._phase = phase
        if phase is not None and self._in_body:
            self._deadline = self.loop.call_later(self.body_seconds, self.transport.abort)
        elif phase is not None:
            self._deadline = self.loop.call_later(self.header_seconds, self.transport.close)

    def _cancel(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _without_upgrade(data: bytes) -> bytes:
    """The beginning of a request with its field Upgrade, which a server may ignore (RFC 9110 §7.8), as another.

    Java's client sends it with every request, and the parser takes such a request to have no body.
    """
    end = data.find(b"\r\n\r\n")
    head = data if end < 0 else data[:end]
    return _UPGRADE.sub(b"ignored", head) + data[len(head) :] if _UPGRADE.search(head) else data


def _status(code: int, fields: bytes = b"") -> bytes:
    """A response without a body, after which the connection is closed."""
    status = f"HTTP/1.1 {code} {HTTPStatus(code).phrase}\r\n".encode()
    return status + fields + b"content-length: 0\r\nconnection: close\r\n\r\n"


# -- how many connections may be open: of one address, and of all together before descriptors run out

_SPARE = 256
"""Descriptors that are left for processes and files; half of them all, where there are few."""


class Connections:
    """The connections that are open.

    Args:
        per_client: how many one address may have; 0 for as many as there are.
        exempt: addresses that speak for many, as proxies do.
    """

    def __init__(self, per_client: int, exempt: Container[str] = ()) -> None:
        self._per_client = per_client
        self._exempt = exempt
        self._open: Counter[str] = Counter()
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        self._most = max(files - _SPARE, files // 2)

    def enter(self, peer: str) -> bool:
        """Count a connection; whether there is room for it. Either way it is to :meth:`leave`."""
        self._open[peer] += 1
        if self._open.total() > self._most:
            return False
        return not self._per_client or peer in self._exempt or self._open[peer] <= self._per_client

    def leave(self, peer: str) -> None:
        """It has ended."""
        self._open[peer] -= 1
        if not self._open[peer]:
            del self._open[peer]


_LOG = logging.getLogger("tcgraph.http")
_LEAST = 1 << 16
"""Bytes of its answer that a client has to take in each period."""


@dataclass(slots=True)
class _Held:
    peer: str
    size: int
    left: int
    timer: asyncio.TimerHandle


class Backpressure:
    """The answers that wait in this process for their clients.

    Args:
        seconds: a period; see :data:`_LEAST`.
        most: bytes that may wait for all clients together.
    """

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._most = most
        self._held: dict[asyncio.Transport, _Held] = {}
        self.waiting = 0
        """Bytes that wait."""

    def hold(self, transport: asyncio.Transport, peer: str) -> None:
        """A client does not keep up."""
        self.release(transport)
        size = transport.get_write_buffer_size()
        self._held[transport] = _Held(peer, size, _left(transport), self._look_later(transport))
        self.waiting += size
        while self.waiting > self._most and len(self._held) > 1:
            self._end(self._first_of_most(), "more is waiting for clients than may")

    def release(self, transport: asyncio.Transport) -> None:
        """It has taken what there was, or has left."""
        held = self._held.pop(transport, None)
        if held is not None:
            self.waiting -= held.size
            held.timer.cancel()

    def _look(self, transport: asyncio.Transport) -> None:
        held = self._held[transport]
        left, size = _left(transport), transport.get_write_buffer_size()
        if held.left - left < _LEAST:
            self._end(transport, "a client takes too little of its answer")
            return
        self.waiting += size - held.size
        held.size, held.left = size, left
        held.timer = self._look_later(transport)

    def _look_later(self, transport: asyncio.Transport) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(self._seconds, self._look, transport)

    def _first_of_most(self) -> asyncio.Transport:
        """The connection that has had the most time, of the address that most is waiting for."""
        sums: dict[str, int] = {}
        for held in self._held.values():
            sums[held.peer] = sums.get(held.peer, 0) + held.size
        most = max(sums, key=lambda peer: sums[peer])
        return next(transport for transport, held in self._held.items() if held.peer == most)

    def _end(self, transport: asyncio.Transport, reason: str) -> None:
        _LOG.info("disconnected: %s", reason, extra={"client": self._held[transport].peer})
        self.release(transport)
        connection = transport.get_extra_info("socket")
        if connection is not None:
            # What the kernel has of the answer goes too, and the client is told at once (RFC 9293 §3.10.5).
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


def _left(transport: asyncio.Transport) -> int:
    """Bytes that the client has not taken, those that the kernel has among them where it tells."""
    left = transport.get_write_buffer_size()
    connection = transport.get_extra_info("socket")
    if connection is not None:
        with contextlib.suppress(OSError):
            (queued,) = struct.unpack("i", fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, bytes(4)))
            left += queued
    return left


# -- run the application under uvicorn

_BACKLOG = 2048
"""Connections that may wait to be accepted; uvicorn's own figure."""


def bind(settings: Settings) -> socket.socket:
    """Take the port before anything slow is done; from now on, who connects waits for an answer.

    Raises:
        EngineError: it is taken, or not ours to take.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise EngineError(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. Choose another with --port, "
            "or --port 0 for any free one."
        ) from error
    return listener


def serve(app: Application, listener: socket.socket, settings: Settings) -> None:
    """Serve until told to stop; running requests then get ``drain_seconds``."""
    config = uvicorn.Config(
        app,
        http=guarded(settings),
        # Whose word is believed is ours to say: see tcgraph.http.middleware.admission.
        proxy_headers=False,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=round(settings.drain_seconds) or None,
        root_path=settings.root_path,
        lifespan="on",
    )
    # What there is by now stays: it is not to be looked through for garbage again and again.
    gc.collect()
    gc.freeze()
    with written_aside(), contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
