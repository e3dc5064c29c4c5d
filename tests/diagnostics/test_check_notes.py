"""What a check tells beside its findings: that nothing was checked, and what of the shapes was left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics.check import Check, Outcome, run_check
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.literal_forms import TermEngine

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
    outcome = run_check(Check(named_files([data]), [rules], lint=False), TermEngine())
    assert outcome.conforms
    assert [told.startswith(note or "") for told in outcome.notes] == ([] if note is None else [True])


@pytest.mark.parametrize("part", ["sh:target [ a ex:Unknown ]", "sh:rule [ a sh:TripleRule ; sh:object ex:x ]"])
def test_a_part_that_cannot_be_checked_is_told_with_the_name_of_its_shape(part: str, tmp_path: Path) -> None:
    rules, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    rules.write_text(f"{PREFIXES}ex:S {NEEDS} ; sh:targetClass ex:C ; {part} .", encoding="utf-8")
    data.write_text(f"{PREFIXES}ex:x a ex:C ; ex:p 1 .", encoding="utf-8")
    outcome = run_check(Check(named_files([data]), [rules], lint=False, rules=True), TermEngine())
    assert [told.message.startswith("Shape S: Not checked") for told in outcome.diagnostics] == [True]


XSD = "http://www.w3.org/2001/XMLSchema#"
ASKED = "SELECT $this { $this <https://example.org/p> ?v FILTER(%s) }"


def checked(value: str, shapes: str, tmp_path: Path, *, rules: bool = False) -> Outcome:
    paths = (tmp_path / "shapes.ttl", tmp_path / "data.ttl")
    paths[0].write_text(f"{PREFIXES}ex:S a sh:NodeShape ; {shapes} .", encoding="utf-8")
    prefixes = f"{PREFIXES}@prefix xsd: <{XSD}> ."
    paths[1].write_text(f"{prefixes} ex:x a ex:C ; ex:p {value} . [] a ex:C ; ex:p {value} .", encoding="utf-8")
    return run_check(Check(named_files([paths[1]]), [paths[0]], lint=False, rules=rules), TermEngine())


@pytest.mark.parametrize(
    ("value", "condition", "found"),
    [
        ('"0042"^^xsd:integer', "STRLEN(STR(?v)) != 4", 0),
        ('"0042"^^xsd:integer', "STRLEN(STR(?v)) = 4", 2),
        ('"3"^^xsd:short', f"DATATYPE(?v) != <{XSD}short>", 0),
        ("7.10", "!REGEX(STR(?v), '0$')", 0),
        ("42", "STRLEN(STR(?v)) != 2", 0),
        ("42", "sameTerm(?v, 042)", 0),
        ('"0042"^^xsd:integer', "?v = 42", 2),
        ('"0042"^^xsd:integer', "sameTerm(?v, 42)", 0),
    ],
)
def test_constraints_see_literals_as_they_are_written(value: str, condition: str, found: int, tmp_path: Path) -> None:
    outcome = checked(value, f'sh:targetClass ex:C ; sh:sparql [ sh:select """{ASKED % condition}""" ]', tmp_path)
    assert len(outcome.diagnostics) == found


def test_targets_rules_and_functions_see_them_too(tmp_path: Path) -> None:
    query = ASKED % "STRLEN(STR(?v)) = 4"
    target = f'sh:target [ a sh:SPARQLTarget ; sh:select """{query}""" ] ; sh:nodeKind sh:Literal'
    constraint = f'sh:targetClass ex:C ; sh:sparql [ sh:select """{query}""" ]'
    made = "CONSTRUCT { $this ex:q ?v } WHERE { $this ex:p ?v FILTER(STRLEN(STR(?v)) = 4) }"
    made = made.replace("ex:", "<https://example.org/").replace("q ", "q> ").replace("p ", "p> ")
    rule = f'sh:targetClass ex:C ; sh:rule [ a sh:SPARQLRule ; sh:construct """{made}""" ]'
    for shapes, value, rules, found in (
        (target, '"0042"^^xsd:integer', False, 2),
        (target, "4200 , 42", False, 2),
        (constraint, '"0042"^^xsd:integer', True, 2),
        (constraint, "4.20 , 4.2", False, 2),
        (f"{rule} ; sh:property [ sh:path ex:q ; sh:maxCount 0 ]", "0042 , 42", True, 2),
        (f"{rule} ; sh:property [ sh:path ex:q ; sh:hasValue 0042 ]", "0042 , 42", True, 0),
    ):
        outcome = checked(value, shapes, tmp_path, rules=rules)
        assert (len(outcome.diagnostics), outcome.notes) == (found, ()), (shapes, value)
