"""Serve one review on this machine until it is finished or interrupted."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn

from tcgraph.errors import EngineError
from tcgraph.followup.parsing import can_parse
from tcgraph.project import Project
from tcgraph.reviewing.app import make_app
from tcgraph.reviewing.guard import Guard
from tcgraph.reviewing.session import Session


def review(path: Path, project: Project, *, port: int, language: str, ready: Callable[[str], None]) -> Session:
    """Let a person review a draft.

    Args:
        path: the review's workbook.
        project: what it will be accepted into.
        port: where to serve the page; 0 for any free port.
        language: of the page; "" for that of the table.
        ready: is told the address, with its key, once it answers.

    Returns:
        The session, saved and closed.

    Raises:
        BrokenInput: the file is no review's workbook, or somebody else works on it.
        EngineError: the port is taken.
    """
    session = Session(path, project, language)
    listener = socket.socket()
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        raise EngineError(f"Cannot listen on 127.0.0.1:{port}: {error.strerror}.") from error
    port = listener.getsockname()[1]

    def leave() -> None:
        server.should_exit = True

    # Parsers take seconds to load, and the first split should not wait for them.
    threading.Thread(target=can_parse, args=(session.reference.language,), daemon=True).start()
    guard = Guard(make_app(session, leave), port)
    config = uvicorn.Config(
        guard, log_level="error", lifespan="off", proxy_headers=False, server_header=False, ws="none"
    )
    server = uvicorn.Server(config)
    listener.listen()
    ready(f"http://127.0.0.1:{port}/?key={guard.key}")
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass  # uvicorn raises it anew once it has ended
    finally:
        session.close()
    return session
