"""The shape of a Turtle or TriG document as it was written: statements, brackets, collections, comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode
from tcgraph.turtle.source_text import Span

Atom = NamedNode | BlankNode | Literal


@dataclass(slots=True)
class Leaf:
    """A term written in one piece.

    Attributes:
        term: what it means.
        start: offset of its first character.
        end: offset after its last one, datatype or language tag included.
    """

    term: Atom
    start: int
    end: int


@dataclass(slots=True)
class PredicateObjects:
    """A predicate and its objects: what stands between two semicolons."""

    verb: Leaf
    objects: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Brackets:
    """``[ … ]``: a blank node with what is said of it. Its term is named after its offset."""

    term: BlankNode
    start: int
    end: int = -1
    entries: list[PredicateObjects] = field(default_factory=list)


@dataclass(slots=True)
class Collection:
    """``( … )``: an RDF list."""

    start: int
    end: int = -1
    items: list[Node] = field(default_factory=list)


Node = Leaf | Brackets | Collection


@dataclass(slots=True)
class Comment:
    """``# …`` to the end of its line.

    Attributes:
        text: with its hash sign.
        start: offset of the hash sign.
        own_line: whether nothing stands before it on its line.
        blank_before: whether an empty line stands before it.
    """

    text: str
    start: int
    own_line: bool
    blank_before: bool


@dataclass(slots=True)
class Directive:
    """``@prefix``, ``@base`` or their SPARQL spellings.

    Attributes:
        prefix: the prefix without its colon; None for a base.
        iri: what it stands for, resolved.
        written: the IRI as it was written, without angle brackets.
    """

    prefix: str | None
    iri: str
    written: str
    start: int
    end: int
    comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Statement:
    """A subject with all that is said of it, up to the full stop.

    Attributes:
        subject: what it is about.
        entries: empty when the subject is brackets that say it all.
        start: offset of the subject.
        end: offset after the full stop (in TriG, after the last object where the stop is left out).
        graph: the graph block it stands in; None outside of one.
        comments: every comment inside it, in order.
        blank_before: whether an empty line parts it from what stands before.
    """

    subject: Node
    start: int
    end: int = -1
    entries: list[PredicateObjects] = field(default_factory=list)
    graph: NamedNode | BlankNode | None = None
    comments: list[Comment] = field(default_factory=list)
    blank_before: bool = False


@dataclass(slots=True)
class GraphOpen:
    """``graph {`` of TriG; ``name`` is None for the default graph's braces."""

    name: Leaf | None
    start: int
    end: int
    comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class GraphClose:
    """``}`` of TriG."""

    start: int
    end: int
    comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class CommentLine:
    """A comment that stands between statements, on a line of its own."""

    comment: Comment


Item = Directive | Statement | GraphOpen | GraphClose | CommentLine


# -- from a statement's tree to its triples, each with the place of its three parts

FIRST = NamedNode(STANDARD["rdf"] + "first")
REST = NamedNode(STANDARD["rdf"] + "rest")
NIL = NamedNode(STANDARD["rdf"] + "nil")
_T = TypeVar("_T")


class PlacedTriple(NamedTuple):
    """A triple and where its parts stand.

    Attributes:
        subject: blank nodes are named after their label or the offset of their bracket.
        predicate: the predicate.
        object: the object, with the lexical form of the file.
        graph: its graph, None for the default graph.
        head: where the subject is named.
        verb: where the predicate stands; inside a list, the list's item.
        value: where the object stands.
    """

    subject: NamedNode | BlankNode
    predicate: NamedNode
    object: Atom
    graph: NamedNode | BlankNode | None
    head: Span
    verb: Span
    value: Span


def triples(statement: Statement) -> Iterator[PlacedTriple]:
    """The triples of one statement, in the order of the text, outer ones first."""
    graph = statement.graph
    first = statement.subject
    term = _term(first)
    assert not isinstance(term, Literal)
    head = (
        Span(first.start, first.start + 1) if isinstance(first, Brackets | Collection) else Span(first.start, first.end)
    )
    pending: list[tuple[NamedNode | BlankNode, list[PredicateObjects], Span]] = [(term, statement.entries, head)]
    nested: list[Node] = [first] if not hasattr(first, "term") or isinstance(first, Brackets) else []
    while pending or nested:
        while nested:
            node = nested.pop()
            opening = Span(node.start, node.start + 1)
            if isinstance(node, Brackets):
                pending.append((node.term, node.entries, opening))
            elif isinstance(node, Collection):
                cells = [
                    BlankNode(f"o{node.start}" if i == 0 else f"o{node.start}i{i}") for i in range(len(node.items))
                ]
                for number, item in enumerate(node.items):
                    place = Span(item.start, item.end)
                    rest = cells[number + 1] if number + 1 < len(cells) else NIL
                    yield PlacedTriple(cells[number], FIRST, _term(item), graph, opening, place, place)
                    yield PlacedTriple(cells[number], REST, rest, graph, opening, place, place)
                    nested.append(item)
        if not pending:
            return
        subject, entries, head = pending.pop()
        for entry in entries:
            predicate = entry.verb.term
            assert isinstance(predicate, NamedNode)
            verb = Span(entry.verb.start, entry.verb.end)
            for value in entry.objects:
                span = Span(value.start, value.end)
                yield PlacedTriple(subject, predicate, _term(value), graph, head, verb, span)
                nested.append(value)


def moved(triple: PlacedTriple, by: int) -> PlacedTriple:
    """A triple of a stretch of text as one of the text that the stretch begins so far into."""
    subject, predicate, value, graph, head, verb, where = triple
    places = (Span(start + by, end + by) for start, end in (head, verb, where))
    return PlacedTriple(_moved(subject, by), predicate, _moved(value, by), graph, *places)


def _moved(term: _T, by: int) -> _T | BlankNode:
    """A term; what is named after where it opens, under the name that it has there."""
    if not isinstance(term, BlankNode) or term.value[0] != "o":
        return term
    opened, item, number = term.value[1:].partition("i")
    return BlankNode(f"o{int(opened) + by}{item}{number}")


def _term(node: Node) -> Atom:
    if isinstance(node, Collection):
        return BlankNode(f"o{node.start}") if node.items else NIL
    return node.term
