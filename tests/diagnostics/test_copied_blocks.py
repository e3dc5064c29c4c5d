"""A block that was copied and kept its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.one_cause import copied_blocks, without_what_copies_bring
from tcgraph.rdf import NamedNode
from tcgraph.shacl.validation_report import Finding, Severity

TURTLE = """@prefix ex: <https://example.org/> .

ex:one a ex:Deed ;
    ex:said ex:first .

ex:one a ex:Deed ;
    ex:said ex:second ;
    ex:day "x" .

ex:list a ex:List ;
    ex:names ex:one, ex:two .
"""


def thing(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def error(path: Path, line: int, focus: str, value: str) -> Diagnostic:
    rule = thing("Rule")
    finding = Finding(thing(focus), rule, rule, Severity.VIOLATION, "Wrong.", value=thing(value))
    return Diagnostic("rule", Level.ERROR, "Wrong.", Location(path, line), finding=finding)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data.ttl").write_text(TURTLE, encoding="utf-8")
    return tmp_path / "data.ttl"


def test_a_name_of_two_blocks_is_told_in_place_of_what_comes_of_it(path: Path) -> None:
    inside = [error(path, 7, "one", "second"), error(path, 8, "one", "day")]
    (slip,) = copied_blocks(inside)
    assert slip.location == Location(path, 6, 1)
    assert "ex:one" in slip.message and "line 3" in slip.message  # noqa: PT018
    meant, between = error(path, 11, "list", "two"), error(path, 20, "first", "second")
    assert without_what_copies_bring([*inside, meant, between], [slip]) == []


def test_what_has_nothing_to_do_with_it_stays(path: Path) -> None:
    inside = [error(path, 7, "one", "second"), error(path, 8, "one", "day")]
    other = error(path, 10, "list", "third")
    assert without_what_copies_bring([other], copied_blocks(inside)) == [other]


def test_two_blocks_with_nothing_wrong_in_them_are_left_alone(path: Path) -> None:
    warned = replace(error(path, 7, "one", "second"), level=Level.WARNING)
    assert copied_blocks([warned, warned, error(path, 11, "list", "two")]) == []
