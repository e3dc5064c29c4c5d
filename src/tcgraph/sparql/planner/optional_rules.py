"""OPTIONAL without whose values a filter fails, which therefore has to match: a join in other words.

``A OPTIONAL { B } FILTER(?x = 1)`` with ``?x`` from B alone keeps no solution that B has no partner for: there ``?x``
has no value, to compare it is an error, and an error is not true. What is left of the LeftJoin is the join, with the
filters of B, which see both of its sides, as filters of the whole.

OPTIONAL of which only what it does not find is kept: NOT EXISTS in other words.

``OPTIONAL { P FILTER(F) } FILTER(!BOUND(?x))`` keeps each solution that no solution of P is compatible with so that F
holds, once, where P binds ``?x`` in each of its solutions and nothing else of the query names what P alone binds. So
does ``FILTER NOT EXISTS { P FILTER(F) }``, where what both sides name has a value before the OPTIONAL and in P. It is
put so only where that leads to a wording that costs less than either.

MINUS looked up where few solutions stand before it, and OPTIONAL found once where many do.

A portable pattern P that shares with what stands before it a variable that both bind in each solution: ``MINUS { P }``
removes what ``FILTER NOT EXISTS { P }`` does (§8.3.3: their difference is where nothing is shared, and in filters that
see what is outside, which P has not). ``OPTIONAL { P }`` is ``OPTIONAL { SELECT … { P } }`` where no filter of P sees
what is outside.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import Names, certain, is_portable, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, replaced, solutions
from tcgraph.sparql.planner.exists_extremes import conjuncts, latest
from tcgraph.sparql.planner.join_order import estimate
from tcgraph.sparql.planner.lookup_joins import is_step
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule
from tcgraph.sparql.syntax import (
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    In,
    Infix,
    Minus,
    Optional,
    Pattern,
    Triples,
    Unary,
    Var,
)

REQUIRED = Rule(
    "OPTIONAL that has to match",
    "an OPTIONAL without whose values a filter fails is joined",
    "§17.2 and §18.5 (LeftJoin, Filter): what has no value is an error to compare, and an error is not true",
)
_LENIENT = frozenset(("BOUND", "COALESCE", "IF"))
"""Functions that may have a value where an argument has none."""
_EITHER = frozenset(("&&", "||"))


def required(elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[Pattern, ...]:
    """The elements of a group with those of such an OPTIONAL in its place."""
    for place, element in enumerate(elements):
        if isinstance(element, Optional) and _has_to_match(element, place, elements, around):
            planning.note(REQUIRED, element)
            spread = (*elements[:place], *element.pattern.elements, *elements[place + 1 :])
            return required(spread, around, planning)
    return elements


def _has_to_match(optional: Optional, place: int, elements: tuple[Pattern, ...], around: GroupContext) -> bool:
    inside, after = optional.pattern.elements, elements[place + 1 :]
    if not all(isinstance(each, Triples | Filter) for each in inside):
        return False
    known = certain((*elements[:place], *inside))
    if not all(mentioned(each) & possible(after) <= known for each in inside if isinstance(each, Filter)):
        return False
    elsewhere = possible((*elements[:place], *after)) | around.seen | around.bound
    own = possible(inside) - elsewhere
    asked = [part for each in elements if isinstance(each, Filter) for part in conjuncts(each.condition)]
    return any(_fails_without(part, name) for part in asked for name in mentioned(part) & own)


def _fails_without(condition: Expression, name: str) -> bool:
    """Whether a condition is not true where a variable has no value."""
    match condition:
        case Call(function="BOUND", arguments=(Var() as variable,)):
            return variable.name == name
        case In(negated=True, choices=()):
            return False
        case In():
            return _is_error(condition.operand, name)
        case _:
            return _is_error(condition, name)


def _is_error(expression: Expression, name: str) -> bool:
    """Whether an expression has no value where a variable has none."""
    match expression:
        case Var():
            return expression.name == name
        case Unary():
            return _is_error(expression.operand, name)
        case Infix() if not _EITHER & set(expression.operators):
            return any(_is_error(each, name) for each in expression.operands)
        case Call() if isinstance(expression.function, str) and expression.function not in _LENIENT:
            return any(_is_error(each, name) for each in expression.arguments)
    return False


LEFT_UNBOUND = Rule(
    "OPTIONAL left unbound",
    "an OPTIONAL of which only what it does not find is kept is read as NOT EXISTS",
    "§18.5 (LeftJoin) and §18.6 (exists): what has no partner is kept as it is, once",
)


def left_unbound(elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[Pattern, ...]:
    """The elements of a group, an OPTIONAL of that kind in the words of :func:`latest`."""
    for asked in elements:
        name = _unbound(asked)
        place = next((n for n, each in enumerate(elements) if name and _binds(each, name)), None)
        if name is None or place is None:
            continue
        optional = elements[place]
        assert isinstance(optional, Optional)
        if not _is_apart(optional, asked, elements, place, around, planning):
            continue
        exists = Exists(optional.pattern, negated=True, start=optional.start, end=optional.end)
        words = tuple(Filter(exists) if each is optional else each for each in elements if each is not asked)
        better = replaced(words, around, planning, latest)
        if better != words:
            planning.note(LEFT_UNBOUND, optional)
            return better
    return elements


def _unbound(element: Pattern) -> str | None:
    match element:
        case Filter(Unary("!", Call("BOUND", (Var(name),)))):
            return name
    return None


def _binds(element: Pattern, name: str) -> bool:
    return isinstance(element, Optional) and name in certain(element.pattern.elements)


def _is_apart(
    optional: Optional,
    asked: Pattern,
    elements: tuple[Pattern, ...],
    place: int,
    around: GroupContext,
    planning: PlanningRun,
) -> bool:
    others = tuple(each for each in elements if each is not optional and each is not asked)
    names = mentioned(optional.pattern)
    shared = names & (possible(others) | around.seen | around.bound)
    if not shared <= certain(elements[:place]):
        return False
    here = Counter(node.name for part in (optional, asked) for node in walk(part) if isinstance(node, Var))
    return all(planning.mentions[name] == here[name] for name in names - shared)


LOOKED_UP = Rule(
    "MINUS by look-up",
    "what MINUS takes away is looked up for the few solutions there are",
    "§8.3.3 and §18.5 (Minus): the same as NOT EXISTS where a variable is shared and no filter sees outside",
)
OPTIONAL_ONCE = Rule(
    "OPTIONAL once",
    "what OPTIONAL asks for is found once, and joined with every solution",
    "§18.5 (LeftJoin): a pattern that sees nothing outside has the same solutions by itself",
)
_CHEAPER = 3.0


def apart(elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[Pattern, ...]:
    """The elements of a group, its MINUS and OPTIONAL in the way that costs less."""
    if around.inside_exists or around.in_graph:
        return elements
    found: list[Pattern] = []
    for place, element in enumerate(elements):
        before, after = elements[:place], elements[place + 1 :]
        if isinstance(element, Minus):
            found.append(_minus(element, before, after, around, planning))
        elif isinstance(element, Optional):
            found.append(_optional(element, before, around, planning))
        else:
            found.append(element)
    return tuple(found)


def _minus(
    minus: Minus, before: tuple[Pattern, ...], after: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun
) -> Pattern:
    if not is_not_exists(minus, before, after, around.seen):
        return minus
    inside = minus.pattern.elements
    outside, alone = solutions(before, around.bound, planning), solutions(inside, frozenset(), planning)
    looked_up = solutions(inside, certain(before) & mentioned(minus.pattern), planning)
    if outside is None or alone is None or looked_up is None:
        return minus
    if outside.rows * looked_up.cost * _CHEAPER > alone.cost:
        return minus
    planning.note(LOOKED_UP, minus)
    return not_exists(minus)


def is_not_exists(minus: Minus, before: tuple[Pattern, ...], after: tuple[Pattern, ...], seen: Names) -> bool:
    """Whether a MINUS takes away what NOT EXISTS does.

    Args:
        minus: of a group.
        before: what stands before it there.
        after: what stands after it.
        seen: the variables that filters of the group see beside its own.
    """
    known = certain(before)
    if not known & certain(minus.pattern.elements):
        return False
    outside = possible(after) | seen
    return is_portable(minus.pattern, possible(before) | outside) and mentioned(minus.pattern) & outside <= known


def not_exists(minus: Minus) -> Filter:
    """A MINUS as NOT EXISTS."""
    place = {"start": minus.start, "end": minus.end}
    return Filter(Exists(minus.pattern, negated=True, **place), **place)


def _optional(optional: Optional, before: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> Optional:
    inside = optional.pattern.elements
    seen = possible(before) | around.seen
    shared = mentioned(optional.pattern) & seen
    own = certain(inside)
    if not shared or not shared <= own & certain(before) or not is_portable(optional.pattern, seen):
        return optional
    # A filter right in an OPTIONAL sees what is outside (§18.2.2.6), which in a subquery it would not.
    if any(isinstance(each, Filter) and not mentioned(each) <= own for each in inside):
        return optional
    outside, looked_up = solutions(before, around.bound, planning), solutions(inside, around.bound | shared, planning)
    if outside is None or looked_up is None or outside.rows * looked_up.cost < DEAR:
        return optional
    every = outside.rows * looked_up.cost
    alone = solutions(inside, frozenset(), planning)
    if alone is None or alone.cost * _CHEAPER + outside.rows > every:
        return optional
    planning.note(OPTIONAL_ONCE, optional)
    subquery = Select((), "", tuple(map(Var, sorted(possible(inside)))), (), optional.pattern)
    return replace(optional, pattern=Group((subquery,)))


# -- what has to be there before what may be: patterns moved in front of OPTIONAL, BIND, MINUS and subqueries
#
# ``(A OPTIONAL B) . C`` is ``(A . C) OPTIONAL B`` where C and B have no variable in common but those that A binds in
# each solution; likewise of BIND and MINUS. Joins commute.

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
