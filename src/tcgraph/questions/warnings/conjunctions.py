"""The triple patterns of a query that have to match together, and the conditions that stand with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise

from tcgraph.namespaces import application
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Query, Select
from tcgraph.sparql.node import Node, walk


@dataclass(frozen=True, slots=True)
class PatternStep:
    """A triple pattern with a fixed property; paths of several are several, with hidden variables between.

    Attributes:
        subject: a variable's name, or a constant.
        property: its IRI, with its place in the text.
        object: as the subject.
    """

    subject: str | s.Iri | s.Literal
    property: s.Iri
    object: str | s.Iri | s.Literal


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
        given = frozenset(_given(tree))
        yield from _of(tree.where, (), True, given, tree if isinstance(tree, Select) else None, count())


def _given(tree: Node) -> Iterator[str]:
    """Variables with values from elsewhere, of which patterns do not tell what they are."""
    for node in walk(tree):
        if isinstance(node, s.Bind):
            yield node.variable.name
        elif isinstance(node, s.Values):
            yield from (variable.name for variable in node.variables)
        elif isinstance(node, Alias) and node.variable is not None:
            yield node.variable.name


def _of(
    group: s.Group,
    around: tuple[PatternStep, ...],
    required: bool,
    given: frozenset[str],
    select: Select | None,
    hidden: Iterator[int],
) -> Iterator[Conjunction]:
    own: list[PatternStep] = []
    conditions: list[s.Expression] = []
    values: list[s.Values] = []
    inner: list[tuple[s.Group, bool]] = []
    selects: list[Select] = []
    pending: list[tuple[s.Pattern, bool]] = [(element, required) for element in group.elements]
    while pending:
        element, needed = pending.pop(0)
        match element:
            case s.Triples():
                own += _steps(element, hidden)
            case s.Filter():
                conditions.append(element.condition)
                inner += [(node.pattern, False) for node in walk(element.condition) if isinstance(node, s.Exists)]
            case s.Bind():
                conditions.append(element.expression)
            case s.Values():
                values.append(element)
            case s.Group() | s.InGraph():
                nested = element.pattern if isinstance(element, s.InGraph) else element
                pending = [(each, needed) for each in nested.elements] + pending
            case s.Union():
                inner += [(part, False) for part in element.parts]
            case s.Optional() | s.Minus() | s.Lateral():
                inner.append((element.pattern, False))
            case Select():
                selects.append(element)
            case _:
                pass
    found = Conjunction(tuple(own), around, tuple(conditions), tuple(values), required, given, select)
    yield found
    for pattern, needed in inner:
        yield from _of(pattern, found.all, needed, given, select, hidden)
    for nested_select in selects:
        yield from _of(nested_select.where, (), required, given, nested_select, hidden)


def _steps(triples: s.Triples, hidden: Iterator[int]) -> Iterator[PatternStep]:
    yield from _said(_end(triples.subject, hidden), triples.predicates, hidden)
    if isinstance(triples.subject, s.BlankWith):
        yield from _said(_end(triples.subject, hidden), triples.subject.predicates, hidden)


def _said(
    subject: str | s.Iri | s.Literal, predicates: tuple[s.Predicate, ...], hidden: Iterator[int]
) -> Iterator[PatternStep]:
    for predicate in predicates:
        for value in predicate.objects:
            thing = value.object if isinstance(value, s.Annotated) else value
            end = _end(thing, hidden)
            yield from _walked(subject, predicate.verb, end, hidden)
            if isinstance(thing, s.BlankWith):
                yield from _said(end, thing.predicates, hidden)


def _walked(
    start: str | s.Iri | s.Literal, path: s.Var | s.Path, end: str | s.Iri | s.Literal, hidden: Iterator[int]
) -> Iterator[PatternStep]:
    match path:
        # A search has the form of a pattern and matches no triple.
        case s.Iri() if path.value != application().search:
            yield PatternStep(start, path, end)
        case s.Inverse():
            yield from _walked(end, path.path, start, hidden)
        case s.Sequence():
            stops = [start, *(f"|{next(hidden)}" for _ in path.parts[1:]), end]
            for part, (here, there) in zip(path.parts, pairwise(stops), strict=True):
                yield from _walked(here, part, there, hidden)
        case _:
            # What repeats or forks may match nothing, or something else.
            return


def _end(node: s.GraphNode, hidden: Iterator[int]) -> str | s.Iri | s.Literal:
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
            return f"|{next(hidden)}"
