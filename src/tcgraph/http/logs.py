"""What is logged: one line a record, for people or for programs, written where nobody has to wait for its reader."""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

from tcgraph.config import Settings

_LOGGERS = {"tcgraph": logging.INFO, "uvicorn": logging.ERROR, "opentelemetry": logging.WARNING}
"""What is logged, and from which level on; uvicorn warns of each request that is no HTTP, and anybody could fill the
log with these."""

_MOST = 10_000
"""Records that may wait to be written."""

_END_SECONDS = 1.0
"""How long the end of the server waits for the last of them."""

_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message"}


def _told(record: logging.LogRecord) -> dict[str, object]:
    """What a record says beside its message."""
    return {name: value for name, value in record.__dict__.items() if name not in _PLAIN}


class JsonLines(logging.Formatter):
    """Log records as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """See :class:`logging.Formatter`."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
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


def log_to_stderr(settings: Settings) -> None:
    """Have what the server logs written to standard error, in the form that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else TextLines())
    for name, level in _LOGGERS.items():
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False


@contextlib.contextmanager
def written_aside() -> Iterator[None]:
    """While it lasts, what is logged is written by a thread of its own.

    Standard error may be a pipe whose reader has stopped to read: whoever writes there then waits for ever, and that
    must not be the thread that answers requests.
    """
    before = {name: logging.getLogger(name).handlers[:] for name in _LOGGERS}
    asides = {
        handler: BackgroundLogHandler(handler)
        for handler in {each for handlers in before.values() for each in handlers}
    }
    for name, handlers in before.items():
        logging.getLogger(name).handlers[:] = [asides[handler] for handler in handlers]
    try:
        yield
    finally:
        for aside in asides.values():
            aside.close()
        for name, handlers in before.items():
            logging.getLogger(name).handlers[:] = handlers


class BackgroundLogHandler(logging.Handler):
    """Hands records to a thread that writes them; those that find no room are counted, and their number is told."""

    def __init__(self, handler: logging.Handler, most: int = _MOST) -> None:
        super().__init__(handler.level)
        self._handler = handler
        self._waiting: queue.Queue[logging.LogRecord | None] = queue.Queue(most)
        self._lost = 0
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """See :class:`logging.Handler`."""
        try:
            self._waiting.put_nowait(record)
        except queue.Full:
            self._lost += 1

    def close(self) -> None:
        """Have what waits written, for as long as the end may take."""
        with contextlib.suppress(queue.Full):
            self._waiting.put(None, timeout=_END_SECONDS)
        self._thread.join(_END_SECONDS)
        super().close()

    def _write(self) -> None:
        while (record := self._waiting.get()) is not None:
            self._handler.handle(record)
            if self._lost and self._waiting.empty():
                self.acquire()
                lost, self._lost = self._lost, 0
                self.release()
                told = {"msg": f"{lost} lines of the log are lost: nobody read it", "levelname": "WARNING"}
                self._handler.handle(logging.makeLogRecord({**told, "levelno": logging.WARNING, "name": "tcgraph"}))
