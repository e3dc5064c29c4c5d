"""After any edit, following it gives what reasoning over everything gives: conclusions, clashes and rules."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.owl.reason import reason
from tcgraph.owl.reason_change import ReasonedChange, reason_change
from tcgraph.rdf import GraphFormat, NamedNode, Quad, Triple, parse
from tests.conftest import many
from tests.owl.ontologies import PREFIXES, axioms, edits, facts, keyed

DATA = NamedNode("http://example.org/graph/data")
OTHER = NamedNode("http://example.org/graph/other")


def quads(turtle: str, graph: NamedNode = DATA) -> set[Quad]:
    parsed = parse((PREFIXES + turtle).encode(), GraphFormat.TURTLE)
    return {Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed}


def inferred(engine: EmbeddedEngine) -> set[Triple]:
    return {quad.triple for quad in engine.quads(application().inferred)}


class Edited:
    """An engine that is edited step by step, each step compared with reasoning over everything."""

    def __init__(self, ontology: set[Quad], data: set[Quad]) -> None:
        self.ontology = ontology
        self.data = ontology | data
        self.engine = EmbeddedEngine()
        self.engine.insert(self.data)
        self.outcome = reason(self.engine)
        self.anew: list[str | None] = []

    def edit(self, added: set[Quad], removed: set[Quad], *, remember: bool = True) -> ReasonedChange:
        before = inferred(self.engine)
        added, removed = added - self.data, (removed & self.data) - added
        self.data = (self.data - removed) | added
        self.engine.remove(removed)
        self.engine.insert(added)
        found = reason_change(self.engine, added, removed, previous=self.outcome if remember else None)
        afresh = EmbeddedEngine()
        afresh.insert(self.data)
        expected = reason(afresh)
        after = inferred(self.engine)
        assert after == inferred(afresh)
        assert found.reasoning.inferred == expected.inferred
        assert found.reasoning.clashes == expected.clashes
        assert set(found.added) == after - before
        assert set(found.removed) == before - after
        self.outcome = found.reasoning
        return found


@settings(max_examples=many(60, few=15), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(axioms | keyed, min_size=1, max_size=7, unique=True),
    st.lists(facts, max_size=10, unique=True),
    st.lists(edits, min_size=1, max_size=5),
    st.booleans(),
)
def test_following_edits_is_reasoning_anew(
    ontology: list[str], data: list[str], steps: list[tuple[list[str], list[int]]], remember: bool
) -> None:
    edited = Edited(quads("\n".join(ontology)), quads("\n".join(data)))
    for added, places in steps:
        there = sorted(edited.data - edited.ontology, key=str)
        removed = {there[place % len(there)] for place in places} if there else set()
        edited.edit(quads("\n".join(added)), removed, remember=remember)


@pytest.mark.parametrize(
    ("ontology", "data", "removed"),
    [
        (":p a owl:SymmetricProperty .", ":a :p :b .", ":a :p :b ."),
        (":p a owl:TransitiveProperty .", ":a :p :b . :b :p :a . :b :p :c .", ":a :p :b ."),
        (":p a owl:TransitiveProperty , owl:SymmetricProperty .", ":a :p :b . :b :p :c .", ":b :p :c ."),
        (":C owl:equivalentClass :D .", ":a a :C .", ":a a :C ."),
        (":p owl:inverseOf :q . :q rdfs:subPropertyOf :p .", ":a :p :b .", ":a :p :b ."),
        (":C rdfs:subClassOf :R0 . :R0 owl:onProperty :p ; owl:someValuesFrom :C .", ":a :p :a ; a :C .", ":a a :C ."),
    ],
    ids=[
        "symmetric",
        "transitive circle",
        "transitive and symmetric",
        "equivalent",
        "inverse and wider",
        "some values",
    ],
)
def test_facts_that_only_prove_each_other_go(ontology: str, data: str, removed: str) -> None:
    edited = Edited(quads(ontology), quads(data))
    assert inferred(edited.engine)
    found = edited.edit(set(), quads(removed))
    assert found.removed
    assert found.anew is None


def test_a_removed_fact_with_another_proof_becomes_a_conclusion() -> None:
    edited = Edited(quads(":p rdfs:domain :C ."), quads(":a :p :b ; a :C ."))
    found = edited.edit(set(), quads(":a a :C ."))
    assert set(found.added) == {quad.triple for quad in quads(":a a :C .")}
    assert edited.edit(quads(":a a :C ."), set()).removed == found.added


def test_a_triple_that_another_graph_still_asserts_stays() -> None:
    data = quads(":a :p :b .") | quads(":a :p :b .", OTHER)
    found = Edited(quads(":p rdfs:domain :C ."), data).edit(set(), quads(":a :p :b .", OTHER))
    assert (found.added, found.removed, found.anew) == ((), (), None)


@pytest.mark.parametrize(
    ("ontology", "data", "edit", "rule"),
    [
        (":C owl:disjointWith :D .", ":a a :C .", ":a a :D .", "cax-dw"),
        (":p a owl:AsymmetricProperty .", ":a :p :b .", ":b :p :a .", "prp-asyp"),
        (":p a owl:FunctionalProperty .", ":a :p 1 .", ":a :p 2 .", "prp-fp"),
        (":p rdfs:range xsd:integer .", ":a :p 1 .", ":a :p 'x' .", "dt-not-type"),
        (":p rdfs:range :C .", ":a :p :b .", ":a :q 'x'^^xsd:integer .", "dt-not-type"),
        (":p rdfs:range :C .", ":a owl:differentFrom :b .", ":a owl:sameAs :b .", "eq-diff1"),
    ],
)
def test_clashes_appear_and_disappear(ontology: str, data: str, edit: str, rule: str) -> None:
    edited = Edited(quads(ontology), quads(data))
    assert edited.outcome.consistent
    assert {clash.rule for clash in edited.edit(quads(edit), set()).reasoning.clashes} == {rule}
    assert edited.edit(set(), quads(edit)).reasoning.consistent


@pytest.mark.parametrize(
    ("ontology", "data", "added"),
    [
        (":C owl:hasKey ( :k ) .", ":a a :C ; :k 7 . :b a :C .", ":b :k 7 ."),
        (":p a owl:InverseFunctionalProperty .", ":a :p :x .", ":b :p :x ."),
        (":p a owl:FunctionalProperty .", ":x :p :a .", ":x :p :b ."),
    ],
)
def test_what_becomes_the_same_and_parts_again_is_reasoned_over_anew(ontology: str, data: str, added: str) -> None:
    edited = Edited(quads(ontology), quads(data))
    for _ in range(2):
        assert edited.edit(quads(added), set()).anew == "what is the same as what may have changed"
        assert edited.edit(set(), quads(added)).anew == "what is the same as what may have changed"


def test_an_edit_away_from_what_is_the_same_is_followed() -> None:
    edited = Edited(quads(":p rdfs:domain :C ."), quads(":a owl:sameAs :b . :c owl:sameAs :d ."))
    for fact in (":b :p :d .", ":d a :C .", ":x :p :b ."):
        assert edited.edit(quads(fact), set()).anew is None
    assert len(edited.edit(set(), quads(":b :p :d .")).removed) > 2


@pytest.mark.parametrize("edit", [":C rdfs:subClassOf :D .", ":p a owl:SymmetricProperty .", ":p rdfs:range :C ."])
def test_a_change_of_the_ontology_is_reasoned_over_anew(edit: str) -> None:
    edited = Edited(quads(":p rdfs:domain :C ."), quads(":a :p :b ."))
    assert edited.edit(quads(edit), set()).anew == "the ontology has changed"
    assert edited.edit(set(), quads(edit)).anew == "the ontology has changed"


def test_facts_about_nodes_without_a_name_are_followed() -> None:
    edited = Edited(quads(":p rdfs:domain :C ; rdfs:range :D ."), quads("[] :p [ :q 1 ] ."))
    fact = next(quad for quad in edited.data if quad.predicate.value.endswith("/p"))
    found = edited.edit(set(), {fact})
    assert len(found.removed) == 2
    assert edited.edit({fact}, set()).added == found.removed
    assert found.anew is None
