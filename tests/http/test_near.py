"""Questions of few triples that differ by their text alone: the same answer whether their requests are read or not."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.http.running import Running, empty_project, running
from tests.http.test_replay import Wire, get

TEXT = "SELECT ?o { <urn:a%d> ?p ?o }"


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("near")
    project = empty_project(root / "p")
    with running(project, root / "s", "--write", scopes=("write",), query_seconds=2) as started:
        change(
            started, "".join(f'<urn:a{n}> <urn:p> {n}, <urn:o> ; <urn:q> "{"x" * 600 * (n % 3)}" . ' for n in range(20))
        )
        yield started


def change(up: Running, triples: str) -> None:
    text = f"INSERT DATA {{ GRAPH <urn:g> {{ {triples} }} }}"
    with up.client() as client:
        answer = client.post("/sparql", data={"update": text}, headers={"authorization": f"Bearer {up.token}"})
        assert answer.status_code == 200, answer.text


def address(number: int, mark: str = "") -> str:
    return f"/sparql?query={quote(TEXT % number + mark)}"


TEXTS = [
    "SELECT ?o { <urn:a%d> ?p ?o }",
    "DESCRIBE <urn:a%d>",
    "PREFIX u: <urn:> SELECT ?o { <urn:a%d> u:p ?o }",
    "CONSTRUCT WHERE { <urn:a%d> ?p ?o }",
    "ASK { <urn:a%d> ?p ?o }",
    "SELECT DISTINCT ?p ?o { <urn:a%d> ?p ?o ; <urn:p> ?o } ORDER BY ?o",
]


@pytest.mark.parametrize(
    "fields",
    [
        [],
        ["accept: application/sparql-results+json, application/n-triples"],
        ["accept: */*", "accept-encoding: gzip, deflate", "user-agent: client"],
        ["accept-encoding: br"],
    ],
    ids=len,
)
def test_what_is_not_read_is_answered_as_what_is(up: Running, fields: list[str]) -> None:
    """Questions of several kinds take turns: each has a type of answer of its own, and the larger are coded."""
    wire = Wire(up)
    for number in range(4):
        for text in TEXTS:
            address = f"/sparql?query={quote(text % number)}"
            wire.send(get(address, *fields))
            status, headers, body = wire.response()
            # In two pieces it must be read.
            whole = get(f"{address}%20%23read", *fields)
            wire.send(whole[:20], whole[20:])
            other = wire.response()
            assert (status, body) == (200, other[2])
            for told in (headers, other[1]):
                assert told.pop("x-request-id")
                assert told.pop("date")
            assert headers == other[1]


@pytest.mark.parametrize("field", ["accept: text/csv", "if-none-match: *", "range: bytes=0-3", "accept-encoding: br"])
def test_fields_of_a_request_count(up: Running, field: str) -> None:
    wire = Wire(up)
    seen = []
    for mark in ("#1", "#2", "#3"):
        wire.send(get(address(3, mark), "x-test: fields", field))
        status, headers, body = wire.response()
        seen.append((status, headers.get("content-type"), headers.get("content-encoding"), body))
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize(
    "text", ["SELECT ?o { <urn:a1> <urn:p> ?o FILTER(?o = 1) }", "ASK {", "SELECT ?s { ?s ?p ?o }"]
)
def test_what_is_no_such_question_is_read(up: Running, text: str) -> None:
    wire = Wire(up)
    wire.send(get(address(1)))
    wire.response()
    wire.send(get(f"/sparql?query={quote(text)}"))
    assert wire.response()[0] == (400 if text == "ASK {" else 200)


def test_a_change_is_seen_at_once(up: Running) -> None:
    wire = Wire(up)
    for number in range(5):
        wire.send(get(address(90 + number)))
        assert f'"{number}-new"'.encode() not in wire.response()[2]
        change(up, f'<urn:a{90 + number}> <urn:p> "{number}-new"')
        wire.send(get(address(90 + number)))
        assert f'"{number}-new"'.encode() in wire.response()[2]
