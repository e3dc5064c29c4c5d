"""Components and target types of DASH, for shapes that use them without declaring them."""

from __future__ import annotations

import pytest

from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.lint import broken_shapes
from tcgraph.shacl.validate import validate
from tests.shacl.generated import engine_with, shapes_of

EX, DASH = "http://example.org/", "http://datashapes.org/dash#"
DATA = [
    ("ex:Q", "rdfs:subClassOf", "ex:P"),
    ("ex:n1", "a", "ex:P"),
    ("ex:n1", "ex:a", "1"),
    ("ex:n1", "ex:d", "ex:n1"),
    ("ex:n1", "ex:e", "ex:Z"),
    ("ex:n1", "ex:f", '"one\\ntwo"'),
    ("ex:n1", "ex:k", '"1"'),
    ("ex:n2", "a", "ex:Q"),
    ("ex:n2", "ex:b", "ex:x"),
    ("ex:n2", "ex:b", "1"),
    ("ex:n2", "ex:d", "ex:n1"),
    ("ex:n2", "ex:e", "ex:Q"),
    ("ex:n2", "ex:f", '"one"'),
    ("ex:n2", "ex:k", '"3"'),
    ("ex:n2", "ex:a", "1"),
]
PREFIX = f"@prefix dash: <{DASH}> ."
EVERYTHING = {"n1", "n2"}
CASES = {
    "coExistsWith": ("ex:a ; dash:coExistsWith ex:b", {"n1"}),
    "hasValueIn": ("ex:b ; dash:hasValueIn ( 2 1 )", {"n1"}),
    "hasValueWithClass": ("ex:d ; dash:hasValueWithClass ex:Q", EVERYTHING),
    "nonRecursive": ("ex:d ; dash:nonRecursive true", {"n1"}),
    "nonRecursive by a path": ("[ sh:oneOrMorePath ex:d ] ; dash:nonRecursive true", {"n1"}),
    "nonRecursive, switched off": ("ex:d ; dash:nonRecursive false", set()),
    "rootClass": ("ex:e ; dash:rootClass ex:P", {"n1"}),
    "singleLine": ("ex:f ; dash:singleLine true", {"n1"}),
    "singleLine, switched off": ("ex:f ; dash:singleLine false", set()),
    "stem": (f'ex:d ; dash:stem "{EX}n2"', EVERYTHING),
    "stem of a literal": (f'ex:f ; dash:stem "{EX}"', EVERYTHING),
    "subSetOf": ("ex:b ; dash:subSetOf ex:a", {"n2"}),
    "symmetric": ("ex:d ; dash:symmetric true", {"n2"}),
    "uniqueValueForClass": ("ex:a ; dash:uniqueValueForClass ex:P", EVERYTHING),
    "uniqueValueForClass of another": ("ex:a ; dash:uniqueValueForClass ex:Z", set()),
    "uriStart": (f'ex:k ; dash:uriStart "{EX}n"', {"n2"}),
}


def _focuses(shapes: str) -> set[Term]:
    read = shapes_of(f"{PREFIX} {shapes}")
    assert not broken_shapes(read)
    return {finding.focus for finding in validate(engine_with(DATA), read).findings}


@pytest.mark.parametrize("name", CASES)
def test_a_component_finds_what_its_description_says(name: str) -> None:
    parameters, wrong = CASES[name]
    found = _focuses(f"ex:S sh:targetClass ex:P ; sh:property [ sh:path {parameters} ] .")
    assert found == {NamedNode(EX + node) for node in wrong}


def test_a_finding_names_the_component_of_the_vocabulary() -> None:
    shapes = shapes_of(f"{PREFIX} ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:b ; dash:hasValueIn ( 2 1 ) ] .")
    (finding,) = validate(engine_with(DATA), shapes).findings
    assert finding.component == NamedNode(DASH + "HasValueInConstraintComponent")
    assert finding.message.endswith("must be one of 2, 1.")


def test_a_class_is_closed_by_the_properties_of_the_types_of_a_node() -> None:
    """Those of its superclasses count, rdf:type always does, and those of a shape that is no class do not."""
    shapes = shapes_of(
        f"{PREFIX} ex:P a rdfs:Class , sh:NodeShape ; dash:closedByTypes true ; sh:property [ sh:path ex:a ] . "
        "ex:Q a rdfs:Class , sh:NodeShape ; sh:property [ sh:path ex:b ] , [ sh:path ex:d ] , [ sh:path ex:f ] . "
        "ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:e ] ."
    )
    paths = {(finding.focus, finding.predicate) for finding in validate(engine_with(DATA), shapes).findings}
    assert {predicate for focus, predicate in paths if focus == NamedNode(EX + "n2")} == {
        NamedNode(EX + "e"),
        NamedNode(EX + "k"),
    }
    assert (NamedNode(EX + "n1"), NamedNode(EX + "d")) in paths


def test_a_blank_node_has_no_address_of_a_primary_key() -> None:
    shapes = shapes_of(f'{PREFIX} ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:k ; dash:uriStart "{EX}" ] .')
    engine = engine_with([("_:b", "a", "ex:P"), ("_:b", "ex:k", '"1"')])
    assert len(validate(engine, shapes).findings) == 1


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("dash:HasValueTarget ; dash:predicate ex:f ; dash:object 'one'", {NamedNode(EX + "n2")}),
        ("dash:AllSubjectsTarget", {NamedNode(EX + name) for name in ("B", "Q", "n1", "n2")}),
    ],
)
def test_target_types(target: str, expected: set[Term]) -> None:
    assert _focuses(f"ex:S sh:target [ a {target} ] ; sh:nodeKind sh:Literal .") == expected


def test_all_objects_are_a_target() -> None:
    found = _focuses("ex:S sh:target [ a dash:AllObjectsTarget ] ; sh:nodeKind sh:IRI .")
    assert {"1", "one", "3", "one\ntwo"} == {node.value for node in found if isinstance(node, Literal)}


def test_of_several_validators_the_one_in_a_known_language_is_used() -> None:
    """SHACL §6.2.3: a component may have its check in JavaScript, too."""
    shapes = shapes_of(
        "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:short ] ; sh:validator "
        "[ sh:jsFunctionName 'short' ] , [ sh:ask 'ASK { FILTER(STRLEN(STR($value)) < $short) }' ] . "
        "ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:f ; ex:short 5 ] ."
    )
    assert not broken_shapes(shapes)
    assert [finding.focus for finding in validate(engine_with(DATA), shapes).findings] == [NamedNode(EX + "n1")]
