"""A result about a nested shape carries what that shape found, as deep as shapes are nested."""

from __future__ import annotations

import pytest

from tcgraph.shacl.details import detailed
from tcgraph.shacl.report_graph import read_report
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validate import report_graph, validate
from tcgraph.shacl.validation_report import Finding
from tests.shacl.generated import engine_with, shapes_of

DATA = [
    ("ex:n0", "a", "ex:A"),
    ("ex:n0", "ex:p", "ex:n1"),
    ("ex:n0", "ex:p", "ex:n2"),
    ("ex:n1", "ex:q", "1"),
    ("ex:n2", "ex:q", "5"),
    ("ex:n2", "ex:p", "ex:n1"),
]
BIG = "[ sh:path ex:q ; sh:minInclusive 3 ]"
Tree = list[tuple[str, str, "Tree"]]


def tree(findings: tuple[Finding, ...]) -> Tree:
    return sorted(
        (str(f.focus)[20:-1] if "/" in str(f.focus) else "_", f.component.value.partition("#")[2], tree(f.details))
        for f in findings
    )


MIN: tuple[str, str, Tree] = ("n1", "MinInclusiveConstraintComponent", [])


@pytest.mark.parametrize(
    ("constraint", "component", "details"),
    [
        ("sh:node ex:Inner", "Node", [MIN]),
        (f"sh:and ( [ sh:property {BIG} ] )", "And", [MIN]),
        (f"sh:or ( [ sh:property {BIG} ] [ sh:class ex:B ] )", "Or", [("n1", "ClassConstraintComponent", []), MIN]),
        (f"sh:xone ( [ sh:property {BIG} ] [ sh:class ex:B ] )", "Xone", [("n1", "ClassConstraintComponent", []), MIN]),
        ("sh:qualifiedValueShape ex:Inner ; sh:qualifiedMinCount 2", "QualifiedMinCount", [MIN]),
        ("sh:qualifiedValueShape ex:Inner ; sh:qualifiedMaxCount 0", "QualifiedMaxCount", []),
    ],
)
def test_details_of_each_kind(constraint: str, component: str, details: Tree) -> None:
    engine = engine_with(DATA)
    text = f"ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; {constraint} ] . ex:Inner sh:property {BIG} ."
    shapes = shapes_of(text)
    report = validate(engine, shapes)
    assert tree(report.findings) == [("n0", f"{component}ConstraintComponent", [])]
    found = detailed(engine, shapes, report)
    assert tree(found.findings) == [("n0", f"{component}ConstraintComponent", details)]
    assert found == report
    again = read_report(TripleIndex(report_graph(found)))
    assert tree(again.findings) == tree(found.findings)


def test_negation_and_more_than_one_have_none() -> None:
    shapes = shapes_of(
        "ex:S sh:targetNode ex:n1 ; sh:not [ sh:property [ sh:path ex:q ; sh:maxInclusive 3 ] ] ;"
        " sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ) ."
    )
    engine = engine_with(DATA)
    found = detailed(engine, shapes, validate(engine, shapes))
    assert tree(found.findings) == [("n1", "NotConstraintComponent", []), ("n1", "XoneConstraintComponent", [])]


def test_details_have_details() -> None:
    shapes = shapes_of(
        "ex:S sh:targetClass ex:A ; sh:node ex:Middle . ex:Middle sh:property [ sh:path ex:p ; sh:node ex:Inner ] ."
        f" ex:Inner sh:property {BIG} ."
    )
    engine = engine_with(DATA)
    found = detailed(engine, shapes, validate(engine, shapes))
    node = "NodeConstraintComponent"
    assert tree(found.findings) == [("n0", node, [("n0", node, [MIN])])]


def test_nodes_without_a_name_have_details() -> None:
    engine = engine_with(
        [
            ("ex:n0", "a", "ex:A"),
            ("ex:n0", "ex:p", "_:b"),
            ("_:b", "a", "ex:A"),
            ("_:b", "ex:p", "_:c"),
            ("_:c", "ex:q", "1"),
        ]
    )
    shapes = shapes_of(
        "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:node ex:Middle ] ."
        f" ex:Middle sh:nodeKind sh:BlankNode ; sh:property {BIG} , [ sh:path ex:p ; sh:node ex:Inner ] ."
        f" ex:Inner sh:property {BIG} ."
    )
    found = detailed(engine, shapes, validate(engine, shapes))
    node = "NodeConstraintComponent"
    least: tuple[str, str, Tree] = ("_", "MinInclusiveConstraintComponent", [])
    assert tree(found.findings) == [("_", node, [least]), ("n0", node, [("_", node, [least])])]
