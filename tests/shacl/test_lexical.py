"""Literals that the store folds are judged as their file writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine.datatypes import LEXICAL, is_usual, is_well_formed, written_otherwise
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.rdf import GraphFormat, Literal, NamedNode
from tcgraph.shacl.details import detailed
from tcgraph.shacl.validate import Shapes, validate
from tcgraph.shacl.validation_report import Report
from tests.shacl.generated import PREFIXES, shapes_of

XSD = "http://www.w3.org/2001/XMLSchema#"


def judged(folder: Path, shape: str, *data: str, originals: bool = True) -> Report:
    """Files of data by one shape."""
    (folder / "shapes.ttl").write_text(f"{PREFIXES} ex:S {shape} .")
    files = [folder / f"data-{number}.ttl" for number in range(len(data))]
    engine = TermEngine() if originals else EmbeddedEngine()
    for path, text in zip(files, data, strict=True):
        path.write_text(f"{PREFIXES} {text}")
        engine.load(path, GraphFormat.TURTLE, graph=NamedNode(path.as_uri()))
    shapes = Shapes.of_files([folder / "shapes.ttl"])
    return validate(engine, shapes)


def check(tmp_path: Path, shape: str, values: str, *, originals: bool = True) -> Report:
    whole = f"sh:targetNode ex:n ; sh:property [ sh:path ex:p ; {shape} ]"
    return judged(tmp_path, whole, f"ex:n ex:p {values} .", originals=originals)


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


@pytest.mark.parametrize(
    ("shape", "values", "found"),
    [
        ("sh:maxCount 1", "100.0, 100.00", [None]),
        ("sh:maxCount 1", '1, 01, "1"^^xsd:int', [None]),
        ("sh:maxCount 1", "100.0", []),
        ("sh:minCount 2", "100.0, 100.00", []),
        ("sh:minCount 3", "100.0, 100.00", [None]),
        ("sh:equals ex:q", "1", ["01", "1"]),
        ("sh:disjoint ex:q", "1", []),
        ("sh:disjoint ex:q", "1, 01", ["01"]),
        ("sh:lessThan ex:q", "1, 0.50", ["1"]),
        ("sh:lessThan ex:q", '"-300"^^xsd:byte, 0.50', ["-300"]),
        ("sh:lessThan ex:r", "1.0 ; ex:r 99999999999999999999999", []),
        ("sh:lessThanOrEquals ex:r", "5, 99999999999999999999999 ; ex:r 99999999999999999999999", []),
        ("sh:minLength 5", "100.0, 100.00, 1000.00", []),
        ("sh:minLength 6", "100.0, 100.00, 1000.00", ["100.0"]),
        ("sh:hasValue 01", "1", [None]),
        ("sh:hasValue 01", "1, 01", []),
        ("sh:in (1)", "1, 01", ["01"]),
        ("sh:minInclusive 200", "100.0, 100.00", ["100.0", "100.00"]),
        ("sh:nodeKind sh:IRI", "100.0, 100.00", ["100.0", "100.00"]),
        ("sh:datatype xsd:integer", "99999999999999999999999, -99999999999999999999999", []),
        ("sh:datatype xsd:decimal", "1234567890123456789012345678901.5", []),
        ("sh:datatype xsd:double", '"inf"^^xsd:double, "INF"^^xsd:double, "nan"^^xsd:double', ["inf", "nan"]),
        ("sh:minInclusive 5", "99999999999999999999999", []),
        ("sh:maxExclusive 99999999999999999999998", "99999999999999999999999, 5", ["99999999999999999999999"]),
    ],
)
def test_several_forms_of_one_value_are_several_terms(
    shape: str, values: str, found: list[str | None], tmp_path: Path
) -> None:
    """RDF 1.1 Concepts §3.3: literals are equal where their lexical forms are."""
    report = check(tmp_path, shape, f"{values} ; ex:q 01")
    assert sorted((f.value.value if isinstance(f.value, Literal) else None for f in report.findings), key=str) == found


@pytest.mark.parametrize("name", [*LEXICAL, "int", "unsignedByte"])
def test_what_the_engine_folds_is_looked_for(name: str, tmp_path: Path) -> None:
    """A file is read for its terms if the engine keeps any of its literals in another form."""
    texts = ["0", "1", "01", "-0", "+1", "1.0", "1.50", ".5", "5.", "1e3", "1E-3", "inf", "NaN", "true", "false"]
    texts += ["2020-02-29", "2020-02-29+00:00", "2020-02-29Z", "12:00:00.50", "24:00:00", "12:00:00.0Z"]
    texts += [f"2020-02-29T{time}" for time in ("12:00:00.10", "24:00:00", "12:00:00-00:00", "01:00:00.00+01:00")]
    texts += ["P1Y0M", "P12M", "PT36H", "P1D", "2020", "02020", "--02", "---03", "--02-03", "2020-02", "2020+00:00"]
    for text in texts:
        literal = Literal(text, datatype=NamedNode(XSD + name))
        ((stored,),) = EmbeddedEngine().select(f"SELECT ?v {{ VALUES ?v {{ {literal} }} }}")
        path = tmp_path / "data.ttl"
        path.write_text(f"{PREFIXES} ex:n ex:p {literal} .")
        assert stored == literal or written_otherwise(path, GraphFormat.TURTLE), f"{literal} {stored}"
        assert stored == literal or not is_usual(text, name), f"{literal} {stored}"
        bare = name in ("integer", "decimal", "double") and is_well_formed(literal) and text not in ("NaN", "5.")
        if bare and stored != literal:
            path.write_text(f"{PREFIXES} ex:n ex:p 7,{text}.")
            assert written_otherwise(path, GraphFormat.TURTLE), text


def test_a_target_is_written_as_the_file_has_it_at_the_end_of_no_step(tmp_path: Path) -> None:
    shape = (
        'sh:targetObjectsOf ex:p ; sh:property [ sh:path [ sh:zeroOrMorePath ex:q ] ; sh:in ( "0.10"^^xsd:decimal ) ]'
    )
    assert judged(tmp_path, shape, 'ex:n ex:p "0.10"^^xsd:decimal .').findings == ()


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("( ex:p [ sh:zeroOrOnePath ex:value ] )", '"5"^^xsd:int'),
        ("( ex:p [ sh:zeroOrOnePath ex:value ] )", '[ ex:value "5"^^xsd:int ]'),
        ("( ex:p [ sh:zeroOrOnePath ex:value ] )", '[ ex:value "5"^^xsd:int , "05"^^xsd:int ]'),
        ("[ sh:inversePath [ sh:inversePath ex:p ] ]", '"5"^^xsd:int'),
        ("[ sh:inversePath ( ex:back [ sh:inversePath ex:p ] ) ]", '"5"^^xsd:int'),
    ],
)
def test_a_value_at_the_end_of_a_longer_path(path: str, values: str, tmp_path: Path) -> None:
    either = "sh:or ( [ sh:nodeKind sh:BlankNodeOrIRI ] [ sh:datatype xsd:int ] )"
    shape = f"sh:targetNode ex:n ; sh:property [ sh:path {path} ; {either} ]"
    assert judged(tmp_path, shape, f"ex:n ex:p {values} .").conforms


def test_targets_that_are_values_are_written_as_they_are_there(tmp_path: Path) -> None:
    """``sh:targetObjectsOf``: each form that the property has is a target, and those of other properties are none."""
    data = "ex:n ex:p 1.5 , 2.50 ; ex:q 1.500 . ex:m ex:p 1.50 ."
    found = judged(tmp_path, 'sh:targetObjectsOf ex:p ; sh:pattern "[.]50$"', data).findings
    assert [finding.focus for finding in found] == [Literal("1.5", datatype=NamedNode(XSD + "decimal"))]


@pytest.mark.parametrize(
    ("target", "shape", "data", "found"),
    [
        # A path of no steps leads from a node to itself, as the shape names it (SHACL §2.3.1).
        ("targetNode 1.00", "sh:path [ sh:zeroOrOnePath ex:q ] ; sh:maxLength 3", "", [("1.00", "1.00")]),
        (
            "targetNode 1.00",
            "sh:path [ sh:zeroOrOnePath ex:q ] ; sh:maxLength 3",
            "ex:n ex:p 1.0 .",
            [("1.00", "1.00")],
        ),
        (
            'targetNode false, "0"^^xsd:boolean',
            'sh:path [ sh:zeroOrMorePath ex:q ] ; sh:pattern "x"',
            "",
            [("0", "0"), ("false", "false")],
        ),
        # What has no value is told of each node.
        ("targetNode 1.0, 1.00", "sh:path ex:q ; sh:minCount 1", "", [("1.0", None), ("1.00", None)]),
        (
            "targetObjectsOf ex:p",
            "sh:path ex:q ; sh:hasValue 7",
            "ex:n ex:p 1.0, 1.00 .",
            [("1.0", None), ("1.00", None)],
        ),
        (
            "targetObjectsOf ex:p",
            "sh:path ex:q ; sh:minCount 1",
            'ex:n ex:p true ; ex:r "1"^^xsd:boolean .',
            [("true", None)],
        ),
        # Nested shapes see the form, too.
        ("targetNode 1.0E0", "sh:path [ sh:zeroOrOnePath ex:q ] ; sh:not [ sh:maxLength 3 ]", "", []),
    ],
)
def test_a_literal_as_a_target_is_the_term_that_is_named(
    target: str, shape: str, data: str, found: list[tuple[str, str | None]], tmp_path: Path
) -> None:
    findings = judged(tmp_path, f"sh:{target} ; sh:property [ {shape} ]", data).findings
    told = [(f.focus, f.value) for f in findings]
    assert [tuple(term.value if isinstance(term, Literal) else None for term in pair) for pair in told] == found


def test_the_other_form_of_a_value_may_stand_in_another_file(tmp_path: Path) -> None:
    """``5120`` in one file and ``5120.0`` in another are two values of one property."""
    shape = "sh:targetNode ex:n ; sh:property [ sh:path ex:p ; sh:maxCount 1 ]"
    usual, unusual = (f'ex:n ex:p "{written}"^^xsd:decimal .' for written in ("5120", "5120.0"))
    assert len(judged(tmp_path, shape, usual, unusual).findings) == 1


@pytest.mark.parametrize(
    "shape",
    [
        "sh:or ( [ sh:datatype xsd:int ] [ sh:datatype xsd:decimal ] )",
        "sh:node [ sh:datatype xsd:int ]",
        "sh:and ( [ sh:datatype xsd:int ] [ sh:nodeKind sh:Literal ] )",
        "sh:xone ( [ sh:datatype xsd:int ] [ sh:datatype xsd:decimal ] )",
        "sh:not [ sh:not [ sh:datatype xsd:int ] ]",
        "sh:qualifiedValueShape [ sh:datatype xsd:int ] ; sh:qualifiedMinCount 1",
    ],
)
def test_another_property_may_have_the_same_value_in_another_form(shape: str, tmp_path: Path) -> None:
    assert check(tmp_path, shape, '"1"^^xsd:int ; ex:q "1"^^xsd:nonNegativeInteger, 01').conforms
    usual = shape.replace("xsd:int ", "xsd:integer ")
    assert check(tmp_path, usual, '1 ; ex:q "1"^^xsd:nonNegativeInteger, 01').conforms


def test_what_lies_behind_names_the_form_that_the_node_has() -> None:
    shape = "sh:or ( [ sh:datatype xsd:int ] [ sh:and ( [ sh:maxLength 3 ] [ sh:datatype xsd:string ] ) ] )"
    shapes = shapes_of(f"ex:S sh:targetNode ex:n ; sh:property [ sh:path ex:p ; {shape} ] .")
    engine = TermEngine()
    data = f'{PREFIXES} ex:n ex:p "1"^^xsd:byte ; ex:q "1"^^xsd:int, 01 .'
    engine.load(data.encode(), GraphFormat.TURTLE)
    (found,) = detailed(engine, shapes, validate(engine, shapes)).findings
    own = Literal("1", datatype=NamedNode(XSD + "byte"))
    assert (found.value, len(found.details)) == (own, 2)
    assert {inner.value for detail in found.details for inner in (detail, *detail.details)} == {own}
