"""What has to be there before what may be: patterns moved in front of OPTIONAL, BIND, MINUS and subqueries.

``(A OPTIONAL B) . C`` is ``(A . C) OPTIONAL B`` where C and B have no variable in common but those that A binds in each
solution; likewise of BIND and MINUS. Joins commute.
"""

from __future__ import annotations

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import certain, mentioned, possible
from tcgraph.sparql.planner.join_order import estimate
from tcgraph.sparql.planner.lookup_joins import is_step
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule
from tcgraph.sparql.syntax import Bind, Call, Filter, Group, Minus, Optional, Pattern, Triples

FIRST = Rule(
    "required first",
    "patterns that leave fewer solutions are joined before OPTIONAL, BIND and MINUS are looked at",
    "§18.5 (Join, LeftJoin, Extend, Minus): they commute where they share only variables that are always bound",
)
_FEW = 1.0
"""A pattern is moved that has no more solutions than there are without it."""
_SOME = 10.0
"""Past a BIND also one that has some more: to evaluate an expression again costs little, to join in its order much."""
OTHER_EACH_TIME = frozenset(("RAND", "UUID", "STRUUID", "BNODE"))
"""Functions that give another value each time that they are evaluated."""


def required_first(elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[Pattern, ...]:
    """The elements of a group, those moved ahead that can be and cost nothing there."""
    if not any(isinstance(each, Bind | Optional | Minus | Select) for each in elements):
        return elements
    found: list[Pattern] = []
    for element in elements:
        place = len(found)
        if isinstance(element, Triples):
            place = _earliest(element, found)
            while place < len(found) and isinstance(found[place], Triples | Filter):
                place += 1
            most = _SOME if all(isinstance(each, Bind | Filter) for each in found[place:]) else _FEW
            if place < len(found) and not _is_few(element, found[:place], most, around, planning):
                place = len(found)
        if place < len(found):
            planning.note(FIRST, element)
        found.insert(place, element)
    return tuple(found)


def _earliest(element: Triples, found: list[Pattern]) -> int:
    place = len(found)
    while place and _may_pass(element, found[place - 1], found[: place - 1]):
        place -= 1
    return place


def _may_pass(element: Triples, other: Pattern, before: list[Pattern]) -> bool:
    names = mentioned(element)
    match other:
        case Triples() | Filter():
            return True
        case Bind():
            return (
                other.variable.name not in names
                and mentioned(other.expression) & names <= certain(before)
                and not any(isinstance(each, Call) and each.function in OTHER_EACH_TIME for each in walk(other))
            )
        case Optional() | Minus():
            return mentioned(other) & names <= certain(before)
        case _:
            return is_step(other, frozenset())


def _is_few(element: Triples, before: list[Pattern], most: float, around: GroupContext, planning: PlanningRun) -> bool:
    known = around.bound | certain(before)
    if not before or known.isdisjoint(mentioned(element)):
        return False
    rows = 1.0
    steps = planning.cut(element)
    if steps is None:
        return False
    for step in steps:
        rows *= estimate(step, known, planning.counts)
        known |= mentioned(step)
    return rows <= most


BRACES = Rule(
    "braces taken away",
    "what stands in braces of its own is joined with the patterns beside it as if there were none",
    "§18.2.2.6 and §18.5 (Join, Filter): joins associate, and a filter whose variables are bound commutes with them",
)


def without_braces(elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[Pattern, ...]:
    """The elements of a group with those of groups in it in their place, where that is the same."""
    place = 0
    while place < len(elements):
        element = elements[place]
        others = (*elements[:place], *elements[place + 1 :])
        if isinstance(element, Group) and others and _may_open(element, first=not place, others=others, around=around):
            planning.note(BRACES, element)
            elements = (*elements[:place], *element.elements, *elements[place + 1 :])
        else:
            place += 1
    return elements


def _may_open(group: Group, *, first: bool, others: tuple[Pattern, ...], around: GroupContext) -> bool:
    inside = group.elements
    if not inside or any(isinstance(each, Select) for each in inside):
        return False
    if not all(isinstance(each, Triples | Filter | Group) or (first and _is_in_turn(each)) for each in inside):
        return False
    outside = possible(others) | around.seen | around.bound
    known = certain(inside)
    return all(mentioned(each) & outside <= known for each in inside if not isinstance(each, Triples | Group))


def _is_in_turn(element: Pattern) -> bool:
    return isinstance(element, Bind | Optional | Minus)
