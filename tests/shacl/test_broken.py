"""Shapes that cannot be checked: all of them are named, none conforms silently, whatever the data holds."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import NamedNode
from tcgraph.shacl.lint import broken_shapes
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.validate import validate
from tcgraph.shacl.validation_report import BrokenShape
from tests.shacl.generated import engine_with, shapes_of

EX = "http://example.org/"
SHAPE = NamedNode(EX + "S")
BROKEN = {
    "sh:nodeKind ex:IRI": "sh:nodeKind",
    "sh:nodeKind sh:IRI, sh:Literal": "more than one sh:nodeKind",
    "sh:datatype 'x'": "sh:datatype takes an IRI",
    "sh:datatype xsd:date, xsd:time": "more than one sh:datatype",
    "sh:class 'x'": "sh:class takes an IRI",
    "sh:minLength 'x'": "sh:minLength takes an integer",
    "sh:minLength 1, 2": "more than one sh:minLength",
    "sh:minInclusive ex:x": "sh:minInclusive takes a literal",
    "sh:pattern '('": "not a regular expression",
    "sh:pattern 'a' ; sh:flags 'i', 's'": "more than one sh:flags",
    "sh:pattern ex:x": "sh:pattern takes literals",
    "sh:languageIn ( ex:en )": "sh:languageIn takes literals",
    "sh:languageIn ( 'en' ), ( 'fr' )": "more than one sh:languageIn",
    "sh:in ex:x": "sh:in takes a list",
    "sh:in [ rdf:first 1 ]": "sh:in takes a list",
    "sh:equals 'x'": "sh:equals takes a property or a path",
    "sh:closed true ; sh:ignoredProperties ( 'x' )": "sh:ignoredProperties takes IRIs",
    "sh:closed true ; sh:ignoredProperties ex:x": "sh:ignoredProperties takes a list",
    "sh:minCount 1": "sh:minCount needs a property shape",
    "sh:uniqueLang true": "sh:uniqueLang needs a property shape",
    "sh:not 'x'": "where a shape is needed",
    "sh:or ex:x": "sh:or takes a list",
    "sh:property [ sh:minCount 1 ]": "sh:",
    "sh:property [ sh:path 'x' ; sh:minCount 1 ]": "not a property path",
    "sh:property [ sh:path ex:p, ex:q ; sh:minCount 1 ]": "exactly one sh:path",
    "sh:property [ sh:path ( ex:p ) ; sh:minCount 1 ]": "at least two members",
    "sh:property [ sh:path [ sh:inversePath ex:p, ex:q ] ; sh:minCount 1 ]": "more than one path",
    "sh:property [ sh:path [ sh:inversePath ex:p ; sh:zeroOrOnePath ex:p ] ; sh:minCount 1 ]": "more than one path",
    "sh:property [ sh:path ex:p ; sh:minCount 'x' ]": "sh:minCount takes an integer",
    "sh:property [ sh:path ex:p ; sh:maxCount 1, 2 ]": "more than one sh:maxCount",
    "sh:severity 'x' ; sh:nodeKind sh:IRI": "sh:severity takes IRIs",
    "sh:targetClass 'x' ; sh:nodeKind sh:IRI": "sh:targetClass takes IRIs",
    "sh:targetClass [] ; sh:nodeKind sh:IRI": "sh:targetClass takes IRIs",
    "sh:targetSubjectsOf 'x' ; sh:nodeKind sh:IRI": "sh:targetSubjectsOf takes IRIs",
    "sh:targetNode [] ; sh:nodeKind sh:IRI": "sh:targetNode takes IRIs and literals",
    "sh:sparql [ sh:select 'SELECT $this { $this ?p }' ]": "does not parse",
    "sh:sparql [ sh:select 'SELECT $this { $this no:p 1 }' ]": "no:",
    "sh:sparql [ sh:message 'x' ]": "exactly one sh:select",
    "sh:sparql [ sh:select 'SELECT $this { FILTER($this = 1) MINUS { $this ?p 1 } }' ]": "MINUS",
    "ex:arg 1": "does not parse",
    "ex:none 1": "has no validator",
    "sh:not ex:S": "recursive",
}
COMPONENTS = """
ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:arg ] ; sh:validator [ sh:ask "ASK { $value ?p }" ] .
ex:D a sh:ConstraintComponent ; sh:parameter [ sh:path ex:none ] .
"""


@pytest.mark.parametrize("constraint", BROKEN)
@pytest.mark.parametrize("target", ["sh:targetClass ex:A ; ", "sh:targetClass ex:Nobody ; ", ""])
def test_it_is_refused_wherever_it_stands(constraint: str, target: str) -> None:
    engine, shapes = (
        engine_with([("ex:n0", "a", "ex:A")]),
        shapes_of(f"{COMPONENTS} ex:S a sh:NodeShape ; {target}{constraint} ."),
    )
    (broken,) = broken_shapes(shapes)
    assert BROKEN[constraint] in broken.what
    with pytest.raises(BrokenShape) as raised:
        validate(engine, shapes)
    assert raised.value is broken


@pytest.mark.parametrize("constraint", BROKEN)
def test_it_is_refused_behind_another_that_always_holds(constraint: str) -> None:
    """The second of two alternatives is not looked at when the first is met."""
    text = f"{COMPONENTS} ex:T sh:targetNode ex:n0 ; sh:or ( [ sh:nodeKind sh:IRI ] ex:S ) . ex:S {constraint} ."
    shapes = shapes_of(text)
    with pytest.raises(BrokenShape):
        validate(EmbeddedEngine(), shapes)


def test_all_are_found_at_once() -> None:
    text = COMPONENTS
    for number, constraint in enumerate(BROKEN):
        text += f"ex:S{number} a sh:NodeShape ; {constraint.replace('ex:S', f'ex:S{number}')} ."
    found = [error.shape for error in broken_shapes(shapes_of(text))]
    assert len(set(found)) == len(found) == len(BROKEN)


def test_several_in_one_shape() -> None:
    shapes = shapes_of("ex:S a sh:NodeShape ; sh:class 'x' ; sh:minLength 'x' ; sh:pattern '(' .")
    assert [error.what.split()[0] for error in broken_shapes(shapes)] == ["sh:class", "sh:minLength", "sh:pattern"]


def test_a_cycle_is_one_problem() -> None:
    """Named by its shapes with names, whichever of them is read first."""
    shapes = shapes_of(
        "ex:B sh:property [ sh:path ex:p ; sh:node ex:A ] . ex:A sh:not ex:B . ex:C sh:targetNode ex:n ; sh:node ex:B ."
    )
    (broken,) = broken_shapes(shapes)
    assert broken.shape == NamedNode(EX + "A")
    assert f"<{EX}A> → <{EX}B> → <{EX}A>" in broken.what
    assert shapes.resting == ()


def test_a_parameter_without_a_path() -> None:
    (broken,) = broken_shapes(shapes_of("ex:C a sh:ConstraintComponent ; sh:parameter [ sh:name 'x' ] ."))
    assert broken.shape == NamedNode(EX + "C")
    assert broken.node != broken.shape


def test_what_the_suite_takes_for_a_list_stays_one() -> None:
    """path-strange-001: a list that says something else, too."""
    path = "[ rdf:first ex:p ; rdf:rest ( ex:q ) ; sh:inversePath ex:p ]"
    shapes = shapes_of(f"ex:S sh:targetNode ex:n0 ; sh:path {path} ; sh:minCount 1 .")
    (finding,) = validate(EmbeddedEngine(), shapes).findings
    assert finding.path == f"<{EX}p>/<{EX}q>"


REGIME = "<http://www.w3.org/ns/entailment/{}>"


@pytest.mark.parametrize(
    ("regime", "reasoned", "refused"), [("RDFS", False, True), ("RDFS", True, False), ("RIF", True, True)]
)
def test_reasoning_that_shapes_ask_for_is_in_force_or_refused(regime: str, reasoned: bool, refused: bool) -> None:
    asked = f"ex:Ontology sh:entailment {REGIME.format(regime)} . ex:S sh:targetNode ex:n0 ; sh:nodeKind sh:IRI ."
    shapes = Shapes(shapes_of(asked), reasoned=reasoned)
    assert [error.shape for error in broken_shapes(shapes)] == [NamedNode(EX + "Ontology")] * refused


def test_values_that_cannot_be_derived_leave_the_rest_checked() -> None:
    """``sh:values`` belongs to a property shape (SHACL 1.2 Node Expressions)."""
    text = """
    ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ;
      sh:property [ sh:path ex:q ; sh:qualifiedValueShape [ sh:values ex:b ] ; sh:qualifiedMinCount 0 ] .
    """
    shapes = shapes_of(text)
    shapes.lenient = True
    report = validate(engine_with([("ex:a", "ex:p", "1, 2")]), shapes)
    assert [finding.predicate for finding in report.findings] == [NamedNode(EX + "p")]
    assert [broken.what for broken in report.unchecked] == ["sh:values needs a sh:path that is a single property"]
    with pytest.raises(BrokenShape, match="sh:values"):
        validate(engine_with([("ex:a", "ex:p", "1")]), shapes_of(text))
