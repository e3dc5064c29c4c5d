"""A server with a base of its own, behind a proxy that strips a prefix: one copy, the same whichever way it is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, MutableMapping
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
import rdflib
from rdflib.compare import isomorphic

from tcgraph.errors import BadParameter
from tcgraph.http.base_iri import own_base
from tests.conftest import mostly_at_size
from tests.http.running import ROOT, Running, running
from tests.loops import run

OURS = "https://w3id.org/tcgraph/"
BASE = "https://data.example.org/follow-up/"
PREFIX = "/follow-up"
PAGES = (
    "/", "/follow-up?open=6", "/recommendations/17", "/countries", "/donors", "/organisations", "/standards",
    "/frameworks", "/deadlines", "/ask", "/ask/donors-by-recommendation", "/quality", "/data", "/ontology",
    "/search?q=UNDAF", "/page/organisation/undp", "/page/:vocab/status/taken", "/graph?about=organisation/undp&draw=1",
    "/sparql?query=" + quote(f"SELECT * {{ <{BASE}id/country/SEN> ?p ?o }}"),
)  # fmt: skip
FIRST = ("/", "/recommendations/17", "/page/organisation/undp", PAGES[-1])
"""Pages of some kinds: all of the others are made by the same functions."""
DATA = (
    "/id/country/SEN.ttl", "/id/country/SEN.jsonld", "/id/country/SEN.rdf", "/id/country/SEN.nt", "/ns.ttl",
    "/graph/gb297-tc-3/cover.ttl", "/feed", "/feed/activities", "/catalogue.ttl",
    "/.well-known/void", "/follow-up.csv", "/follow-up.json", "/follow-up.ttl",
    "/follow-up.rq", "/donors.jsonld", "/api/openapi.json", "/api/queries/donors-by-recommendation?format=csv",
    "/sparql?query=" + quote("SELECT ?s ?name { ?s a tc:Country BIND(STR(?s) AS ?name) } LIMIT 3"),
    "/sparql?format=xml&query=" + quote("SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 3"),
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(ROOT, tmp_path_factory.mktemp("state"), base_iri=BASE, root_path=PREFIX) as it:
        yield it


@pytest.mark.parametrize("path", mostly_at_size((*PAGES, *DATA), *FIRST, *DATA))
def test_nothing_names_the_original(server: Running, path: str) -> None:
    accept = {"accept": "text/html"} if path in PAGES else {}
    answer = httpx.get(server.url + path, headers=accept)
    assert answer.status_code == 200
    whole = unquote(answer.text) + unquote(str(answer.headers))
    assert OURS not in whole
    if path in DATA and not path.startswith(("/follow-up.csv", "/follow-up.json", "/feed/activities", "/api/openapi")):
        assert BASE in whole


@pytest.mark.parametrize("path", mostly_at_size(PAGES, *FIRST))
def test_every_address_on_a_page_bears_the_prefix(server: Running, path: str) -> None:
    page = httpx.get(server.url + path, headers={"accept": "text/html"}).text
    assert re.findall(rf'(?:href|src|action)="(/(?!{PREFIX[1:]}/)[^"]*)', page) == []


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_the_way_from_an_iri_of_the_copy_to_its_description(server: Running, accept: str) -> None:
    """What the proxy does to ``https://data.example.org/follow-up/id/…``: it strips its prefix and passes on."""
    answer = httpx.get(f"{server.url}/id/recommendation/12", headers={"accept": accept})
    assert answer.status_code == 303
    assert f'<{BASE}id/recommendation/12>; rel="describes"' in answer.headers["link"]
    shown = httpx.get(server.url + answer.headers["location"].removeprefix(PREFIX), headers={"accept": accept})
    assert shown.status_code == 200
    assert shown.headers["content-type"].startswith(accept)


def test_the_copy_says_what_the_original_says(server: Running, tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(ROOT, tmp_path_factory.mktemp("original")) as original:
        theirs = httpx.get(f"{original.url}/id/recommendation/12.nt").text
    ours = httpx.get(f"{server.url}/id/recommendation/12.nt").text
    moved = rdflib.Graph().parse(data=theirs.replace(OURS, BASE), format="nt")
    assert len(moved) > 20
    assert isomorphic(rdflib.Graph().parse(data=ours, format="nt"), moved)


QUESTION = f"""PREFIX c: <{BASE}ns#>
SELECT ?s {{ ?s a c:Country ; c:iso3 "SEN" FILTER(STRSTARTS(STR(?s), "{BASE}")) }}"""


@pytest.mark.parametrize("way", ["get", "form", "body", "encoded", "original"])
def test_a_query_in_the_copys_iris_is_answered_in_them(server: Running, way: str) -> None:
    address = server.url + "/sparql"
    headers = {"accept": "text/csv"}
    match way:
        case "get":
            answer = httpx.get(address, params={"query": QUESTION}, headers=headers)
        case "form":
            answer = httpx.post(address, data={"query": QUESTION}, headers=headers)
        case "body":
            answer = httpx.post(
                address, content=QUESTION, headers={**headers, "content-type": "application/sparql-query"}
            )
        case "encoded":
            every = "".join(f"%{byte:02x}" for byte in QUESTION.encode())
            answer = httpx.get(f"{address}?query={every}", headers=headers)
        case _:
            answer = httpx.get(address, params={"query": QUESTION.replace(BASE, OURS)}, headers=headers)
    assert answer.text.split() == ["s", f"{BASE}id/country/SEN"]


def test_a_graph_is_chosen_by_its_name_in_the_copy(server: Running) -> None:
    given = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": f"{BASE}graph/gb297-tc-3/cover"}
    counted = int(httpx.get(server.url + "/sparql", params=given, headers={"accept": "text/csv"}).text.split()[1])
    assert 0 < counted < 2000
    held = httpx.get(f"{server.url}/rdf-graph-store", params={"graph": given["default-graph-uri"]})
    assert held.status_code == 200
    assert OURS not in held.text


def test_a_workbook_is_of_the_copy_too(server: Running) -> None:
    answer = httpx.get(server.url + "/page/country/SEN.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        text = b"".join(book.read(name) for name in book.namelist()).decode()
    assert BASE in text
    assert OURS not in text


def test_the_editor_points_at_the_readers_own_text(server: Running) -> None:
    text = f"PREFIX c: <{BASE}ns#>\nSELECT ?s {{ <{BASE}id/country/SEN> c:partOff ?s }}"
    found = httpx.post(server.url + "/editor/check", json={"query": text}).json()
    assert [text[problem["from"] : problem["to"]] for problem in found] == ["c:partOff"]
    assert found[0]["fixes"][0]["text"] == text.replace("partOff", "partOf")
    options = httpx.post(server.url + "/editor/complete", json={"query": text[:-13], "offset": len(text) - 13}).json()
    assert any(option["kind"] == "property" for option in options)


def test_a_refusal_speaks_of_the_copy(server: Running) -> None:
    answer = httpx.get(server.url + "/sparql", params={"query": f"SELECT * {{ <{BASE}id/x> }}"})
    assert answer.status_code == 400
    assert OURS not in answer.text


@pytest.mark.parametrize("size", [1, 7, 40, 10_000])
def test_a_base_that_arrives_in_pieces_is_read(size: int) -> None:
    own = own_base(BASE)
    assert own is not None
    sent = f"<{BASE}a> {quote(BASE, safe='')} <{BASE[:-3]}> {BASE}".encode()
    pieces = [sent[start : start + size] for start in range(0, len(sent), size)]

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def read() -> bytes:
        renamed = own.receiving(receive)
        got, more = b"", True
        while more:
            message = await renamed()
            got, more = got + message["body"], message["more_body"]
        return got

    assert run(read()).decode() == f"<{OURS}a> {quote(OURS, safe='')} <{BASE[:-3]}> {OURS}"


@pytest.mark.parametrize(
    "base",
    ["data.example.org", "https://w3id.org/", "http://www.w3.org/", "https://a.example/?x=", "https://a.example/'"],
)
def test_a_base_that_is_not_ones_own_is_refused(base: str) -> None:
    with pytest.raises(BadParameter):
        own_base(base)


def test_no_base_changes_nothing() -> None:
    assert own_base("") is None
    assert own_base(OURS) is None
