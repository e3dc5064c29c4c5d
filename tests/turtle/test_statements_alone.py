"""Single statements read where they stand: the same triples at the same places as by reading the whole document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from tcgraph.diagnostics.extracts import open_source
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.rdf import BlankNode, GraphFormat, NamedNode
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.statements import statements_about
from tcgraph.turtle.tree import PlacedTriple, Statement, triples
from tests.conftest import many
from tests.turtle.documents import DOCUMENTS
from tests.turtle.test_reader import SAMPLES

Row = tuple[str, str, str, tuple[tuple[int, int], ...]]
BASE = "http://base.example/dir/file"


def _name(term: object) -> str:
    """A term; brackets are named after their places, which are compared anyway."""
    return "_:o" if isinstance(term, BlankNode) and term.value.startswith("o") else str(term)


def whole(text: str, kind: GraphFormat) -> list[tuple[object, ...]]:
    source = SourceText(text)
    parser = TurtleParser(source, kind, base=BASE)
    found = [t for item in parser.items() if isinstance(item, Statement) for t in triples(item)]
    return sorted(_row(t, lambda span: (*source.position(span.start), *source.position(span.end))) for t in found)


def _row(triple: PlacedTriple, place: object) -> tuple[object, ...]:
    assert callable(place)
    spans = (triple.head, triple.verb, triple.value)
    return (_name(triple.subject), str(triple.predicate), _name(triple.object), *map(place, spans))


def pieces(path: Path, text: str, kind: GraphFormat, names: set[str]) -> list[tuple[object, ...]]:
    path.write_text(text, encoding="utf-8", newline="")
    source = open_source(CheckedFile(path, NamedNode("urn:g"), kind, BASE))

    def place(span: object) -> tuple[object, ...]:
        there = source.location(span)  # type: ignore[arg-type]
        return (there.line, there.column, there.end_line, there.end_column)

    found = source.about(names, blank=True)
    for node, predicate in {(t.subject, t.predicate) for t in found if isinstance(t.subject, NamedNode)}:
        alone = [_row(t, place) for t in source.of_pair(node, predicate)]
        assert alone == [_row(t, place) for t in found if (t.subject, t.predicate) == (node, predicate)]
    return sorted(_row(t, place) for t in found)


def names_in(text: str, kind: GraphFormat) -> set[str]:
    parser = TurtleParser(SourceText(text), kind, base=BASE)
    found = [t for item in parser.items() if isinstance(item, Statement) for t in triples(item)]
    return {t.subject.value for t in found if isinstance(t.subject, NamedNode)}


def check(path: Path, text: str, kind: GraphFormat = GraphFormat.TURTLE) -> None:
    assert pieces(path, text, kind, names_in(text, kind)) == whole(text, kind)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(tmp_path: Path, name: str) -> None:
    check(tmp_path / "a.ttl", SAMPLES[name])


@settings(max_examples=many(300, few=37), deadline=None)
@given(DOCUMENTS)
def test_any_document(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    check(tmp_path_factory.mktemp("t") / "a.ttl", text)


def test_graphs_and_lines(tmp_path: Path) -> None:
    trig = "@prefix : <http://e/> . :g { :a :p :b . :c :p [ :q 1 ] } GRAPH _:g { :a :p () . } { :x :y :z } :o :p 1 ."
    quads = (
        '_:a <http://e/p> "x. y"@en <http://e/g> .\n<http://e/s> <http://e/p> _:a . # c\n'
        '\n<http://e/s> <http://e/p> "1" .\n'
    )
    check(tmp_path / "a.trig", trig, GraphFormat.TRIG)
    check(tmp_path / "a.nq", quads, GraphFormat.N_QUADS)


def test_every_form_of_line(tmp_path: Path) -> None:
    objects = [
        "<o>",
        "<../o>",
        "_:o",
        '""',
        '"a. b"',
        '"t\\"q"',
        '"t"@en-GB',
        '"5"^^<http://e/n>',
        '"5" ^^<http://e/n>',
    ]
    lines = [f"<http://e/s> <http://e/p> {each} . # a note\n<http://e/s><http://e/p>{each}." for each in objects]
    check(tmp_path / "a.nt", "\n".join(lines), GraphFormat.TURTLE)


def test_only_what_is_asked_for_is_read() -> None:
    text = b'@prefix : <http://e/> . :a :p "a. b" . # :b\n:b :p [ :q 1.5 ] . <b> :p 1.\nPREFIX : <http://f/>\n:b :p 2 .'
    found = statements_about(text, GraphFormat.TURTLE, {"http://e/b"}, base="http://e/x")
    own = [text[item.start : item.end] + item.ending.encode() for item in found]
    assert own == [b":b :p [ :q 1.5 ] .", b"<b> :p 1."]
