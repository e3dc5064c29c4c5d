"""What is answered without a worker, and what never is."""

from __future__ import annotations

import pyoxigraph
import pytest

from tcgraph.server.frames import Header
from tcgraph.server.near import NearGraph
from tcgraph.server.worker import answered

HEADER = {"results": "JSON", "graph": "TURTLE", "limit": 1 << 20, "union": True, "base": "http://127.0.0.1/sparql"}
TRIPLES = "".join(f"<urn:s{n}> <urn:p> <urn:o{n % 5}> .\n<urn:s{n}> <urn:hub> <urn:all> .\n" for n in range(400))


@pytest.fixture(scope="module")
def graph() -> NearGraph:
    store = pyoxigraph.Store()
    store.load(TRIPLES.encode(), pyoxigraph.RdfFormat.N_QUADS)
    return NearGraph(store)


def told(graph: NearGraph, text: str) -> tuple[Header, bytes]:
    """What it says, as a worker would."""
    found = graph.answer(HEADER, text)
    assert found is not None
    assert found[0]["near"]
    return {key: value for key, value in found[0].items() if key not in ("near", "plain")}, found[1]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?p ?o { <urn:s1> ?p ?o }",
        "SELECT ?s { ?s <urn:p> <urn:o1> } ORDER BY ?s LIMIT 3",
        "PREFIX u: <urn:> SELECT ?o { u:s7 u:p ?o ; u:hub ?x }",
        "SELECT DISTINCT ?o { <urn:s1> <urn:p> ?o . <urn:s2> <urn:p> ?q } # once",
        "SELECT ?o { <urn:nobody> ?p ?o }",
    ],
)
def test_few_triples_are_answered_here_as_by_a_worker(graph: NearGraph, text: str) -> None:
    assert told(graph, text) == answered(graph.store, HEADER, text)


@pytest.mark.parametrize("term", ["<urn:a>", '"q\\"\\n\\t\\u0001é"', '"x"@en-gb', "true", '"1.0"^^<urn:kind>', "_:b"])
def test_each_kind_of_term_is_written_as_the_engine_does(term: str) -> None:
    store = pyoxigraph.Store()
    store.load(f"<urn:s> <urn:p> {term} .".encode(), pyoxigraph.RdfFormat.TURTLE)
    text = "SELECT ?o ?p { <urn:s> ?p ?o }"
    assert told(NearGraph(store), text) == answered(store, HEADER, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s <urn:hub> <urn:all> }",
        "SELECT ?s ?o { ?s <urn:p> ?o }",
        "SELECT ?o { <urn:s1> ?p ?o . ?x ?y ?z }",
        "SELECT ?o { <urn:s1> <urn:p>* ?o }",
        "SELECT ?o { <urn:s1> <urn:p> ?o FILTER(REGEX(STR(?o), '(a+)+$')) }",
        "SELECT ?o { { <urn:s1> <urn:p> ?o } }",
        "SELECT (STRLEN(STR(?o)) AS ?n) { <urn:s1> <urn:p> ?o }",
        "SELECT (COUNT(*) AS ?n) { <urn:s1> <urn:p> ?o }",
        "SELECT ?o { <urn:s1> <urn:p> ?o } GROUP BY ?o",
        "SELECT ?o { <urn:s1> <urn:p> ?o } ORDER BY STRLEN(STR(?o))",
        "SELECT ?o { <urn:s1> <urn:p> ?o } VALUES ?x { 1 2 }",
        "SELECT ?o FROM <urn:g> { <urn:s1> <urn:p> ?o }",
        "SELECT ?o { SERVICE <http://example.org/> { <urn:s1> <urn:p> ?o } }",
        "SELECT ?o { OPTIONAL { <urn:s1> <urn:p> ?o } }",
        "SELECT ?a { ?a <urn:p> <urn:o1> . ?b <urn:p> <urn:o1> . ?c <urn:p> <urn:o2> }",
        "SELECT ?o { <s1> <urn:p> ?o }",
        "SELECT ?o { <urn:s1> <urn:p> ?o",
        "SELECT ?o { <urn:s1> <urn:p> ?o } #" + "x" * 3000,
    ],
)
def test_anything_else_is_for_a_worker(graph: NearGraph, text: str) -> None:
    assert graph.answer(HEADER, text) is None


def test_a_dataset_of_the_request_is_for_a_worker(graph: NearGraph) -> None:
    text = "SELECT ?o { <urn:s1> <urn:p> ?o }"
    assert graph.answer({**HEADER, "default": ("urn:g",)}, text) is None
    assert graph.answer({**HEADER, "union": False}, text) is None


def test_texts_that_differ_in_declarations_are_told_apart(graph: NearGraph) -> None:
    """Names mean something else, though all but IRIs is the same."""
    few = "PREFIX u: <urn:> SELECT ?s { ?s u:p <urn:o1> }"
    many = "PREFIX u: <urn:> SELECT ?s { ?s u:hub <urn:all> }"
    other = "PREFIX u: <urn:x:> SELECT ?s { ?s u:p <urn:o1> }"
    assert graph.answer(HEADER, few) is not None
    assert graph.answer(HEADER, many) is None
    assert told(graph, other) == answered(graph.store, HEADER, other)


def test_each_iri_of_a_shape_is_counted(graph: NearGraph) -> None:
    assert graph.answer(HEADER, "SELECT ?s { ?s <urn:p> <urn:o1> }") is not None
    assert graph.answer(HEADER, "SELECT ?s { ?s <urn:hub> <urn:all> }") is None


def test_a_large_text_in_the_graph_is_for_a_worker(graph: NearGraph) -> None:
    store = pyoxigraph.Store()
    store.load(f'<urn:s> <urn:p> "{"x" * 400_000}" .'.encode(), pyoxigraph.RdfFormat.N_QUADS)
    assert NearGraph(store).answer(HEADER, "SELECT ?o { <urn:s> <urn:p> ?o }") is None
