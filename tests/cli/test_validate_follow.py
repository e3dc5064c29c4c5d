"""``tcgraph validate`` with what files name: imports, shapes that data is for, contexts of JSON-LD."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import command_line

PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    "@prefix ex: <http://e/> .\n"
)
SHAPE = PREFIXES + "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .\n"
DATA = PREFIXES + "ex:a a ex:C .\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.ttl").write_text(SHAPE)
    (tmp_path / "data.ttl").write_text(DATA)
    return tmp_path


def validate(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and everything that was written."""
    cached = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    told = command_line.run(["validate", *arguments], folder, cached)
    return told.returncode, told.stdout + told.stderr


def test_imports_are_followed_through_others_and_back(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(PREFIXES + "<> owl:imports <second.ttl> .")
    (folder / "second.ttl").write_text(PREFIXES + "<> owl:imports <rules.ttl> , <shapes.ttl> .")
    code, told = validate(folder, "data.ttl", "-s", "shapes.ttl", "--follow")
    assert (code, "ex:a has no ex:p" in told) == (1, True)


def test_data_names_its_shapes(folder: Path) -> None:
    (folder / "data.ttl").write_text(DATA + "<> sh:shapesGraph <rules.ttl> .")
    code, told = validate(folder, "data.ttl", "--follow")
    assert (code, "ex:a has no ex:p" in told) == (1, True)


def test_an_address_is_read_from_the_file_that_was_given_for_it(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(PREFIXES + "<> owl:imports <http://e.invalid/rules#> .")
    arguments = ("data.ttl", "-s", "shapes.ttl", "--follow", "--map", "http://e.invalid/rules=rules.ttl")
    assert validate(folder, *arguments)[0] == 1


def test_what_is_not_there_is_said_with_who_names_it(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(SHAPE + "<> owl:imports <none.ttl> .")
    code, told = validate(folder, "data.ttl", "-s", "shapes.ttl", "--follow")
    assert code == 2
    assert "shapes.ttl: imports file://" in told
    assert "--map" in told


@pytest.mark.parametrize(
    ("data", "shapes", "note"),
    [
        ("<> owl:imports ex:o .", "", "The data imports <http://e/o>"),
        ("<> sh:shapesGraph ex:o .", "", "The data names the shapes <http://e/o>"),
        ("", "<> owl:imports ex:o .", "The shapes import <http://e/o>"),
    ],
)
def test_what_was_not_followed_is_said(folder: Path, data: str, shapes: str, note: str) -> None:
    (folder / "data.ttl").write_text(DATA + data)
    (folder / "rules.ttl").write_text(SHAPE + shapes)
    assert note in validate(folder, "data.ttl", "-s", "rules.ttl")[1]


def test_a_context_from_elsewhere_is_read_from_a_file(folder: Path) -> None:
    (folder / "data.jsonld").write_text(
        '{\n "@context": ["https://e.invalid/context", {"q": "http://e/q"}],\n "@id": "http://e/a",\n "@type": "C"\n}'
    )
    (folder / "context.jsonld").write_text('{\n"@context": {\n"C": "http://e/C"\n}}')
    arguments = ("data.jsonld", "-s", "rules.ttl", "--context", "https://e.invalid/context=context.jsonld")
    code, told = validate(folder, *arguments)
    assert code == 1
    assert "data.jsonld:4:" in told or "data.jsonld:3:" in told
    code, told = validate(folder, *arguments[:3])
    assert code == 2
    assert "give it by --context https://e.invalid/context=FILE" in told
    assert "data.jsonld:2:" in told


def test_contexts_that_lead_to_each_other_are_an_error(folder: Path) -> None:
    (folder / "data.jsonld").write_text('{"@context": "https://e.invalid/c", "@id": "http://e/a", "@type": "C"}')
    (folder / "c.jsonld").write_text('{"@context": "https://e.invalid/c"}')
    code, told = validate(folder, "data.jsonld", "-s", "rules.ttl", "--context", "https://e.invalid/c=c.jsonld")
    assert (code, "lead to each other" in told) == (2, True)


def test_what_the_reference_validator_passes_over_is_said(folder: Path) -> None:
    (folder / "rules.ttl").write_text(SHAPE + "ex:T sh:targetNode ex:a ; sh:minListLength 1 .")
    assert "sh:minListLength had no effect" in validate(folder, "data.ttl", "-s", "rules.ttl", "--engine", "pyshacl")[1]
    assert "had no effect" not in validate(folder, "data.ttl", "-s", "rules.ttl")[1]
