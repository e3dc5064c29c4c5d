"""A publisher that is not tcgraph: what it answers is laid out by a test, and what it was asked is written down."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Answer:
    """What to say to a request."""

    body: str | bytes = ""
    media_type: str = "text/turtle"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Publisher:
    """Answers by path; a list is answered one after the other, the last one for good."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        publisher = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                publisher.asked.append((self.path, headers))
                found = publisher.answers.get(self.path, Answer(status=404))
                if isinstance(found, list):
                    found = found.pop(0) if len(found) > 1 else found[0]
                etag = found.headers.get("etag")
                unchanged = etag is not None and headers.get("if-none-match") == etag
                body = found.body.encode() if isinstance(found.body, str) else found.body
                self.send_response(304 if unchanged else found.status)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", found.media_type)
                self.send_header("content-length", "0" if unchanged else str(len(body)))
                self.end_headers()
                if not unchanged:
                    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                        self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        """The paths asked for since the last call."""
        found = [path for path, _ in self.asked]
        self.asked.clear()
        return found

    @contextlib.contextmanager
    def serving(self) -> Iterator[Publisher]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()
