"""Run the application under uvicorn."""

from __future__ import annotations

import contextlib
import gc
import socket

import uvicorn

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.http.guarded import guarded
from tcgraph.http.logs import written_aside
from tcgraph.http.start import Application

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
        # Whose word is believed is ours to say: see tcgraph.http.rate_limits.
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
