"""Pages served from a thread of this process, for a browser; they stay on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from tcgraph.http.mounted_pages import Pages


@contextmanager
def served(pages: Pages) -> Iterator[str]:
    """The address of a server of the pages, until the caller is done."""
    app = Starlette(routes=[*pages.routes, pages.editor])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
