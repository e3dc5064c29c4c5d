"""``tcgraph validate --fix``: what has one answer is shown as a diff, and written with ``--apply``."""

from __future__ import annotations

import os
from pathlib import Path

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
        ('ex:colour "mauv"', 'ex:colour "mauve"'),
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
