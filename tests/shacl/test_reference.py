"""The reference validator behind ``validate``, on a graph small enough to check by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, Literal, NamedNode
from tcgraph.shacl.transition import judge_change
from tcgraph.shacl.validate import Shapes, Validator, report_graph, validate
from tcgraph.shacl.validation_report import Report, Severity

EX = "http://example.org/"
SHAPES = b"""
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:Shape sh:targetClass ex:Action ;
  sh:property [ sh:path ex:status ; sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "Say the status."@en, "Dites l'etat."@fr ] ;
  sh:property [ sh:path [ sh:inversePath ex:part ] ; sh:maxCount 0 ] .
"""
DATA = b"""
@prefix ex: <http://example.org/> .
ex:a a ex:Action ; ex:status ex:taken .
ex:b a ex:Action . ex:whole ex:part ex:b .
"""


def check(tmp_path: Path, language: str = "en") -> Report:
    (tmp_path / "shapes.ttl").write_bytes(SHAPES)
    engine = EmbeddedEngine()
    engine.load(DATA, GraphFormat.TURTLE, graph=NamedNode(EX + "data"))
    shapes = Shapes.of_files([tmp_path / "shapes.ttl"])
    return validate(engine, shapes, validator="pyshacl", language=language)


def test_findings_are_typed(tmp_path: Path) -> None:
    report = check(tmp_path)
    assert not report.conforms
    inverse, status = report.findings
    assert (status.focus, status.path, status.severity) == (NamedNode(EX + "b"), f"<{EX}status>", Severity.WARNING)
    assert (inverse.path, inverse.predicate) == (f"^<{EX}part>", None)
    assert status.message == "Say the status."
    assert "Dites l'etat." in {finding.message for finding in check(tmp_path, "fr").findings}


def test_report_graph_is_standard(tmp_path: Path) -> None:
    triples = list(report_graph(check(tmp_path)))
    sh = "http://www.w3.org/ns/shacl#"
    assert [t.object for t in triples if t.predicate.value == sh + "conforms"] == [
        Literal("false", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
    ]
    assert sum(t.predicate.value == sh + "result" for t in triples) == 2
    assert [t.object for t in triples if t.predicate.value == sh + "inversePath"] == [NamedNode(EX + "part")]
    assert triples == list(report_graph(check(tmp_path)))


OVER_TWO_VERSIONS = b"""
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix change: <urn:change#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:names sh:declare [ sh:prefix "change" ; sh:namespace "urn:change#"^^xsd:anyURI ],
  [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
ex:Kept a sh:ConstraintComponent ; sh:parameter [ sh:path ex:kept ] ; sh:nodeValidator [ a sh:SPARQLSelectValidator ;
  sh:prefixes ex:names ; sh:select "SELECT $this ?value { GRAPH change:removed { $this $kept ?value } }" ] .
ex:Stands a sh:NodeShape ; sh:targetClass ex:Action ; ex:kept ex:status ; sh:deactivated false .
ex:Told a sh:NodeShape ; sh:targetClass ex:Action ; sh:sparql [ sh:prefixes ex:names ;
  sh:select "SELECT $this ?value { GRAPH change:added { $this ex:status ?value } }" ] .
ex:Alone a sh:NodeShape ; sh:targetClass ex:Action ; sh:sparql [ sh:prefixes ex:names ;
  sh:select "# change:removed\\nSELECT $this ?value { ?value ex:part $this }" ] .
"""


def test_nothing_is_left_of_a_change_that_was_judged(tmp_path: Path) -> None:
    """Rules over two versions are passed over where there is no graph of a change, were it an empty one."""
    (tmp_path / "shapes.ttl").write_bytes(OVER_TWO_VERSIONS)
    engine = EmbeddedEngine()
    engine.load(DATA, GraphFormat.TURTLE, graph=NamedNode(EX + "data"))
    stated = next(engine.quads())
    judge_change(engine, Shapes.of_files([tmp_path / "shapes.ttl"]), [stated.triple], [stated.triple])
    assert engine.graphs() == [NamedNode(EX + "data")]


@pytest.mark.parametrize("validator", ["compiled", "pyshacl"])
def test_one_version_is_judged_by_the_shapes_that_name_no_change(tmp_path: Path, validator: Validator) -> None:
    """A prefix that is declared, as for the shapes beside it, and a comment name none."""
    (tmp_path / "shapes.ttl").write_bytes(OVER_TWO_VERSIONS)
    engine = EmbeddedEngine()
    engine.load(DATA, GraphFormat.TURTLE, graph=NamedNode(EX + "data"))
    report = validate(engine, Shapes.of_files([tmp_path / "shapes.ttl"]), validator=validator)
    assert [(finding.focus, finding.shape) for finding in report.findings] == [
        (NamedNode(EX + "b"), NamedNode(EX + "Alone"))
    ]
