"""Patterns as XPath and XML Schema have them, in the engine and in Python."""

from __future__ import annotations

import pytest

from tcgraph.rdf import Literal
from tcgraph.shacl.precheck import broken_shapes
from tcgraph.shacl.python_regex import python_pattern
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


@pytest.mark.parametrize("pattern", ["^(?=a)(a+)+$", "^(?=a)(?:b|(a*c)){2,}$", "(?=a)([ab]+){1,1000}"])
def test_a_pattern_that_only_python_can_match_and_may_not_end_is_not_checked(pattern: str) -> None:
    (broken,) = broken_shapes(shapes_of(f'ex:S sh:targetNode ex:n ; sh:pattern "{pattern}" .'))
    assert "repeats what repeats" in broken.what


@pytest.mark.parametrize("pattern", ["^(?=a)(a+)$", "^(?!x)(ab){2,5}[a+]*$", r"^(?=a)(a\\+)+$", "^(a+)+$"])
def test_a_pattern_that_ends_is_checked(pattern: str) -> None:
    assert broken_shapes(shapes_of(f'ex:S sh:targetNode ex:n ; sh:pattern "{pattern}" .')) == ()
