"""Where a node fails other shapes that it must conform to, the place is that of what these find at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics.check import Check, run_check
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.literal_forms import TermEngine

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
    (told,) = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert told.location is not None
    assert told.location.line == line


INNER = """@prefix ex: <https://example.org/> .
ex:x a ex:C ;
  ex:contact [
    ex:code 7 ;
    ex:name 7
  ] ;
  ex:list ( "a"
    5 ) ;
  ex:age 5 .
ex:y a ex:Other .
ex:z ex:friend ex:y .
"""


@pytest.mark.parametrize(
    ("shape", "line", "related"),
    [
        ("sh:property [ sh:path ex:contact ; sh:node ex:Named ]", 5, [(3, "asked for here")]),
        ("sh:property [ sh:path ex:contact ; sh:or ( ex:Named [ sh:class ex:D ] ) ]", 3, [(5, "in detail")]),
        ("sh:property [ sh:path ( ex:contact ex:code ) ; sh:datatype xsd:string ]", 4, []),
        (
            "sh:property [ sh:path ( ex:list [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ; sh:datatype xsd:string ]",
            8,
            [],
        ),
        (
            "sh:targetNode ex:z ; sh:property [ sh:path ex:friend ; sh:class ex:C ]",
            11,
            [(10, "what it is is said here")],
        ),
    ],
)
def test_a_value_is_told_where_it_is_wrong_and_where_it_is_asked_for(
    shape: str, line: int, related: list[tuple[int, str]], tmp_path: Path
) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    shapes.write_text(
        f"{rdf}{PREFIXES}{NAMED}ex:S a sh:NodeShape ; sh:targetClass ex:C ; {shape} .\n", encoding="utf-8"
    )
    data.write_text(INNER, encoding="utf-8")
    (told,) = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert told.location is not None
    assert told.location.line == line
    assert [(each.location.line, each.message) for each in told.related] == related


def test_a_value_in_another_file_is_told_where_it_is_used(tmp_path: Path) -> None:
    shapes, data, other = tmp_path / "shapes.ttl", tmp_path / "data.ttl", tmp_path / "other.ttl"
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:contact ; sh:node ex:Named ] ."
    shapes.write_text(f"{PREFIXES}{NAMED}{shape}\n", encoding="utf-8")
    data.write_text(f"{PREFIXES}ex:x a ex:C ; ex:contact ex:y .\n", encoding="utf-8")
    other.write_text(f"{PREFIXES}ex:y ex:code 7 ;\n ex:name 7 .\n", encoding="utf-8")
    (told,) = run_check(Check(named_files([data, other]), [shapes], lint=False), TermEngine()).diagnostics
    assert told.location is not None
    assert (told.location.path.name, told.location.line) == ("data.ttl", 4)
    assert [(each.location.path.name, each.location.line) for each in told.related] == [("other.ttl", 5)]


TWICE = """@prefix ex: <https://example.org/> .
ex:x a ex:Other ;
  ex:age 5 .
ex:x a ex:C .
ex:y a ex:Persn .
ex:z a ex:C ;
  ex:code 1 ;
  ex:friend ex:y .
"""


def test_what_is_missing_is_missing_where_a_thing_is_said_to_be_what_it_is_judged_as(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    asked = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:code ; sh:minCount 1 ] ."
    shapes.write_text(f"{PREFIXES}{asked}\n", encoding="utf-8")
    data.write_text(TWICE, encoding="utf-8")
    (told,) = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert told.location is not None
    assert told.location.line == 4


@pytest.mark.parametrize("asked", ["sh:class ex:Person", "sh:or ( [ sh:class ex:Person ] [ sh:class ex:C ] )"])
def test_a_misspelt_class_is_told_where_it_stands(asked: str, tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shape = f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:friend ; {asked} ] ."
    shapes.write_text(f"{PREFIXES}{shape}\n", encoding="utf-8")
    data.write_text(TWICE, encoding="utf-8")
    (told,) = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert told.location is not None
    assert (told.location.line, told.location.column) == (5, 8)
    assert [(each.location.line, each.message) for each in told.related] == [(8, "asked for here")]
    assert told.help is not None
    assert "Did you mean ex:Person?" in told.help


@pytest.mark.parametrize("kind", ["<https://unheard.example/Of>", "'Person'"])
def test_what_is_no_class_is_told_where_it_stands(kind: str, tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:friend ; sh:class ex:Person ] ."
    shapes.write_text(f"{PREFIXES}{shape}\n", encoding="utf-8")
    data.write_text(TWICE.replace("ex:Persn", kind), encoding="utf-8")
    (told,) = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert told.location is not None
    assert (told.location.line, [each.location.line for each in told.related]) == (5, [8])


def test_what_a_thing_without_a_name_is_is_told_within_it(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:friend ; sh:class ex:Person ] ."
    shapes.write_text(f"{PREFIXES}{shape}\n", encoding="utf-8")
    data.write_text(TWICE.replace("ex:y .\n", "[\n    a ex:C ] ."), encoding="utf-8")
    (told,) = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert told.location is not None
    assert (told.location.line, [each.location.line for each in told.related]) == (9, [8])


def test_a_class_that_is_described_is_not_misspelt(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:friend ; sh:class ex:Person ] ."
    shapes.write_text(f"{PREFIXES}{shape}\n", encoding="utf-8")
    data.write_text(f"{TWICE}ex:Persn ex:name 'Persn' .\n", encoding="utf-8")
    (told,) = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert told.location is not None
    assert told.location.line == 8


def test_a_number_that_stands_elsewhere_too_is_not_looked_for_there(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shape = "sh:property [ sh:path ex:contact ; sh:or ( [ sh:datatype xsd:string ] [ sh:datatype xsd:anyURI ] ) ]"
    shapes.write_text(f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetClass ex:C ; {shape} .\n", encoding="utf-8")
    data.write_text(
        "@prefix ex: <https://example.org/> .\nex:a a ex:C ;\n  ex:age 5 ;\n  ex:contact 6 .\n"
        "ex:b a ex:C ;\n  ex:contact 5 .\n",
        encoding="utf-8",
    )
    told = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert [(each.location and each.location.line, each.related) for each in told] == [(4, ()), (6, ())]


def test_blank_nodes_are_asked_about_together_and_told_as_if_one_by_one(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shape = "sh:property [ sh:path ex:code ; sh:minCount 2 ] , [ sh:path ex:name ; sh:maxCount 1 ]"
    shapes.write_text(f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetClass ex:C ; {shape} .\n", encoding="utf-8")

    def said(number: int) -> set[tuple[str, str | None]]:
        things = (f'ex:x{n} ex:has [ a ex:C ; ex:code {n} ; ex:name "a", "b" ] .\n' for n in range(number))
        data.write_text(f"@prefix ex: <https://example.org/> .\n{''.join(things)}", encoding="utf-8")
        told = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
        assert len(told) == 2 * number
        return {(each.message, each.help) for each in told}

    assert said(200) == said(3)


ANNOTATED = """@prefix ex: <https://example.org/> .
ex:x a ex:C {| ex:by "a |} and a ~ in a text" |} ;
  ex:title "first" ~ ex:said {| ex:by ex:office {| ex:in ex:bern |} |} ;
  ex:name 7 .
"""


def test_what_is_said_of_triples_moves_no_place(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(f"{PREFIXES}{NAMED}ex:Named sh:targetClass ex:C .\n", encoding="utf-8")
    data.write_text(ANNOTATED, encoding="utf-8")
    told = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert (4, 11) in {(one.location.line, one.location.column) for one in told if one.location is not None}
