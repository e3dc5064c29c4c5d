"""What goes over a connection, byte by byte: answers in order, each once, of the graph as it is, kept or not."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conftest import PATIENCE
from tests.http.running import Running, empty_project, running

ASK = "/sparql?query=ASK%20%7B%20%3Curn:a%3E%20%3Curn:b%3E%201%20%7D"


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("wire")
    project = empty_project(root / "p")
    with running(project, root / "s", "--write", scopes=("write",), header_seconds=1, query_seconds=2) as started:
        yield started


class Wire:
    """A bare connection, and the responses that come over it."""

    def __init__(self, up: Running) -> None:
        parts = urlsplit(up.url)
        self.socket = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE)
        self._held = b""

    def send(self, *pieces: bytes, pause: float = 0.02) -> None:
        for number, piece in enumerate(pieces):
            if number:
                time.sleep(pause)
            self.socket.sendall(piece)

    def response(self) -> tuple[int, dict[str, str], bytes]:
        while b"\r\n\r\n" not in self._held:
            self._more()
        head, _, self._held = self._held.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        while len(self._held) < length:
            self._more()
        body, self._held = self._held[:length], self._held[length:]
        return int(first.split()[1]), headers, body

    def _more(self) -> None:
        piece = self.socket.recv(65536)
        assert piece, "the server closed the connection"
        self._held += piece


def get(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "host: x", *headers, "", ""]).encode()


@pytest.mark.parametrize("path", [ASK, "/health", "/nowhere", "/api/queries", "/sparql?query=ASK", "/data", "/%41?%41"])
def test_what_is_asked_again_is_answered_as_before(up: Running, path: str) -> None:
    """The same request in one piece, asked again and again, and in two pieces."""
    wire = Wire(up)
    seen = []
    for _ in range(4):
        wire.send(get(path))
        seen.append(wire.response())
    wire.send(get(path)[:9], get(path)[9:])
    seen.append(wire.response())
    for status, headers, body in seen:
        assert headers.pop("x-request-id")
        assert headers.pop("date")
        if status >= 400:
            # A problem's document tells the request's number, which may have a digit more.
            del headers["content-length"]
        else:
            assert body == seen[0][2]
        assert (status, headers) == seen[0][:2]


def test_numbers_differ_and_are_taken_over(up: Running) -> None:
    wire = Wire(up)
    numbers = set()
    for _ in range(5):
        wire.send(get(ASK))
        numbers.add(wire.response()[1]["x-request-id"])
    assert len(numbers) == 5
    for _ in range(3):
        wire.send(get(ASK, "x-request-id: my-own"))
        assert wire.response()[1]["x-request-id"] == "my-own"


def test_requests_sent_at_once_are_answered_in_order(up: Running) -> None:
    wire = Wire(up)
    paths = [f"/sparql?query=SELECT%20({n}%20AS%20%3Fn)%20%7B%7D&format=csv" for n in range(12)]
    wire.send(b"".join(get(path) for path in paths))
    assert [int(wire.response()[2].split()[1]) for _ in paths] == list(range(12))
    wire.send(*(get(path) for path in paths), pause=0.0005)
    assert [int(wire.response()[2].split()[1]) for _ in paths] == list(range(12))


def test_what_is_asked_again_is_answered_anew_after_a_change(up: Running) -> None:
    """At whatever moment it is asked, an answer is never that of an older graph than the last acknowledged change."""
    with up.client() as client:
        wire = Wire(up)
        for number in range(6):
            value = number % 2 == 0
            text = f"{'INSERT' if value else 'DELETE'} DATA {{ <urn:a> <urn:b> 1 }}"
            assert client.post("/sparql", data={"update": text}, headers=up.bearer).status_code == 200
            for _ in range(4):
                wire.send(get(ASK))
                assert (b"true" in wire.response()[2]) is value


def test_a_change_meets_questions_that_run(up: Running) -> None:
    """An answer of the old graph that comes when the new one is in force is not kept for the new one."""
    ask = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:m> { ?a ?b ?c } GRAPH <urn:m> { ?d ?e ?f } GRAPH <urn:m> { ?g ?h ?i } }"
    with up.client() as client:
        rows = " . ".join(f"<urn:s> <urn:p> {n}" for n in range(60))
        given = {"update": f"INSERT DATA {{ GRAPH <urn:m> {{ {rows} }} }}"}
        assert client.post("/sparql", data=given, headers=up.bearer).status_code == 200
        wire = Wire(up)
        for _ in range(3):
            wire.send(get("/sparql?query=" + "".join(f"%{byte:02X}" for byte in ask.encode())))
            clear = {"update": "CLEAR GRAPH <urn:m>"}
            assert client.post("/sparql", data=clear, headers=up.bearer).status_code == 200
            wire.response()
            wire.send(get("/sparql?query=" + "".join(f"%{byte:02X}" for byte in ask.encode())))
            assert b'"value":"0"' in wire.response()[2]
            assert client.post("/sparql", data=given, headers=up.bearer).status_code == 200


def test_conditional_requests(up: Running) -> None:
    wire = Wire(up)
    wire.send(get(ASK))
    tag = wire.response()[1]["etag"]
    for _ in range(3):
        wire.send(get(ASK, f"if-none-match: {tag}"))
        status, headers, body = wire.response()
        assert (status, body, headers["etag"]) == (304, b"", tag)
        assert "content-length" not in headers


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        b"GET /health HTTP/1.0\r\nhost: x\r\n\r\n",
        b"GET /health HTTP/1.1\nhost: x\n\n",
        b"GET /health HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc",
        b"GET /health HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HEAD /health HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET http://x/health HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\nhost: x\r\nfolded: a\r\n b\r\n\r\n",
        b"GET /health HTTP/1.1\r\nhost : x\r\n\r\n",
        b"GET  /health HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /he\x00alth HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
    ],
)
def test_no_request_is_answered_twice(up: Running, request_bytes: bytes) -> None:
    """One response or none, never two: nobody may smuggle a request in another's body."""
    wire = Wire(up)
    wire.send(request_bytes)
    wire.socket.settimeout(3)
    received = b""
    try:
        while piece := wire.socket.recv(65536):
            received += piece
            if received.count(b"HTTP/1.1 ") > 1:
                break
            wire.socket.settimeout(0.3)
    except TimeoutError:
        pass
    assert received.count(b"HTTP/1.1 ") <= 1
    assert b"HTTP/1.1 5" not in received


def test_who_leaves_ends_the_question(tmp_path: Path) -> None:
    """It would run for minutes, and the server would let it."""
    long = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi%7D"
    project = empty_project(tmp_path / "p")
    with running(project, tmp_path / "s", "--write", scopes=("write",), query_seconds=300) as up, up.client() as client:
        rows = " . ".join(f"<urn:many> <urn:p> {n}" for n in range(3000))
        assert client.post("/sparql", data={"update": f"INSERT DATA {{ {rows} }}"}, headers=up.bearer).is_success
        wire = Wire(up)
        wire.send(get(long))

        def runs() -> bool:
            lines = client.get("/metrics").text.splitlines()
            names = ("tcgraph_quick_running", "tcgraph_slow_running", "tcgraph_stopped")
            return any(float(line.split()[1]) for line in lines if line.startswith(names))

        assert comes_true(runs)
        wire.socket.close()
        assert comes_true(lambda: not runs())


def comes_true(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Wait for a condition; the bound is for a test that would never end."""
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return met


def test_the_idle_are_let_go_and_the_slow_too(up: Running) -> None:
    silent, slow = Wire(up), Wire(up)
    slow.send(get("/health"))
    slow.response()
    slow.send(b"GET /hea")
    for wire in (silent, slow):
        wire.socket.settimeout(8)
        assert wire.socket.recv(100) == b""
    assert httpx.get(f"{up.url}/health").status_code == 200
