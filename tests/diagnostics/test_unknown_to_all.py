"""A property that only a rule knows is told once, at the rule, with the name that is near."""

from __future__ import annotations

from pathlib import Path

from tcgraph.diagnostics.check import Check, run_check
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.embedded import EmbeddedEngine

SHAPES = """@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Trip ;
    sh:property [
        sh:path ex:PATH ;
        sh:minCount 1 ] .
"""
DATA = """@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:Trip a owl:Class .
ex:status a owl:DatatypeProperty .
ex:t a ex:Trip ; ex:status 1 .
ex:u a ex:Trip ; ex:status 2 .
ex:v a ex:Trip .
"""


def test_a_path_that_is_misspelt_is_told_once_at_the_rule(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(DATA, encoding="utf-8")
    told = {}
    for path in ("status", "statuss"):
        shapes = tmp_path / f"{path}.ttl"
        shapes.write_text(SHAPES.replace("PATH", path), encoding="utf-8")
        outcome = run_check(Check(named_files([data]), [shapes], stated=True), EmbeddedEngine())
        (told[path],) = outcome.diagnostics
        assert not outcome.conforms
    assert told["status"].location is not None
    assert (told["status"].location.path.name, told["status"].location.line) == ("data.ttl", 7)
    rule = told["statuss"]
    assert rule.location is not None
    assert (rule.rule, rule.level.value, rule.location.path.name, rule.location.line) == (
        "shape-unknown-name", "error", "statuss.ttl", 5,
    )  # fmt: skip
    assert rule.help == "Did you mean status?"
    assert rule.related == ()


def test_of_a_property_that_only_an_example_is_left_of_one_use_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    gone = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:state skos:example "2"@en .
ex:t ex:state 1 . ex:u ex:state 2 .
"""
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPES.replace("PATH", "status").replace("minCount 1", "minCount 0"), encoding="utf-8")
    for text, found in ((gone, ["ex:state is not defined in the ontology."]), (gone.replace("skos:example", "a"), [])):
        data.write_text(DATA + text, encoding="utf-8")
        check = Check(named_files([data]), [shapes], namespaces=["https://example.org/"], stated=True, lint=False)
        told = run_check(check, EmbeddedEngine()).diagnostics
        assert [each.message for each in told if each.rule == "undefined-term"] == found


INSIDE = """@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:CLASS ;
    sh:or (
        [ sh:property [ sh:path [ sh:inversePath ex:PATH ] ; sh:minCount 1 ] ]
        [ sh:property [ sh:path ex:status ; sh:hasValue 3 ] ]
    ) ;
    sh:sparql [ sh:select "SELECT $this WHERE { $this <https://example.org/NAMED> 4 }" ] .
"""


def test_a_slip_inside_a_choice_in_a_target_or_in_a_query_is_told_once_at_the_rule(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(
        DATA + "ex:partOf a owl:ObjectProperty .\nex:w a ex:Journey .\nex:Journey a owl:Class .\n", encoding="utf-8"
    )
    right = {"PATH": "partOf", "CLASS": "Journey", "NAMED": "status"}

    def told(**slip: str) -> list[tuple[str, str, str, int, str | None]]:
        text = INSIDE
        for name, value in (right | slip).items():
            text = text.replace(name, value)
        shapes = tmp_path / "shapes.ttl"
        shapes.write_text(text, encoding="utf-8")
        check = Check(named_files([data]), [shapes], namespaces=["https://example.org/"], stated=True)
        return [
            (each.rule, each.level.value, each.location.path.name, each.location.line or 0, each.help)
            for each in run_check(check, EmbeddedEngine()).diagnostics
            if each.location
        ]

    assert [(rule, path) for rule, _, path, _, _ in told()] == [("S", "data.ttl")]
    assert told(PATH="partOff") == [("shape-unknown-name", "error", "shapes.ttl", 5, "Did you mean partOf?")]
    assert told(CLASS="Jurney") == [("shape-empty-target", "error", "shapes.ttl", 3, "Did you mean Journey?")]
    assert ("shape-unknown-name", "error", "shapes.ttl", 8, "Did you mean status?") in told(NAMED="statuss")
