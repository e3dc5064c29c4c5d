"""The triples of valid Turtle with the places of their parts, several times faster than by way of a tree.

It is for text that has been parsed before: what is wrong is explained by :mod:`tcgraph.turtle.reader`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tcgraph.iri import resolve
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode
from tcgraph.sparql.characters import local_value
from tcgraph.turtle.entries import Entry
from tcgraph.turtle.source_text import Span
from tcgraph.turtle.tokens import TOKEN, string_value, tagged, unescape
from tcgraph.turtle.tree import Atom
from tcgraph.turtle.triples import FIRST, NIL, REST, PlacedTriple

_INTEGER, _DECIMAL, _DOUBLE, _BOOLEAN = (
    NamedNode(STANDARD["xsd"] + name) for name in ("integer", "decimal", "double", "boolean")
)
_SUFFIX = re.compile(r"[ \t\r\n]*(?:@([A-Za-z0-9-]+)|\^\^)")
_VALUE = r"""(?:(?P<name>[A-Za-z][\w-]*+:\w[\w-]*+|<[^>\\]*+>)|"(?P<text>[^"\\\r\n]*+)"(?!")
    (?:@(?P<tag>[A-Za-z]++(?:-[A-Za-z0-9]++)*+)(?!-)|\^\^(?P<kind>[A-Za-z][\w-]*+:[A-Za-z_][\w-]*+|<[^>\\]*+>))?+
    |(?P<number>[+-]?[0-9]++(?:\.[0-9]++)?+))"""
_SIMPLE = re.compile(
    rf"""[ \t\r\n]*+(?P<verb>a|[A-Za-z][\w-]*+:[A-Za-z_][\w-]*+)[ \t\r\n]++{_VALUE}
    (?=[ \t\r\n]*+[;,\]]|[ \t\r\n]++\.)""",
    re.VERBOSE,
)
"""A verb and its first value, of the usual forms: nine of ten are, and one match for both is twice as fast."""
_LINE = re.compile(
    rf"""[ \t\r\n]*+(?P<head><[^>\\]*+>)[ \t]*+(?P<verb><[^>\\]*+>)[ \t]*+{_VALUE}[ \t]*+\.(?=[ \t\r\n]|\Z)""",
    re.VERBOSE,
)
"""A whole statement as N-Triples has it: files of millions of triples are written so."""
_NEXT = re.compile(rf"[ \t\r\n]*+{_VALUE}[ \t\r\n]*+(?:,|(?P<end>[ \t\r\n.]*+\Z))", re.VERBOSE)
"""A value of one of the usual forms, and whether it is the last."""
_SUBJECT, _VERB, _OBJECT, _DONE = range(4)


class _Outer(NamedTuple):
    """What was being said where brackets or a list opened, and which triple waits for their end."""

    subject: NamedNode | BlankNode | None
    head: Span
    predicate: NamedNode | None
    verb: Span
    waiting: int
    opened: int
    items: int


class _Unsupported(Exception):
    """A mark of RDF 1.2 that has no place here."""


class PlacedNames:
    """What names mean under given prefixes and base; each is worked out once.

    Args:
        prefixes: prefix without colon to IRI.
        base: base IRI of relative references.
    """

    def __init__(self, prefixes: Mapping[str, str], base: str | None) -> None:
        self._prefixes = prefixes
        self._base = base
        self._known: dict[str, NamedNode] = {"a": RDF_TYPE}

    def __getitem__(self, token: str) -> NamedNode:
        found = self._known.get(token)
        if found is None:
            if token[0] == "<":
                iri = resolve(unescape(token[1:-1]), self._base)
            else:
                prefix, _, local = token.partition(":")
                iri = self._prefixes[prefix] + local_value(local)
            found = self._known[token] = NamedNode(iri)
        return found


class StatementReader:
    """Reads the triples of statements.

    Args:
        text: the statements; no directives, and no graphs around them.
        names: what names mean.
        at: what to add to every offset.
    """

    def __init__(self, text: str, names: PlacedNames, at: int = 0) -> None:
        self._text = text
        self._names = names
        self._at = at
        self._found: list[PlacedTriple | None] = []
        self._stack: list[_Outer] = []
        self._state = _SUBJECT
        self._subject: NamedNode | BlankNode | None = None
        self._predicate: NamedNode | None = None
        self._head = self._verb = self._place = Span(at, at)
        self._items = -1

    def values(self, subject: NamedNode, head: Span, predicate: NamedNode, verb: Span) -> list[PlacedTriple]:
        """The triples of this subject and predicate with the values that the text is."""
        self._subject, self._head, self._predicate, self._verb, self._state = subject, head, predicate, verb, _OBJECT
        return self.triples()

    def triples(self) -> list[PlacedTriple]:
        """All triples, in the order of the text, outer ones first; none of text with marks that RDF 1.1 has not."""
        match, text, position = TOKEN.match, self._text, 0
        try:
            while True:
                if self._state == _SUBJECT and (line := _LINE.match(text, position)):
                    position = self._line(line)
                    continue
                if self._state == _VERB and (simple := _SIMPLE.match(text, position)):
                    position = self._simple(simple)
                found = match(text, position)
                if found is None:
                    raise _Unsupported
                kind = found.lastgroup
                start, position = found.span(kind or 0)
                if kind == "mark":
                    self._mark(text[start], start, position)
                elif kind == "string":
                    term, position = self._string(found[kind], position)
                    self._put(term, start, position)
                elif kind == "end":
                    break
                elif kind != "comment":
                    assert kind is not None
                    self._put(self._term(kind, found[kind]), start, position)
        except _Unsupported:
            return []
        return [triple for triple in self._found if triple is not None]

    def _simple(self, found: re.Match[str]) -> int:
        """Take a verb with a value; where they end."""
        at, (start, end) = self._at, found.span("verb")
        self._predicate, self._verb = self._names[found["verb"]], Span(start + at, end + at)
        self._add(*_value(found, self._names, self._at))
        return found.end()

    def _line(self, found: re.Match[str]) -> int:
        """Take a statement of one triple; where it ends."""
        names, at, (start, end) = self._names, self._at, found.span("head")
        self._subject, self._head = names[found["head"]], Span(start + at, end + at)
        start, end = found.span("verb")
        self._say(names[found["verb"]], Span(start + at, end + at), *_value(found, self._names, self._at))
        return found.end()

    def _term(self, kind: str, token: str) -> Atom:
        if kind in ("name", "iri"):
            return self._names[token]
        if kind == "blank":
            return BlankNode("l" + token[2:])
        if kind == "number":
            datatype = _DOUBLE if "e" in token or "E" in token else _DECIMAL if "." in token else _INTEGER
            return Literal(token, datatype=datatype)
        if token in ("true", "false"):
            return Literal(token, datatype=_BOOLEAN)
        if token != "a":  # noqa: S105 -- a word of Turtle
            raise _Unsupported
        return RDF_TYPE

    def _string(self, token: str, end: int) -> tuple[Literal, int]:
        value = string_value(token)
        suffix = _SUFFIX.match(self._text, end)
        if suffix is None:
            return Literal(value), end
        if suffix[1]:
            return tagged(value, suffix[1]), suffix.end()
        datatype = TOKEN.match(self._text, suffix.end())
        if datatype is None or datatype.lastgroup not in ("name", "iri"):
            raise _Unsupported
        return Literal(value, datatype=self._names[datatype[datatype.lastgroup]]), datatype.end()

    def _put(self, term: Atom, start: int, end: int) -> None:
        """Take a term for what the grammar expects here."""
        span = Span(start + self._at, end + self._at)
        if self._state == _OBJECT:
            self._add(term, span)
        elif self._state == _VERB:
            assert isinstance(term, NamedNode)
            self._predicate, self._verb, self._state = term, span, _OBJECT
        elif self._state == _SUBJECT:
            assert not isinstance(term, Literal)
            self._subject, self._head, self._state = term, span, _VERB
        # Behind an object of N-Quads stands the graph's name, which is of no interest.

    def _add(self, term: Atom, span: Span) -> None:
        if self._items >= 0:
            self._next_cell(span)
            self._say(FIRST, span, term, span)
        else:
            assert self._predicate is not None
            self._say(self._predicate, self._verb, term, span)
            self._state = _DONE

    def _say(self, predicate: NamedNode, verb: Span, value: Atom, span: Span) -> None:
        assert self._subject is not None
        self._found.append(PlacedTriple(self._subject, predicate, value, None, self._head, verb, span))

    def _next_cell(self, place: Span) -> None:
        """Go on to the next cell of the list."""
        opened = self._head.start
        if self._items:
            cell = BlankNode(f"o{opened}i{self._items}")
            self._say(REST, self._place, cell, self._place)
            self._subject = cell
        self._items += 1
        self._place = place

    def _mark(self, mark: str, start: int, end: int) -> None:
        if mark == ";":
            self._state = _VERB
        elif mark == ",":
            self._state = _OBJECT
        elif mark in "[(":
            self._open(mark, start)
        elif mark in "])":
            self._close(end)
        elif mark == "." and not self._stack:
            self._state = _SUBJECT
        else:
            raise _Unsupported

    def _open(self, mark: str, start: int) -> None:
        """Begin brackets or a list: the triple that leads to it waits for its end, and a list for its first member."""
        at = start + self._at
        node = BlankNode(f"o{at}")
        waiting = -1
        if self._state == _OBJECT:
            waiting = len(self._found)
            self._add(node, Span(at, at))
            waiting = len(self._found) - 1
        outer = _Outer(self._subject, self._head, self._predicate, self._verb, waiting, at, self._items)
        self._stack.append(outer)
        self._subject, self._head = node, Span(at, at + 1)
        self._state, self._items = (_VERB, -1) if mark == "[" else (_OBJECT, 0)

    def _close(self, end: int) -> None:
        if self._items > 0:
            self._say(REST, self._place, NIL, self._place)
        outer = self._stack.pop()
        inner: NamedNode | BlankNode = BlankNode(f"o{outer.opened}") if self._items else NIL
        self._items = outer.items
        self._predicate, self._verb = outer.predicate, outer.verb
        if outer.waiting < 0:
            self._subject, self._state = inner, _VERB
            return
        self._subject, self._head = outer.subject, outer.head
        triple = self._found[outer.waiting]
        assert triple is not None
        span = self._place = Span(outer.opened, end + self._at)
        verb = span if triple.predicate == FIRST and outer.items >= 0 else triple.verb
        self._found[outer.waiting] = triple._replace(object=inner, verb=verb, value=span)
        self._state = _OBJECT if outer.items >= 0 else _DONE


def values_of(
    entry: Entry, subject: NamedNode, predicate: NamedNode, names: PlacedNames, at: int
) -> list[PlacedTriple]:
    """The triples of one verb of a statement.

    Args:
        entry: the verb with its values.
        subject: the statement's.
        predicate: what the verb means.
        names: what names mean.
        at: what to add to every offset.
    """
    start, end, begin, verb, values = entry
    behind = at + begin + len(verb)
    head, place = Span(at + start, at + end), Span(at + begin, behind)
    found: list[PlacedTriple] = []
    position = 0
    while simple := _NEXT.match(values, position):
        value, where = _value(simple, names, behind)
        found.append(PlacedTriple(subject, predicate, value, None, head, place, where))
        position = simple.end()
        if simple["end"] is not None:
            return found
    return StatementReader(values, names, behind).values(subject, head, predicate, place)


def _value(found: re.Match[str], names: PlacedNames, at: int) -> tuple[Atom, Span]:
    """A value of one of the usual forms, and its place."""
    name, text, tag, kind, number = found.group("name", "text", "tag", "kind", "number")
    if text is None:
        start, end = found.span("name" if name is not None else "number")
        bare = _DECIMAL if name is None and "." in number else _INTEGER
        return Literal(number, datatype=bare) if name is None else names[name], Span(start + at, end + at)
    term = Literal(text, language=tag) if tag else Literal(text, datatype=names[kind] if kind else None)
    end = found.end("tag") if tag else found.end("kind") if kind else found.end("text") + 1
    return term, Span(found.start("text") - 1 + at, end + at)
