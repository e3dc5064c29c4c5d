"""What a server is found to lack: nothing of those we know, and of others what they refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from tcgraph.engine import open_engine
from tcgraph.engine.capabilities import lacking
from tests.engine.servers import Server

NOTHING = b'{"head": {"vars": ["g", "there"]}, "results": {"bindings": []}}'
NO, YES = b'{"head": {}, "boolean": false}', b'{"head": {}, "boolean": true}'


def test_servers_we_know_lack_nothing(server: Server) -> None:
    engine = open_engine(server.location, server.environment)
    before = set(engine.graphs())
    assert lacking(engine, writing=True) == []
    assert set(engine.graphs()) == before


@contextmanager
def answering(answer: Callable[[str, str], tuple[int, bytes]]) -> Iterator[str]:
    """A server that answers as told: by the kind of request, ``query`` or ``update``, and its text."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            fields = parse_qs(urlsplit(self.path).query) | parse_qs(body)
            kind = "update" if "update" in fields else "query"
            text = fields.get(kind, [""])[0]
            status, said = (200, NOTHING) if "SELECT ?" in text and "COUNT" not in text else answer(kind, text)
            self.send_response(status)
            self.send_header("content-type", "application/sparql-results+json")
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def test_one_that_takes_no_changes_is_told_by_what_it_says() -> None:
    with answering(lambda kind, _: (200, YES) if kind == "query" else (405, b"read only")) as address:
        assert lacking(open_engine(address, {}), writing=False) == []
        (missing,) = lacking(open_engine(address, {}), writing=True)
        assert missing.startswith("changes in named graphs (")
        assert "read only" in missing


def test_one_that_forgets_a_change_is_found_out() -> None:
    with answering(lambda _, __: (200, YES)) as address:
        assert lacking(open_engine(address, {}), writing=True) == [
            "changes in named graphs (it took one and then did not know of it)"
        ]


def test_what_a_server_gets_wrong_is_named() -> None:
    with answering(lambda _, text: (200, NO if "EXISTS" in text else YES)) as address:
        assert lacking(open_engine(address, {}), writing=False) == ["NOT EXISTS", "property paths"]


def test_one_that_does_not_answer_is_not_asked_for_more() -> None:
    with answering(lambda _, __: (404, b"")) as address:
        assert lacking(open_engine(address, {}), writing=True) == ["queries"]
