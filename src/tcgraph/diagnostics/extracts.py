"""The triples of a file that are about given nodes, with their places; no more of the file is read than they need."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from os import pread
from typing import NamedTuple, Protocol

from tcgraph.diagnostics.diagnostic import Location
from tcgraph.diagnostics.files import CheckedFile, locate_span
from tcgraph.diagnostics.placed_triples import read_places
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.turtle import reader as turtle
from tcgraph.turtle.plain_statements import PlainReader, PlainStatement
from tcgraph.turtle.source_text import SourceText, Span, read_text
from tcgraph.turtle.statements import Octets, StatementSpan, UnknownLayout, statements_about
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import PlacedTriple, Statement, moved, triples

_ANNOTATION = re.compile(
    r"""(?s:(["'])\1\1.*?\1\1\1)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|\#[^\n]*
    |(?P<opens>\{\|)|(?P<closes>\|\})|(?P<reifier>~\s*(?:<[^<>\s]*>|[^\s;,.\]{|]*))""",
    re.VERBOSE,
)
"""What opens, closes or names an annotation, and what could hold such signs and is none."""
_NAME = r"<([A-Za-z][A-Za-z0-9+.-]*+:[^<>\"{}|^`\\\s]*+)>"
_LINE = re.compile(
    rf"""[ \t]*+({_NAME})[ \t]*+({_NAME})[ \t]*+
    ({_NAME}|"([^"\\\n\r]*+)"(?:\^\^{_NAME}|@([A-Za-z]++(?:-[A-Za-z0-9]++)*+)(?!-))?+)
    [ \t]*+(?:{_NAME}[ \t]*+)?+\.[ \t\r]*+""",
    re.VERBOSE,
)
"""A line of N-Triples or N-Quads as nearly all are: names in full, nothing escaped, no blank node."""


class ExtractFile(Protocol):
    """A file to look places up in.

    Attributes:
        prefixes: those that the file declares, once something has been sought.
    """

    prefixes: dict[str, str]

    def seek(self, names: Collection[str], *, blank: bool = False) -> None:
        """Look once where the file says something about the nodes of these IRIs and, if asked, about blank nodes."""

    def tells_of(self, node: NamedNode) -> bool:
        """Whether the file says something about a node that was sought."""

    def about(self, names: Collection[str], *, blank: bool = False) -> list[PlacedTriple]:
        """At least the triples about the nodes of these IRIs and, if asked, about blank nodes; in the file's order."""

    def of_node(self, node: NamedNode) -> list[PlacedTriple]:
        """The triples with this subject, one that was sought, in the file's order."""

    def of_pair(self, node: NamedNode, predicate: NamedNode) -> list[PlacedTriple]:
        """Those of them with this predicate."""

    def location(self, span: Span) -> Location:
        """The place of a part of one of these triples."""


def open_source(file: CheckedFile) -> ExtractFile:
    """A file by the quickest reader for its syntax."""
    return _Statements(file) if file.format in turtle.FORMATS and file.path.stat().st_size else _WholeFile(file)


class _WholeFile:
    """A file that is read from top to bottom."""

    def __init__(self, file: CheckedFile) -> None:
        self._file = file
        self._source = read_text(file.path)
        self._triples: list[PlacedTriple] | None = None
        self._by_subject: defaultdict[Term, list[PlacedTriple]] = defaultdict(list)
        self.prefixes: dict[str, str] = {}

    def seek(self, names: Collection[str], *, blank: bool = False) -> None:  # noqa: ARG002
        if self._triples is not None:
            return
        document = read_places(self._source, self._file.format, base=self._file.base)
        self._triples = list(document.triples)
        self.prefixes = dict(document.prefixes)
        for triple in self._triples:
            self._by_subject[triple.subject].append(triple)

    def tells_of(self, node: NamedNode) -> bool:
        return node in self._by_subject

    def about(self, names: Collection[str], *, blank: bool = False) -> list[PlacedTriple]:
        self.seek(names, blank=blank)
        return self._triples or []

    def of_node(self, node: NamedNode) -> list[PlacedTriple]:
        return self._by_subject.get(node, [])

    def of_pair(self, node: NamedNode, predicate: NamedNode) -> list[PlacedTriple]:
        return [triple for triple in self.of_node(node) if triple.predicate == predicate]

    def location(self, span: Span) -> Location:
        return locate_span(self._file.path, self._source, span)


class _Piece(NamedTuple):
    """A statement: where it is, and its place (0-based)."""

    stretch: StatementSpan
    line: int
    column: int


class _Statements:
    """A file of the Turtle family, of which single statements are read.

    Spans are offsets in characters inside a statement, added to the statement's offset in bytes: unique in the file.
    """

    def __init__(self, file: CheckedFile) -> None:
        self._file = file
        self._opened = file.path.open("rb", buffering=0)
        self._whole: _WholeFile | None = None
        self._pieces: dict[int, _Piece] = {}
        self._starts: list[int] = []
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        self._sought: set[str] = set()
        # Findings are told node by node: what was read last is asked for again, and seldom anything before.
        self._text = lru_cache(maxsize=256)(self._text_of)
        self._plainly = PlainReader({})
        self._plain = lru_cache(maxsize=256)(self._plain_of)
        self._triples = lru_cache(maxsize=256)(self._triples_of)
        self.prefixes: dict[str, str] = {}

    def seek(self, names: Collection[str], *, blank: bool = False) -> None:
        new = {name for name in ({*names, ""} if blank else names) if name not in self._sought}
        if not new or self._whole is not None:
            return
        self._sought |= new
        try:
            with mmap(self._opened.fileno(), 0, access=ACCESS_READ) as data:
                self._note(data, new - {""}, "" in new)
        except UnknownLayout:
            self._whole = _WholeFile(self._file)
            self._whole.seek(names)
            self.prefixes = self._whole.prefixes

    def tells_of(self, node: NamedNode) -> bool:
        return node.value in self._by_name if self._whole is None else self._whole.tells_of(node)

    def about(self, names: Collection[str], *, blank: bool = False) -> list[PlacedTriple]:
        self.seek(names, blank=blank)
        if self._whole is not None:
            return self._whole.about(names, blank=blank)
        starts = {start for name in ({*names, ""} if blank else names) for start in self._by_name.get(name, ())}
        return [triple for start in sorted(starts) for triple in self._triples(start)]

    def of_node(self, node: NamedNode) -> list[PlacedTriple]:
        if self._whole is not None:
            return self._whole.of_node(node)
        return [t for start in self._by_name.get(node.value, ()) for t in self._triples(start) if t.subject == node]

    def of_pair(self, node: NamedNode, predicate: NamedNode) -> list[PlacedTriple]:
        if self._whole is not None:
            return self._whole.of_pair(node, predicate)
        found: list[PlacedTriple] = []
        for start in self._by_name.get(node.value, ()):
            found += self._of_predicate(start, node, predicate)
        return found

    def _of_predicate(self, start: int, node: NamedNode, predicate: NamedNode) -> list[PlacedTriple]:
        """Of the triples of a stretch, those of a pair: few are asked for, and the rest is not made."""
        if not self._pieces[start].stretch.ending:
            read = self._of_lines(start, str(predicate))
        else:
            if (plain := self._plain(start)) is not None:
                with suppress(KeyError, ValueError):
                    return plain.triples(predicate)
            read = self._triples(start)
        return [triple for triple in read if triple.subject == node and triple.predicate == predicate]

    def _of_lines(self, start: int, written: str) -> list[PlacedTriple]:
        """The triples of the lines of a stretch that hold a text, or may hold it in escapes."""
        found, at = list[PlacedTriple](), start
        for line in self._text(start).split("\n"):
            if written in line or "\\" in line:
                simple = _of_line(line, at)
                found += self._parsed(line, start, at) if simple is None else [simple]
            at += len(line) + 1
        return found

    def _note(self, data: Octets, names: Collection[str], blank: bool) -> None:
        line = begin = 0
        for stretch in statements_about(
            data, self._file.format, names, base=self._file.base, blank=blank, prefixes=self.prefixes
        ):
            line += data[begin : stretch.start].count(b"\n")
            begin = stretch.start
            before = data[data.rfind(b"\n", 0, begin) + 1 : begin]
            self._pieces[begin] = _Piece(stretch, line, len(before.decode().removeprefix("\ufeff")))
            self._by_name[stretch.subject].append(begin)
        self._starts = sorted(self._pieces)

    def _text_of(self, start: int) -> str:
        return pread(self._opened.fileno(), self._pieces[start].stretch.end - start, start).decode()

    def _triples_of(self, start: int) -> list[PlacedTriple]:
        stretch, text = self._pieces[start].stretch, self._text(start)
        if not stretch.ending:
            return self._of_lines(start, "")
        if (plain := self._plain(start)) is not None:
            with suppress(KeyError, ValueError):
                return plain.triples()
        return self._parsed(text + stretch.ending, start, start)

    def _plain_of(self, start: int) -> PlainStatement | None:
        prefixes = self._pieces[start].stretch.prefixes
        if prefixes is not self._plainly.prefixes:
            self._plainly = PlainReader(prefixes)
        return self._plainly.read(self._text(start), start)

    def _parsed(self, text: str, start: int, at: int) -> list[PlacedTriple]:
        """The triples of a text in a stretch, which begins at another offset."""
        stretch = self._pieces[start].stretch
        for words in (str, _unannotated):  # as it is; and without what few statements have
            parser = turtle.TurtleParser(SourceText(words(text)), self._file.format, base=stretch.base)
            parser.prefixes = dict(stretch.prefixes)
            try:
                return [moved(t, at) for item in parser.items() if isinstance(item, Statement) for t in triples(item)]
            except Unreadable:
                continue  # RDF 1.2, which the engine has read
        return []

    def location(self, span: Span) -> Location:
        if self._whole is not None:
            return self._whole.location(span)
        start = self._starts[bisect_right(self._starts, span.start) - 1]
        piece, text = self._pieces[start], self._text(start)
        begin, end = span.start - start, span.end - start
        line, column = _position(text, begin, piece)
        within = text.find("\n", begin, end) < 0
        end_line, end_column = (line, column + end - begin) if within else _position(text, end, piece)
        return Location(self._file.path, line, column, end_line, end_column)


def _of_line(line: str, at: int) -> PlacedTriple | None:
    """The triple of a line that begins at an offset; None where only the grammar can tell it."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    _, subject, _, predicate, _, name, text, datatype, tag, graph = found.groups()
    span = found.span
    (head, head_end), (verb, verb_end), (where, where_end) = span(1), span(3), span(5)
    try:
        return PlacedTriple(
            NamedNode(subject),
            NamedNode(predicate),
            NamedNode(name) if text is None else _literal(text, datatype, tag),
            None if graph is None else NamedNode(graph),
            Span(head + at, head_end + at),
            Span(verb + at, verb_end + at),
            Span(where + at, where_end + at),
        )
    except ValueError:  # a name or a tag is none
        return None


def _literal(text: str, datatype: str | None, tag: str | None) -> Literal:
    if tag is not None:
        return Literal(text, language=tag.lower())
    return Literal(text) if datatype is None else Literal(text, datatype=NamedNode(datatype))


def _unannotated(text: str) -> str:
    """A text with blanks for what Turtle 1.2 says of its triples, so that all else keeps its place (§2.12)."""
    depth, begin, kept = 0, 0, text
    for found in _ANNOTATION.finditer(text):
        opens, closes, reifier = found["opens"], found["closes"], found["reifier"]
        begin = found.start() if (opens and not depth) or (reifier and not depth) else begin
        depth += bool(opens) - bool(closes)
        if not depth and (closes or reifier):
            end = found.end()
            kept = kept[:begin] + re.sub(r"[^\n]", " ", kept[begin:end]) + kept[end:]
    return kept


def _position(text: str, offset: int, piece: _Piece) -> tuple[int, int]:
    """1-based line and column of a character of a statement."""
    line = text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset)
    return piece.line + line + 1, column if line else column + piece.column
