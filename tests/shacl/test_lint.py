"""Shape lint: each mistake is named with its shape, and good shapes are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.shacl.lint import lint_shapes
from tcgraph.shacl.validate import Shapes, validate

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix ex: <http://example.org/> .
"""
DATA = PREFIXES + "ex:thing a ex:Thing ; ex:name 'x' . ex:other ex:knows ex:thing ."
SHAPE = NamedNode("http://example.org/Shape")

MISTAKES = {
    "unknown-term": "ex:Shape sh:targetClass ex:Thing ; sh:property [ sh:path ex:name ; sh:minCout 1; sh:maxCount 3 ].",
    "unsupported-term": "ex:Shape sh:targetClass ex:Thing ; sh:nodeKind sh:IRI ; sh:jsLibrary [ ex:a ex:b ] .",
    "bad-pattern": "ex:Shape sh:targetClass ex:Thing ; sh:pattern '(unclosed' .",
    "bad-sparql": "ex:Shape sh:targetClass ex:Thing ; sh:sparql [ sh:select 'SELECT $this WHERE { $this ?p }' ] .",
    "undeclared-prefix": "ex:Shape sh:targetClass ex:Thing ; sh:sparql [ sh:select 'SELECT $this { $this ex:p 1 }' ] .",
    "no-constraint": "ex:Shape sh:targetClass ex:Thing ; sh:property ex:Empty . ex:Empty sh:path ex:name .",
    "never-used": "ex:Shape a sh:NodeShape ; sh:nodeKind sh:IRI .",
    "no-effect": "ex:Shape sh:targetClass ex:Thing ; sh:nodeKind sh:IRI ; sh:closed '1'^^xsd:boolean .",
    "contradiction": "ex:Shape sh:targetClass ex:Thing ; sh:path ex:name ; sh:minCount 2 ; sh:maxCount 1 .",
    "recursive": "ex:Shape sh:targetClass ex:Thing ; sh:property [ sh:path ex:knows ; sh:node ex:Shape ] .",
    "ill-formed": "ex:Shape sh:targetClass ex:Thing ; sh:minCount 1 .",
    "empty-target": "ex:Shape sh:targetClass ex:Nobody ; sh:nodeKind sh:IRI .",
    "unknown-name": "ex:Shape sh:targetClass ex:Thing ; sh:property [ sh:path ex:nmae ; sh:maxCount 1 ] .",
}
MESSAGES = {
    "ex:Shape sh:path ex:name ; sh:maxCount 2 ; sh:message 'At most {$maxCont}.' .": "maxCont",
    "ex:Shape sh:path ex:name ; sh:maxCount 2 ; sh:message '{$maxCount} {?count} {$PATH}' .": "",
    "ex:Shape a sh:NodeShape ; sh:sparql [ sh:message '{?v} {?w}' ; sh:select 'SELECT $this ?v { ?v ?w 1 }' ] .": "w",
    "ex:Shape a sh:NodeShape ; sh:sparql [ sh:message '{?v} {?w}' ; sh:select 'SELECT * { $this ?w ?v }' ] .": "",
    "ex:Shape a sh:NodeShape ; sh:message '{?n}' ; sh:sparql [ sh:select "
    "'SELECT $this (COUNT(?v) AS ?n) { $this ?w ?v } GROUP BY $this' ] .": "",
    "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:arg ] , [ sh:path ex:opt ; sh:optional true ] ; "
    "sh:validator [ sh:message '{$arg} {$opt} {?value} {?other}' ; sh:ask 'ASK { FILTER($value = $arg) }' ] . "
    "ex:Shape a sh:NodeShape ; ex:arg 1 .": "other",
}
STOPS = {"bad-pattern", "bad-sparql", "undeclared-prefix", "ill-formed"}


def read(tmp_path: Path, text: str) -> tuple[Shapes, EmbeddedEngine]:
    (tmp_path / "shapes.ttl").write_text(PREFIXES + text)
    engine = EmbeddedEngine()
    engine.load(DATA.encode(), GraphFormat.TURTLE, graph=NamedNode("http://example.org/data"))
    return Shapes.of_files([tmp_path / "shapes.ttl"]), engine


@pytest.mark.parametrize("code", MISTAKES)
def test_mistake_is_named(code: str, tmp_path: Path) -> None:
    shapes, engine = read(tmp_path, MISTAKES[code])
    problems = lint_shapes(shapes, engine)
    assert code in {problem.code for problem in problems}, problems
    assert all(problem.message.endswith((".", "?")) for problem in problems)


@pytest.mark.parametrize("text", MESSAGES)
def test_name_that_nothing_fills(text: str, tmp_path: Path) -> None:
    shapes, _ = read(tmp_path, text)
    found = [problem.message for problem in lint_shapes(shapes) if problem.code == "unknown-name-in-message"]
    wanted = MESSAGES[text]
    assert len(found) == bool(wanted)
    assert all(f"{{?{wanted}}}" in message for message in found)


@pytest.mark.parametrize("code", sorted(STOPS))
def test_validation_refuses_what_cannot_be_checked(code: str, tmp_path: Path) -> None:
    shapes, engine = read(tmp_path, MISTAKES[code])
    with pytest.raises(BrokenInput, match=r"http://example\.org/Shape"):
        validate(engine, shapes)


def test_suggestion(tmp_path: Path) -> None:
    shapes, engine = read(tmp_path, MISTAKES["unknown-term"])
    (problem,) = lint_shapes(shapes, engine)
    assert "sh:minCount?" in problem.message


def test_good_shapes_have_no_problems(tmp_path: Path) -> None:
    shapes, engine = read(
        tmp_path, "ex:Shape sh:targetClass ex:Thing ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    )
    assert lint_shapes(shapes, engine) == []


def test_bench_shapes_have_no_problems() -> None:
    assert lint_shapes(Shapes.of_files(sorted((Path(__file__).parents[1] / "bench" / "shapes").glob("*.ttl")))) == []
