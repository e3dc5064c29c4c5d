"""A finding is explained by the rule that is broken and the triples that it was judged by."""

from __future__ import annotations

from tcgraph.explain.violation import why
from tcgraph.rdf import NamedNode
from tcgraph.shacl.validate import validate
from tests.shacl.generated import engine_with, shapes_of, triples_of

DATA = [("ex:n0", "a", "ex:A"), ("ex:n0", "ex:p", "1"), ("ex:n0", "ex:p", "2"), ("ex:n1", "ex:q", "ex:n0")]


def test_too_many_values_are_shown() -> None:
    engine, shapes = (
        engine_with(DATA),
        shapes_of("ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."),
    )
    (finding,) = validate(engine, shapes).findings
    grounds = why(engine, shapes, finding)
    assert grounds.rules == ("Has more than 1 value of <http://example.org/p>.",)
    assert set(grounds.triples) == {triple for item in DATA[1:3] for triple in triples_of(item)}


def test_inverse_path_shows_what_points_here() -> None:
    text = "ex:S sh:targetClass ex:A ; sh:property [ sh:path [ sh:inversePath ex:q ] ; sh:class ex:A ] ."
    engine, shapes = engine_with(DATA), shapes_of(text)
    (finding,) = validate(engine, shapes).findings
    assert triples_of(DATA[3])[0] in why(engine, shapes, finding).triples


def test_what_is_missing_has_no_triples_but_a_rule() -> None:
    engine, shapes = (
        engine_with(DATA),
        shapes_of("ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:r ; sh:minCount 1 ] ."),
    )
    (finding,) = validate(engine, shapes).findings
    grounds = why(engine, shapes, finding)
    assert (grounds.triples, grounds.query) == ((), None)
    assert "at least 1 value" in grounds.rules[0]


def test_query_of_a_sparql_constraint() -> None:
    query = "SELECT $this WHERE { $this <http://example.org/p> ?v }"
    engine, shapes = engine_with(DATA), shapes_of(f"ex:S sh:targetClass ex:A ; sh:sparql [ sh:select '{query}' ] .")
    finding = validate(engine, shapes).findings[0]
    assert finding.focus == NamedNode("http://example.org/n0")
    assert why(engine, shapes, finding).query == query


def test_nested_shape_says_what_it_found() -> None:
    text = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:node ex:Inner ] . ex:Inner sh:minInclusive 2 ."
    engine, shapes = engine_with(DATA), shapes_of(text)
    (finding,) = validate(engine, shapes).findings
    (inner,) = why(engine, shapes, finding).inner
    assert inner.message == "This node must be at least 2."
