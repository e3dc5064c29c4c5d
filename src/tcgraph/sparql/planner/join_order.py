"""In which order to join, by how many solutions each step leaves: joins commute and associate (SPARQL 1.1 §18.5, Join).

A step is looked up once for each solution so far. The cost of an order is the number of look-ups and of what they find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.planner.bindings import NONE, Names, certain, mentioned
from tcgraph.sparql.planner.rule import Counts
from tcgraph.sparql.planner.steps import may_be_empty
from tcgraph.sparql.variable_scope import columns

_CLOSURE = 10.0
"""How many nodes a path of any length is taken to reach from one."""

_ESTIMATED = (s.Triples, s.Values, s.Union, s.Group, s.InGraph, Select)
"""What of a group is taken to say how many solutions it has."""

_TRIED = 2
"""So many steps are tried as the first."""


@dataclass(frozen=True, slots=True)
class JoinOrder:
    """Steps in order.

    Attributes:
        steps: all of them.
        rows: how many solutions they have, about.
        cost: look-ups, and what they find.
        any: what it costs to tell whether there is a solution: of its last step no more than one is found each time.
    """

    steps: tuple[Node, ...]
    rows: float
    cost: float
    any: float


def best_order(
    steps: Sequence[Node], bound: Names, counts: Counts, earlier: Names = NONE, filtered: Names = NONE
) -> JoinOrder | None:
    """The order that costs least among those that begin with one of a few small steps.

    Args:
        steps: single triple patterns, VALUES, and groups that can be evaluated with bindings.
        bound: the variables that have values before.
        counts: who counts.
        earlier: variables of the same group that patterns before these may bind.
        filtered: variables that filters ask about: of two steps that find as much, theirs comes first.

    Returns:
        None where no order is certain to be equal.
    """
    joining = _Joining(steps, counts, filtered)
    everywhere = list(range(len(steps)))
    firsts = sorted(everywhere, key=lambda place: (joining.found(place, bound), place))
    linked = [place for place in firsts if not bound.isdisjoint(joining.names[place])]
    tried = dict.fromkeys((*linked[:_TRIED], *firsts[:_TRIED]))
    orders = [joining.greedy(first, bound) for first in tried]
    allowed = [order for order in orders if _is_allowed(order.steps, earlier)]
    return min(allowed, key=lambda order: order.cost) if allowed else None


def _is_allowed(steps: Sequence[Node], earlier: Names) -> bool:
    return all(
        not isinstance(step, s.Triples) or may_follow(step, steps[:place], earlier) for place, step in enumerate(steps)
    )


class _Joining:
    """Steps being put in order, what each finds with what is bound looked up once."""

    def __init__(self, steps: Sequence[Node], counts: Counts, filtered: Names = NONE) -> None:
        self._steps = steps
        self._filtered = filtered
        self._counts = counts
        self.names = [mentioned(step) for step in steps]
        self._found: dict[tuple[int, Names], float] = {}

    def found(self, place: int, bound: Names) -> float:
        """How many solutions a step has for each solution so far."""
        key = (place, bound & self.names[place])
        if key not in self._found:
            self._found[key] = estimate(self._steps[place], key[1], self._counts)
        return self._found[key]

    def greedy(self, first: int, bound: Names) -> JoinOrder:
        """An order that takes next what finds least, of what is linked to what is there."""
        left = [place for place in range(len(self._steps)) if place != first]
        chosen, known = [first], bound | self.names[first]
        while left:
            ranked = sorted(left, key=lambda place: self._rank(place, known))
            before = [self._steps[place] for place in chosen]
            each = next((place for place in ranked if _fits(self._steps[place], before)), ranked[0])
            left.remove(each)
            chosen.append(each)
            known |= self.names[each]
        return self.costed(chosen, bound)

    def _rank(self, place: int, known: Names) -> tuple[bool, float, bool, int]:
        found = self.found(place, known)
        # A guess is no reason to put off what a filter waits for.
        few = 1.0 if found <= 1 else found
        return self._is_apart(place, known), few, not (self.names[place] - known) & self._filtered, place

    def _is_apart(self, place: int, known: Names) -> bool:
        return bool(self.names[place]) and known.isdisjoint(self.names[place])

    def costed(self, places: Sequence[int], bound: Names) -> JoinOrder:
        """What it costs to take steps as they stand here."""
        rows, cost, any_, known = 1.0, 0.0, 0.0, bound
        for place in places:
            found = rows * self.found(place, known)
            any_ = cost + rows + min(rows, found)
            cost += rows + found
            rows = found
            known |= self.names[place]
        return JoinOrder(tuple(self._steps[place] for place in places), rows, cost, any_)


def _fits(step: Node, before: Sequence[Node]) -> bool:
    return not isinstance(step, s.Triples) or may_follow(step, before)


def costed(steps: Sequence[Node], bound: Names, counts: Counts) -> JoinOrder:
    """What an order costs."""
    return _Joining(steps, counts).costed(range(len(steps)), bound)


def may_follow(step: s.Triples, before: Sequence[Node], earlier: Names = NONE) -> bool:
    """Whether a path may be looked up with what steps before it bind.

    A path of no steps joins each node of the graph with itself, and a term that is no node of it with nothing, unless
    the term stands in the path itself (§18.4): so that the variable at its end has to be a node by then.
    """
    ((verb, end),) = ((each.verb, each.objects[0]) for each in step.predicates)
    if not may_be_empty(verb):
        return True
    bound = earlier.union(*map(mentioned, before))
    ends = {each.name for each in (step.subject, end) if isinstance(each, s.Var)} & bound
    return ends <= _nodes(before)


def _nodes(steps: Sequence[Node]) -> set[str]:
    found: set[str] = set()
    for step in steps:
        if isinstance(step, s.Triples) and isinstance(step.predicates[0].verb, s.Iri | s.Var):
            found |= {each.name for each in (step.subject, step.predicates[0].objects[0]) if isinstance(each, s.Var)}
    return found


def estimate(step: Node, bound: Names, counts: Counts) -> float:
    """About how many solutions a step has for each solution that binds some variables."""
    match step:
        case s.Triples():
            predicate = step.predicates[0]
            end = predicate.objects[0]
            return _triple(step.subject, predicate.verb, end, bound, counts)  # type: ignore[arg-type]
        case s.Values():
            rows = float(len(step.rows))
            return min(rows, 1.0) if certain((step,)) & bound else rows
        case s.Union():
            return sum(estimate(part, bound, counts) for part in step.parts)
        case s.InGraph():
            return estimate(step.pattern, bound, counts)
        case s.Group():
            inside = [each for each in step.elements if isinstance(each, _ESTIMATED)]
            return min((estimate(each, bound, counts) for each in inside), default=1.0)
        case Select():
            return estimate(step.where, bound & set(columns(step)), counts)
        case _:
            return 1.0


def _triple(start: s.GraphNode, verb: s.Var | s.Path, end: s.GraphNode, bound: Names, counts: Counts) -> float:
    match verb:
        case s.Var() | s.Iri():
            return _simple(start, verb, end, bound, counts)
        case s.Inverse():
            return _triple(end, verb.path, start, bound, counts)
        case s.Alternative():
            return sum(_triple(start, part, end, bound, counts) for part in verb.parts)
        case s.RepeatedPath() if _has_value(start, bound) and _has_value(end, bound):
            return 0.5
        case s.RepeatedPath():
            one = _triple(start, verb.path, end, bound, counts)
            return max(1.0, one) * _CLOSURE if _has_value(start, bound) or _has_value(end, bound) else 1e9
        case _:
            return _simple(start, s.Var(""), end, bound, counts) * _CLOSURE


def _has_value(node: s.GraphNode, bound: Names) -> bool:
    return isinstance(node, s.Iri | s.Literal) or (isinstance(node, s.Var) and node.name in bound)


def _simple(start: s.GraphNode, verb: s.Var | s.Iri, end: s.GraphNode, bound: Names, counts: Counts) -> float:
    subject = start if isinstance(start, s.Iri) else None
    object = end if isinstance(end, s.Iri | s.Literal) else None
    sample = counts.sample(subject, verb if isinstance(verb, s.Iri) else None, object)
    rows = sample.rows
    if isinstance(start, s.Var) and start.name in bound:
        rows /= max(1.0, sample.subjects)
    if isinstance(end, s.Var) and end.name in bound:
        rows /= max(1.0, sample.objects)
        if isinstance(start, s.Var) and start.name in bound:
            rows = min(rows, 1.0)
    return rows


def engine_order(steps: Sequence[Node], bound: Names, counts: Counts) -> JoinOrder:
    """The order in which the engine joins by itself, which knows no counts, and what it costs."""
    left, known = list(steps), bound
    chosen: list[Node] = []
    while left:
        linked = [step for step in left if not known.isdisjoint(mentioned(step))] if chosen else []
        each = min(linked or left, key=lambda step: _guess(step, known))
        left.remove(each)
        chosen.append(each)
        known |= mentioned(each)
    return costed(chosen, bound, counts)


_GUESSES = {
    (True, True, True): 1.0,
    (True, True, False): 10.0,
    (True, False, True): 2.0,
    (False, True, True): 1_000.0,
    (True, False, False): 100.0,
    (False, True, False): 1e6,
    (False, False, True): 10_000.0,
    (False, False, False): 1e9,
}


def _guess(step: Node, bound: Names) -> float:
    if not isinstance(step, s.Triples):
        triples = [each for each in walk(step) if isinstance(each, s.Triples)]
        return sum(
            (_guess(each, bound) for each in triples), float(len(step.rows)) if isinstance(step, s.Values) else 0.0
        )
    ((verb, end),) = ((each.verb, each.objects[0]) for each in step.predicates[:1])
    named = isinstance(verb, s.Iri) or _has_value(verb, bound) if isinstance(verb, s.Iri | s.Var) else True
    size = _GUESSES[_has_value(step.subject, bound), named, _has_value(end, bound)]  # type: ignore[arg-type]
    if isinstance(verb, s.Iri) and verb.value == s.RDF + "type":
        size += 1
    return size * (1_000 if isinstance(verb, s.RepeatedPath) else 1)
