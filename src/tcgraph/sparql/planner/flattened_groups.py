"""Braces taken away: the elements of a group in a group stand in the one around it, and are planned with what is there.

``{ { A FILTER(F) } B }`` is ``{ A B FILTER(F) }`` where each variable of F has a value in each solution of A, or is
nowhere else: then F says of each solution of the join what it says of the part of it that A gives. A group in first
place may hold anything that is evaluated in turn (OPTIONAL, BIND, MINUS), since B is joined with the result in both
wordings; another one patterns and filters alone.
"""

from __future__ import annotations

from tcgraph.sparql.forms import Select
from tcgraph.sparql.planner.bindings import certain, mentioned, possible
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.syntax import Bind, Filter, Group, Minus, Optional, Pattern, Triples

BRACES = Rule(
    "braces taken away",
    "what stands in braces of its own is joined with the patterns beside it as if there were none",
    "§18.2.2.6 and §18.5 (Join, Filter): joins associate, and a filter whose variables are bound commutes with them",
)


def without_braces(elements: tuple[Pattern, ...], around: Around, planning: Planning) -> tuple[Pattern, ...]:
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


def _may_open(group: Group, *, first: bool, others: tuple[Pattern, ...], around: Around) -> bool:
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
