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


def test_a_word_of_a_list_in_the_place_of_a_thing_is_a_swap(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    scheme = "<http://www.w3.org/2004/02/skos/core#inScheme>"
    state = f"ex:state ; sh:node [ sh:property [ sh:path {scheme} ; sh:hasValue ex:states ] ]"
    shapes.write_text(SHAPES.replace("ex:from ; sh:class ex:Bank", state), encoding="utf-8")
    loan = DATA.replace("ex:from ex:ann", "ex:state ex:ann").format("ex:open")
    data.write_text(f"{loan}ex:open {scheme} ex:states .\n", encoding="utf-8")
    check = Check(named_files([data]), [shapes], stated=True, lint=False)
    (only,) = run_check(check, TermEngine()).diagnostics
    assert "look swapped" in only.message
