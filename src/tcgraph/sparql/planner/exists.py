"""What the rules about FILTER [NOT] EXISTS share: which filters are one, and what stands for them.

EXISTS whose answer depends on how the engine goes about it: a query that has one is left in the words that it has.

The engine may look a group up with the values of what stands beside it, and an EXISTS in it then sees variables that
are out of its scope (SPARQL 1.1 §18.2.1, §18.6). It gives the values of what is outside an EXISTS to both sides of a
MINUS in it, which then share something where by §18.5 (Minus) they share nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, children, walk
from tcgraph.sparql.planner.bindings import NONE, Names, certain, mentioned, possible
from tcgraph.sparql.planner.join_order import JoinOrder, best_order
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun
from tcgraph.sparql.syntax import (
    XSD,
    Bind,
    Exists,
    Filter,
    Group,
    Iri,
    Literal,
    Minus,
    Optional,
    Pattern,
    Triples,
    Unary,
)

InPlace = Callable[[Exists, tuple[Pattern, ...], GroupContext, PlanningRun], list[Pattern]]
"""What stands for an EXISTS among the other elements of its group; nothing where it stays."""

TRUE, FALSE = (Literal(word, Iri(XSD + "boolean")) for word in ("true", "false"))
DEAR: Final = 20_000.0
"""So many look-ups the way as it was asked has to take before another one is thought of."""


def replaced(
    elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun, in_place: InPlace
) -> tuple[Pattern, ...]:
    """A group's elements with each FILTER [NOT] EXISTS in other words, where a rule has any.

    They stand last, where all that is shared has its value: a filter is of the whole group, wherever it stands
    (SPARQL 1.1 §18.2.2.2).
    """
    if around.inside_exists or around.in_graph:
        return elements
    kept: list[Pattern] = []
    added: list[Pattern] = []
    for element in elements:
        exists, new = asked(element), list[Pattern]()
        if exists is not None:
            new = in_place(exists, tuple(each for each in elements if each is not element), around, planning)
        kept += [] if new else [element]
        added += new
    return (*kept, *added) if added else elements


def asked(element: Pattern) -> Exists | None:
    """The EXISTS of a filter that is one, ``!EXISTS`` being NOT EXISTS."""
    if not isinstance(element, Filter):
        return None
    condition = element.condition
    turned = False
    while isinstance(condition, Unary) and condition.operator == "!":
        condition, turned = condition.operand, not turned
    if not isinstance(condition, Exists):
        return None
    return Exists(condition.pattern, condition.negated != turned, start=condition.start, end=condition.end)


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs to find what an EXISTS asks for.

    Attributes:
        looked_up: for one solution around it.
        outside: those solutions.
        alone: all at once.
    """

    looked_up: JoinOrder
    outside: JoinOrder
    alone: JoinOrder


def costs(
    inside: tuple[Pattern, ...], others: tuple[Pattern, ...], shared: Names, around: GroupContext, planning: PlanningRun
) -> Costs | None:
    """The costs of a pattern that shares some variables with others; None where nobody can tell."""
    looked_up = solutions(inside, around.bound | shared, planning)
    outside, alone = solutions(others, around.bound, planning), solutions(inside, frozenset(), planning)
    if looked_up is None or outside is None or alone is None:
        return None
    return Costs(looked_up, outside, alone)


def solutions(elements: tuple[Pattern, ...], bound: Names, planning: PlanningRun) -> JoinOrder | None:
    """What it costs to join patterns, and how many solutions they have; None where nobody can tell."""
    steps: list[Node] = []
    for each in elements:
        if isinstance(each, Triples):
            parts = planning.cut(each)
            if parts is None:
                return None
            steps += parts
        elif not isinstance(each, Filter | Minus | Optional):
            steps.append(each)
    return best_order(steps, bound, planning.counts) if steps else JoinOrder((), 1.0, 1.0, 1.0)


def leaks(root: Node) -> bool:
    """Whether some EXISTS below names a variable that is near and out of its scope."""
    return _in(root, NONE, NONE)


def _in(node: Node, seen: Names, near: Names) -> bool:
    match node:
        case Group():
            return _in_group(node, seen, near)
        case Select():
            return any(_in(child, NONE if child is node.where else possible((node.where,)), near | seen)
                       for child in children(node))  # fmt: skip
        case Exists():
            if not (mentioned(node) - seen).isdisjoint(near):
                return True
            return _has_loose_minus(node) or _in(node.pattern, seen, near)
        case _:
            return any(_in(child, seen, near) for child in children(node))


def _has_loose_minus(exists: Exists) -> bool:
    """Whether a MINUS in it shares nothing with what it is taken from, and in the engine all that is outside."""
    groups = (node for node in walk(exists) if isinstance(node, Group))
    return any(
        isinstance(element, Minus) and not certain(group.elements[:place]) & certain((element.pattern,))
        for group in groups
        for place, element in enumerate(group.elements)
    )


def _in_group(group: Group, seen: Names, near: Names) -> bool:
    own = possible(group.elements)
    around = near | seen | own
    for place, element in enumerate(group.elements):
        if isinstance(element, Filter):
            found = _in(element, own | seen, around)
        elif isinstance(element, Bind):
            found = _in(element, possible(group.elements[:place]) | seen, around)
        elif isinstance(element, Optional):
            found = _in(element, own | seen, around)
        else:
            found = _in(element, NONE, around)
        if found:
            return True
    return False
