"""Which triples can make a node fail a shape by coming, and which can only mend it.

Violations of most constraints need triples (a second value, a wrong one, a solution of a query); others need that one
is missing (``sh:minCount``, ``sh:class``, ``NOT EXISTS``). Where nothing was wrong, and triples only came, as what is
inferred comes to what is stated, shapes that only miss triples need not be asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from typing import Final

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import NamedNode, Quad, Term, Triple
from tcgraph.shacl import model
from tcgraph.shacl.focus import SHAPE
from tcgraph.shacl.names import SUBCLASS_OF, TYPE
from tcgraph.shacl.paths import Path
from tcgraph.shacl.sparql_checks import constraint_query
from tcgraph.shacl.validation_run import ValidationRun
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, children, walk
from tcgraph.sparql.planner.steps import may_be_empty
from tcgraph.sparql.variable_scope import has_aggregate

Kind = tuple[NamedNode | None, NamedNode | None]
"""The property of a triple, and with ``rdf:type`` the class; None for any."""

Changed = Mapping[NamedNode, Set[Term]]
"""The properties of triples that changed, with ``rdf:type`` the classes."""

Known = frozenset[str]
"""The variables that some other pattern gives values to."""

ANY: Final[Kind] = (None, None)
_EITHER: Final = (True, False)
_FOCUS: Final[Known] = frozenset(("this",))


@lru_cache(maxsize=1024)
def failing_by_more(shape: model.Shape) -> frozenset[Kind]:
    """The kinds of triples one of which has to come where a target that conformed to a shape fails it now.

    Args:
        shape: the shape, with its targets.
    """
    return frozenset((*_of_targets(shape), *_of_shape(shape, fails=True)))


def reads_of(shape: model.Shape | None, conditions: Iterable[model.Shape], pattern: Select | None) -> frozenset[Kind]:
    """The kinds of triples without a change of which the same comes of a rule once more.

    Args:
        shape: whose targets it is for; None for a rule that is about no node.
        conditions: shapes that a target must conform to.
        pattern: what it looks for; None where it states what needs no look at the data.
    """
    found = set() if shape is None else set(_of_targets(shape))
    for sign in _EITHER:
        for condition in conditions:
            found.update(_of_shape(condition, fails=sign))
        if pattern is not None:
            found.update(_Solutions(pattern).by_more(found=sign))
    return frozenset(found)


def kinds_of(changes: Iterable[Quad | Triple]) -> Changed:
    """The properties of changed triples; what comes under another class may be an instance of more."""
    found: defaultdict[NamedNode, set[Term]] = defaultdict(set)
    for change in changes:
        ends = found[change.predicate]
        if change.predicate == TYPE:
            ends.add(change.object)
        elif change.predicate == SUBCLASS_OF:
            found[TYPE].add(change.object)
    return found


def kinds_in(engine: Engine, graph: NamedNode) -> Changed:
    """The same of all triples of a graph."""
    end = f"IF(?p IN ({TYPE}, {SUBCLASS_OF}), ?any, ?p)"
    rows = engine.select(f"SELECT DISTINCT ?p ?o {{ GRAPH {graph} {{ ?s ?p ?any }} BIND({end} AS ?o) }}")
    return kinds_of(
        Triple(graph, name, value) for name, value in rows if isinstance(name, NamedNode) and value is not None
    )


def are_read(run: ValidationRun, read: Iterable[Kind], changed: Changed) -> bool:
    """Whether something of what changed is among the kinds that are read."""
    for predicate, wanted in read:
        if predicate is None:
            return bool(changed)
        if predicate in changed and (wanted is None or not changed[predicate].isdisjoint(run.subclasses(wanted))):
            return True
    return False


def _of_targets(shape: model.Shape) -> Iterator[Kind]:
    """The kinds of triples that decide which nodes are a shape's targets."""
    yield SHAPE, None
    for target in shape.targets:
        if target.kind == "class":
            yield TYPE, target.term if isinstance(target.term, NamedNode) else None
        elif target.kind in ("subjects-of", "objects-of") and isinstance(target.term, NamedNode):
            yield target.term, None
        elif target.kind != "node":
            yield ANY


def _of_shape(shape: model.Shape, *, fails: bool) -> Iterator[Kind]:
    """The kinds of triples that can, by coming, make a node fail a shape, or conform to it where it failed."""
    if shape.cycle is not None:
        yield ANY
        return
    for constraint in shape.constraints:
        yield from _of_constraint(shape, constraint, fails=fails)


def _of_constraint(shape: model.Shape, constraint: model.Constraint, *, fails: bool) -> Iterator[Kind]:
    values = () if shape.path is None else _of_path(shape.path)
    match constraint:
        case model.CountTest(name="minCount") | model.HasValue():
            yield from () if fails else values
        case model.ValueTest(name="class"):
            yield from values if fails else ((TYPE, None), (SUBCLASS_OF, None))
        case model.ValueTest(name="rootClass"):
            yield from (*values, (SUBCLASS_OF, None))
        case model.ValueTest() | model.CountTest() | model.UniqueLanguage():
            yield from values if fails else ()
        case model.PairTest(name="equals"):
            yield from (*values, *_of_path(constraint.other))
        case model.PairTest(name="subsetOf"):
            yield from values if fails else _of_path(constraint.other)
        case model.PairTest():
            yield from (*values, *_of_path(constraint.other)) if fails else ()
        case model.Nested():
            yield from values if fails or constraint.name == "xone" else ()
            for sign in _EITHER if constraint.name == "xone" else (fails is not (constraint.name == "not"),):
                for part in constraint.shapes:
                    yield from _of_shape(part, fails=sign)
        case model.Qualified():
            yield from values
            for sign in _EITHER:
                for part in (constraint.shape, *constraint.siblings):
                    yield from _of_shape(part, fails=sign)
        case model.SparqlConstraint():
            yield from _of_query(shape, constraint, fails=fails)
        case _:
            yield ANY


def _of_path(path: Path) -> tuple[Kind, ...]:
    return tuple((predicate, None) for predicate in path.predicates())


def _of_query(shape: model.Shape, constraint: model.SparqlConstraint, *, fails: bool) -> Iterator[Kind]:
    try:
        query = constraint_query(shape, constraint, None)
    except BrokenInput:
        yield ANY
        return
    yield from _Solutions(query.tree).by_more(found=fails)


class _Solutions:
    """The patterns of a query, by whether a triple that matches one can bring a solution or take one away.

    Args:
        tree: the query, with what is bound beforehand in its place.
    """

    def __init__(self, tree: Select) -> None:
        self._tree = tree

    def by_more(self, *, found: bool) -> Iterator[Kind]:
        """The kinds of triples that can, by coming, bring a solution, or else take one away."""
        # A group has a row as soon as there is a solution in it: what is counted tells the same of any number.
        modifiers = self._tree.modifiers
        counted = any(map(has_aggregate, self._tree.columns)) and not modifiers.group_by
        yield from self._select(self._tree, found, counted=counted or bool(modifiers.having))

    def _select(self, select: Select, sign: bool, known: Known = _FOCUS, *, counted: bool) -> Iterator[Kind]:
        modifiers = select.modifiers
        if counted or modifiers.limit is not None or modifiers.offset is not None:
            yield from self._both(select.where, known)
        else:
            yield from self._group(select.where, sign, known)
        for part in (*select.columns, *modifiers.group_by, *modifiers.having, *modifiers.order_by):
            yield from self._aside(part, known)

    def _group(self, group: s.Group, sign: bool, known: Known) -> Iterator[Kind]:
        known = known.union(*(map(_said, group.elements)))
        for element in group.elements:
            yield from self._element(element, sign, known)

    def _element(self, element: Node, sign: bool, known: Known) -> Iterator[Kind]:
        match element:
            case s.Triples():
                yield from _of_triples(element, known) if sign else ()
            case s.Filter(condition=condition):
                yield from self._expression(condition, sign, known)
            case s.Bind(expression=expression):
                yield from self._aside(expression, known)
            case s.Values():
                pass
            case s.Group():
                yield from self._group(element, sign, known)
            case s.InGraph(pattern=pattern):
                yield from self._group(pattern, sign, known)
            case s.Union(parts=parts):
                for part in parts:
                    yield from self._group(part, sign, known)
            case s.Optional(pattern=pattern):
                yield from self._both(pattern, known)
            case s.Minus(pattern=pattern):
                yield from self._group(pattern, not sign, known)
            case Select():
                counted = bool(element.modifiers.group_by) or any(map(has_aggregate, element.columns))
                yield from self._select(element, sign, counted=counted)
            case _:
                yield ANY

    def _expression(self, expression: Node, sign: bool, known: Known) -> Iterator[Kind]:
        match expression:
            case s.Exists(pattern=pattern, negated=negated):
                yield from self._group(pattern, sign is not negated, known)
            case s.Unary(operator="!", operand=operand):
                yield from self._expression(operand, not sign, known)
            case s.Infix(operators=operators, operands=operands) if {"&&", "||"}.issuperset(operators):
                for operand in operands:
                    yield from self._expression(operand, sign, known)
            case _:
                yield from self._aside(expression, known)

    def _aside(self, expression: Node, known: Known) -> Iterator[Kind]:
        """What an expression depends on that is more than its variables."""
        for node in walk(expression, lambda each: not isinstance(each, s.Exists)):
            if isinstance(node, s.Exists):
                yield from self._both(node.pattern, known)
            elif isinstance(node, s.Call) and _gives_another(node.function):
                yield ANY

    def _both(self, group: s.Group, known: Known) -> Iterator[Kind]:
        for sign in _EITHER:
            yield from self._group(group, sign, known)


def _gives_another(function: str | s.Iri) -> bool:
    """Whether a function may give something else each time: one of the shapes may ask the data."""
    if isinstance(function, s.Iri):
        return s.XSD not in function.value
    return function.upper() in ("RAND", "UUID", "STRUUID", "NOW")


def _of_triples(triples: s.Triples, known: Known) -> Iterator[Kind]:
    for predicate in triples.predicates:
        for end in predicate.objects:
            ends = (triples.subject, end)
            simple = all(isinstance(node, s.Var | s.Iri | s.Literal) for node in ends)
            # A path of no steps leads from any node there is to itself, unless something else says from which.
            free = all(isinstance(node, s.Var) and node.name not in known for node in ends)
            if not simple or isinstance(predicate.verb, s.Var) or (free and may_be_empty(predicate.verb)):
                yield ANY
                continue
            kind = NamedNode(end.value) if isinstance(end, s.Iri) and _is_type(predicate.verb) else None
            yield from ((name, kind) for name in _names(predicate.verb))


def _said(element: Node) -> Known:
    """The variables that the triples of a group give values to, by paths that take a step."""
    if not isinstance(element, s.Triples):
        return frozenset()
    steps = [each for each in element.predicates if not may_be_empty(each.verb)]
    ends = [element.subject, *(end for each in steps for end in each.objects)] if steps else []
    return frozenset(node.name for node in ends if isinstance(node, s.Var))


def _is_type(verb: Node) -> bool:
    return isinstance(verb, s.Iri) and verb.value == TYPE.value


def _names(path: Node) -> Iterator[NamedNode | None]:
    """The properties in a path; None for any."""
    if isinstance(path, s.Iri):
        yield NamedNode(path.value)
    elif isinstance(path, s.Negated):
        yield None
    else:
        for part in children(path):
            yield from _names(part)
