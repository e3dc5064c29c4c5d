"""Run the application under uvicorn, guarded against clients that never finish their headers."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import socket
import sys
from typing import Any

import uvicorn

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.web.direct import DirectProtocol
from tcgraph.web.front import Front

_HEADER_BYTES = 1 << 16
_BACKLOG = 2048
"""Connections that may wait to be accepted; uvicorn's own figure."""


class GuardedProtocol(DirectProtocol):
    """HTTP/1.1, with a bound on a request's header section: its size, and how long it may take."""

    header_seconds = 10.0

    def connection_made(self, transport: Any) -> None:
        """See :class:`asyncio.Protocol`."""
        super().connection_made(transport)
        self._in_header = 0
        self._deadline: asyncio.TimerHandle | None = self.loop.call_later(self.header_seconds, transport.close)

    def _take(self, data: bytes) -> bool:
        taken = super()._take(data)
        if taken:
            self._cancel()
        return taken

    def on_message_begin(self) -> None:
        """A request starts."""
        super().on_message_begin()
        if self._deadline is None:
            self._in_header = 0
            self._deadline = self.loop.call_later(self.header_seconds, self.transport.close)

    def on_headers_complete(self) -> None:
        """Its header section is there."""
        self._cancel()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """See :class:`asyncio.Protocol`."""
        if self._deadline is not None:
            self._in_header += len(data)
            if self._in_header > _HEADER_BYTES and not self._fits(data):
                self.transport.write(
                    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                )
                self.transport.close()
                return
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """See :class:`asyncio.Protocol`."""
        self._cancel()
        super().connection_lost(exc)

    def _fits(self, data: bytes) -> bool:
        """Whether the header section ends early in this piece, which then is mostly body."""
        return self._in_header == len(data) and 0 <= data.find(b"\r\n\r\n") <= _HEADER_BYTES

    def _cancel(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class JsonLines(logging.Formatter):
    """Log records as one JSON object a line."""

    _PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message"}

    def format(self, record: logging.LogRecord) -> str:
        """See :class:`logging.Formatter`."""
        told = {"time": self.formatTime(record), "level": record.levelname.lower(), "event": record.getMessage()}
        told |= {name: value for name, value in record.__dict__.items() if name not in self._PLAIN}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, default=str, ensure_ascii=False)


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


def log_to_stderr(settings: Settings) -> None:
    """Have what the server logs written to standard error, in the form that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for name in ("tcgraph", "uvicorn"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if name == "tcgraph" else logging.WARNING)
        logger.propagate = False


def serve(app: Front, listener: socket.socket, settings: Settings) -> None:
    """Serve until told to stop; running requests then get ``drain_seconds``."""
    config = uvicorn.Config(
        app,
        http=type("Protocol", (GuardedProtocol,), {"front": app, "header_seconds": settings.header_seconds}),
        # Whose word is believed is ours to say: see tcgraph.web.limits.
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
    # What is there now stays: the collector need not look through it again while somebody waits.
    gc.collect()
    gc.freeze()
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
