"""Rules of the graph: what they conclude, that edits are followed, and that proofs name what they rest on."""

from __future__ import annotations

import random

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.explain.triple import Explainer
from tcgraph.namespaces import application
from tcgraph.owl.reason import reason
from tcgraph.owl.reason_change import reason_change
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, parse

EX = "http://example.org/"
DATA = NamedNode(EX + "data")
PREFIXES = f"""@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
LATEST = """ex:latest a sh:SPARQLRule ; sh:order 1 ; sh:construct '''
PREFIX ex: <http://example.org/>
CONSTRUCT { ?x ex:now ?state } WHERE {
  ?x ex:seen ?one . ?one ex:state ?state . ?one ex:on ?day .
  FILTER NOT EXISTS { ?x ex:seen ?other . ?other ex:on ?later FILTER(?later > ?day) }
}''' .
ex:year a sh:SPARQLRule ; sh:order 2 ; sh:construct '''
PREFIX ex: <http://example.org/>
CONSTRUCT { ?x ex:sign ?sign } WHERE { ?x ex:now ?state . BIND(CONCAT("is ", ?state) AS ?sign) }''' .
"""
FACTS = """ex:a ex:seen ex:a1, ex:a2 . ex:a1 ex:state "planned" ; ex:on 1 . ex:a2 ex:state "done" ; ex:on 2 ."""


def quads(text: str) -> list[Quad]:
    found = parse((PREFIXES + text).encode(), GraphFormat.TURTLE)
    return [Quad(quad.subject, quad.predicate, quad.object, DATA) for quad in found]


def engine_of(text: str) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    engine.insert(quads(text))
    return engine


def told(engine: EmbeddedEngine, name: str) -> list[str]:
    rows = engine.select(f"SELECT ?o {{ GRAPH {application().inferred} {{ <{EX}a> <{EX}{name}> ?o }} }} ORDER BY ?o")
    return [term.value for (term,) in rows if isinstance(term, Literal)]


def test_a_rule_may_ask_that_nothing_is_later() -> None:
    engine = engine_of(LATEST + FACTS)
    reason(engine)
    assert told(engine, "now") == ["done"]


def test_a_rule_of_a_higher_order_goes_on_from_what_others_concluded() -> None:
    engine = engine_of(LATEST + FACTS)
    reason(engine)
    assert told(engine, "sign") == ["is done"]


def test_an_edit_is_followed() -> None:
    engine = engine_of(LATEST + FACTS)
    before = reason(engine)
    new = quads('ex:a ex:seen ex:a3 . ex:a3 ex:state "dropped" ; ex:on 3 .')
    engine.insert(new)
    change = reason_change(engine, new, [], previous=before)
    assert change.anew is None
    assert told(engine, "now") == ["dropped"]
    assert told(engine, "sign") == ["is dropped"]
    assert {str(triple.predicate) for triple in change.removed} == {f"<{EX}now>", f"<{EX}sign>"}
    assert change.reasoning.inferred == engine.size(application().inferred)


FAR = """ex:who a sh:SPARQLRule ; sh:order 1 ; sh:construct '''
PREFIX ex: <http://example.org/>
CONSTRUCT { ?x ex:who ?z } WHERE {
  VALUES ?way { ex:p ex:q }
  ?x ex:r ?y . ?y ?way ?z . ?z a ex:C .
  FILTER NOT EXISTS { ?z ex:r ?w . ?w ex:q ?x }
}''' .
ex:on a sh:SPARQLRule ; sh:order 2 ; sh:construct '''
PREFIX ex: <http://example.org/>
CONSTRUCT { ?x ex:on ?z } WHERE { ?x ex:p ?y . ?y ex:who ?z }''' .
"""


@pytest.mark.parametrize("seed", range(4))
def test_many_edits_are_followed_to_whatever_is_far_from_them(seed: int) -> None:
    drawn = random.Random(seed)
    names = [f"ex:n{number}" for number in range(6)]
    every = [f"{s} ex:{p} {o} ." for p in "pqr" for s in names for o in names] + [f"{s} a ex:C ." for s in names]
    stated = set(drawn.sample(every, 40))
    engine = engine_of(FAR + " ".join(stated))
    reason(engine)
    for _ in range(25):
        moved = set(drawn.sample(every, drawn.choice((1, 2, 5))))
        gone, new = quads(" ".join(moved & stated)), quads(" ".join(moved - stated))
        stated ^= moved
        engine.remove(gone)
        engine.insert(new)
        assert reason_change(engine, new, gone).anew is None
        afresh = engine_of(FAR + " ".join(stated))
        reason(afresh)
        assert set(engine.quads(application().inferred)) == set(afresh.quads(application().inferred))


def test_an_edit_that_is_taken_back_leaves_what_was() -> None:
    engine = engine_of(LATEST + FACTS)
    before = reason(engine)
    gone = quads("ex:a2 ex:on 2 .")
    engine.remove(gone)
    change = reason_change(engine, [], gone, previous=before)
    assert told(engine, "now") == ["planned"]
    engine.insert(gone)
    reason_change(engine, gone, [], previous=change.reasoning)
    assert told(engine, "now") == ["done"]


AWAITED = """ex:waits a owl:ObjectProperty ; rdfs:subPropertyOf ex:under . ex:of owl:inverseOf ex:under .
ex:rule a sh:SPARQLRule ; sh:construct '''
PREFIX ex: <http://example.org/>
CONSTRUCT { ?x ex:waits ?y } WHERE { ?y ex:of ?x . ?y ex:kind ex:first }''' .
"""


def conclusions(engine: EmbeddedEngine) -> set[str]:
    """What stands in the graph of conclusions."""
    return {str(quad) for quad in engine.quads(application().inferred)}


@pytest.mark.parametrize("reused", [True, False])
def test_what_a_rule_concluded_proves_nothing_for_owl_when_its_ground_is_taken_away(reused: bool) -> None:
    """The rule goes on from ex:of and OWL from ex:waits to ex:under and back to ex:of: each would prove the other."""
    facts = "ex:c ex:of ex:a ; ex:kind ex:first . ex:d ex:of ex:a ."
    engine = engine_of(AWAITED + facts)
    before = reason(engine)
    gone = quads("ex:c ex:of ex:a ; ex:kind ex:first .")
    engine.remove(gone)
    change = reason_change(engine, [], gone, previous=before if reused else None)
    anew = engine_of(AWAITED + "ex:d ex:of ex:a .")
    whole = reason(anew)
    assert change.anew is None
    assert conclusions(engine) == conclusions(anew)
    assert change.reasoning.inferred == whole.inferred


BOTH = """ex:told a owl:DatatypeProperty ; rdfs:subPropertyOf ex:now . ex:now rdfs:subPropertyOf ex:ever . """


def test_what_owl_concludes_by_a_property_stays_where_a_rule_concludes_it_too() -> None:
    engine = engine_of(LATEST + BOTH + FACTS + ' ex:a ex:told "begun" .')
    reason(engine)
    assert told(engine, "now") == ["begun", "done"]
    assert told(engine, "ever") == ["begun"]
    # An edit that touches the rule alone, one that touches OWL's ground alone, and back.
    for added, removed, now, ever in (
        ('ex:a2 ex:state "over" .', 'ex:a2 ex:state "done" .', ["begun", "over"], ["begun"]),
        ('ex:a ex:told "over" .', 'ex:a ex:told "begun" .', ["over"], ["over"]),
        ("", 'ex:a ex:told "over" .', ["over"], []),
        ('ex:a ex:told "begun" .', "", ["begun", "over"], ["begun"]),
    ):
        engine.insert(quads(added))
        engine.remove(quads(removed))
        change = reason_change(engine, quads(added), quads(removed))
        assert change.anew is None
        assert (told(engine, "now"), told(engine, "ever")) == (now, ever)
        assert set(change.added).isdisjoint(change.removed)
        assert change.reasoning.inferred == engine.size(application().inferred)


def test_an_edit_of_a_rule_concludes_everything_again() -> None:
    engine = engine_of(LATEST + FACTS)
    before = reason(engine)
    gone = [quad for quad in quads(LATEST) if str(quad.subject) == f"<{EX}latest>"]
    engine.remove(gone)
    assert reason_change(engine, [], gone, previous=before).anew == "a rule has changed"
    assert told(engine, "now") == []


def test_a_proof_names_what_the_rule_rests_on() -> None:
    engine = engine_of(LATEST + FACTS)
    reason(engine)
    proof = Explainer(engine).explain((NamedNode(EX + "a"), NamedNode(EX + "sign"), Literal("is done")))
    assert proof is not None
    assert proof.rule == "year"
    assert [str(leaf.conclusion[1]) for leaf in proof.asserted()] == [
        f"<{EX}{name}>" for name in ("seen", "state", "on")
    ]


def test_what_no_rule_concludes_is_not_explained() -> None:
    engine = engine_of(LATEST + FACTS)
    reason(engine)
    assert Explainer(engine).explain((NamedNode(EX + "a"), NamedNode(EX + "now"), Literal("planned"))) is None


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s <urn:a> ?o . ?o <urn:b> ?s } WHERE { ?s <urn:p> ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s <urn:a> ?o } WHERE { ?s <urn:p>/<urn:q> ?o }",
        "CONSTRUCT { ?s <urn:a> ?o } WHERE { ?s <urn:p> ?o OPTIONAL { ?s <urn:q> ?o } }",
        "SELECT ?s { ?s ?p ?o }",
        "CONSTRUCT {",
    ],
)
def test_a_rule_that_no_proof_could_follow_is_refused(text: str) -> None:
    engine = engine_of(f"ex:r a sh:SPARQLRule ; sh:construct '{text}' .")
    with pytest.raises(BrokenInput, match=r"the (rule r|patterns)"):
        reason(engine)


def test_two_rules_for_one_property_are_of_one_order() -> None:
    first = "ex:r a sh:SPARQLRule ; sh:order 1 ; sh:construct 'CONSTRUCT { ?s <urn:a> ?o } WHERE { ?s <urn:p> ?o }' ."
    later = "ex:s a sh:SPARQLRule ; sh:order 2 ; sh:construct 'CONSTRUCT { ?s <urn:a> ?o } WHERE { ?s <urn:q> ?o }' ."
    with pytest.raises(BrokenInput, match="one sh:order"):
        reason(engine_of(f"{first} {later} ex:x <urn:p> ex:y ."))
