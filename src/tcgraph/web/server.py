"""Run the application under uvicorn, and have what happens logged."""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import socket
import sys

import uvicorn

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.web.front import Front
from tcgraph.web.guarded import guarded

_BACKLOG = 2048
"""Connections that may wait to be accepted; uvicorn's own figure."""


_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message"}


def _told(record: logging.LogRecord) -> dict[str, object]:
    """What a record says beside its message."""
    return {name: value for name, value in record.__dict__.items() if name not in _PLAIN}


class JsonLines(logging.Formatter):
    """Log records as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """See :class:`logging.Formatter`."""
        told: dict[str, object] = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        told |= _told(record)
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, default=str, ensure_ascii=False)


class TextLines(logging.Formatter):
    """Log records for people: the message, then what belongs to it as ``name=value``, one line but for a trace."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- its name there
        """See :class:`logging.Formatter`."""
        # As JSON, for some of it comes from clients: neither an end of line nor a control character gets into the log.
        told = (f"{name}={json.dumps(value, default=str)}" for name, value in _told(record).items())
        return " ".join((super().formatMessage(record), *told))


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
    handler.setFormatter(JsonLines() if settings.log_format == "json" else TextLines())
    for name in ("tcgraph", "uvicorn"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        # uvicorn warns of each request that is no HTTP: anybody could fill the log.
        logger.setLevel(logging.INFO if name == "tcgraph" else logging.ERROR)
        logger.propagate = False


def serve(app: Front, listener: socket.socket, settings: Settings) -> None:
    """Serve until told to stop; running requests then get ``drain_seconds``."""
    config = uvicorn.Config(
        app,
        http=guarded(app, settings),
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
