"""A triple that stands in two graphs is one triple of the data graph: for what is counted and what is found."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.prepared import numbers_matter
from tcgraph.engine.store_counts import RepeatedTriples
from tcgraph.rdf import GraphFormat, NamedNode, Triple, parse
from tcgraph.shacl.validate import Shapes, validate

DATA = b"""@prefix ex: <http://example.org/> .
ex:a a ex:Action ; ex:donor ex:d ; ex:cost 2 ."""
PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
COUNTING = {
    "COUNT": "SELECT $this { $this ex:donor ?d } GROUP BY $this HAVING(COUNT(?d) > 1)",
    "COUNT of all": "SELECT $this { $this ex:donor ?d } GROUP BY $this HAVING(count (*) > 1)",
    "SUM": "SELECT $this { $this ex:cost ?c } GROUP BY $this HAVING(SUM(?c) > 2)",
    "GROUP_CONCAT": 'SELECT $this { $this ex:donor ?d } GROUP BY $this HAVING(CONTAINS(GROUP_CONCAT(STR(?d)), " "))',
    "subquery": "SELECT $this {{ SELECT $this (COUNT(?d) AS ?n) { $this ex:donor ?d } GROUP BY $this } FILTER(?n > 1)}",
    "cut off": "SELECT $this { { SELECT $this { $this ex:donor ?d } OFFSET 1 } }",
}
SETS = (
    "SELECT $this { $this ex:donor ?d }",
    "SELECT $this ?d { $this ex:donor|ex:partner ?d FILTER EXISTS { $this ex:cost ?c } }",
    "SELECT $this { $this ex:donor ?d } GROUP BY $this HAVING(COUNT( DISTINCT ?d) < 2)",
    "SELECT $this (MIN(?c) AS ?value) { $this ex:cost ?c } GROUP BY $this",
)


def engine_of(*graphs: str) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    for graph in graphs:
        engine.load(DATA, GraphFormat.TURTLE, graph=NamedNode(f"http://example.org/{graph}"))
    return engine


def read(text: str) -> Shapes:
    quads = parse(text.encode(), GraphFormat.TURTLE)
    return Shapes(Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


def shapes_of(query: str) -> Shapes:
    text = f"""{PREFIXES} ex:shape a sh:NodeShape ; sh:targetClass ex:Action ;
        sh:sparql [ sh:prefixes ex:prefixes ; sh:select '''{query}''' ] ."""
    return read(text)


@pytest.mark.parametrize("query", COUNTING.values(), ids=COUNTING)
def test_what_a_constraint_counts_is_counted_once(query: str) -> None:
    assert numbers_matter(query)
    assert not validate(engine_of("one", "two"), shapes_of(query)).findings


@pytest.mark.parametrize("query", SETS)
def test_what_a_constraint_finds_is_found_once_and_not_looked_for(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not numbers_matter(query)
    shapes = shapes_of(query)
    expected = validate(engine_of("one"), shapes)
    engine = engine_of("one", "two")
    monkeypatch.setattr(RepeatedTriples, "_look_through", lambda _: pytest.fail("nobody asked for a number"))
    assert len(expected.findings) == 1
    assert validate(engine, shapes) == expected


def test_a_target_that_counts_counts_once() -> None:
    text = f"""{PREFIXES} ex:shape a sh:NodeShape ; sh:message "never" ; sh:in () ; sh:target [ a sh:SPARQLTarget ;
        sh:prefixes ex:prefixes ;
        sh:select "SELECT ?this {{ ?this ex:donor ?d }} GROUP BY ?this HAVING(COUNT(?d) > 1)" ] ."""
    shapes = read(text)
    assert not validate(engine_of("one", "two"), shapes).findings


def test_a_limit_on_values_counts_each_once() -> None:
    text = f"""{PREFIXES} ex:shape a sh:NodeShape ; sh:targetSubjectsOf ex:donor ;
        sh:property [ sh:path ex:donor ; sh:maxCount 1 ] , [ sh:path ex:cost ; sh:maxCount 0 ] ,
            [ sh:path [ sh:alternativePath ( ex:donor ex:cost ) ] ; sh:maxCount 2 ; sh:minCount 2 ] ,
            [ sh:path ex:donor ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 1 ] ."""
    (found,) = validate(engine_of("one", "two"), read(text)).findings
    assert str(found.predicate) == "<http://example.org/cost>"
