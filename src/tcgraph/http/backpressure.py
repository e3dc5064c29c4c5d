"""What clients have not yet taken of their answers: how slowly each may take it, and how much is kept for all.

An answer is whole before it is sent. A client that asks and does not read leaves it in this process's memory, and a
thousand of them would leave a thousand answers there. Who takes too little is disconnected, which is also how HTTP/1.1
tells that an answer is not whole (RFC 9112 §8).
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import socket
import struct
import termios
from dataclasses import dataclass

_LOG = logging.getLogger("tcgraph.http")
_LEAST = 1 << 16
"""Bytes of its answer that a client has to take in each period."""


@dataclass(slots=True)
class _Held:
    peer: str
    size: int
    left: int
    timer: asyncio.TimerHandle


class Unsent:
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
        """A client does not keep up.

        Args:
            transport: its connection.
            peer: its address.
        """
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
