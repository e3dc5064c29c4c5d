"""Where a node fails other shapes that it must conform to, the place is that of what these find at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics.check import Check, run_check
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.embedded import EmbeddedEngine

PREFIXES = """@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NAMED = """ex:Named a sh:NodeShape ; sh:property [ sh:path ex:code ; sh:minCount 1 ] ,
  [ sh:path ex:name ; sh:datatype xsd:string ] .
"""
DATA = "@prefix ex: <https://example.org/> .\nex:x a ex:C ;\n  ex:age 5 ;\n  ex:name 7 .\n"


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        ("sh:node ex:Named", 4),
        ("sh:and ( [ sh:node ex:Named ] [ sh:class ex:C ] )", 4),
        ("sh:or ( ex:Named [ sh:class ex:D ] )", 2),
    ],
)
def test_the_value_that_is_wrong_comes_before_the_head_of_its_node(shape: str, line: int, tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(f"{PREFIXES}{NAMED}ex:S a sh:NodeShape ; sh:targetClass ex:C ; {shape} .\n", encoding="utf-8")
    data.write_text(DATA, encoding="utf-8")
    (told,) = run_check(Check(named_files([data]), [shapes], lint=False), EmbeddedEngine()).diagnostics
    assert told.location is not None
    assert told.location.line == line
