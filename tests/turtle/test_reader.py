"""Our reader against pyoxigraph's, which we trust: the same triples from the same text, and the right places."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.rdf import GraphFormat, Quad
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import PlacedTriple, Statement, triples
from tests.conftest import many
from tests.turtle.documents import DOCUMENTS


def placed(text: str, kind: GraphFormat = GraphFormat.TURTLE, base: str | None = None) -> list[PlacedTriple]:
    parser = TurtleParser(SourceText(text), kind, base=base)
    return [triple for item in parser.items() if isinstance(item, Statement) for triple in triples(item)]


def dataset(found: list[PlacedTriple]) -> pyoxigraph.Dataset:
    quads = (Quad(t.subject, t.predicate, t.object, t.graph or pyoxigraph.DefaultGraph()) for t in found)
    return canonical(pyoxigraph.Dataset(quads))


def trusted(text: str, kind: GraphFormat = GraphFormat.TURTLE, base: str | None = None) -> pyoxigraph.Dataset:
    return canonical(pyoxigraph.Dataset(pyoxigraph.parse(text.encode(), kind.codec, base_iri=base)))


def canonical(quads: pyoxigraph.Dataset) -> pyoxigraph.Dataset:
    quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return quads


SAMPLES = {
    "everything": """@prefix : <http://e/> . @prefix x-y.z: <http://e/xyz#> .
        :s a :C , x-y.z:a.b ; :p 1, -2.50, .5, 1e3, +1.E-2, true ;; :q "a\\n\\u00e9"@EN-gb, '''l"o'n''g'''^^:dt ; .
        [ :p [ :q ( 1 [ :r () ] ( "x" ) ) ] ] :s _:b.c . [] :p <#frag>, <rel/../x?y>, <> . ( :a ) :p ( ) .
        [ :alone true ] . :a\\,b%20c :p x-y.z: . """,
    "sparql directives": "PREFIX p: <http://e/>\nbase <http://b/c/d>\n<x> p:y <../z> , <//h/q> , <?q> .",
    "dots": "@prefix : <http://e/>.:a.b :c.d :e.f . :g :h 1.:i :j 1.0.",
    "comment everywhere": "@prefix : #c\n<http://e/> #c\n.#c\n:s #c\n:p #c\n[#c\n:q#c\n 1 #c ; \n] #c\n.#c",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_reads_what_pyoxigraph_reads(name: str) -> None:
    base = "http://base.example/dir/file"
    assert dataset(placed(SAMPLES[name], base=base)) == trusted(SAMPLES[name], base=base)


def test_reads_the_other_syntaxes_of_the_family() -> None:
    trig = "@prefix : <http://e/> . :g { :a :p :b . :c :p [ :q 1 ] } GRAPH _:g { :a :p () . } { :x :y :z } :o :p 1 ."
    quads = '_:a <http://e/p> "x"@en <http://e/g> .\n<http://e/s> <http://e/p> _:a . # c\n'
    assert dataset(placed(trig, GraphFormat.TRIG)) == trusted(trig, GraphFormat.TRIG)
    assert dataset(placed(quads, GraphFormat.N_QUADS)) == trusted(quads, GraphFormat.N_QUADS)


def test_every_part_of_a_triple_has_its_place() -> None:
    text = "@prefix : <http://e/> .\n:s :p :o ,\n     [ :q 'é x'@en ] ."
    found = placed(text)
    named = {t.predicate.value[-1] + str(t.object)[:1]: t for t in found}

    def at(span: Span) -> str:
        return text[span.start : span.end]

    assert at(named["p<"].value) == ":o"
    assert (at(named["p_"].verb), at(named["p_"].head)) == (":p", ":s")
    inner = named['q"']
    assert (at(inner.value), at(inner.head)) == ("'é x'@en", "[")
    assert SourceText(text).position(inner.value.start) == (3, 11)


def test_ten_thousand_levels_do_not_exhaust_the_stack() -> None:
    depth = 10_000
    text = "<s:s> <p:p> " + "[ <p:p> (" * depth + ") ]" * depth + " ."
    assert len(placed(text)) > 2 * depth


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("@prefix : <http://e/> .\n:s skos:prefLabel 1 .", 2, 4, "the prefix skos: is not declared"),
        ("@prefix ex: <http://e/> .\nexx:s ex:p 1 .", 2, 1, "the prefix exx:"),
        ("@prefix : <http://e/> .\n:s :p :o\n:t :p :o .", 2, 8, "cannot follow"),
        ("@prefix : <http://e/> .\n:s :p 'abc\n.", 2, 7, "does not end on its line"),
        ("@prefix : <http://e/> .\n:s :p <a b> .", 2, 9, "a space"),
        ("@prefix : <http://e/> .\n:s :p [ :q 1 .", 2, 14, "cannot stand here"),
        ("@prefix : <http://e/> .\n:s :p 1 ;\n", 2, 9, "the file ends where a predicate belongs"),
        ("@prefix : <http://e/> .\n:s :p '\\ud800' .", 2, 7, "names no character"),
        ("@prefix : <http://e/> .\n:s :p '\\q' .", 2, 8, "is no escape"),
        ("@prefix : <http://e/> .\n'x' :p 1 .", 2, 1, "a text or number cannot begin a block"),
        ("@prefix : <http://e/> .\n:s :p :a,\n:q :b .", 2, 9, "a semicolon belongs here, not ,"),
        ("@prefix a: http://e/> .", 1, 12, "an address between < and > belongs here"),
        ("@prefix : <http://e/> .\n:s :p 1 . .", 2, 11, "one full stop too many"),
        ("@prefix : <http://e/> .\n:s :p 1 .\n;", 3, 1, "a full stop ends the block, and ; comes behind it"),
        ('@prefix : <http://e/> .\n:s :p "see "this" too" .', 2, 12, "the text ends at this quotation mark"),
        ('@prefix : <http://e/> .\n:s :p "cut off here', 2, 7, "the file ends in the middle of a text"),
    ],
)
def test_errors_say_where_and_what(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        placed(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert says in caught.value.reason


def test_reading_goes_on_behind_an_error_when_asked() -> None:
    errors: list[Unreadable] = []
    text = "@prefix : <http://e/> .\n:a :p x:y .\n:b :p 1 .\n:c :p 'open\n.\n:d :p 2 ."
    parser = TurtleParser(SourceText(text), on_error=errors.append)
    subjects = [text[item.start] + text[item.start + 1] for item in parser.items() if isinstance(item, Statement)]
    assert [error.line for error in errors] == [2, 4]
    assert subjects == [":b", ":d"]


@settings(max_examples=many(150, few=18), deadline=None)
@given(DOCUMENTS)
def test_any_document_reads_as_pyoxigraph_reads_it(text: str) -> None:
    assert dataset(placed(text)) == trusted(text)


@settings(max_examples=many(100, few=12), deadline=None)
@given(st.text(st.sampled_from(list("[](){}<>.;,:a \n\"'\\@^_#1e-ép")), max_size=30))
def test_what_we_refuse_pyoxigraph_refuses(body: str) -> None:
    text = "@prefix : <http://e/> . @prefix a: <http://e/a> . " + body
    try:
        theirs: pyoxigraph.Dataset | None = trusted(text)
    except SyntaxError:
        theirs = None
    try:
        ours: pyoxigraph.Dataset | None = dataset(placed(text))
    except Unreadable:
        ours = None
    if "<<" not in body and "{" not in body and "<" not in body:
        assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None:
        assert ours == theirs


def test_the_suites_own_files_read_alike(conformance: Path) -> None:
    each = many(1, few=5)
    seen = 0
    for path in sorted(conformance.rglob("*.ttl"))[::each]:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
            theirs = pyoxigraph.Dataset(pyoxigraph.parse(data, GraphFormat.TURTLE.codec, base_iri="http://b/x"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        if "<<" in text or "{|" in text or "VERSION" in text or len(theirs) > 3000 or "--" in text:
            continue
        ours = dataset(placed(text, base="http://b/x"))
        assert ours == canonical(theirs), path
        seen += 1
    assert seen > 500 / each
