"""What a file holds is told from its first bytes, whatever it is called: syntax, packing, encoding."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from tcgraph.errors import BrokenInput
from tcgraph.file_kinds import START, opened, syntax_of, syntax_of_start
from tcgraph.rdf import GraphFormat, parse

TURTLE = b'@prefix e: <http://e/> .\ne:a e:b "\xc3\xa9" .\n'
XML = b'<?xml version="1.0" encoding="utf-16"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


@pytest.mark.parametrize(
    ("start", "name", "syntax"),
    [
        (TURTLE, "a.owl", GraphFormat.TURTLE),
        (TURTLE, "a.rdf", GraphFormat.TURTLE),
        (TURTLE, "a.trig", GraphFormat.TRIG),
        (TURTLE, "a", GraphFormat.TURTLE),
        (b"# a licence\n#\n" + TURTLE, "a.xml", GraphFormat.TURTLE),
        (b"\xef\xbb\xbf" + TURTLE, "a.json", GraphFormat.TURTLE),
        (b"PREFIX e: <http://e/>\ne:a e:b e:c.", "shapes", GraphFormat.TURTLE),
        (b"<#a> <#b> <#c>, <#d> .", "a", GraphFormat.TURTLE),
        (b'<http://e/a> <http://e/b> "c"@en .\n', "a.nt.gz", GraphFormat.N_TRIPLES),
        (b'<http://e/a> <http://e/b> "c . d" <http://e/g> .\n', "a", GraphFormat.N_QUADS),
        (b"@prefix e: <http://e/> .\ne:g { e:a e:b e:c }", "a", GraphFormat.TRIG),
        (b'@prefix e: <http://e/> .\ne:s sh:select """SELECT $this\n { $this e:b e:c }""" .', "a", GraphFormat.TURTLE),
        (XML, "a.ttl", GraphFormat.RDF_XML),
        (b"<!-- made by hand -->\n<rdf:RDF/>", "a", GraphFormat.RDF_XML),
        (b"<?xml version='1.0'?>" + b"<!-- - -->" * 400 + b"<rdf:RDF/>", "a", GraphFormat.RDF_XML),
        (b'{ "@id": "http://e/a" }', "a.ttl", GraphFormat.JSON_LD),
        (b'[\n  {\n "@id": "http://e/a" }]', "a", GraphFormat.JSON_LD),
        (b"[ a <http://e/c> ] .", "a", GraphFormat.TURTLE),
        (b"", "a.shacl", GraphFormat.TURTLE),
        (b"something", "a.NT", GraphFormat.N_TRIPLES),
    ],
)
def test_the_first_lines_tell_the_family_and_the_ending_the_syntax(
    start: bytes, name: str, syntax: GraphFormat
) -> None:
    assert syntax_of_start(start, name) is syntax


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"<!doctype html>\n<html>", "an HTML page"),
        (b'<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#">', "OWL/XML"),
        (b'<?xml version="1.0"?><!-- a --><!DOCTYPE Ontology [ <!ENTITY o "x"> ]>\n<Ontology x="y">', "OWL/XML"),
        (b"Prefix(:=<http://e/>)\nOntology(", "functional syntax"),
        (b"PK\x03\x04\x14", "a ZIP archive"),
        (b"PREFIX e: <http://e/>\n\nshape e:S -> e:C {", "SHACL in compact syntax"),
        (b"a,b\n1,2\n", "tell its syntax"),
    ],
)
def test_what_is_no_rdf_is_told_as_what_it_is(start: bytes, what: str) -> None:
    with pytest.raises(BrokenInput, match=what):
        syntax_of_start(start, "a.csv")


def read(content: bytes) -> bytes:
    with opened(io.BytesIO(content), "it") as stream:
        return stream.read()


def test_what_is_packed_is_unpacked_whatever_it_is_called() -> None:
    assert read(TURTLE) == TURTLE
    assert read(gzip.compress(TURTLE[:9]) + gzip.compress(TURTLE[9:])) == TURTLE
    with pytest.raises(BrokenInput, match="does not unpack as gzip"):
        read(gzip.compress(TURTLE)[:-9])


def test_of_zstd_every_frame_is_read_and_no_half_of_one() -> None:
    pack = pytest.importorskip("zstandard").ZstdCompressor().compress
    assert read(pack(TURTLE[:9]) + pack(TURTLE[9:])) == TURTLE
    with pytest.raises(BrokenInput, match="ends too soon"):
        read(pack(TURTLE) + pack(TURTLE)[:-3])
    with pytest.raises(BrokenInput, match="does not unpack as zstd"):
        read(pack(TURTLE)[:8] + b"\xff" * 50)


def test_utf_16_with_its_mark_is_read_and_what_xml_says_of_it_left_out() -> None:
    assert read(TURTLE.decode().encode("utf-16")) == TURTLE
    assert read(XML.decode().encode("utf-16")) == XML.replace(b' encoding="utf-16"', b"")
    with pytest.raises(BrokenInput, match="begins as UTF-16 and is not"):
        read(b"\xff\xfe" + TURTLE[:3])


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    path = tmp_path / "a.owl"
    path.write_bytes(b"\xef\xbb\xbf" + TURTLE)
    assert len(list(parse(path, syntax_of(path)))) == 1
    assert len(list(parse(path.read_bytes(), GraphFormat.TURTLE))) == 1


def test_a_file_that_changes_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "a.owl"
    path.write_bytes(XML)
    assert syntax_of(path) is GraphFormat.RDF_XML
    path.write_bytes(TURTLE + b"#" * START)
    assert syntax_of(path) is GraphFormat.TURTLE
