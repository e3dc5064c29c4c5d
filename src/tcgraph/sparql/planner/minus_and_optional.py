"""MINUS looked up where few solutions stand before it, and OPTIONAL found once where many do.

A portable pattern P that shares with what stands before it a variable that both bind in each solution: ``MINUS { P }``
removes what ``FILTER NOT EXISTS { P }`` does (§8.3.3: their difference is where nothing is shared, and in filters that
see what is outside, which P has not). ``OPTIONAL { P }`` is ``OPTIONAL { SELECT … { P } }`` where no filter of P sees
what is outside.
"""

from __future__ import annotations

from dataclasses import replace

from tcgraph.sparql.forms import Select
from tcgraph.sparql.planner.bindings import Names, certain, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, solutions
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.planner.sideways_bindings import is_portable
from tcgraph.sparql.syntax import Exists, Filter, Group, Minus, Optional, Pattern, Var

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


def apart(elements: tuple[Pattern, ...], around: Around, planning: Planning) -> tuple[Pattern, ...]:
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
    minus: Minus, before: tuple[Pattern, ...], after: tuple[Pattern, ...], around: Around, planning: Planning
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


def _optional(optional: Optional, before: tuple[Pattern, ...], around: Around, planning: Planning) -> Optional:
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
