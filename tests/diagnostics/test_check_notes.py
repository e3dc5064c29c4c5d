"""What a check tells beside its findings: that nothing was checked, and what of the shapes was left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics.check import Check, run_check
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.embedded import EmbeddedEngine

PREFIXES = "@prefix ex: <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
NEEDS = "a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount 1 ]"
QUERY = 'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE {{ ?this a <https://example.org/{}> }}" ]'


@pytest.mark.parametrize(
    ("shapes", "note"),
    [
        (f"ex:S {NEEDS} .", "No shape has a target"),
        (f"ex:S {NEEDS} ; sh:targetClass ex:D .", "The shape does not select a node"),
        (f"ex:S {NEEDS} ; {QUERY.format('D')} .", "The shape does not select a node"),
        (
            f"ex:S {NEEDS} ; sh:targetClass ex:D . ex:T {NEEDS} ; sh:targetObjectsOf ex:q .",
            "None of the 2 shapes with targets selects",
        ),
        (f"ex:S {NEEDS} ; sh:targetClass ex:D . ex:T {NEEDS} ; sh:targetSubjectsOf ex:p .", None),
        (f"ex:S {NEEDS} ; {QUERY.format('C')} .", None),
        (f"ex:S {NEEDS} ; sh:targetClass ex:C ; sh:deactivated true .", "No shape has a target"),
    ],
)
def test_that_no_node_was_selected_is_told(shapes: str, note: str | None, tmp_path: Path) -> None:
    rules, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    rules.write_text(PREFIXES + shapes, encoding="utf-8")
    data.write_text(f"{PREFIXES}ex:x a ex:C ; ex:p 1 .", encoding="utf-8")
    outcome = run_check(Check(named_files([data]), [rules], lint=False), EmbeddedEngine())
    assert outcome.conforms
    assert [told.startswith(note or "") for told in outcome.notes] == ([] if note is None else [True])


@pytest.mark.parametrize("part", ["sh:target [ a ex:Unknown ]", "sh:rule [ a sh:TripleRule ; sh:object ex:x ]"])
def test_a_part_that_cannot_be_checked_is_told_with_the_name_of_its_shape(part: str, tmp_path: Path) -> None:
    rules, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    rules.write_text(f"{PREFIXES}ex:S {NEEDS} ; sh:targetClass ex:C ; {part} .", encoding="utf-8")
    data.write_text(f"{PREFIXES}ex:x a ex:C ; ex:p 1 .", encoding="utf-8")
    outcome = run_check(Check(named_files([data]), [rules], lint=False, rules=True), EmbeddedEngine())
    assert [told.message.startswith("Shape S: Not checked") for told in outcome.diagnostics] == [True]


@pytest.mark.parametrize(
    ("value", "condition", "told"),
    [
        ('"0042"^^xsd:integer', "STRLEN(STR(?v)) != 4", True),
        ('"3"^^xsd:short', "DATATYPE(?v) != xsd:short", True),
        ("7.10", "REGEX(STR(?v), '1$')", True),
        ("42", "STRLEN(STR(?v)) != 2", False),
        ('"0042"', "STRLEN(STR(?v)) != 4", False),
        ('"0042"^^xsd:integer', "?v > 50", False),
    ],
)
def test_queries_that_read_the_form_of_a_literal_are_doubted_where_the_engine_keeps_another(
    value: str, condition: str, told: bool, tmp_path: Path
) -> None:
    rules, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    xsd = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    query = (
        f"SELECT $this {{ $this <https://example.org/p> ?v FILTER({condition.replace('xsd:short', 'DATATYPE(1)')}) }}"
    )
    sparql = f'sh:sparql [ sh:select """{query}""" ]'
    rules.write_text(f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetClass ex:C ; {sparql} .", encoding="utf-8")
    data.write_text(f"{PREFIXES}{xsd}ex:x a ex:C ; ex:p {value} .", encoding="utf-8")
    notes = run_check(Check(named_files([data]), [rules], lint=False), EmbeddedEngine()).notes
    assert [note.startswith("Queries of the shapes read how literals are written") for note in notes] == [True] * told
