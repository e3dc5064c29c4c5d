"""The triple patterns of a query that have to match together, and the conditions that stand with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import TypeAlias

from tcgraph.namespaces import application
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Query, Select
from tcgraph.sparql.node import walk

End: TypeAlias = str | s.Iri | s.Literal
"""A variable's name, or a constant."""


@dataclass(frozen=True, slots=True)
class PatternStep:
    """A triple pattern with a fixed property; paths of several are several, with hidden variables between.

    Attributes:
        property: its IRI, with its place in the text.
    """

    subject: End
    property: s.Iri
    object: End


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Patterns that have to match together.

    Attributes:
        steps: those of one group.
        around: those of the groups around it.
        conditions: what FILTER and BIND of the group say.
        required: whether the group has to match for there to be an answer.
        values: what VALUES of the group lists.
        given: variables that something other than a pattern gives values to.
        select: the SELECT whose group it is or is in; None in an ASK, CONSTRUCT or DESCRIBE.
    """

    steps: tuple[PatternStep, ...]
    around: tuple[PatternStep, ...]
    conditions: tuple[s.Expression, ...]
    values: tuple[s.Values, ...]
    required: bool
    given: frozenset[str]
    select: Select | None

    @property
    def all(self) -> tuple[PatternStep, ...]:
        """Its own patterns and those around it."""
        return (*self.steps, *self.around)


def conjunctions(tree: Query) -> Iterator[Conjunction]:
    """Every group of a query, with what stands around it; SERVICE is another's business."""
    if tree.where is not None:
        # Of what has its value from elsewhere patterns do not tell what it is.
        nodes = list(walk(tree))
        given = {node.variable.name for node in nodes if isinstance(node, s.Bind | Alias) and node.variable is not None}
        given |= {variable.name for node in nodes if isinstance(node, s.Values) for variable in node.variables}
        select = tree if isinstance(tree, Select) else None
        yield from _Groups(frozenset(given)).of(tree.where, (), True, select)


class _Groups:
    """The groups of a query.

    Args:
        given: variables that something other than a pattern gives values to.
    """

    def __init__(self, given: frozenset[str]) -> None:
        self._given = given
        self._hidden = count()

    def of(
        self, group: s.Group, around: tuple[PatternStep, ...], required: bool, select: Select | None
    ) -> Iterator[Conjunction]:
        """A group and those in it, each with what stands around it."""
        own: list[PatternStep] = []
        conditions: list[s.Expression] = []
        values: list[s.Values] = []
        inner: list[s.Group] = []
        selects: list[Select] = []
        pending: list[s.Pattern] = list(group.elements)
        while pending:
            match element := pending.pop(0):
                case s.Triples():
                    own += self._steps(element)
                case s.Filter():
                    conditions.append(element.condition)
                    inner += [node.pattern for node in walk(element.condition) if isinstance(node, s.Exists)]
                case s.Bind():
                    conditions.append(element.expression)
                case s.Values():
                    values.append(element)
                case s.Group():
                    pending = [*element.elements, *pending]
                case s.InGraph():
                    pending = [*element.pattern.elements, *pending]
                case s.Union():
                    inner += element.parts
                case s.Optional() | s.Minus() | s.Lateral():
                    inner.append(element.pattern)
                case Select():
                    selects.append(element)
        found = Conjunction(tuple(own), around, tuple(conditions), tuple(values), required, self._given, select)
        yield found
        for pattern in inner:
            yield from self.of(pattern, found.all, False, select)
        for nested in selects:
            yield from self.of(nested.where, (), required, nested)

    def _steps(self, triples: s.Triples) -> Iterator[PatternStep]:
        subject = self._end(triples.subject)
        yield from self._said(subject, triples.predicates)
        if isinstance(triples.subject, s.BlankWith):
            yield from self._said(subject, triples.subject.predicates)

    def _said(self, subject: End, predicates: tuple[s.Predicate, ...]) -> Iterator[PatternStep]:
        for predicate in predicates:
            for value in predicate.objects:
                thing = value.object if isinstance(value, s.Annotated) else value
                end = self._end(thing)
                yield from self._walked(subject, predicate.verb, end)
                if isinstance(thing, s.BlankWith):
                    yield from self._said(end, thing.predicates)

    def _walked(self, start: End, path: s.Var | s.Path, end: End) -> Iterator[PatternStep]:
        match path:
            # A search has the form of a pattern and matches no triple.
            case s.Iri() if path.value != application().search:
                yield PatternStep(start, path, end)
            case s.Inverse():
                yield from self._walked(end, path.path, start)
            case s.Sequence():
                stops = [start, *(f"|{next(self._hidden)}" for _ in path.parts[1:]), end]
                for part, (here, there) in zip(path.parts, pairwise(stops), strict=True):
                    yield from self._walked(here, part, there)
            case _:
                # What repeats or forks may match nothing, or something else.
                return

    def _end(self, node: s.GraphNode) -> End:
        match node:
            case s.Var():
                return node.name
            case s.Iri() | s.Literal():
                return node
            case s.Blank() if node.label:
                return f"|_:{node.label}"
            case s.BlankWith():
                return f"|[{node.start}"
            case _:
                return f"|{next(self._hidden)}"
