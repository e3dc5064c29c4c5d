"""Literals that the store folds are judged as their file writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, Literal, NamedNode
from tcgraph.shacl.datatypes import LEXICAL, is_well_formed
from tcgraph.shacl.report import Report
from tcgraph.shacl.validate import Originals, Shapes, validate
from tests.shacl.generated import PREFIXES

XSD = "http://www.w3.org/2001/XMLSchema#"


def check(tmp_path: Path, shape: str, values: str, *, originals: bool = True) -> Report:
    (tmp_path / "shapes.ttl").write_text(
        f"{PREFIXES} ex:S sh:targetNode ex:n ; sh:property [ sh:path ex:p ; {shape} ] ."
    )
    (tmp_path / "data.ttl").write_text(f"{PREFIXES} ex:n ex:p {values} .")
    engine = EmbeddedEngine()
    engine.load(tmp_path / "data.ttl", GraphFormat.TURTLE, graph=NamedNode("urn:data"))
    shapes = Shapes.of_files([tmp_path / "shapes.ttl"])
    known = Originals.of_files([tmp_path / "data.ttl"], engine, shapes.targeted()) if originals else None
    return validate(engine, shapes, originals=known)


@pytest.mark.parametrize(
    ("shape", "values", "wrong"),
    [
        ("sh:datatype xsd:int", '"5"^^xsd:int', []),
        ("sh:datatype xsd:int", "5", ["5"]),
        ("sh:datatype xsd:integer", '"5"^^xsd:int, 6', ["5"]),
        ("sh:datatype xsd:nonNegativeInteger", '"5"^^xsd:nonNegativeInteger', []),
        ("sh:datatype xsd:byte", '"300"^^xsd:byte, "7"^^xsd:byte, "c"^^xsd:byte', ["300", "c"]),
        ("sh:datatype xsd:decimal", '"1.50"^^xsd:decimal', []),
        ('sh:pattern "^[0-9]+[.][0-9][0-9]$"', "1.50, 2.5", ["2.5"]),
        ('sh:pattern "^0[0-9]$"', '"07"^^xsd:integer, 8', ["8"]),
        ("sh:minLength 4", "1.50", []),
        ("sh:minLength 4", "1.5", ["1.5"]),
        ("sh:or ( [ sh:datatype xsd:int ] [ sh:datatype xsd:string ] )", '"5"^^xsd:int, "x", 7', ["7"]),
        ("sh:datatype xsd:date", '"2023-02-29"^^xsd:date, "2024-02-29"^^xsd:date', ["2023-02-29"]),
        ("sh:in ( 1.5 2 )", "1.50, 2", ["1.50"]),
        ("sh:in ( 1.50 )", "1.50, 2", ["2"]),
        ("sh:in ( 1.50 )", "1.5", ["1.5"]),
        ('sh:in ( "1"^^xsd:boolean 01 "x"@en-GB )', 'true, 1, "x"@en-gb', ["1", "true"]),
        ("sh:not [ sh:in ( 1.50 ) ]", "1.5", []),
        ("sh:or ( [ sh:in ( 1.50 ) ] [ sh:hasValue 07 ] )", "1.50, 2.50, 07, 8", ["2.50", "8"]),
    ],
)
def test_terms_as_written(shape: str, values: str, wrong: list[str], tmp_path: Path) -> None:
    report = check(tmp_path, shape, values)
    assert sorted(finding.value.value for finding in report.findings if isinstance(finding.value, Literal)) == wrong


@pytest.mark.parametrize(
    ("shape", "values", "conforms"),
    [
        ("sh:hasValue 1.50", "1.50", True),
        ("sh:hasValue 1.50", "1.5", False),
        ("sh:hasValue 1.5", "1.50, 2", False),
        ('sh:hasValue "5"^^xsd:int', '"5"^^xsd:int', True),
        ('sh:hasValue "5"^^xsd:int', "5", False),
        ("sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:property [ sh:path ex:p ; sh:hasValue 07 ] ]", "07", True),
        ("sh:not [ sh:hasValue 1.50 ]", "1.5", True),
        ("sh:not [ sh:hasValue 1.50 ]", "1.50", False),
    ],
)  # fmt: skip
def test_a_value_as_written(shape: str, values: str, conforms: bool, tmp_path: Path) -> None:
    assert check(tmp_path, shape, values).conforms is conforms


def test_report_shows_the_literal_as_written(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, "sh:datatype xsd:byte", '"300"^^xsd:byte').findings
    assert finding.value == Literal("300", datatype=NamedNode(XSD + "byte"))


def test_without_the_files_a_derived_type_is_judged_by_value(tmp_path: Path) -> None:
    """The store gives xsd:integer for every xsd:byte, so that the range is all that can be checked."""
    report = check(tmp_path, "sh:datatype xsd:byte", '"300"^^xsd:byte, "7"^^xsd:byte', originals=False)
    assert [finding.value for finding in report.findings] == [Literal("300", datatype=NamedNode(XSD + "integer"))]


@pytest.mark.parametrize(
    ("text", "name", "well"),
    [
        ("2024-02-29", "date", True),
        ("1900-02-29", "date", False),
        ("2000-02-29Z", "date", True),
        ("2023-04-31", "date", False),
        ("24:00:00", "time", True),
        ("24:00:01", "time", False),
        ("2006-10-11T08:00:00+14:00", "dateTime", True),
        ("2006-10-11", "dateTime", False),
        ("P1Y2M3DT4H5M6.7S", "duration", True),
        ("P1YT", "duration", False),
        ("PT", "dayTimeDuration", False),
        ("--02-29", "gMonthDay", True),
        ("+INF", "double", True),
        ("1e", "double", False),
        ("128", "byte", False),
        ("-1", "nonNegativeInteger", False),
        ("anything", "anyURI", True),
    ],
)
def test_lexical_spaces(text: str, name: str, well: bool) -> None:
    assert is_well_formed(Literal(text, datatype=NamedNode(XSD + name))) is well


@pytest.mark.parametrize("name", sorted(LEXICAL))
def test_engine_and_python_read_the_patterns_alike(name: str, tmp_path: Path) -> None:
    texts = [
        "",
        "1",
        "-1.5",
        "2024-02-29",
        "2023-02-29",
        "P1D",
        "PT1S",
        "--12-31",
        "true",
        "INF",
        "en-GB",
        "10:00:00Z",
        "0aFF",
    ]
    values = ", ".join(f'"{text}"^^xsd:{name}' for text in texts)
    report = check(tmp_path, f"sh:datatype xsd:{name}", values)
    wrong = {finding.value.value for finding in report.findings if isinstance(finding.value, Literal)}
    assert wrong == {text for text in texts if not is_well_formed(Literal(text, datatype=NamedNode(XSD + name)))}
