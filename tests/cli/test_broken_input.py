"""Input that is broken, cut off, or made to exhaust the reader: a place, bounded memory, no traceback."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PATIENCE

SHAPES = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<http://e/S> a sh:NodeShape .\n"
MEMORY = 2_000_000_000
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">\n'
LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE r [\n<!ENTITY a "ha">\n'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">\n' for i in range(9))
    + f"]>\n{RDF}<e:C><e:p>&j;</e:p></e:C></rdf:RDF>"
)
DEEP = 10_000
CASES: dict[str, tuple[str, bytes, int, str]] = {
    "turtle cut off": ("a.ttl", b"@prefix : <http://e/> .\n:s :p", 2, "the file ends"),
    "turtle in latin-1": ("a.ttl", '@prefix : <http://e/> .\n:s :p "\xe9" .'.encode("latin-1"), 2, "not utf-8"),
    "turtle with a null byte": ("a.ttl", b"@prefix : <http://e/> .\n:s :p \x00 .", 2, "cannot stand"),
    "turtle nested": ("a.ttl", b"@prefix : <http://e/> .\n:s :p " + b"[ :p " * DEEP, 2, ""),
    "trig cut off": ("a.trig", b"@prefix : <http://e/> .\n:g { :s :p :o", 2, "never closed"),
    "n-triples cut off": (
        "a.nt",
        b'<http://e/s> <http://e/p> "x" .\n<http://e/s> <http://e/p> "x',
        2,
        "in the middle of a text",
    ),
    "n-quads cut off": ("a.nq", b"<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n<http://e/s>", 2, ""),
    "json-ld cut off": ("a.jsonld", b'{"@id": "http://e/s",\n "http://e/p": [', 2, ""),
    "json-ld in latin-1": ("a.jsonld", '{\n"@id": "http://e/\xe9"}'.encode("latin-1"), 2, "not utf-8"),
    "json-ld nested": ("a.jsonld", b'{"http://e/p":' * DEEP + b"1" + b"}" * DEEP, 1, "more than 200 deep"),
    "json-ld with a remote context": ("a.jsonld", b'{\n"@context": "https://example.org/c", "@id": "x"}', 2, "context"),
    "rdf/xml cut off": ("a.rdf", RDF.encode() + b"<e:C><e:p>", 2, "not well-formed"),
    "rdf/xml in latin-1": ("a.rdf", RDF.encode() + "<e:C e:p='\xe9'/></rdf:RDF>".encode("latin-1"), 2, ""),
    "rdf/xml with a billion laughs": ("a.rdf", LAUGHS.encode(), 4, "made of others"),
    "rdf/xml nested": ("a.rdf", RDF.encode() + b"<e:C><e:p>" * DEEP, 2, "not well-formed"),
}


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def validate(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tcgraph", "validate", name, "--shapes", "shapes.ttl", "--format", "github"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, preexec_fn=limited
    )


@pytest.mark.parametrize("name", CASES)
def test_broken_input_is_located_and_bounded(tmp_path: Path, name: str) -> None:
    file, data, line, says = CASES[name]
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / file).write_bytes(data)
    done = validate(tmp_path, file)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert f"file={file},line={line}," in done.stdout, done.stdout[:500]
    assert says in done.stdout.lower()


def test_shapes_that_do_not_parse_are_located_too(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES + "<http://e/S> sh:targetClas .\n")
    (tmp_path / "a.ttl").write_text("<http://e/s> <http://e/p> 1 .")
    done = validate(tmp_path, "a.ttl")
    assert done.returncode == 2
    assert "file=shapes.ttl,line=3," in done.stdout


def test_200_megabytes_broken_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    line = b"<http://e/s> <http://e/p> " + b'"' + b"x" * 999_972 + b'" .\n'
    with (tmp_path / "a.nt").open("wb") as out:
        for _ in range(200):
            out.write(line)
        out.write(b'<http://e/s> <http://e/p> "never closed')
    done = validate(tmp_path, "a.nt")
    assert done.returncode == 2, done.stdout[:300] + done.stderr[-500:]
    assert "file=a.nt,line=201," in done.stdout, done.stdout[:300]
