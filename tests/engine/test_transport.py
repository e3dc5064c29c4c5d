"""Credentials, time-outs, retries and refusals, against a server that does just what a test tells it."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tcgraph.engine import Engine, Scope, open_engine
from tcgraph.engine.endpoints import AuthScheme, Credentials, Endpoints
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.rdf import Literal, NamedNode, Quad
from tests.engine.servers import free_port

YES = b'{"head": {}, "boolean": true}'
_ANY = Scope((), ())
_QUAD = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"), NamedNode("urn:g"))
DIGEST = 'Digest realm="SPARQL", nonce="abc", qop="auth", algorithm="MD5"'


@dataclass
class Script:
    """What to answer, request by request (the last answer repeats), and what was asked."""

    answers: list[tuple[int, dict[str, str], bytes]]
    delay: float = 0.0
    requests: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)
    address: str = ""

    def engine(self, **environment: str) -> Engine:
        return open_engine(self.address, {f"TCGRAPH_ENGINE_{key}": value for key, value in environment.items()})


@pytest.fixture
def script() -> Iterator[Script]:
    said = Script([(200, {}, YES)])

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said.requests.append((self.command, self.path, dict(self.headers), body.decode()))
            status, headers, content = said.answers[min(len(said.requests), len(said.answers)) - 1]
            time.sleep(said.delay)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815 -- the base class's names

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    said.address = f"http://127.0.0.1:{server.server_port}/query"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield said
    server.shutdown()
    server.server_close()


def test_basic_credentials_are_sent(script: Script) -> None:
    script.engine(USER="ann", PASSWORD="s3cret").ask("ASK {}", scope=_ANY)
    assert script.requests[0][2]["Authorization"] == "Basic " + base64.b64encode(b"ann:s3cret").decode()


def test_a_bearer_token_is_sent(script: Script) -> None:
    engine = script.engine(TOKEN="t0ken")
    engine.ask("ASK {}", scope=_ANY)
    engine.insert([_QUAD])
    assert [request[2]["Authorization"] for request in script.requests] == ["Bearer t0ken"] * 2


def test_digest_credentials_answer_the_challenge(script: Script) -> None:
    script.answers = [(401, {"WWW-Authenticate": DIGEST}, b""), (200, {}, YES)]
    assert script.engine(USER="dba", PASSWORD="s3cret", AUTH="digest").ask("ASK {}", scope=_ANY)
    sent = script.requests[1][2]["Authorization"]
    assert sent.startswith('Digest username="dba"')
    assert "s3cret" not in sent


def test_nothing_is_sent_without_credentials(script: Script) -> None:
    script.engine().ask("ASK {}", scope=_ANY)
    assert "Authorization" not in script.requests[0][2]


def test_a_refusal_says_which_variables_to_set(script: Script) -> None:
    script.answers = [(401, {}, b"who are you?")]
    with pytest.raises(EngineError, match="TCGRAPH_ENGINE_USER"):
        script.engine().ask("ASK {}", scope=_ANY)
    assert len(script.requests) == 1


def test_asking_is_tried_again_when_the_server_is_briefly_away(script: Script) -> None:
    script.answers = [(503, {}, b"later"), (502, {}, b"later"), (200, {}, YES)]
    assert script.engine().ask("ASK {}", scope=_ANY)
    assert len(script.requests) == 3


def test_asking_is_given_up_after_three_tries(script: Script) -> None:
    script.answers = [(503, {}, b"later")]
    with pytest.raises(EngineError, match="status 503"):
        script.engine().ask("ASK {}", scope=_ANY)
    assert len(script.requests) == 3


def test_changing_is_never_tried_again(script: Script) -> None:
    script.answers = [(503, {}, b"later"), (200, {}, b"")]
    with pytest.raises(EngineError, match="status 503"):
        script.engine().update("CLEAR ALL")
    assert len(script.requests) == 1


def test_a_broken_query_is_not_tried_again(script: Script) -> None:
    script.answers = [(400, {}, "syntax error at 'näh'".encode())]
    with pytest.raises(BrokenQuery, match="syntax error"):
        script.engine().ask("ASK {}", scope=_ANY)
    assert len(script.requests) == 1


@pytest.mark.parametrize("status", [404, 405, 501])
def test_what_the_server_lacks_is_said(script: Script, status: int) -> None:
    script.answers = [(status, {}, b"no updates here")]
    with pytest.raises(EngineError, match="lacks what this needs"):
        script.engine().update("CLEAR ALL")


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_slow_answer_is_not_waited_for(script: Script, scheme: str) -> None:
    script.delay = 2.5
    engine = script.engine(USER="a", PASSWORD="b", AUTH=scheme, TIMEOUT="1")
    with pytest.raises(EngineError, match=r"no answer within 1 s"):
        engine.ask("ASK {}", scope=_ANY)
    assert len(script.requests) == 1


def test_no_server_at_all() -> None:
    with pytest.raises(EngineError, match="Is the server running"):
        open_engine(f"http://127.0.0.1:{free_port()}/query", {}).ask("ASK {}", scope=_ANY)


@pytest.mark.parametrize(
    "answer", [b"<html>", b"[]", b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": 1}]}}']
)
def test_nonsense_is_no_answer(script: Script, answer: bytes) -> None:
    script.answers = [(200, {}, answer)]
    with pytest.raises(EngineError):
        script.engine().select("SELECT ?x {}", scope=_ANY)


def test_loading_goes_in_chunks(script: Script) -> None:
    script.engine().insert(
        Quad(NamedNode(f"urn:n{n}"), NamedNode("urn:p"), Literal(n), NamedNode("urn:g")) for n in range(12000)
    )
    assert [request[:2] for request in script.requests] == [("POST", "/store?graph=urn%3Ag")] * 3


@pytest.mark.parametrize(
    ("location", "endpoints"),
    [
        ("http://h:1", Endpoints("http://h:1/query", "http://h:1/update", "http://h:1/store")),
        ("http://h/ds/query", Endpoints("http://h/ds/query", "http://h/ds/update", "http://h/ds/store")),
        ("http://h/sparql", Endpoints("http://h/sparql", "http://h/sparql")),
        (
            "http://h/sparql-auth",
            Endpoints("http://h/sparql-auth", "http://h/sparql-auth", "http://h/sparql-graph-crud-auth"),
        ),
        ("http://h/q http://h/u https://h/s", Endpoints("http://h/q", "http://h/u", "https://h/s")),
    ],
)
def test_addresses(location: str, endpoints: Endpoints) -> None:
    assert Endpoints.parse(location) == endpoints


@pytest.mark.parametrize("location", ["http://ann:s3cret@h/query", "http://h/q ftp://h/u", "http://", "http://h " * 4])
def test_bad_addresses(location: str) -> None:
    with pytest.raises(EngineError) as caught:
        open_engine(location, {})
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "environment",
    [{"USER": "ann"}, {"AUTH": "digest"}, {"AUTH": "bearer"}, {"AUTH": "kerberos"}, {"TIMEOUT": "soon"}],
)
def test_half_told_settings(environment: dict[str, str]) -> None:
    with pytest.raises(EngineError, match="TCGRAPH_ENGINE_"):
        open_engine("http://h/query", {f"TCGRAPH_ENGINE_{key}": value for key, value in environment.items()})


def test_a_secret_never_shows() -> None:
    assert "s3cret" not in repr(Credentials(AuthScheme.BASIC, "ann", "s3cret"))
