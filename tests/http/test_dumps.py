"""The whole graph to fetch: what every form holds, in parts too, and what is said of a name that is none."""

from __future__ import annotations

import gzip

import httpx
import pytest

from tcgraph.rdf import GraphFormat, parse
from tests.conftest import mostly_at_size
from tests.http.running import Running


def counted(server: Running, where: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ {where} }}"
    answer = httpx.get(f"{server.url}/sparql", params={"query": query, "format": "json"}).json()
    return int(answer["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("syntax", mostly_at_size(GraphFormat, GraphFormat.TRIG, GraphFormat.TURTLE))
def test_every_form_holds_what_is_asserted(server: Running, syntax: GraphFormat) -> None:
    answer = httpx.get(f"{server.url}/dump/tcgraph{syntax.suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == syntax.media_type
    quads = set(parse(answer.content, syntax))
    asserted = "GRAPH ?g { ?s ?p ?o } FILTER(?g != <https://w3id.org/tcgraph/graph/inferred>)"
    distinct = f"SELECT DISTINCT {'?g' if syntax.holds_graph_names else ''} ?s ?p ?o {{ {asserted} }}"
    assert len(quads) == counted(server, f"{{ {distinct} }}")


def test_what_is_inferred_is_apart_and_packed_where_asked(server: Running) -> None:
    plain = httpx.get(f"{server.url}/dump/tcgraph-inferred.nt").content
    packed = httpx.get(f"{server.url}/dump/tcgraph-inferred.nt.gz")
    assert packed.headers["content-type"] == "application/gzip"
    assert gzip.decompress(packed.content) == plain
    assert plain.count(b"\n") == counted(server, "GRAPH <https://w3id.org/tcgraph/graph/inferred> { ?s ?p ?o }")


def test_a_part_of_it_can_be_had(server: Running) -> None:
    part = httpx.get(f"{server.url}/dump/tcgraph.nq", headers={"range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)


@pytest.mark.parametrize("name", ["tcgraph.csv", "other.ttl", "tcgraph", "tcgraph.ttl.zst", "..%2f..%2fetc%2fpasswd"])
def test_a_name_that_is_none_is_404_with_those_there_are(server: Running, name: str) -> None:
    answer = httpx.get(f"{server.url}/dump/{name}")
    assert answer.status_code == 404
