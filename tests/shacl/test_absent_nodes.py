"""Focus nodes that the data never mentions: a path of no steps leads from each to itself (SHACL §2.3.1)."""

from __future__ import annotations

import pytest

from tcgraph.rdf import NamedNode
from tcgraph.shacl.validate import revalidate, validate
from tests.shacl.generated import engine_with, rows, shapes_of, triples_of

AWAY = NamedNode("http://example.org/away")
DATA = [("ex:n0", "ex:p", "ex:n1")]
EMPTY = [
    "[ sh:zeroOrMorePath ex:p ]",
    "[ sh:zeroOrOnePath ex:p ]",
    "( [ sh:zeroOrMorePath ex:p ] [ sh:zeroOrOnePath ex:q ] )",
    "[ sh:alternativePath ( ex:p [ sh:zeroOrMorePath ex:q ] ) ]",
    "[ sh:zeroOrMorePath ( ex:p ex:q ) ]",
    "[ sh:inversePath [ sh:zeroOrMorePath ex:p ] ]",
    "[ sh:oneOrMorePath [ sh:zeroOrOnePath ex:p ] ]",
]
STEPS = ["ex:p", "[ sh:oneOrMorePath ex:p ]", "( [ sh:zeroOrMorePath ex:p ] ex:q )", "[ sh:inversePath ex:p ]"]
NOT_MET = [
    "sh:maxCount 0",
    "sh:minCount 2",
    "sh:hasValue ex:other",
    "sh:equals ex:q",
    "sh:class ex:A",
    "sh:nodeKind sh:BlankNode",
    "sh:in ( ex:other )",
    "sh:not [ sh:minLength 1 ]",
    "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 2 ] ]",
    "sh:qualifiedValueShape [ sh:minLength 1 ] ; sh:qualifiedMaxCount 0",
    "sh:qualifiedValueShape [ sh:property [ sh:path ex:q ; sh:minCount 2 ] ] ; sh:qualifiedMinCount 1",
    "sh:property [ sh:path [ sh:zeroOrMorePath ex:q ] ; sh:maxCount 0 ]",
]
MET = ["sh:minCount 1", "sh:maxCount 1", "sh:nodeKind sh:IRIOrLiteral", "sh:hasValue ex:away", "sh:disjoint ex:p"]


@pytest.mark.parametrize("target", ["ex:away", '"away"@en', "7"])
@pytest.mark.parametrize("path", EMPTY)
@pytest.mark.parametrize("asked", NOT_MET)
def test_the_node_itself_is_judged(target: str, path: str, asked: str) -> None:
    engine = engine_with(DATA)
    shapes = shapes_of(f"ex:S sh:targetNode {target} ; sh:property [ sh:path {path} ; {asked} ] .")
    report = validate(engine, shapes)
    assert len(report.findings) == 1
    assert rows(report) == rows(validate(engine, shapes, validator="pyshacl"))


@pytest.mark.parametrize("path", EMPTY)
@pytest.mark.parametrize("asked", MET)
def test_the_node_itself_is_a_value(path: str, asked: str) -> None:
    shapes = shapes_of(f"ex:S sh:targetNode ex:away ; sh:property [ sh:path {path} ; {asked} ] .")
    assert validate(engine_with(DATA), shapes).conforms


@pytest.mark.parametrize("path", STEPS)
def test_a_path_with_a_step_leads_nowhere(path: str) -> None:
    shapes = shapes_of(f"ex:S sh:targetNode ex:away ; sh:property [ sh:path {path} ; sh:minCount 1 ] .")
    (finding,) = validate(engine_with(DATA), shapes).findings
    assert finding.value is None


def test_a_target_with_its_name_in_a_text() -> None:
    """The variable's name inside a literal is no variable."""
    shapes = shapes_of(
        'ex:S sh:targetNode "what is ?this" ; sh:property '
        "[ sh:path [ sh:zeroOrOnePath ex:p ] ; sh:property [ sh:path [ sh:zeroOrOnePath ex:q ] ; sh:maxLength 2 ] ] ."
    )
    (finding,) = validate(engine_with(DATA), shapes).findings
    assert str(finding.value) == '"what is ?this"'


@pytest.mark.parametrize("path", ["[ sh:zeroOrMorePath ex:p ]", "[ sh:zeroOrMorePath ( ex:p ex:q ) ]"])
def test_an_edit_takes_the_node_out_of_the_data(path: str) -> None:
    """What the removed triple said of the target's value nodes has to be looked at again."""
    inner = "sh:node [ sh:property [ sh:path ex:p ; sh:maxCount 0 ] ]"
    shapes = shapes_of(f"ex:S sh:targetNode ex:n5 ; sh:property [ sh:path {path} ; {inner} ] .")
    statement = ("ex:n5", "ex:p", "ex:n6")
    before = validate(engine_with([*DATA, statement]), shapes)
    assert not before.conforms
    after = engine_with(DATA)
    assert revalidate(after, shapes, triples_of(statement), before) == validate(after, shapes)
