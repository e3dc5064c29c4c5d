"""Questions that touch few triples, answered where they arrive, without a worker.

A worker takes a question because nobody can tell what it will cost. Of some questions one can: triple patterns alone,
each with a subject or an object that is named, of which the graph has no more than :data:`_FEW` triples, and no more
than :data:`_TOGETHER` combinations of them. Such a question has no path, filter, function or nesting, ends in far less
than a millisecond, and can do nothing to this process that reading the request does not. Everything else goes to a
worker, as does a graph that is too large to be held twice.

A text is read once for all that differ in their IRIs alone; how many triples there are is counted for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph

from tcgraph.engine import reading
from tcgraph.errors import BrokenQuery
from tcgraph.rdf import Literal, NamedNode
from tcgraph.server.direct_json import Template, template
from tcgraph.server.frames import Header
from tcgraph.server.worker import answered
from tcgraph.sparql.constants import term_of
from tcgraph.sparql.forms import NO_MODIFIERS, Select
from tcgraph.sparql.node import Node
from tcgraph.sparql.outline import Outline, outline
from tcgraph.sparql.syntax import Iri, Triples, Var
from tcgraph.sparql.syntax import Literal as LiteralNode
from tcgraph.terms import TC

_FEW = 256
_TOGETHER = 1_000
_PATTERNS = 4
_LONGEST = 2_000
"""Characters of a text that is looked at here."""
_LARGEST = 1 << 18
"""Bytes of an answer that is made here."""
_SHAPES = 512
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\\]*")

Position = int | NamedNode | Literal | None
"""The number of an IRI in the text, a term that stands in each text of the shape, or anything."""


@dataclass(frozen=True, slots=True)
class _Shape:
    patterns: tuple[tuple[Position, Position, Position], ...]
    direct: Template | None = None
    """Of one pattern and nothing else: how its answers are written."""
    lists: bool = False
    """Whether that asks for whatever is said of a thing, or of a value."""


class NearGraph:
    """The graph, held where questions arrive.

    Args:
        store: what they are about; nobody else changes it.
    """

    def __init__(self, store: pyoxigraph.Store) -> None:
        self.store = store
        self._shapes: dict[str, _Shape | None] = {}

    def answer(self, header: Header, text: str) -> tuple[Header, bytes] | None:
        """Answer a question that provably touches few triples; None for any other.

        Args:
            header: see :func:`tcgraph.server.worker.answer`.
            text: SPARQL.
        """
        if header.get("explain") or len(text) > _LONGEST or header.get("default") or header.get("named"):
            return None
        if not header.get("union", True):
            return None
        told = outline(text)
        key = told.key
        if key not in self._shapes:
            if len(self._shapes) >= _SHAPES:
                self._shapes.clear()
            self._shapes[key] = _shape(text, told)
        shape = self._shapes[key]
        if shape is None or not all(map(_ABSOLUTE.fullmatch, told.iris)):
            return None
        if shape.direct is not None and header.get("results") == "JSON":
            return self._direct(shape, shape.direct, told.iris)
        if not self._is_few(shape, told.iris):
            return None
        limit = min(header.get("limit") or _LARGEST, _LARGEST)
        reply, body = answered(self.store, {**header, "limit": limit, "planned": False}, text)
        return ({**reply, "near": True}, body) if reply["status"] == "ok" else None

    def _direct(self, shape: _Shape, direct: Template, iris: tuple[str, ...]) -> tuple[Header, bytes] | None:
        """The triples of one pattern, written as they are."""
        try:
            terms = [NamedNode(iris[each]) if isinstance(each, int) else each for each in shape.patterns[0]]
            found = list(islice(self.store.quads_for_pattern(*terms, None), _FEW + 1))  # type: ignore[call-arg, arg-type]
        except ValueError:  # no IRI: a worker says so
            return None
        if len(found) > _FEW:
            return None
        if len({quad.graph_name for quad in found}) > 1:
            # Of the union of all graphs each triple is one, whatever number of them it is in.
            found = list({quad.triple: quad for quad in found}.values())
        body = direct.document(found)
        if body is None or len(body) > _LARGEST:
            return None
        plain = bool(found) and shape.lists and not any(each.startswith(TC) for each in iris)
        return (_PLAIN if plain else _TABLE), body

    def _is_few(self, shape: _Shape, iris: tuple[str, ...]) -> bool:
        together = 1
        try:
            for pattern in shape.patterns:
                terms = [NamedNode(iris[each]) if isinstance(each, int) else each for each in pattern]
                found = self.store.quads_for_pattern(*terms, None)  # type: ignore[call-arg, arg-type]
                number = sum(1 for _ in islice(found, _FEW + 1))
                together *= max(1, number)
                if number > _FEW or together > _TOGETHER:
                    return False
        except ValueError:  # no IRI: a worker says so
            return False
        return True


_TABLE: Header = {"status": "ok", "kind": "table", "format": "JSON", "near": True}
_PLAIN: Header = {**_TABLE, "plain": True}
"""What a look-up of a thing gives that there is: nothing can be off in such a question."""


def _shape(text: str, told: Outline) -> _Shape | None:
    """What a text asks for, where that is nothing but triples with named ends."""
    try:
        tree = reading.query(text)
    except BrokenQuery:
        return None
    if not isinstance(tree, Select) or tree.dataset or not tree.columns or len(tree.where.elements) > _PATTERNS:
        return None
    modifiers = tree.modifiers
    if modifiers.group_by or modifiers.having or modifiers.values is not None:
        return None
    if any(not isinstance(order.key, Var) for order in modifiers.order_by):
        return None
    if not all(isinstance(column, Var) for column in tree.columns):
        return None
    places = {start: number for number, start in enumerate(told.places)}
    if any(each.iri.start in places for each in tree.prologue if hasattr(each, "iri")):
        return None
    patterns = [each for element in tree.where.elements for each in _patterns(element, places)]
    if not patterns or len(patterns) > _PATTERNS or any(each is None for each in patterns):
        return None
    found = tuple(each for each in patterns if each is not None)
    if len(found) > 1 or modifiers != NO_MODIFIERS or tree.modifier:
        return _Shape(found)
    (triples,) = (element for element in tree.where.elements if isinstance(element, Triples))
    ends = _ends(triples)
    names = [each.name if isinstance(each, Var) else None for each in ends]
    columns = tuple(column.name for column in tree.columns if isinstance(column, Var))
    variables = [name for name in names if name is not None]
    if len(set(variables)) < len(variables) or len(set(columns)) < len(columns) or not set(columns) <= set(variables):
        return _Shape(found)
    return _Shape(found, template(columns, tuple(map(names.index, columns))), lists=isinstance(ends[1], Var))


def _ends(triples: Triples) -> tuple[Node, Node, Node]:
    predicate = triples.predicates[0]
    return triples.subject, predicate.verb, predicate.objects[0]


def _patterns(element: Node, places: dict[int, int]) -> Iterator[tuple[Position, Position, Position] | None]:
    if not isinstance(element, Triples):
        yield None
        return
    for predicate in element.predicates:
        for each in predicate.objects:
            ends = (element.subject, predicate.verb, each)
            if not all(isinstance(end, Var | Iri | LiteralNode) for end in ends):
                yield None
                continue
            if all(isinstance(end, Var) for end in (element.subject, each)):
                yield None
                continue
            start, verb, end = (_position(part, places) for part in ends)
            yield start, verb, end


def _position(part: Node, places: dict[int, int]) -> Position:
    if isinstance(part, Iri) and part.start in places:
        return places[part.start]
    return term_of(part) if isinstance(part, Iri | LiteralNode) else None
