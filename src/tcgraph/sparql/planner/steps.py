"""A basic graph pattern cut into steps that can be joined in any order (SPARQL 1.1 §18.2.2.3 to 18.2.2.5).

``s p a, b ; q c`` is three triple patterns. A blank node of a pattern is a variable that no other part of the query can
name (§4.1.4, §18.2.2.3), and ``a/b`` is two patterns with such a variable between them (§18.2.2.4). What is left whole
(lists, reified triples) makes the pattern one that is not cut.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count

from tcgraph.sparql import syntax as s
from tcgraph.sparql.node import Node


class WholePattern(Exception):
    """A pattern that is left whole."""


class FreshNames:
    """Names of variables that a query does not have."""

    def __init__(self, taken: Collection[str]) -> None:
        self._mark = "_"
        while any(name.startswith(self._mark) for name in taken):
            self._mark += "_"
        self._numbers = count()

    def next(self, what: str) -> s.Var:
        """Another one, with a word that says what it is for."""
        return s.Var(f"{self._mark}{what}{next(self._numbers)}")


class PatternSplitter:
    """Cuts the triples of one group, whose blank nodes are its own.

    Args:
        names: where names of variables come from.
    """

    def __init__(self, names: FreshNames) -> None:
        self._names = names
        self._blanks: dict[str, s.Var] = {}
        self.invented: set[str] = set()

    def cut(self, triples: s.Triples) -> list[s.Triples]:
        """The same as patterns of one triple or path each.

        Raises:
            WholePattern: it holds what is not cut.
        """
        found: list[s.Triples] = []
        subject = self._node(triples.subject, found)
        self._about(subject, triples.predicates, found)
        return found

    def _about(self, subject: s.GraphNode, predicates: tuple[s.Predicate, ...], found: list[s.Triples]) -> None:
        for predicate in predicates:
            for each in predicate.objects:
                after: list[s.Triples] = []
                end = self._node(each, after)
                found += self._linked(subject, predicate.verb, end)
                found += after

    def _node(self, node: Node, found: list[s.Triples]) -> s.Var | s.Iri | s.Literal:
        match node:
            case s.Var() | s.Iri() | s.Literal():
                return node
            case s.Blank() if not node.label:
                return self._fresh()
            case s.Blank():
                if node.label not in self._blanks:
                    self._blanks[node.label] = self._fresh()
                return self._blanks[node.label]
            case s.BlankWith():
                own = self._fresh()
                self._about(own, node.predicates, found)
                return own
            case _:
                raise WholePattern

    def _fresh(self) -> s.Var:
        made = self._names.next("node")
        self.invented.add(made.name)
        return made

    def _linked(self, start: s.GraphNode, verb: s.Var | s.Path, end: s.GraphNode) -> Iterator[s.Triples]:
        match verb:
            case s.Sequence() if not may_be_empty(verb.parts[0]):
                *others, last = verb.parts
                for part in others:
                    between = self._fresh()
                    yield from self._linked(start, part, between)
                    start = between
                yield from self._linked(start, last, end)
            case s.Inverse() if not isinstance(end, s.Literal):
                yield from self._linked(end, verb.path, start)
            case _:
                yield s.Triples(start, (s.Predicate(verb, (end,)),))


def may_be_empty(path: s.Var | s.Path) -> bool:
    """Whether a path may have no steps (§9.1)."""
    match path:
        case s.RepeatedPath():
            return path.sign != "+" or may_be_empty(path.path)
        case s.Inverse():
            return may_be_empty(path.path)
        case s.Sequence():
            return all(map(may_be_empty, path.parts))
        case s.Var() | s.Iri():
            return False
        case _:
            return any(map(may_be_empty, getattr(path, "parts", ())))
