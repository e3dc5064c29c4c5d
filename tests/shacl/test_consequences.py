"""One message for one cause."""

from __future__ import annotations

from dataclasses import replace

from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.consequences import not_told, without_consequences
from tcgraph.shacl.names import sh
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.shacl.report import Finding, Severity

THING, PATH, OTHER = (NamedNode(f"https://example.org/{name}") for name in ("thing", "path", "other"))
TEXT = Literal("text")


def finding(component: str, value: Term | None = None, path: NamedNode = PATH, focus: NamedNode = THING) -> Finding:
    kind = sh(f"{component}ConstraintComponent")
    return Finding(focus, kind, kind, Severity.VIOLATION, component, predicate=path, value=value)


def test_a_value_of_the_wrong_type_is_told_once() -> None:
    cause = finding("Datatype", TEXT)
    assert without_consequences([cause, finding("SPARQL", TEXT), finding("QualifiedMinCount")]) == [cause]


def test_what_is_wrong_beside_it_is_told() -> None:
    found = [finding("Datatype", TEXT), finding("MinCount", path=OTHER), finding("SPARQL", TEXT, focus=OTHER)]
    assert without_consequences(found) == found


def test_a_text_for_a_thing_is_told_as_that() -> None:
    text = finding("SPARQL", TEXT)
    assert without_consequences([finding("Class", TEXT), text]) == [text]


def test_a_wrong_thing_does_not_hide_that_one_is_missing() -> None:
    found = [finding("Class", OTHER), finding("MinCount")]
    assert without_consequences(found) == found


def test_one_too_many_is_not_compared() -> None:
    cause = finding("MaxCount")
    assert without_consequences([finding("LessThanOrEquals", TEXT), cause]) == [cause]


def test_a_property_that_nobody_knows_is_why_another_is_missing() -> None:
    unknown = finding("Unknown", path=OTHER)
    assert without_consequences([finding("MinCount")], [unknown]) == []
    assert not_told([finding("SPARQL", TEXT)], [], [unknown]) == []


def test_what_overwrote_with_something_wrong_is_told_as_wrong() -> None:
    past = [finding("SPARQL", OTHER), finding("SPARQL", OTHER, path=OTHER)]
    assert not_told(past, [finding("Datatype", TEXT)]) == past[1:]


def test_a_path_of_several_properties_is_about_each() -> None:
    either = replace(
        finding("Class", OTHER), predicate=None, property_path=Path("|", (predicate_path(PATH), predicate_path(OTHER)))
    )
    assert without_consequences([either, finding("SPARQL", OTHER)]) == [either]
    assert not_told([finding("SPARQL", TEXT)], [either]) == []
