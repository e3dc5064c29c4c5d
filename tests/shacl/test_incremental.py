"""Validation after an edit says what validation from scratch says, whatever the shapes, the data and the edit."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tcgraph.rdf import NamedNode
from tcgraph.shacl import validate as validation
from tcgraph.shacl.monotonicity import failing_by_more
from tcgraph.shacl.validate import revalidate, validate
from tcgraph.shacl.validation_report import Report
from tests.conftest import many
from tests.shacl.generated import (
    DECLARED,
    engine_with,
    graphs,
    rows,
    shapes_graphs,
    shapes_of,
    statements,
    triples_of,
)

Statement = tuple[str, str, str]


def _query(pattern: str) -> str:
    return f'sh:sparql [ sh:prefixes ex: ; sh:select "SELECT $this ?v WHERE {{ {pattern} }}" ]'


@settings(max_examples=many(150, few=30), derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes_graphs(sparql=True), graphs, st.lists(statements, max_size=3), st.data())
def test_same_as_from_scratch(text: str, before: list[Statement], added: list[Statement], data: st.DataObject) -> None:
    removed = data.draw(st.lists(st.sampled_from(before), max_size=3, unique=True))
    shapes = shapes_of(text)
    previous = validate(engine_with(before), shapes)
    after = engine_with([item for item in [*before, *added] if item not in removed])
    changed = [triple for item in [*added, *removed] for triple in triples_of(item)]
    expected = rows(validate(after, shapes))
    assert rows(revalidate(after, shapes, changed, previous)) == expected
    with patch.object(validation, "_MANY", 0):
        assert rows(revalidate(after, shapes, changed, previous)) == expected


@settings(max_examples=many(150, few=30), derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes_graphs(sparql=True), graphs, st.lists(statements, min_size=1, max_size=4))
def test_same_as_from_scratch_where_triples_only_came(
    text: str, before: list[Statement], added: list[Statement]
) -> None:
    added = [item for item in added if item not in before]
    shapes = shapes_of(text)
    previous = validate(engine_with(before), shapes)
    after = engine_with([*before, *added])
    changed = [triple for item in added for triple in triples_of(item)]
    with patch.object(validation, "_MANY", 0):
        report = revalidate(after, shapes, changed, previous, grown=True)
    assert rows(report) == rows(validate(after, shapes))


@pytest.mark.parametrize(
    ("asked", "breaks", "mends"),
    [
        ("sh:property [ sh:path ex:p ; sh:minCount 1 ]", "", "ex:p"),
        ("sh:property [ sh:path ex:p ; sh:maxCount 1 ]", "ex:p", ""),
        ("sh:property [ sh:path ex:p ; sh:class ex:A ]", "ex:p", "a"),
        ("sh:not [ sh:path ex:p ; sh:minCount 1 ]", "ex:p", ""),
        ("sh:or ( [ sh:path ex:p ; sh:minCount 1 ] [ sh:path ex:q ; sh:maxCount 0 ] )", "ex:q", "ex:p"),
        (_query("$this ex:p ?v FILTER NOT EXISTS { ?v ex:q ?w FILTER NOT EXISTS { ?w a ?x } }"), "ex:p a", "ex:q"),
        (_query("$this ex:p ?v . OPTIONAL { ?v ex:q ?w } FILTER(!BOUND(?w))"), "ex:p ex:q", ""),
    ],
)  # fmt: skip
def test_what_can_only_mend_is_not_asked_about(asked: str, breaks: str, mends: str) -> None:
    shapes = shapes_of(f"{DECLARED} ex:S sh:targetNode ex:n0 ; {asked} .")
    (shape,) = shapes.targeted()
    read = {kind[0] for kind in failing_by_more(shape)}
    assert {triples_of(("ex:n0", name, "ex:n1"))[0].predicate for name in breaks.split()} <= read
    assert not {triples_of(("ex:n0", name, "ex:n1"))[0].predicate for name in mends.split()} & read


@example("ex:B")
@given(st.sampled_from(["ex:A", "ex:B"]))
@settings(max_examples=2, deadline=None)
def test_class_hierarchy_change_is_seen(name: str) -> None:
    shapes = shapes_of(f"ex:S sh:targetClass {name} ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    before = engine_with([("ex:n0", "a", "ex:New")])
    change: Statement = ("ex:New", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>", name)
    after = engine_with([("ex:n0", "a", "ex:New"), change])
    assert validate(before, shapes).conforms
    assert not revalidate(after, shapes, triples_of(change), validate(before, shapes)).conforms
    with patch.object(validation, "_MANY", 0):
        assert not revalidate(after, shapes, triples_of(change), validate(before, shapes)).conforms


def test_untouched_findings_stay_and_touched_ones_go() -> None:
    shapes = shapes_of("ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    start: list[Statement] = [("ex:n0", "a", "ex:A"), ("ex:n1", "a", "ex:A")]
    previous = validate(engine_with(start), shapes)
    assert len(previous.findings) == 2
    edit: Statement = ("ex:n0", "ex:p", "1")
    report = revalidate(engine_with([*start, edit]), shapes, triples_of(edit), previous)
    assert [finding.focus for finding in report.findings] == [NamedNode("http://example.org/n1")]
    # The same by naming the node that was edited.
    assert revalidate(engine_with([*start, edit]), shapes, [NamedNode("http://example.org/n0")], previous) == report


def test_nothing_is_asked_when_nothing_is_touched() -> None:
    shapes = shapes_of("ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    previous = Report.of([])
    edit: Statement = ("ex:n0", "ex:unrelated", "1")
    # The data does not conform, which only a look at it would show.
    assert revalidate(engine_with([("ex:n1", "a", "ex:A"), edit]), shapes, triples_of(edit), previous).conforms


def test_only_what_leads_to_a_new_thing_is_asked_again() -> None:
    query = "SELECT $this ?value WHERE { $this ?any ?value . ?any a ex:Link . FILTER NOT EXISTS { ?value a ?kind } }"
    shapes = shapes_of(f'{DECLARED} ex:S sh:targetClass ex:A ; sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .')
    before: list[Statement] = [("ex:p", "a", "ex:Link"), ("ex:n0", "a", "ex:A"), ("ex:n1", "a", "ex:A")]
    before += [("ex:n0", "ex:p", "ex:x"), ("ex:n1", "ex:p", "ex:y")]
    edit: Statement = ("ex:x", "a", "ex:Other")
    # Neither pair conforms before: of what nothing leads to, only a look at all of the data would tell.
    report = revalidate(engine_with([*before, edit]), shapes, triples_of(edit), Report.of([]))
    assert report.conforms
    link: Statement = ("ex:q", "a", "ex:Link")
    assert not revalidate(engine_with([*before, link]), shapes, triples_of(link), Report.of([])).conforms


def test_way_is_not_taken_through_the_triple_that_went() -> None:
    query = "SELECT $this WHERE { FILTER NOT EXISTS { ?x ex:p $this . ?x ex:q ?y } }"
    shapes = shapes_of(f'{DECLARED} ex:S sh:targetClass ex:A ; sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .')
    before: list[Statement] = [("ex:n0", "a", "ex:A"), ("ex:n0", "ex:p", "ex:n0"), ("ex:n0", "ex:q", "1")]
    previous = validate(engine_with(before), shapes)
    assert previous.conforms
    for gone in ([before[1]], [before[2]], before[1:]):
        after = engine_with([item for item in before if item not in gone])
        changed = [triple for item in gone for triple in triples_of(item)]
        assert not revalidate(after, shapes, changed, previous).conforms


def test_a_property_shape_inside_two_others_is_checked_by_both_ways() -> None:
    shapes = shapes_of(
        "ex:S sh:targetClass ex:A ; sh:property ex:P , ex:Q . ex:P sh:path ex:p ; sh:property ex:R ."
        " ex:Q sh:path ex:q ; sh:property ex:R . ex:R sh:path ex:r ; sh:minCount 1 ."
    )
    start: list[Statement] = [("ex:n0", "a", "ex:A"), ("ex:n0", "ex:p", "ex:n1"), ("ex:n0", "ex:q", "ex:n2")]
    previous = validate(engine_with(start), shapes)
    assert len(previous.findings) == 2
    for edit in (("ex:n1", "ex:r", "1"), ("ex:n2", "ex:r", "1"), ("ex:n0", "ex:p", "ex:n3")):
        after = engine_with([*start, edit])
        assert rows(revalidate(after, shapes, triples_of(edit), previous)) == rows(validate(after, shapes))
