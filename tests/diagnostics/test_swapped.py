"""Two links of which each leads to what the other is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics.check import Check, run_check
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.literal_forms import TermEngine

SHAPES = """@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Loan ;
    sh:property [ sh:path ex:from ; sh:class ex:Bank ], [ sh:path ex:to ; sh:class ex:Person ] .
"""
DATA = """@prefix ex: <https://example.org/> .
ex:bank a ex:Bank .
ex:ann a ex:Person .
ex:dog a ex:Dog .
ex:loan a ex:Loan ;
    ex:from ex:ann ;
    ex:to {} .
"""


@pytest.mark.parametrize(("to", "messages"), [("ex:bank", 1), ("ex:dog", 2)])
def test_a_swap_is_told_once(to: str, messages: int, tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    data = tmp_path / "data.ttl"
    data.write_text(DATA.format(to), encoding="utf-8")
    check = Check(named_files([data]), [tmp_path / "shapes.ttl"], stated=True)
    found = run_check(check, TermEngine()).diagnostics
    assert [each.location.line for each in found if each.location] == [6, 7][:messages]
    assert ("look swapped" in found[0].message) == (messages == 1)
