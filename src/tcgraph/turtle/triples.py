"""From a statement's tree to its triples, each with the place of its three parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode
from tcgraph.turtle.source_text import Span
from tcgraph.turtle.tree import Atom, Brackets, Collection, Node, PredicateObjects, Statement

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
