"""Patterns as XPath and XML Schema have them, in the engine and in Python."""

from __future__ import annotations

import pytest

from tcgraph.rdf import Literal
from tcgraph.shacl import term_tests
from tcgraph.shacl.lint import broken_shapes
from tcgraph.shacl.term_tests import python_pattern
from tcgraph.shacl.validate import validate
from tests.shacl.generated import engine_with, shapes_of

CASES = [
    (r"^\i\c*$", ["a-1", "é.b", "_x", "x:y"], ["1a", "-a", "a b", ""]),
    (r"^[\i-[:]][\c-[:]]*$", ["a-1", "_x"], ["x:y", ":x", "1"]),
    (r"^[a-z-[aeiou]]+$", ["xyz"], ["abc", "xaz"]),
    (r"^[^a-c-[x]]$", ["d", "y"], ["a", "x"]),
    (r"^\I\C$", ["1 "], ["a ", "1a"]),
    (r"^\\i$", ["\\i"], ["a"]),
    (r"^[\c]+$", ["a1"], ["a b"]),
]


@pytest.mark.parametrize(("pattern", "good", "bad"), CASES)
def test_it_matches_as_xml_schema_says(pattern: str, good: list[str], bad: list[str]) -> None:
    values = [*good, *bad]
    engine = engine_with([("ex:n0", "ex:p", str(Literal(value))) for value in values])
    shapes = shapes_of(f"ex:S sh:targetNode ex:n0 ; sh:property [ sh:path ex:p ; sh:pattern {Literal(pattern)} ] .")
    found = {f.value.value for f in validate(engine, shapes).findings if isinstance(f.value, Literal)}
    assert found == set(bad)
    compiled = python_pattern(pattern, "")
    assert [value for value in values if not compiled.search(value)] == bad


@pytest.mark.parametrize("pattern", [r"[a-[b]c]", r"[\I]"])
def test_what_has_no_equivalent_is_refused(pattern: str) -> None:
    (broken,) = broken_shapes(shapes_of(f"ex:S sh:targetNode ex:n0 ; sh:pattern {Literal(pattern)} ."))
    assert "sh:pattern" in broken.what


@pytest.mark.parametrize("pattern", ["^(?=a)(a+)+$", "^(?=a)(a|aa)+$", "(?=a)(a*)*(a*)*[b!]c", "^(?=a)a*a*a*a*a*a*$"])
def test_a_pattern_that_only_python_can_match_is_given_up_where_it_takes_too_long(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(term_tests, "SECONDS", 0.5)
    engine = engine_with([("ex:n", "ex:p", f'"{"a" * 3_000}!"'), ("ex:n", "ex:p", "5")])
    properties = f'sh:property [ sh:path ex:p ; sh:pattern "{pattern}" ; sh:maxCount 1 ; sh:datatype xsd:string ]'
    shapes = shapes_of(f"ex:S sh:targetNode ex:n ; {properties} .")
    shapes.lenient = True
    report = validate(engine, shapes)
    (broken,) = report.unchecked
    assert "takes more than 0.5 seconds on a text of 3001 characters" in broken.what
    assert {"MaxCount", "Datatype"} <= {f.component.value.partition("#")[2][:-19] for f in report.findings}


@pytest.mark.parametrize("pattern", ["^(?=a)(a+)+$", "^(?=a)(?:b|(a*c)){2,}$", "(?=a)([ab]+){1,1000}", "^(?=a)(a|b)*$"])
def test_a_pattern_that_only_python_can_match_is_checked_where_it_is_quick(pattern: str) -> None:
    engine = engine_with([("ex:n", "ex:p", '"aacac"'), ("ex:n", "ex:p", '"!"'), ("ex:n", "ex:p", '"aaaaaa"')])
    shapes = shapes_of(f'ex:S sh:targetNode ex:n ; sh:property [ sh:path ex:p ; sh:pattern "{pattern}" ] .')
    compiled = python_pattern(pattern, "")
    expected = {text for text in ("aacac", "!", "aaaaaa") if not compiled.search(text)}
    found = {f.value.value for f in validate(engine, shapes).findings if isinstance(f.value, Literal)}
    assert found == expected


@pytest.mark.parametrize("pattern", ["^(?=a)(a+)$", "^(?!x)(ab){2,5}[a+]*$", r"^(?=a)(a\\+)+$", "^(a+)+$"])
def test_a_pattern_that_ends_is_checked(pattern: str) -> None:
    assert broken_shapes(shapes_of(f'ex:S sh:targetNode ex:n ; sh:pattern "{pattern}" .')) == ()
