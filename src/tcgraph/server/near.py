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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from json.encoder import encode_basestring
from operator import attrgetter

import pyoxigraph

from tcgraph.engine import query_trees
from tcgraph.errors import BrokenQuery
from tcgraph.questions.warnings.known_gaps import RATIFYING
from tcgraph.rdf import BlankNode, Literal, NamedNode
from tcgraph.server.frames import Header
from tcgraph.server.worker import answered
from tcgraph.sparql.constants import term_of
from tcgraph.sparql.forms import NO_MODIFIERS, Ask, Construct, Describe, Modifiers, Select, Template
from tcgraph.sparql.keywords import Outline, outline
from tcgraph.sparql.node import Node
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
Pattern = tuple[Position, Position, Position]

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LONGEST_LITERAL = 1 << 14
"""Characters of a literal that is written here."""
_PARTS = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class _Shape:
    patterns: tuple[Pattern, ...]
    direct: Writing | None = None
    """Of one pattern and nothing else: how its answers are written."""
    describes: bool = False
    plain: bool = False
    """Whether nothing can be off in it while each of its patterns matches something; see :func:`_is_plain`."""


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
            return self._written(shape, shape.direct, told.iris)
        number = self._together(shape, told.iris)
        if number is None:
            return None
        limit = min(header.get("limit") or _LARGEST, _LARGEST)
        reply, body = answered(self.store, {**header, "limit": limit, "planned": False}, text)
        plain = number > 0 and _may_be_plain(shape, told.iris)
        return ({**reply, "near": True, "plain": plain}, body) if reply["status"] == "ok" else None

    def _written(self, shape: _Shape, direct: Writing, iris: tuple[str, ...]) -> tuple[Header, bytes] | None:
        """The triples of one pattern, written as they are."""
        found = self._matches(shape.patterns[0], iris)
        if found is None:
            return None
        if len({quad.graph_name for quad in found}) > 1:
            # Of the union of all graphs each triple is one, whatever number of them it is in.
            found = list({quad.triple: quad for quad in found}.values())
        body = direct.document(found)
        if body is None or len(body) > _LARGEST:
            return None
        return (_PLAIN if found and _may_be_plain(shape, iris) else _TABLE), body

    def _together(self, shape: _Shape, iris: tuple[str, ...]) -> int | None:
        """How many combinations of triples there are at most; None where they are many."""
        together = 1
        for pattern in shape.patterns:
            found = self._matches(pattern, iris)
            if found is None or (shape.describes and any(isinstance(quad.object, BlankNode) for quad in found)):
                # A description goes on from nodes without a name.
                return None
            if len({quad.triple for quad in found}) < len(found):
                # A triple of two graphs is one: a worker counts it once.
                return None
            together *= len(found)
            if together > _TOGETHER:
                return None
        return together

    def _matches(self, pattern: Pattern, iris: tuple[str, ...]) -> list[pyoxigraph.Quad] | None:
        """The triples that match a pattern; None where they are many."""
        try:
            terms = [NamedNode(iris[each]) if isinstance(each, int) else each for each in pattern]
            found = list(islice(self.store.quads_for_pattern(*terms, None), _FEW + 1))  # type: ignore[call-arg, arg-type]
        except (ValueError, TypeError):  # no IRI, or a text where a thing stands: a worker says so
            return None
        return found if len(found) <= _FEW else None


def _may_be_plain(shape: _Shape, iris: tuple[str, ...]) -> bool:
    return shape.plain and not any(each.startswith(TC) for each in iris)


_TABLE: Header = {"status": "ok", "kind": "table", "format": "JSON", "near": True}
_PLAIN: Header = {**_TABLE, "plain": True}


def _shape(text: str, told: Outline) -> _Shape | None:
    """What a text asks for, where that is nothing but triples with named ends."""
    try:
        tree = query_trees.query(text)
    except BrokenQuery:
        return None
    places = {start: number for number, start in enumerate(told.places)}
    if tree.dataset or any(each.iri.start in places for each in tree.prologue if hasattr(each, "iri")):
        return None
    if not _is_bounded(tree.modifiers):
        return None
    if isinstance(tree, Describe):
        return _described(tree, places)
    found = _patterns(tree.where.elements, places)
    match tree:
        case _ if found is None:
            return None
        case Select(columns=columns) if columns and all(isinstance(column, Var) for column in columns):
            return _Shape(found, _direct(tree), plain=_is_plain(tree))
        case Ask() | Construct(template=None):
            return _Shape(found, plain=_is_plain(tree))
        case Construct(template=Template(parts=parts)) if _patterns(parts, {}) is not None:
            return _Shape(found)
    return None


def _described(tree: Describe, places: dict[int, int]) -> _Shape | None:
    terms = [_position(each, places) for each in tree.terms]
    if tree.where is not None or None in terms or not 0 < len(terms) <= _PATTERNS:
        return None
    return _Shape(tuple((each, None, None) for each in terms), describes=True, plain=True)


def _is_bounded(modifiers: Modifiers) -> bool:
    """Whether what follows the pattern only sorts and cuts."""
    if modifiers.group_by or modifiers.having or modifiers.values is not None:
        return False
    return all(isinstance(order.key, Var) for order in modifiers.order_by)


def _is_plain(tree: Select | Ask | Construct) -> bool:
    """Whether no warning can be due while each pattern matches (:mod:`tcgraph.questions.warnings.query_warnings`).

    Every name is then in the graph, and every value in use. What else there is to warn of needs a subject that is a
    variable, a variable that nothing gives a value, a LIMIT, or what a ratification is asked by.
    """
    triples = [each for element in tree.where.elements if isinstance(element, Triples) for each in _triples(element)]
    ends = [end for each in triples for end in each]
    given = {end.name for end in ends if isinstance(end, Var)}
    read: list[Node] = [each.key for each in tree.modifiers.order_by]
    read += tree.columns if isinstance(tree, Select) else []
    return (
        not any(isinstance(subject, Var) for subject, _, _ in triples)
        and all(isinstance(each, Var) and each.name in given for each in read)
        and tree.modifiers.limit is None
        and not any(isinstance(end, Iri) and end.value in RATIFYING for end in ends)
    )


def _direct(tree: Select) -> Writing | None:
    """How the answers are written, where one pattern is asked for and nothing else."""
    (first, *others) = tree.where.elements
    if others or not isinstance(first, Triples) or tree.modifiers != NO_MODIFIERS or tree.modifier:
        return None
    (ends, *more) = _triples(first)
    names = [each.name if isinstance(each, Var) else None for each in ends]
    columns = tuple(column.name for column in tree.columns if isinstance(column, Var))
    variables = [name for name in names if name is not None]
    if more or len(set(variables)) < len(variables) or len(set(columns)) < len(columns):
        return None
    return writing(columns, tuple(map(names.index, columns))) if set(columns) <= set(variables) else None


def _triples(element: Triples) -> Iterator[tuple[Node, Node, Node]]:
    for predicate in element.predicates:
        for each in predicate.objects:
            yield element.subject, predicate.verb, each


def _patterns(elements: Sequence[Node], places: dict[int, int]) -> tuple[Pattern, ...] | None:
    """Elements of a group as patterns, where they are a few, each with a named end, and nothing else."""
    found: list[Pattern] = []
    for element in elements:
        if not isinstance(element, Triples):
            return None
        for ends in _triples(element):
            named = not isinstance(ends[0], Var) or not isinstance(ends[2], Var)
            if not named or not all(isinstance(end, Var | Iri | LiteralNode) for end in ends):
                return None
            start, verb, end = (_position(part, places) for part in ends)
            found.append((start, verb, end))
    return tuple(found) if 0 < len(found) <= _PATTERNS else None


def _position(part: Node, places: dict[int, int]) -> Position:
    if isinstance(part, Iri) and part.start in places:
        return places[part.start]
    return term_of(part) if isinstance(part, Iri | LiteralNode) else None


def writing(columns: Sequence[str], places: Sequence[int]) -> Writing:
    """How to write the answers to a SELECT over one pattern.

    Args:
        columns: the variables, in order.
        places: where each stands in the pattern: 0 the subject, 1 the predicate, 2 the object.
    """
    names = [encode_basestring(name) for name in columns]
    head = f'{{"head":{{"vars":[{",".join(names)}]}},"results":{{"bindings":['
    row = ",".join(f"{name}:%s" for name in names)
    return Writing(head, "{" + row + "}", [attrgetter(_PARTS[place]) for place in places])


@dataclass(frozen=True, slots=True)
class Writing:
    """What the answers to one question have in common; see :func:`writing`."""

    head: str
    row: str
    getters: Sequence[Callable[[pyoxigraph.Quad], object]]

    def document(self, quads: Sequence[pyoxigraph.Quad]) -> bytes | None:
        """A result document.

        Returns:
            None where a term is none of those that every client reads, or longer than is written here.
        """
        try:
            # Column by column: of a few hundred cells that takes half the time.
            cells = [
                [_iri(term) if type(term) is NamedNode else _told(term) for term in map(getter, quads)]
                for getter in self.getters
            ]
        except _Unfit:
            return None
        return f"{self.head}{','.join(map(self.row.__mod__, zip(*cells, strict=True)))}]}}}}".encode()


class _Unfit(Exception):
    """A term that is not written here."""


def _told(term: object) -> str:
    """What is no IRI."""
    if isinstance(term, Literal):
        value, language = term.value, term.language
        if len(value) > _LONGEST_LITERAL:
            raise _Unfit
        text = encode_basestring(value)
        if language is None:
            datatype = term.datatype.value
            if datatype == _STRING:
                return f'{{"type":"literal","value":{text}}}'
            return f'{{"type":"literal","value":{text},"datatype":{encode_basestring(datatype)}}}'
        if term.direction is not None:
            raise _Unfit
        return f'{{"type":"literal","value":{text},"xml:lang":"{language}"}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{encode_basestring(term.value)}}}'
    raise _Unfit


@lru_cache(maxsize=4096)
def _iri(term: NamedNode) -> str:
    return f'{{"type":"uri","value":{encode_basestring(term.value)}}}'
