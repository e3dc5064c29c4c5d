"""HTTP/1.1 for the public: how much of a header may come and how slowly, how many connect, who takes no answer."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar

from tcgraph.config import Settings
from tcgraph.http.backpressure import Unsent
from tcgraph.http.connections import Connections
from tcgraph.http.direct import DirectProtocol
from tcgraph.http.front import Front
from tcgraph.http.rate_limits import trusted

_HEADER_BYTES = 1 << 16
_LATER = 1.0
"""Seconds after which a body that does not arrive ends the connection, when its reader has said so or does not care."""


def guarded(front: Front, settings: Settings) -> type[GuardedProtocol]:
    """The protocol of a server.

    Args:
        front: answers.
        settings: the bounds.
    """
    bounds = {
        "front": front,
        "header_seconds": settings.header_seconds,
        "body_seconds": settings.body_seconds + _LATER,
        "open_ones": Connections(settings.connections_per_client, trusted(settings.trusted_proxies)),
        "unsent": Unsent(settings.send_seconds, settings.unsent_mb << 20),
    }
    return type("Protocol", (GuardedProtocol,), bounds)


class GuardedProtocol(DirectProtocol):
    """HTTP/1.1 within bounds; see :func:`guarded` for what must be set in a subclass."""

    header_seconds: ClassVar[float]
    body_seconds: ClassVar[float]
    open_ones: ClassVar[Connections]
    unsent: ClassVar[Unsent]

    def connection_made(self, transport: Any) -> None:
        """See :class:`asyncio.Protocol`."""
        super().connection_made(transport)
        self._in_header = self._in_trailer = 0
        self._in_body = False
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

    def _take(self, data: bytes) -> bool:
        taken = super()._take(data)
        if taken:
            self._cancel()
        return taken

    def on_message_begin(self) -> None:
        """A request starts."""
        super().on_message_begin()
        self._in_body = False
        if self._deadline is None:
            self._in_header = 0
            self._deadline = self.loop.call_later(self.header_seconds, self.transport.close)

    def on_headers_complete(self) -> None:
        """Its header section is there."""
        self._cancel()
        self._in_body, self._in_trailer = True, 0
        self._deadline = self.loop.call_later(self.body_seconds, self.transport.abort)
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
        self._cancel()
        self._in_body = False
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """See :class:`asyncio.Protocol`."""
        if self._deadline is not None and not self._in_body:
            self._in_header += len(data)
            if self._in_header > _HEADER_BYTES and not self._fits(data):
                self.transport.write(_status(431))
                self.transport.close()
                return
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """See :class:`asyncio.Protocol`."""
        self._cancel()
        self.unsent.release(self.transport)
        self.open_ones.leave(self._peer)
        super().connection_lost(exc)

    def _fits(self, data: bytes) -> bool:
        """Whether the header section ends early in this piece, which then is mostly body."""
        return self._in_header == len(data) and 0 <= data.find(b"\r\n\r\n") <= _HEADER_BYTES

    def _cancel(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _status(code: int, fields: bytes = b"") -> bytes:
    """A response without a body, after which the connection is closed."""
    status = f"HTTP/1.1 {code} {HTTPStatus(code).phrase}\r\n".encode()
    return status + fields + b"content-length: 0\r\nconnection: close\r\n\r\n"
