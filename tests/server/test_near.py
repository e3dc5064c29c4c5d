"""What is answered without a worker, and what never is."""

from __future__ import annotations

import json
import random
from collections import Counter

import pyoxigraph
import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.questions.warnings.query_warnings import QueryWarnings
from tcgraph.rdf import NamedNode
from tcgraph.server.frames import Header
from tcgraph.server.near import NearGraph
from tcgraph.server.worker import answered
from tcgraph.terms import ID, TC

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
        "PREFIX u: <urn:> SELECT ?o { <urn:s1> u:p ?o }",
        "ASK { <urn:s1> <urn:p> ?o }",
        "ASK { <urn:s1> <urn:p> <urn:o4> }",
        "CONSTRUCT WHERE { <urn:s1> ?p ?o }",
        "CONSTRUCT { <urn:s1> <urn:q> ?o } WHERE { <urn:s1> <urn:p> ?o }",
        "DESCRIBE <urn:s1>",
        "DESCRIBE <urn:s1> <urn:s2> <urn:nobody>",
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
        "SELECT ?o { 'a text' <urn:p> ?o }",
        "SELECT ?o { <urn:s1> <urn:p> ?o",
        "ASK { ?s ?p ?o }",
        "CONSTRUCT { <urn:s1> <urn:q> ?o } WHERE { ?s <urn:p> ?o }",
        f"CONSTRUCT {{ <urn:a> <urn:q> {', '.join('?o' for _ in range(9))} }} WHERE {{ <urn:s1> <urn:p> ?o }}",
        "CONSTRUCT { <urn:s1> <urn:q> ?o } WHERE { <urn:s1> <urn:p> ?o } VALUES ?o { 1 2 }",
        "DESCRIBE ?s { <urn:s1> <urn:p> ?s }",
        "DESCRIBE <urn:s1> HAVING(STRLEN('a') > 2)",
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


def test_a_triple_of_several_graphs_is_one() -> None:
    store = pyoxigraph.Store()
    quads = '<urn:s> <urn:p> "1" <urn:g> .\n<urn:s> <urn:p> "1" <urn:h> .\n<urn:s> <urn:q> "1" <urn:h> .'
    store.load(quads.encode(), pyoxigraph.RdfFormat.N_QUADS)
    graph = NearGraph(store)
    assert rows(told(graph, "SELECT ?p ?o { <urn:s> ?p ?o }")[1]) == [("urn:p", "1"), ("urn:q", "1")]
    assert rows(told(graph, "SELECT ?o { <urn:s> ?p ?o }")[1]) == [("1",), ("1",)]
    assert rows(told(graph, "SELECT ?o { <urn:s> <urn:p> ?o }")[1]) == [("1",)]


def rows(document: bytes) -> list[tuple[str, ...]]:
    return sorted(tuple(cell["value"] for cell in row.values()) for row in json.loads(document)["results"]["bindings"])


def test_a_description_that_goes_on_is_for_a_worker() -> None:
    store = pyoxigraph.Store()
    store.load(b"<urn:s> <urn:p> [ <urn:q> 1 ] .", pyoxigraph.RdfFormat.TURTLE)
    assert NearGraph(store).answer(HEADER, "DESCRIBE <urn:s>") is None


THINGS = "SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) } ORDER BY ?s"
SHAPES = (
    "SELECT ?p ?o { <%s> ?p ?o }",
    "SELECT ?l { <%s> rdfs:label ?l }",
    "SELECT DISTINCT ?l ?p { <%s> rdfs:label ?l ; ?p ?o } ORDER BY ?p",
    "SELECT ?l ?lost { <%s> rdfs:label ?l }",
    "SELECT ?c ?d { <%s> tc:country ?c ; tc:ratifiedOn ?d }",
    "SELECT ?o { <%s> a tc:Ratification ; ?p ?o }",
    "SELECT ?p ?o { <%s> tc:statusCode 'planned' ; ?p ?o }",
    "SELECT ?p ?o { <%s> tc:nothing ?x ; ?p ?o }",
    "SELECT ?o { <%s> ?p ?o } LIMIT 1",
    "SELECT ?s ?p { ?s ?p <%s> }",
    "SELECT ?s { ?s tc:theme <%s> }",
    "ASK { <%s> ?p ?o }",
    "CONSTRUCT WHERE { <%s> ?p ?o }",
    "CONSTRUCT { <%s> tc:nothing ?o } WHERE { <%s> ?p ?o }",
    "DESCRIBE <%s>",
)


def test_what_is_plain_is_warned_of_nothing(shipped: EmbeddedEngine) -> None:
    """Whether to look for warnings is decided without looking; a look at each finds none."""
    graph = NearGraph(shipped.store)
    warnings = QueryWarnings(lambda text: list(shipped.select(text)))
    things = [thing.value for (thing,) in shipped.select(THINGS) if isinstance(thing, NamedNode)]
    seen = Counter[str]()
    for thing in [*random.Random(17).sample(things, 60), TC + "Ratification", ID + "no-such-thing"]:
        for shape in SHAPES:
            found = graph.answer(HEADER, shape.replace("%s", thing))
            if found is not None and found[0].get("plain"):
                seen[shape] += 1
                assert warnings.of(shape.replace("%s", thing)) == [], shape
    assert seen[SHAPES[0]]
    assert seen[SHAPES[1]]
    assert seen["DESCRIBE <%s>"]
