"""Reasoning over whole graphs: what lands where, and what does not."""

from __future__ import annotations

from typing import get_args

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.owl.instances import instances
from tcgraph.owl.reason import Method, reason
from tcgraph.owl.schema import Schema, read_axioms
from tcgraph.rdf import GraphFormat, NamedNode

DATA = NamedNode("http://example.org/graph/data")
TURTLE = b"""
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:p rdfs:domain :C ; rdfs:range :D .
:C rdfs:subClassOf :B ; owl:disjointWith :D .
:a :p :b ; a :D .
"""


@pytest.mark.parametrize("method", get_args(Method))
def test_conclusions_are_kept_apart_from_what_is_asserted(method: Method) -> None:
    engine = EmbeddedEngine()
    engine.load(TURTLE, GraphFormat.TURTLE, graph=DATA)
    outcome = reason(engine, method=method)
    inferred = {str(quad.triple) for quad in engine.quads(application().inferred)}
    assert outcome.inferred == len(inferred)
    a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert f"<http://example.org/a> {a} <http://example.org/B>" in inferred
    assert f"<http://example.org/b> {a} <http://example.org/D>" in inferred
    assert f"<http://example.org/a> {a} <http://example.org/D>" not in inferred
    assert engine.size(DATA) == 6
    assert not outcome.consistent


def test_an_unnamed_property_defined_by_itself_leaves_no_trace() -> None:
    """Its facts have to be written to follow them, and are no RDF under its own name."""
    engine = EmbeddedEngine()
    turtle = b"""
        @prefix : <http://example.org/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :knowsAllOf rdfs:subPropertyOf _:cell .
        _:cell owl:propertyChainAxiom ( _:cell rdf:rest ) .
        :knows owl:propertyChainAxiom ( _:cell rdf:first ) .
        :alice :knowsAllOf ( :bob :charly :dave ) .
    """
    engine.load(turtle, GraphFormat.TURTLE, graph=DATA)
    reason(engine)
    known = {f"http://example.org/{name}" for name in ("bob", "charly", "dave")}
    found = list(engine.quads(application().inferred))
    assert {q.object.value for q in found if isinstance(q.object, NamedNode)} >= known
    assert {str(q.predicate) for q in found} == {"<http://example.org/knows>"}


def an_orchestra(pieces: int) -> bytes:
    """An ontology as people write them: the same few restrictions, unnamed, in the description of each piece."""
    parts = ["Violin", "Viola", "Flute", "Oboe"]
    told = ["@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."]
    told += ["@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :Strings rdfs:subClassOf :Instrument ."]
    told += [
        ":Violin rdfs:subClassOf :Strings . :Viola rdfs:subClassOf :Strings . :Flute rdfs:subClassOf :Instrument ."
    ]

    def some(kind: str) -> str:
        return f"[ owl:onProperty :scoredFor ; owl:someValuesFrom {kind} ]"

    for number in range(pieces):
        of = [":Piece", *(some(f":{part}") for part in parts), some(":Strings"), some(":Instrument")]
        told.append(f":Piece{number} rdfs:subClassOf {', '.join(of)} .")
    for name, kind in (("ForStrings", some(":Strings")), ("ForBoth", f"{some(':Viola')} {some(some(':Flute'))}")):
        told.append(f":{name} owl:equivalentClass [ owl:intersectionOf ( :Piece {kind} ) ] .")
    told.append(":septet a :Piece0 . :duo a :Piece ; :scoredFor :first . :first a :Violin .")
    return "\n".join(told).encode()


def test_a_restriction_that_is_repeated_costs_what_it_says_and_not_the_ways_through_it() -> None:
    """Each wording of it is a subclass of every other (scm-svf1), in whatever order they are passed."""
    engine = EmbeddedEngine()
    engine.load(an_orchestra(4), GraphFormat.TURTLE, graph=DATA)
    assert len(instances(Schema(read_axioms(engine)))) < 150
    ours = {str(q.triple) for q in engine.quads(application().inferred)} if reason(engine) else set()
    reason(engine, method="owlrl")
    theirs = {str(q.triple) for q in engine.quads(application().inferred)}
    kinds = [
        f"<http://example.org/{one}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" for one in ("septet", "duo")
    ]
    for found in (ours, theirs):
        assert f"{kinds[0]} <http://example.org/ForStrings>" in found
        assert f"{kinds[1]} <http://example.org/ForStrings>" in found
    assert {t for t in ours if "_:" not in t} == {t for t in theirs if "_:" not in t}
