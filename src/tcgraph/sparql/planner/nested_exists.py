"""What stands in an EXISTS put so that other rules can take it: its EXISTS as patterns, its MINUS as NOT EXISTS.

``EXISTS { P FILTER EXISTS { Q } }`` is ``EXISTS { P . Q }``: it only asks whether there is a solution, and one of P for
which Q has one is a solution of both. The engine joins what a MINUS in an EXISTS takes away in full for each solution
around it; it is the same as NOT EXISTS where a variable is shared, as in :mod:`.minus_and_optional`.
"""

from __future__ import annotations

from dataclasses import replace

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, with_parts
from tcgraph.sparql.planner.bindings import Names, certain, mentioned, possible
from tcgraph.sparql.planner.exists import asked
from tcgraph.sparql.planner.minus_and_optional import LOOKED_UP, is_not_exists, not_exists
from tcgraph.sparql.planner.rule import Planning, Rule, union
from tcgraph.sparql.planner.sideways_bindings import is_portable
from tcgraph.sparql.syntax import Exists, Filter, Group, Minus, Pattern, Triples

JOINED = Rule(
    "EXISTS in EXISTS",
    "an EXISTS in another is joined with what stands beside it",
    "§18.6 (exists): whether there is a solution does not depend on how many there are",
)


def nested(elements: tuple[Pattern, ...], seen: Names, planning: Planning) -> tuple[Pattern, ...]:
    """The elements of a group, the patterns of each EXISTS in its filters in other words.

    Args:
        elements: of the group.
        seen: the variables that its filters see beside its own.
        planning: of the query.
    """
    names = possible(elements) | seen

    def changed(node: Node) -> Node:
        return _plainer(node, names, planning) if isinstance(node, Exists) else with_parts(node, changed)

    return tuple(with_parts(each, changed) if isinstance(each, Filter) else each for each in elements)


def _plainer(exists: Exists, seen: Names, planning: Planning) -> Exists:
    elements = nested(exists.pattern.elements, seen, planning)
    elements = tuple(_not_exists(elements, place, seen, planning) for place in range(len(elements)))
    for place, element in enumerate(elements):
        rest = (*elements[:place], *elements[place + 1 :])
        inner = asked(element)
        if inner is not None and not inner.negated and _may_join(inner.pattern, rest, seen):
            planning.note(JOINED, element)
            own = inner.pattern.elements
            joined = own if all(isinstance(each, Triples | Filter) for each in own) else (inner.pattern,)
            return _plainer(replace(exists, pattern=replace(exists.pattern, elements=(*rest, *joined))), seen, planning)
    changed = any(new is not old for new, old in zip(elements, exists.pattern.elements, strict=True))
    return replace(exists, pattern=replace(exists.pattern, elements=elements)) if changed else exists


def _not_exists(elements: tuple[Pattern, ...], place: int, seen: Names, planning: Planning) -> Pattern:
    element = elements[place]
    if not isinstance(element, Minus) or not is_not_exists(element, elements[:place], elements[place + 1 :], seen):
        return element
    planning.note(LOOKED_UP, element)
    return not_exists(element)


def _may_join(pattern: Group, rest: tuple[Pattern, ...], seen: Names) -> bool:
    if not rest or any(isinstance(each, Select) for each in rest):
        return False
    if not is_portable(pattern, possible(rest) | seen):
        return False
    # What it alone binds must not be seen by what stands beside it.
    return mentioned(pattern) & union(map(mentioned, rest)) <= certain(rest)
