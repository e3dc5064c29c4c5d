"""SHACL Advanced Features: targets that are queries, and functions; what is not supported is said."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.lint import broken_shapes
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.validate import validate
from tests.shacl.generated import engine_with, shapes_of

EX = "http://example.org/"
PEOPLE = [
    ("ex:n0", "a", "ex:P"),
    ("ex:n0", "ex:age", "6"),
    ("ex:n1", "a", "ex:P"),
    ("ex:n1", "ex:bornIn", "ex:fr"),
    ("_:b", "ex:age", "3"),
]
DECLARED = f'ex:o sh:declare [ sh:prefix "ex" ; sh:namespace "{EX}" ] . '


def focuses(shapes: Shapes, engine: EmbeddedEngine | None = None) -> list[Term]:
    report = validate(engine or engine_with(PEOPLE), shapes)
    return sorted((finding.focus for finding in report.findings), key=str)


def test_a_target_that_is_a_query() -> None:
    """SHACL-AF §3.1: blank nodes among what it selects."""
    shapes = shapes_of(
        DECLARED + "ex:S sh:nodeKind sh:Literal ; sh:target [ a sh:SPARQLTarget ; sh:prefixes ex:o ; "
        'sh:select "SELECT ?this WHERE { ?this ex:age ?x FILTER EXISTS { ?this ?p ?o } }" ] .'
    )
    first, second = focuses(shapes)
    assert str(second).startswith("_:") != str(first).startswith("_:")


def test_a_type_of_targets_with_a_parameter() -> None:
    """SHACL-AF §3.2."""
    shapes = shapes_of(
        DECLARED + "ex:Born a sh:SPARQLTargetType ; sh:parameter [ sh:path ex:country ] ; sh:prefixes ex:o ; "
        'sh:select "SELECT ?this WHERE { ?this ex:bornIn $country }" . '
        "ex:S sh:nodeKind sh:Literal ; sh:target [ a ex:Born ; ex:country ex:fr ] . "
        "ex:T sh:nodeKind sh:Literal ; sh:target [ a ex:Born ; ex:country ex:de ] ."
    )
    assert focuses(shapes) == [NamedNode(EX + "n1")]


@pytest.mark.parametrize(
    "target",
    [
        "[ a sh:JSTarget ]",
        '[ sh:select "ASK { }" ]',
        '[ sh:select "SELECT ?x { ?x ?y ?z }" ]',
        '[ sh:select "SELECT" ]',
    ],
)
def test_a_target_that_selects_nothing_known_is_said_to_be_left_out(target: str) -> None:
    (broken,) = broken_shapes(shapes_of(f"ex:S sh:nodeKind sh:Literal ; sh:target {target} ."))
    assert "target" in broken.what


def test_what_is_not_supported_is_said_to_be_left_out() -> None:
    (broken,) = broken_shapes(shapes_of("ex:S sh:targetNode ex:n0 ; sh:js ex:x ."))
    assert "sh:js is not supported" in broken.what


FUNCTIONS = (
    DECLARED + "ex:double a sh:SPARQLFunction ; sh:parameter [ sh:path ex:n ] ; "
    'sh:select "SELECT (?n * 2 AS ?r) WHERE {}" . '
    "ex:known a sh:SPARQLFunction ; sh:parameter [ sh:path ex:who ; sh:order 2 ] , [ sh:path ex:p ; sh:order 1 ] ; "
    'sh:ask "ASK { ?who ?p ?any }" . '
)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("ex:double(?x) > 10", ["n0"]),
        ("ex:double(?x) > 12", []),
        ("ex:known(ex:age, $this)", ["n0"]),
        ("ex:known(ex:bornIn, $this)", []),
        ("ex:double(?x, 1) = 12", []),
    ],
)
def test_a_function_that_the_shapes_declare(condition: str, found: list[str]) -> None:
    """SHACL-AF §5; the arguments in the order of sh:order, and no value for a wrong number of them."""
    shapes = shapes_of(
        f"{FUNCTIONS} ex:S sh:targetNode ex:n0 ; sh:sparql [ sh:prefixes ex:o ; "
        f'sh:select "SELECT $this {{ $this ex:age ?x FILTER({condition}) }}" ] .'
    )
    engine = engine_with(PEOPLE)
    assert focuses(shapes, engine) == [NamedNode(EX + name) for name in found]
    assert not engine.functions


def test_a_relative_name_in_a_query_is_nothing_that_the_data_holds() -> None:
    """As RO-Crate writes it: a prefix that stands for ``./``."""
    shapes = shapes_of(
        'ex:o sh:declare [ sh:prefix "ro" ; sh:namespace "./" ] . ex:S sh:nodeKind sh:Literal ; sh:target [ '
        'sh:prefixes ex:o ; sh:select "SELECT ?this { ?this a ?kind FILTER(?this != ro:file.json) }" ] .'
    )
    assert broken_shapes(shapes) == ()
    assert len(focuses(shapes)) == 2


ASKED = (
    DECLARED + "ex:has a sh:SPARQLFunction ; sh:prefixes ex:o ; sh:parameter [ sh:path ex:node ] ; "
    'sh:ask "ASK { ?node ex:age ?any FILTER(BOUND(?node)) }" . '
    "ex:bound a sh:SPARQLFunction ; sh:parameter [ sh:path ex:node ] ; "
    'sh:select "SELECT (BOUND(?node) AS ?result) {}" . '
    "ex:either a sh:SPARQLFunction ; sh:parameter [ sh:path ex:a ; sh:order 1 ] , "
    "[ sh:path ex:b ; sh:order 2 ; sh:optional true ] ; "
    'sh:select "SELECT (BOUND(?a) || BOUND(?b) AS ?result) {}" . '
    "ex:outer a sh:SPARQLFunction ; sh:prefixes ex:o ; sh:parameter [ sh:path ex:a ; sh:order 1 ] , "
    "[ sh:path ex:b ; sh:order 2 ; sh:optional true ] ; "
    'sh:select "SELECT (ex:either(?a, ?b) AS ?result) {}" . '
)


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("[ ex:has ( sh:this ) ]", 1),
        ("[ ex:has ( [ sh:path ex:owner ] ) ]", 1),
        ("[ ex:bound ( [ sh:path ex:owner ] ) ]", 1),
        ("[ ex:outer ( sh:this ) ]", 0),
    ],
)
def test_a_function_is_given_the_very_blank_node_and_may_be_given_less(expression: str, wrong: int) -> None:
    """SHACL-AF §5: of what is asked about, one has an age and an owner, and the other neither."""
    shapes = shapes_of(ASKED + f"ex:S sh:targetClass ex:C ; sh:expression {expression} .")
    engine = engine_with(
        [
            ("_:x", "a", "ex:C"),
            ("_:x", "ex:age", "3"),
            ("_:x", "ex:owner", "_:y"),
            ("_:y", "ex:age", "4"),
            ("_:z", "a", "ex:C"),
        ]
    )
    assert len(validate(engine, shapes).findings) == wrong


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("ex:either($this, ?none)", ["n0"]),
        ("ex:either(?none, $this)", []),
        ("!ex:outer($this, ?none)", []),
        ("ex:double(?none) > 0", []),
    ],
)
def test_a_variable_without_a_value_may_stand_for_an_optional_argument(condition: str, found: list[str]) -> None:
    """SHACL-AF §5: for another one it is an error, and the function is not called (SPARQL 1.1 §17.2)."""
    shapes = shapes_of(
        f"{FUNCTIONS.removeprefix(DECLARED)} {ASKED} ex:S sh:targetNode ex:n0 ; sh:sparql [ sh:prefixes ex:o ; "
        f'sh:select "SELECT $this {{ $this ex:age ?x OPTIONAL {{ $this ex:noSuch ?none }} FILTER({condition}) }}" ] .'
    )
    assert focuses(shapes, engine_with(PEOPLE)) == [NamedNode(EX + name) for name in found]


def test_an_expression_may_say_what_its_results_say() -> None:
    """SHACL-AF, sh:expression: sh:message of the expression."""
    shapes = shapes_of(ASKED + 'ex:S sh:targetNode ex:n1 ; sh:expression [ sh:message "Old?" ; ex:has ( sh:this ) ] .')
    (finding,) = validate(engine_with(PEOPLE), shapes).findings
    assert finding.message == "Old?"


ASKS = "sh:ask 'ASK { FILTER(true) }' , 'ASK { FILTER(false) }'"
SELECTS = "sh:select 'SELECT ?this { ?this a <urn:x> }' , 'SELECT ?this { ?this a <urn:y> }'"


@pytest.mark.parametrize(
    "twice",
    [
        f"ex:S sh:target [ a sh:SPARQLTarget ; {SELECTS} ] ; sh:nodeKind sh:IRI .",
        f"ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:k ] ; sh:validator [ {ASKS} ] . "
        "ex:S sh:targetNode ex:a ; ex:k 1 .",
    ],
)
def test_of_several_queries_where_there_may_be_one_none_is_taken(twice: str) -> None:
    (broken,) = broken_shapes(shapes_of(twice))
    assert "it has 2 values of sh:" in broken.what
