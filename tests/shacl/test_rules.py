"""Rules of shapes (SHACL Advanced Features §8): what they infer is in a graph of its own, and validated too."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.shacl.rules import INFERRED, apply_rules
from tcgraph.shacl.validate import validate
from tests.shacl.generated import DECLARED, GRAPH, engine_with, shapes_of

DATA = [
    ("ex:a", "a", "ex:P"),
    ("ex:a", "ex:child", "ex:b"),
    ("ex:b", "a", "ex:P"),
    ("ex:b", "ex:child", "ex:c"),
    ("ex:c", "a", "ex:P"),
]
SHAPE = "ex:S sh:targetClass ex:P ; sh:rule "
CONSTRUCT = 'a sh:SPARQLRule ; sh:prefixes ex: ; sh:construct "CONSTRUCT {{ {} }} WHERE {{ {} }}"'


def inferred(shapes: str, engine: EmbeddedEngine | None = None) -> set[str]:
    engine = engine or engine_with(DATA)
    _, broken = apply_rules(engine, shapes_of(DECLARED + shapes))
    assert broken == []
    triples = (f"{q.subject} {q.predicate} {q.object}" for q in engine.quads(INFERRED))
    return {triple.replace("http://example.org/", "").replace("<", "").replace(">", "") for triple in triples}


def test_a_rule_that_constructs_goes_on_until_nothing_is_new() -> None:
    rule = CONSTRUCT.format("$this ex:under ?x", "$this ex:child/ex:under? ?x")
    assert inferred(f"{SHAPE} [ {rule} ] .") == {"a under b", "a under c", "b under c"}


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("ex:x", {"a p x", "b p x", "c p x"}),
        ("sh:this", {"a p a", "b p b", "c p c"}),
        ("[ sh:path ex:child ]", {"a p b", "b p c"}),
        ("[ sh:path ex:child ; sh:nodes [ sh:path ex:child ] ]", {"a p c"}),
        ("[ sh:filterShape [ sh:nodeKind sh:IRI ; sh:class ex:Q ] ; sh:nodes [ sh:path ex:child ] ]", set()),
        ("[ sh:union ( [ sh:path ex:child ] ex:x ) ]", {"a p b", "b p c", "a p x", "b p x", "c p x"}),
        ("[ sh:intersection ( [ sh:path ex:child ] ex:b ) ]", {"a p b"}),
        ("[ ex:same ( [ sh:path ex:child ] ) ]", {"a p b", "b p c"}),
    ],
)
def test_a_rule_that_states_a_triple(expression: str, found: set[str]) -> None:
    """SHACL-AF §8.4, with the node expressions of §6."""
    same = 'ex:same a sh:SPARQLFunction ; sh:parameter [ sh:path ex:it ] ; sh:select "SELECT (?it AS ?r) {}" . '
    rule = f"[ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object {expression} ]"
    assert inferred(f"{same} {SHAPE} {rule} .") == found


@pytest.mark.parametrize(
    ("bringing", "read"),
    [
        ("a ex:Q", "sh:targetClass ex:Q"),
        ("ex:kind ex:Q", "sh:targetSubjectsOf ex:kind"),
        ("ex:kind ex:Q", "sh:targetObjectsOf ex:kind"),
        ("<http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:P . ex:d a $this", "sh:targetClass ex:P"),
        ("ex:kind ex:Q", "sh:targetClass ex:P ; sh:rule [ " + CONSTRUCT.format("$this ex:z 1", "?x ?p ex:Q") + " ]"),
        ("ex:kind ex:Q", "sh:targetClass ex:P ; sh:rule [ " + CONSTRUCT.format("$this ex:z 1", "[] ex:kind ?x") + " ]"),
        (
            "ex:kind ex:Q",
            "sh:targetClass ex:P ; sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:z ;"
            " sh:object ex:o ; sh:condition [ sh:property [ sh:path ex:kind ; sh:minCount 1 ] ] ]",
        ),
    ],
)
def test_what_a_rule_brings_is_read_by_those_that_wait_for_it(bringing: str, read: str) -> None:
    """In whichever of the ways in which a rule can read the data; nothing of it is there at first."""
    brings = f"ex:B sh:targetNode ex:c ; sh:rule [ {CONSTRUCT.format(f'$this {bringing}', '')} ] . "
    waits = "" if "ex:z" in read else " ; sh:rule [ a sh:TripleRule ; sh:predicate ex:z ; sh:object ex:o ]"
    both = inferred(f"{brings} ex:W {read}{waits} .")
    without = inferred(f"ex:W {read}{waits} .")
    assert {each for each in both - without if " z " in each}


def test_a_rule_that_cannot_be_read_is_told_once_others_give_it_a_target() -> None:
    brings = f"ex:B sh:targetNode ex:c ; sh:rule [ {CONSTRUCT.format('$this a ex:Q', '')} ] . "
    unread = f"ex:W sh:targetClass ex:Q ; sh:rule [ {CONSTRUCT.format('$this no:prefix 1', '')} ] ."
    total, broken = apply_rules(engine_with(DATA), shapes_of(f"{DECLARED} {brings} {unread}"))
    assert total == 1
    assert ["no:" in each.what for each in broken] == [True]


def test_order_conditions_and_switches() -> None:
    one = CONSTRUCT.format("$this ex:leaf true", "FILTER NOT EXISTS { $this ex:child ?x }")
    two = CONSTRUCT.format("$this ex:last true", "$this ex:leaf true")
    three = CONSTRUCT.format("$this ex:parent true", "")
    shapes = (
        f"{SHAPE} [ {two} ; sh:order 1 ] , [ {one} ] , "
        f"[ {three} ; sh:condition [ sh:path ex:child ; sh:minCount 1 ] ] , "
        f"[ {CONSTRUCT.format('$this ex:never true', '')} ; sh:deactivated true ] ."
    )
    true = '"true"^^http://www.w3.org/2001/XMLSchema#boolean'
    assert inferred(shapes) == {f"c leaf {true}", f"c last {true}", f"a parent {true}", f"b parent {true}"}


def test_the_order_of_shapes_comes_before_that_of_their_rules() -> None:
    """SHACL-AF §8.2: rules of a later shape see what those of an earlier one infer, whatever their own order."""
    early = CONSTRUCT.format("$this ex:leaf true", "FILTER NOT EXISTS { $this ex:child ?x }")
    late = CONSTRUCT.format("$this ex:bare true", "FILTER NOT EXISTS { $this ex:leaf true }")
    shapes = f"{SHAPE} [ {late} ] ; sh:order 1 . ex:T sh:targetClass ex:P ; sh:rule [ {early} ; sh:order 5 ] ."
    true = '"true"^^http://www.w3.org/2001/XMLSchema#boolean'
    assert inferred(shapes) == {f"c leaf {true}", f"a bare {true}", f"b bare {true}"}


def test_what_is_inferred_is_validated_and_apart() -> None:
    engine = engine_with(DATA)
    before = sum(1 for _ in engine.quads(GRAPH))
    rule = CONSTRUCT.format("$this ex:under ?x", "$this ex:child/ex:under? ?x")
    shapes = shapes_of(f"{DECLARED} {SHAPE} [ {rule} ] ; sh:property [ sh:path ex:under ; sh:maxCount 1 ] .")
    assert validate(engine, shapes).conforms
    assert apply_rules(engine, shapes) == (3, [])
    assert len(validate(engine, shapes).findings) == 1
    assert sum(1 for _ in engine.quads(GRAPH)) == before


def test_a_rule_that_cannot_be_applied_is_named_and_the_others_are() -> None:
    engine = engine_with(DATA)
    good = CONSTRUCT.format("$this ex:good true", "")
    number, broken = apply_rules(engine, shapes_of(f"{DECLARED} {SHAPE} [ sh:object ex:x ] , [ {good} ] ."))
    assert number == 3
    assert ["its rule: sh:rule takes" in error.what for error in broken] == [True]


@pytest.mark.parametrize(
    "twice",
    [
        f"{CONSTRUCT.format('$this ex:p 1', '')} ; sh:construct 'CONSTRUCT {{ $this ex:p 2 }} WHERE {{}}'",
        "a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object ex:x , ex:y",
    ],
)
def test_of_two_rules_of_one_name_neither_is_applied(twice: str) -> None:
    number, broken = apply_rules(engine_with(DATA), shapes_of(f"{DECLARED} {SHAPE} [ {twice} ] ."))
    assert number == 0
    assert ["it has 2 values of sh:" in error.what for error in broken] == [True]


def test_a_rule_that_calls_an_unknown_function_is_named_and_the_others_are_applied() -> None:
    unknown = CONSTRUCT.format("$this ex:p ?x", "$this ex:child ?y BIND(ex:unknown(?y) AS ?x)")
    good = CONSTRUCT.format("$this ex:p ex:x", "$this ex:child ?y")
    number, broken = apply_rules(engine_with(DATA), shapes_of(f"{DECLARED} {SHAPE} [ {unknown} ] , [ {good} ] ."))
    assert number == 2
    assert ["a function that neither SPARQL nor the engine has" in error.what for error in broken] == [True]


BEGETS = CONSTRUCT.format("$this ex:has [ ex:of ?x ; ex:kind [ ex:is ex:K ] ]", "$this ex:child ?x")


def test_a_blank_node_that_a_rule_would_make_again_is_nothing_new() -> None:
    engine = engine_with(DATA)
    assert apply_rules(engine, shapes_of(f"{DECLARED} {SHAPE} [ {BEGETS} ] .")) == (8, [])


def test_two_solutions_make_two_blank_nodes_though_these_say_the_same() -> None:
    alike = CONSTRUCT.format("ex:all ex:has [ a ex:K ]", "$this ex:child ?x")
    assert apply_rules(engine_with(DATA), shapes_of(f"{DECLARED} {SHAPE} [ {alike} ] .")) == (4, [])


def test_what_another_rule_brings_makes_blank_nodes_later() -> None:
    under = CONSTRUCT.format("$this ex:child ?x", "$this ex:child/ex:child ?x")
    engine = engine_with(DATA)
    number, broken = apply_rules(engine, shapes_of(f"{DECLARED} {SHAPE} [ {BEGETS} ] , [ {under} ] ."))
    assert (number, broken) == (13, [])


@pytest.mark.parametrize(
    "endless",
    [
        CONSTRUCT.format("$this ex:next [ a ex:P ]", ""),
        CONSTRUCT.format("$this ex:age ?n", "OPTIONAL { $this ex:age ?x } BIND(COALESCE(?x, 0) + 1 AS ?n)"),
    ],
)
def test_a_rule_without_an_end_is_stopped_and_named_and_the_others_are_applied(endless: str) -> None:
    good = CONSTRUCT.format("$this ex:good true", "")
    engine = engine_with([("ex:a", "a", "ex:Q")])
    shapes = shapes_of(f"{DECLARED} ex:S sh:targetClass ex:Q , ex:P ; sh:rule [ {endless} ] , [ {good} ] .")
    _, broken = apply_rules(engine, shapes)
    assert ["it infers something new each time" in error.what for error in broken] == [True]
    assert engine.ask("ASK { <http://example.org/a> <http://example.org/good> true }")


def test_a_long_chain_is_followed_to_its_end() -> None:
    chain = [(f"ex:n{k}", "ex:child", f"ex:n{k + 1}") for k in range(150)]
    rule = CONSTRUCT.format("?x ex:reached true", "$this ex:reached true ; ex:child ?x")
    engine = engine_with([*chain, ("ex:n0", "ex:reached", "true")])
    number, broken = apply_rules(
        engine, shapes_of(f"{DECLARED} ex:S sh:targetSubjectsOf ex:child ; sh:rule [ {rule} ] .")
    )
    assert (number, broken) == (150, [])
