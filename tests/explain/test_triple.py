"""Every inferred triple is explained by a proof that holds, down to asserted facts."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tcgraph.diagnostics.files import CheckedFile
from tcgraph.diagnostics.places import AssertedPlaces
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.explain import triple as explain_module
from tcgraph.explain.triple import Explainer, ProofNotFound, nearest_fact, written
from tcgraph.namespaces import RDF_TYPE, STANDARD, application
from tcgraph.owl.patterns import MEANINGS
from tcgraph.owl.proof import Derivation, Fact, Proof, cheapest
from tcgraph.owl.reason import reason
from tcgraph.rdf import GraphFormat, NamedNode, Quad
from tests.explain.proof_check import rules_written, wrong_steps

HEAD = """@prefix : <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
GRAPH = NamedNode("http://e/graph")


def reasoned(text: str) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    engine.load((HEAD + text).encode(), GraphFormat.TURTLE, graph=GRAPH)
    reason(engine)
    return engine


def e(subject: str, predicate: str, object_: str) -> Fact:
    known = {"a": RDF_TYPE, "sameAs": STANDARD.expand("owl:sameAs"), "sub": STANDARD.expand("rdfs:subClassOf")}
    one, two, three = (known.get(word, NamedNode("http://e/" + word)) for word in (subject, predicate, object_))
    return one, two, three


def rules_of(proof: Proof | None) -> list[str]:
    assert proof is not None
    return [step.rule for step in proof.walk() if step.rule]


def check(engine: EmbeddedEngine, inferred: Iterable[Quad] | None = None) -> set[str]:
    """Prove inferred triples of an engine, where none are named all of them; the rules that were needed."""
    explainer, rules = Explainer(engine), rules_written(engine)
    used: set[str] = set()
    for quad in engine.quads(application().inferred) if inferred is None else inferred:
        proof = explainer.explain((quad.subject, quad.predicate, quad.object))
        assert proof is not None, quad
        assert proof.rule is not None
        assert all(leaf.graphs and application().inferred not in leaf.graphs for leaf in proof.asserted()), quad
        assert wrong_steps(proof, explainer.schema, rules) == [], quad
        used.update(rules_of(proof))
    return used


CASES = {
    "prp-dom": ":p rdfs:domain :C . :x :p :y .",
    "prp-rng": ":p rdfs:range :C . :x :p :y .",
    "prp-symp": ":p a owl:SymmetricProperty . :x :p :y .",
    "prp-trp": ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d . :d :p :a .",
    "prp-eqp1": ":p owl:equivalentProperty :q . :x :p :y .",
    "prp-eqp2": ":p owl:equivalentProperty :q . :x :q :y .",
    "prp-inv2": ":p owl:inverseOf :q . :x :q :y .",
    "prp-spo2": ":p owl:propertyChainAxiom ( :q :r :s ) . :a :q :b . :b :r :c . :c :s :d .",
    "cax-eqc1": ":C owl:equivalentClass :D . :x a :C .",
    "cls-int1": ":C owl:intersectionOf ( :D :E ) . :x a :D , :E .",
    "cls-int2": ":C owl:intersectionOf ( :D :E ) . :x a :C .",
    "cls-uni": ":C owl:unionOf ( :D :E ) . :x a :E .",
    "cls-oo": ":C owl:oneOf ( :x :y ) .",
    "cls-svf1": "[ owl:someValuesFrom :D ; owl:onProperty :p ] rdfs:subClassOf :C . :x :p :y . :y a :D .",
    "cls-svf2": "[ owl:someValuesFrom owl:Thing ; owl:onProperty :p ] rdfs:subClassOf :C . :x :p :y .",
    "cls-avf": ":C rdfs:subClassOf [ owl:allValuesFrom :D ; owl:onProperty :p ] . :x a :C ; :p :y .",
    "cls-hv1": ":C rdfs:subClassOf [ owl:hasValue :v ; owl:onProperty :p ] . :x a :C .",
    "cls-hv2": ":C owl:equivalentClass [ owl:hasValue :v ; owl:onProperty :p ] . :x :p :v .",
    "prp-fp": ":p a owl:FunctionalProperty . :x :p :y , :z .",
    "prp-ifp": ":p a owl:InverseFunctionalProperty . :y :p :x . :z :p :x .",
    "prp-key": ':C owl:hasKey ( :p :q ) . :y a :C ; :p "1" ; :q :v . :z a :C ; :p "1" ; :q :v .',
    "cls-maxc2": ":C rdfs:subClassOf [ owl:maxCardinality 1 ; owl:onProperty :p ] . :x a :C ; :p :y , :z .",
    "eq-sym": ":x owl:sameAs :y .",
    "eq-trans": ":x owl:sameAs :y . :y owl:sameAs :z . :z owl:sameAs :w .",
    "eq-rep-s": ":x owl:sameAs :y . :y :p :v . :x :q :w .",
    "eq-rep-o": ":x owl:sameAs :y . :v :p :y . :a owl:sameAs :b . :b :p :y .",
    "eq-rep-p": ":p owl:sameAs :q . :x :q :v .",
    "scm-sco": ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :D .",
    "scm-eqc1": ":A owl:equivalentClass :B .",
    "scm-eqc2": ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A .",
    "scm-eqp2": ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
    "scm-dom1": ":p rdfs:domain :C . :C rdfs:subClassOf :D .",
    "scm-rng2": ":q rdfs:range :C . :p rdfs:subPropertyOf :q .",
    "scm-int": ":C owl:intersectionOf ( :D :E ) .",
    "scm-uni": ":C owl:unionOf ( :D :E ) .",
    "scm-hv": ":C owl:hasValue :v ; owl:onProperty :p . :D owl:hasValue :v ; owl:onProperty :q ."
    " :p rdfs:subPropertyOf :q .",
    "scm-svf1": ":C owl:someValuesFrom :X ; owl:onProperty :p . :D owl:someValuesFrom :Y ; owl:onProperty :p ."
    " :X rdfs:subClassOf :Y .",
    "scm-avf2": ":C owl:allValuesFrom :X ; owl:onProperty :p . :D owl:allValuesFrom :X ; owl:onProperty :q ."
    " :p rdfs:subPropertyOf :q . :X a owl:Class .",
}


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_is_named_and_sound(rule: str) -> None:
    used = check(reasoned(CASES[rule]))
    assert rule in used
    assert used <= MEANINGS.keys()


@pytest.mark.parametrize("seed", range(30))
def test_rules_that_meet_at_random(seed: int) -> None:
    chance = random.Random(seed)
    drawn = chance.sample(sorted(CASES), chance.randint(3, 6))
    check(reasoned(" ".join(CASES[rule] for rule in drawn)))


def test_the_checker_refuses_a_wrong_step() -> None:
    engine = reasoned(CASES["prp-dom"])
    explainer = Explainer(engine)
    proof = explainer.explain(e("x", "a", "C"))
    assert proof is not None
    assert wrong_steps(proof, explainer.schema) == []
    assert wrong_steps(replace(proof, rule="prp-rng"), explainer.schema)
    assert wrong_steps(replace(proof, conclusion=e("y", "a", "C")), explainer.schema)
    assert wrong_steps(replace(proof, premises=proof.premises[:1]), explainer.schema)


def test_the_shortest_proof_is_taken() -> None:
    text = ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :p rdfs:domain :C . :x a :A ; :p :y ."
    assert rules_of(Explainer(reasoned(text)).explain(e("x", "a", "C"))) == ["prp-dom"]


def test_a_circle_of_rules_proves_nothing_by_itself() -> None:
    text = ":p a owl:SymmetricProperty ; owl:inverseOf :p ; owl:equivalentProperty :q . :x :q :y ."
    engine = reasoned(text)
    proof = Explainer(engine).explain(e("y", "p", "x"))
    assert proof is not None
    assert e("x", "q", "y") in [leaf.conclusion for leaf in proof.asserted()]
    # Without the one asserted fact, what the circle concluded has nothing left to stand on.
    engine.update("DELETE DATA { GRAPH <http://e/graph> { <http://e/x> <http://e/q> <http://e/y> } }")
    with pytest.raises(ProofNotFound, match="No proof found"):
        Explainer(engine).explain(e("y", "p", "x"))


def test_asserted_facts_need_no_proof_and_absent_ones_have_none() -> None:
    explainer = Explainer(reasoned(":x :p :y ."))
    assert explainer.explain(e("x", "p", "y")) == Proof(e("x", "p", "y"), graphs=(GRAPH,))
    assert explainer.explain(e("y", "p", "x")) is None


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    links = " ".join(f":C{n} rdfs:subClassOf :C{n + 1} ." for n in range(6))
    engine = reasoned(links + " :x a :C0 .")
    monkeypatch.setattr(explain_module, "MOST_LEVELS", 2)
    with pytest.raises(ProofNotFound, match="2 rules deep"):
        Explainer(engine).explain(e("x", "a", "C6"))


def test_a_triple_that_no_rule_gives_is_not_passed_off_as_proved() -> None:
    engine = reasoned(":x :p :y .")
    engine.insert(
        [Quad(NamedNode("http://e/x"), NamedNode("http://e/q"), NamedNode("http://e/y"), application().inferred)]
    )
    with pytest.raises(ProofNotFound, match="another reasoner"):
        Explainer(engine).explain(e("x", "q", "y"))


def test_things_that_are_the_same_share_what_is_not_written_down() -> None:
    engine = reasoned(":x owl:sameAs :y , :z . :z :p :v .")
    explainer = Explainer(engine)
    proof = explainer.explain(e("y", "p", "v"))
    assert "eq-rep-s" in rules_of(proof)
    assert proof is not None
    assert wrong_steps(proof, explainer.schema) == []


def test_unnamed_classes_are_written_by_what_they_say() -> None:
    explainer = Explainer(reasoned(CASES["cls-hv2"]))
    proof = explainer.explain(e("x", "a", "C"))
    assert proof is not None
    inner = proof.premises[0]
    assert inner.rule == "cls-hv2"
    expected = "<http://e/x> a [ owl:hasValue <http://e/v> ; owl:onProperty <http://e/p> ]"
    assert written(inner.conclusion, explainer.schema) == expected


def test_cheapest_counts_steps() -> None:
    a, b, c = e("a", "p", "a"), e("b", "p", "b"), e("c", "p", "c")
    long, short, circle = Derivation(c, "long", (b,)), Derivation(c, "short", (a,)), Derivation(b, "circle", (c,))
    assert cheapest([a], [long, circle, short]) == {a: None, c: short, b: circle}
    assert cheapest([], [long, circle]) == {}


def test_asserted_facts_have_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(HEAD + ':x :p :y ;\n  :n 1.50 ,\n    "t" ;\n  :q [ :r :s ] .\n', encoding="utf-8")
    engine = EmbeddedEngine()
    engine.load(file, GraphFormat.TURTLE, graph=GRAPH)
    facts = [(quad.subject, quad.predicate, quad.object) for quad in engine.quads(GRAPH)]
    places = AssertedPlaces(
        engine, [CheckedFile(file, GRAPH, GraphFormat.TURTLE)], [(fact, (GRAPH,)) for fact in facts]
    )
    lines: dict[tuple[str, str], int] = {}
    for fact in facts:
        (place,) = places.locations(fact, [GRAPH])
        assert place.line is not None
        lines[str(fact[1]), str(fact[2])[:4] if str(fact[1])[-2] != "q" else ""] = place.line
    assert sorted(lines.values()) == [3, 4, 5, 6, 6]
    assert lines["<http://e/n>", '"t"'] == 5
    assert lines["<http://e/q>", ""] == 6


def test_of_two_unnamed_values_each_has_its_own_line(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(
        HEAD + ":p owl:propertyChainAxiom ( :q :r ) ,\n  ( :s :t ) .\n:x :s :y .\n:y :t :z .\n", encoding="utf-8"
    )
    engine = EmbeddedEngine()
    engine.load(file, GraphFormat.TURTLE, graph=GRAPH)
    reason(engine)
    explainer = Explainer(engine)
    proof = explainer.explain(e("x", "p", "z"))
    assert proof is not None
    leaves = proof.asserted()
    checked = CheckedFile(file, GRAPH, GraphFormat.TURTLE)
    places = AssertedPlaces(engine, [checked], [(leaf.conclusion, leaf.graphs) for leaf in leaves])
    found = [[place.line for place in places.locations(leaf.conclusion, leaf.graphs)] for leaf in leaves]
    assert found == [[5], [6], [4]]


def test_nearest_fact() -> None:
    engine = reasoned(":x :p :yellow , :blue . :z :q :x .")
    assert nearest_fact(engine, e("x", "p", "yello")) == e("x", "p", "yellow")
    assert nearest_fact(engine, e("x", "r", "blue")) == e("x", "p", "blue")
    assert nearest_fact(engine, e("x", "q", "z")) == e("z", "q", "x")
    assert nearest_fact(engine, e("z", "p", "yellow")) is None
