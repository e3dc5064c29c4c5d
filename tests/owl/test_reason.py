"""Reasoning over whole graphs: what lands where, and what does not."""

from __future__ import annotations

from typing import get_args

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.owl.reason import Method, reason
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
