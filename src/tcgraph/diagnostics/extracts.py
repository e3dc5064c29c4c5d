"""The triples of a file that are about given nodes, with their places; no more of the file is read than they need."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from mmap import ACCESS_READ, mmap
from typing import NamedTuple, Protocol

from tcgraph.diagnostics.files import CheckedFile, locate_span
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.positions import read_places
from tcgraph.turtle import reader as turtle
from tcgraph.turtle.placed import StatementReader
from tcgraph.turtle.statements import Octets, UnknownLayout, statements_about
from tcgraph.turtle.text import SourceText, Span, read_text
from tcgraph.turtle.triples import PlacedTriple


class Source(Protocol):
    """A file to look places up in.

    Attributes:
        prefixes: those that the file declares, once something has been read.
    """

    prefixes: dict[str, str]

    def about(self, names: Collection[str], *, blank: bool = False) -> list[PlacedTriple]:
        """At least the triples about the nodes of these IRIs and, if asked, about blank nodes; in the file's order."""

    def location(self, span: Span) -> Location:
        """The place of a part of one of these triples."""


def open_source(file: CheckedFile) -> Source:
    """A file by the quickest reader for its syntax."""
    return _Statements(file) if file.format in turtle.FORMATS and file.path.stat().st_size else _Whole(file)


class _Whole:
    """A file that is read from top to bottom."""

    def __init__(self, file: CheckedFile) -> None:
        self._file = file
        self._source = read_text(file.path)
        self._triples: list[PlacedTriple] | None = None
        self.prefixes: dict[str, str] = {}

    def about(self, names: Collection[str], *, blank: bool = False) -> list[PlacedTriple]:  # noqa: ARG002
        if self._triples is None:
            document = read_places(self._source, self._file.format, base=self._file.base)
            self._triples = list(document.triples)
            self.prefixes = dict(document.prefixes)
        return self._triples

    def location(self, span: Span) -> Location:
        return locate_span(self._file.path, self._source, span)


class _Piece(NamedTuple):
    """A statement that was read: its first byte, its place (0-based) and its text."""

    start: int
    line: int
    column: int
    text: SourceText


class _Statements:
    """A file of the Turtle family, of which single statements are read.

    Spans are offsets in characters inside a statement, added to the statement's offset in bytes: unique in the file.
    """

    def __init__(self, file: CheckedFile) -> None:
        self._file = file
        self._whole: _Whole | None = None
        self._pieces: dict[int, _Piece] = {}
        self._starts: list[int] = []
        self._read: dict[int, list[PlacedTriple]] = {}
        self.prefixes: dict[str, str] = {}

    def about(self, names: Collection[str], *, blank: bool = False) -> list[PlacedTriple]:
        if self._whole is None:
            try:
                with self._file.path.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as data:
                    return [triple for triples_ in self._of(data, names, blank) for triple in triples_]
            except UnknownLayout:
                self._whole = _Whole(self._file)
        found = self._whole.about(names, blank=blank)
        self.prefixes = self._whole.prefixes
        return found

    def _of(self, data: Octets, names: Collection[str], blank: bool) -> Iterator[list[PlacedTriple]]:
        line = begin = 0
        for stretch in statements_about(
            data, self._file.format, names, base=self._file.base, blank=blank, prefixes=self.prefixes
        ):
            line += data[begin : stretch.start].count(b"\n")
            begin = stretch.start
            if begin not in self._read:
                newline = data.rfind(b"\n", 0, begin)
                column = len(data[newline + 1 : begin].decode().removeprefix("\ufeff"))
                self._pieces[begin] = _Piece(begin, line, column, SourceText(stretch.text.decode()))
                self._read[begin] = StatementReader(self._pieces[begin].text.text, stretch.names, begin).triples()
            yield self._read[begin]
        self._starts = sorted(self._pieces)

    def location(self, span: Span) -> Location:
        if self._whole is not None:
            return self._whole.location(span)
        piece = self._pieces[self._starts[bisect_right(self._starts, span.start) - 1]]
        (line, column), (end_line, end_column) = (
            piece.text.position(offset - piece.start) for offset in (span.start, max(span.end, span.start))
        )
        return Location(
            self._file.path,
            piece.line + line,
            column + (piece.column if line == 1 else 0),
            piece.line + end_line,
            end_column + (piece.column if end_line == 1 else 0),
        )
