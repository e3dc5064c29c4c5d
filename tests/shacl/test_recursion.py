"""Shapes that refer to themselves: the greatest fixed point where there is one, else that they are not checked."""

from __future__ import annotations

import pytest

from tcgraph.rdf import NamedNode, Quad
from tcgraph.shacl.details import detailed
from tcgraph.shacl.lint import broken_shapes
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.validate import revalidate, validate
from tcgraph.shacl.validation_report import Report
from tests.shacl.generated import engine_with, shapes_of

EX = "http://example.org/"
DATA = [
    # A chain whose end has no name, and another whose end has one.
    ("ex:a1", "ex:next", "ex:a2"),
    ("ex:a2", "ex:next", "_:a3"),
    ("_:a3", "ex:next", "ex:a4"),
    ("ex:b1", "ex:next", "ex:b2"),
    ("ex:b2", "ex:name", "1"),
    # A ring, in which nothing shows that anything is wrong; and one with a flaw.
    ("ex:c1", "ex:next", "ex:c2"),
    ("ex:c2", "ex:next", "ex:c1"),
    ("ex:d1", "ex:next", "ex:d2"),
    ("ex:d2", "ex:next", "ex:d1"),
    ("ex:d2", "ex:flaw", "true"),
    *[(f"ex:{name}", "ex:name", "1") for name in ("a1", "a2", "b1", "c1", "c2", "d1", "d2")],
    ("_:a3", "ex:name", "1"),
]
NAMED = "sh:property [ sh:path ex:name ; sh:minCount 1 ] , [ sh:path ex:flaw ; sh:maxCount 0 ]"
TARGETS = "sh:targetNode ex:a1 , ex:b1 , ex:c1 , ex:d1"
WAYS = {
    "sh:node": f"ex:S {TARGETS} ; {NAMED} ; sh:property [ sh:path ex:next ; sh:node ex:S ] .",
    "sh:node of a node shape": f"ex:S {TARGETS} ; {NAMED} ; sh:node ex:T . ex:T sh:property [ sh:path ex:next ; "
    "sh:node ex:S ] .",
    "sh:and and sh:or": f"ex:S {TARGETS} ; sh:and ( [ {NAMED} ] [ sh:or ( [ sh:property [ sh:path ex:next ; "
    "sh:maxCount 0 ] ] [ sh:property [ sh:path ex:next ; sh:qualifiedValueShape ex:S ; sh:qualifiedMinCount 1 ] ] ) ] )"
    " .",
    "a longer way": f"ex:S {TARGETS} ; {NAMED} ; sh:property [ sh:path [ sh:oneOrMorePath ex:next ] ; sh:node ex:S ] .",
}


def _failing(report: Report) -> set[str]:
    return {finding.focus.value.removeprefix(EX) for finding in report.findings if isinstance(finding.focus, NamedNode)}


def _lenient(text: str) -> Shapes:
    shapes = shapes_of(text)
    shapes.lenient = True
    return shapes


@pytest.mark.parametrize("way", WAYS)
def test_a_node_conforms_unless_something_shows_that_it_does_not(way: str) -> None:
    shapes = shapes_of(WAYS[way])
    assert not broken_shapes(shapes)
    assert _failing(validate(engine_with(DATA), shapes)) == {"a1", "d1"}


def test_what_is_inside_sh_property_is_reported_where_it_is() -> None:
    """``sh:property`` has the results of the inner shape (SHACL §4.7.2), which here is around itself."""
    shapes = shapes_of(
        "ex:S sh:targetNode ex:a1 , ex:c1 ; sh:property ex:P . ex:P sh:path ex:next ; sh:property ex:P , "
        "[ sh:path ex:name ; sh:minCount 1 ] ."
    )
    assert _failing(validate(engine_with(DATA), shapes)) == {"a4"}


def test_members_of_lists_that_are_lists() -> None:
    shapes = shapes_of(
        "ex:S sh:targetNode ex:n ; sh:property [ sh:path ex:l ; sh:node ex:L ] . "
        "ex:L sh:or ( [ sh:nodeKind sh:IRI ] [ sh:memberShape ex:L ] ) ."
    )
    cells = [("_:c", "rdf:first", "_:d"), ("_:c", "rdf:rest", "rdf:nil"), ("_:d", "rdf:rest", "rdf:nil")]
    for member, wrong in (("ex:x", 0), ('"x"', 1)):
        engine = engine_with([("ex:n", "ex:l", "_:c"), *cells, ("_:d", "rdf:first", member)])
        assert len(validate(engine, shapes).findings) == wrong


def test_strata_come_one_after_the_other() -> None:
    """What a shape says of another circle may be to the contrary: that one is settled before."""
    shapes = shapes_of(f"{WAYS['sh:node']} ex:R sh:targetNode ex:a1 , ex:b1 , ex:c1 ; sh:not ex:S .")
    found = validate(engine_with(DATA), shapes).findings
    assert {str(finding.focus) for finding in found if finding.shape == NamedNode(EX + "R")} == {
        f"<{EX}b1>",
        f"<{EX}c1>",
    }


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:not ex:S",
        "sh:property [ sh:path ex:next ; sh:not ex:S ]",
        "sh:xone ( ex:S [ sh:nodeKind sh:Literal ] )",
        "sh:property [ sh:path ex:next ; sh:qualifiedValueShape ex:S ; sh:qualifiedMaxCount 0 ]",
        "sh:node ex:T",
    ],
)
def test_what_would_conform_because_it_does_not_is_not_checked_and_the_rest_is(constraint: str) -> None:
    shapes = _lenient(f"ex:S sh:targetNode ex:a4 ; {NAMED} ; {constraint} . ex:T sh:not ex:S .")
    report = validate(engine_with(DATA), shapes)
    assert "it is recursive" in report.unchecked[0].what
    assert _failing(report) == {"a4"}


def test_others_are_told_that_they_may_refuse_it() -> None:
    from tcgraph.shacl.lint import lint_shapes

    (problem,) = [problem for problem in lint_shapes(shapes_of(WAYS["sh:node"])) if problem.code == "recursive"]
    assert f"<{EX}S> → <{EX}S>" in problem.message


def test_an_edit_far_away_is_followed() -> None:
    shapes, engine = shapes_of(WAYS["sh:node"]), engine_with(DATA)
    before = validate(engine, shapes)
    name = Quad(NamedNode(EX + "a4"), NamedNode(EX + "name"), NamedNode(EX + "x"))
    engine.insert([name])
    after = revalidate(engine, shapes, [name], before)
    assert after == validate(engine, shapes)
    assert _failing(after) == {"d1"}


def test_details_end() -> None:
    shapes, engine = shapes_of(WAYS["sh:node of a node shape"]), engine_with(DATA)
    report = validate(engine, shapes)
    assert detailed(engine, shapes, report) == report


def test_a_long_circle_of_shapes_is_read() -> None:
    length = 300
    text = "".join(
        f"ex:S{n} sh:property [ sh:path ex:next ; sh:node ex:S{(n + 1) % length} ] . " for n in range(length)
    )
    shapes = shapes_of(f"{text} ex:S7 sh:targetNode ex:a1 ; {NAMED} .")
    assert not broken_shapes(shapes)
    assert _failing(validate(engine_with(DATA), shapes)) == set()


def test_what_is_too_far_away_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcgraph.shacl.shape_cycles._ROUNDS", 3)
    near, far = _lenient(WAYS["sh:node"]), _lenient(f"ex:S sh:targetNode ex:a1 ; {NAMED} ; sh:node ex:T . " + FAR)
    assert "steps away" in validate(engine_with(DATA), near).unchecked[0].what
    report = validate(engine_with([("ex:a1", "ex:flaw", "true")]), far)
    assert report.unchecked == ()
    assert _failing(report) == {"a1"}


def test_how_far_away_a_flaw_is_does_not_matter() -> None:
    chain = [(f"ex:n{n}", predicate, value) for n in range(400) for predicate, value in
             (("ex:next", f"ex:n{n + 1}"), ("ex:name", "1"))]  # fmt: skip
    shapes = shapes_of(f"ex:S sh:targetNode ex:n0 ; {NAMED} ; sh:property [ sh:path ex:next ; sh:node ex:S ] .")
    report = validate(engine_with(chain), shapes)
    assert report.unchecked == ()
    assert _failing(report) == {"n0"}
    assert not validate(engine_with([*chain, ("ex:n400", "ex:name", "1")]), shapes).findings


FAR = "ex:T sh:property [ sh:path ex:next ; sh:node ex:T ] ."
