"""``tcgraph validate --fix``: what has one answer is shown as a diff, and written with ``--apply``."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph
import pytest

from tests import command_line

PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n@prefix ex: <http://e/> .\n"
)
SHAPES = (
    PREFIXES
    + """
ex:S sh:targetClass ex:C ;
  sh:property [ sh:path ex:day ; sh:datatype xsd:date ] ;
  sh:property [ sh:path ex:size ; sh:datatype xsd:decimal ] ;
  sh:property [ sh:path ex:colour ; sh:in ( ex:crimson ex:cobalt ex:ochre "mauve" ) ] ;
  sh:property [ sh:path ex:part ; sh:class ex:Part ] ;
  sh:property [ sh:path ex:title ; sh:datatype rdf:langString ; sh:languageIn ( "en" ) ] ;
  sh:property [ sh:path ex:note ; sh:datatype rdf:langString ; sh:languageIn ( "en" "fr" ) ] .
"""
)


def validate(folder: Path, line: str, *options: str) -> tuple[int, str, str]:
    """The exit code, standard output and what the file holds afterwards, for one statement about a thing."""
    (folder / "shapes.ttl").write_text(SHAPES)
    head = f"{PREFIXES}ex:wheel a ex:Part .\nex:a a ex:C ;\n"
    (folder / "data.ttl").write_text(f"{head}  {line} .\n")
    command = ["validate", "data.ttl", "-s", "shapes.ttl", "--fix", *options]
    told = command_line.run(command, folder, {**os.environ})
    return told.returncode, told.stdout, (folder / "data.ttl").read_text().removeprefix(head).strip(" .\n")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('ex:day "2006-10-11"', 'ex:day "2006-10-11"^^xsd:date'),
        ("ex:size 12", 'ex:size "12"^^xsd:decimal'),
        ('ex:size "1.5"', "ex:size 1.5"),
        ("ex:colour ex:crimsno", "ex:colour ex:crimson"),
        ('ex:colour "muave"', 'ex:colour "mauve"'),
        ("ex:part ex:whel", "ex:part ex:wheel"),
        ('ex:title "Wheel"', 'ex:title "Wheel"@en'),
        ('ex:colour ex:ochre ; ex:day "2006-10-11", "2007-01-01"',
         'ex:colour ex:ochre ; ex:day "2006-10-11"^^xsd:date, "2007-01-01"^^xsd:date'),
    ],
)  # fmt: skip
def test_what_has_one_answer(tmp_path: Path, wrong: str, right: str) -> None:
    code, told, after = validate(tmp_path, wrong)
    assert (code, after) == (1, wrong)
    assert f"-  {wrong} .\n+  {right} .\n" in told
    code, told, after = validate(tmp_path, wrong, "--apply")
    assert (code, after) == (0, right)


@pytest.mark.parametrize(
    "wrong",
    ['ex:day "11 October"', "ex:colour ex:blue", 'ex:note "Wheel"', "ex:part ex:a", "ex:title 12", 'ex:day "2006"@en'],
)
def test_what_has_no_single_answer_is_left(tmp_path: Path, wrong: str) -> None:
    code, told, after = validate(tmp_path, wrong, "--apply")
    assert (code, told, after) == (1, "", wrong)


LISTS = {
    "unit": '"t" "kg" "hl"',
    "grade": '"B3"',
    "tongue": '"sv" "nb" "zh-hant"',
    "stage": '"ratified" "annexii" "BRSSZ" "country" "adapted"',
    "season": "1998 1999 12.5 true",
    "opened": '"1998-07-01"^^xsd:date "1999-07-01"^^xsd:date',
    "place": "ex:class-b ex:rateUSD ex:sequel3",
    "name": '"chat"@fr "chien"',
}


CASES = [
    # Of numbers and codes the next one is as good as this.
    ("season", '"1997"', None), ("season", "1997", None), ("season", '"1998"^^xsd:gYear', "1998"),
    ("season", '"1998"', "1998"), ("season", '"12.50"^^xsd:decimal', "12.5"),
    ("season", '"1"^^xsd:boolean', "true"),
    ("season", '"125"', None), ("season", '"12.5"@en', None), ("season", '"1999"^^xsd:short', "1999"),
    ("opened", '"1998-07-02"^^xsd:date', None), ("opened", '"1998-07-01"', '"1998-07-01"^^xsd:date'),
    ("grade", '"B4"', None), ("grade", '"3B"', None), ("tongue", '"sw"', None), ("tongue", '"nn"', None),
    ("tongue", '"zh-hans"', None), ("unit", '"ha"', None), ("unit", '"KG"', None), ("unit", '"g"', None),
    ("stage", '"BRSSX"', None), ("stage", '"BRSZS"', None), ("stage", '"annexi"', None),
    # Another word, not a slip in this one.
    ("stage", '"unratified"', None), ("stage", '"adopted"', None), ("stage", '"ratifies"', None),
    ("stage", '"rattified"', '"ratified"'), ("stage", '"Ratified"', '"ratified"'),
    ("place", "ex:class-c", None), ("place", "ex:rateUSA", None), ("place", "ex:sequel4", None),
    ("place", "ex:seqeul3", "ex:sequel3"), ("place", "ex:sequle4", None),
    ("name", '"chat"', '"chat"@fr'), ("name", '"chat"@en', None), ("name", '"chien"@fr', None),
]  # fmt: skip


def test_a_value_of_a_list_is_never_taken_for_another(tmp_path: Path) -> None:
    lists = " ; ".join(f"sh:property [ sh:path ex:{each} ; sh:in ( {those} ) ]" for each, those in LISTS.items())
    (tmp_path / "shapes.ttl").write_text(f"{PREFIXES}ex:S sh:targetClass ex:C ; {lists} .\n")
    told = {case: f"ex:a{number} a ex:C ; ex:{case[0]} " for number, case in enumerate(CASES)}
    code, after = fix(tmp_path, "".join(f"{start}{case[1]} .\n" for case, start in told.items()), "--apply")
    assert code == 1
    assert after.splitlines() == [f"{start}{case[2] or case[1]} ." for case, start in told.items()]


def test_what_others_say_too_is_no_slip(tmp_path: Path) -> None:
    shapes = 'ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:at ; sh:in ( "country" ex:angle ) ] .\n'
    (tmp_path / "shapes.ttl").write_text(PREFIXES + shapes)
    for data in (
        'ex:a a ex:C ; ex:at "county" .\nex:b ex:part "county" .\n',
        "ex:a a ex:C ; ex:at ex:angel .\nex:angel ex:wing 2 .\n",
    ):
        assert fix(tmp_path, data, "--apply") == (1, data)


def test_two_shapes_that_want_different_things_get_neither(tmp_path: Path) -> None:
    wanted = [f"sh:property [ sh:path ex:n ; sh:datatype xsd:{name} ]" for name in ("integer", "gYear")]
    (tmp_path / "shapes.ttl").write_text(f"{PREFIXES}ex:S sh:targetClass ex:C ; {' ; '.join(wanted)} .\n")
    data = 'ex:a a ex:C ; ex:n "2004" .\n'
    assert fix(tmp_path, data, "--apply") == (1, data)


def test_a_prefix_that_is_declared_again_makes_no_other_name(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        f"{PREFIXES}ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:at ; sh:in ( ex:crimson ) ] .\n"
    )
    data = "ex:a a ex:C ; ex:at ex:crimsno .\n@prefix ex: <http://other/> .\n@prefix here: <http://e/> .\n"
    code, after = fix(tmp_path, data, "--apply")
    named = {str(q.object) for q in pyoxigraph.parse((PREFIXES + after).encode(), pyoxigraph.RdfFormat.TURTLE)}
    assert (code, named & {"<http://e/crimson>", "<http://e/crimsno>"}) in [
        (0, {"<http://e/crimson>"}),
        (1, {"<http://e/crimsno>"}),
    ]
    assert "<http://other/crimson>" not in named


def test_lines_of_n_triples_stay_such(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    (tmp_path / "data.nt").write_text(f'<http://e/a> {type_} <http://e/C> .\n<http://e/a> <http://e/size> "1.5" .\n')
    told = command_line.run(["validate", "data.nt", "-s", "shapes.ttl", "--fix", "--apply"], tmp_path, {**os.environ})
    assert told.returncode == 0
    last = list(pyoxigraph.parse(path=str(tmp_path / "data.nt")))[-1]
    assert str(last.object) == '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'


def fix(folder: Path, data: str, *options: str) -> tuple[int, str]:
    """The exit code for data with the usual prefixes, and what it is afterwards."""
    (folder / "data.ttl").write_text(PREFIXES + data)
    command = ["validate", "data.ttl", "-s", "shapes.ttl", "--fix", *options]
    code = command_line.run(command, folder, {**os.environ}).returncode
    return code, (folder / "data.ttl").read_text().removeprefix(PREFIXES)
