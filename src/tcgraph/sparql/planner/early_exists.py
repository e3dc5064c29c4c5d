"""EXISTS asked of the few solutions that one pattern has, before these are joined with many.

``A B FILTER EXISTS { P }`` is ``{ A FILTER EXISTS { P } } B`` where all that P shares with what is outside it has its
value in each solution of A: the filter says of each solution of the join what it says of the part of it that A gives.
The engine asks other conditions as soon as it can by itself, and an EXISTS last.
"""

from __future__ import annotations

from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import Names, certain, mentioned, possible
from tcgraph.sparql.planner.exists import asked, solutions
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.syntax import Blank, Filter, Pattern, Triples
from tcgraph.sparql.syntax import Group as Braces

EARLY = Rule(
    "EXISTS early",
    "an EXISTS is asked of the few solutions that it is about, before they are joined with the rest",
    "§18.5 (Join, Filter): a filter whose variables are bound on one side of a join commutes with it",
)
_MANY = 2_000.0
"""So many solutions the group has to have before any is asked about early."""
_FEWER = 4.0
"""So many times fewer those have to be that are asked about."""


def early(elements: tuple[Pattern, ...], around: Around, planning: Planning) -> tuple[Pattern, ...]:
    """A group's elements, each FILTER [NOT] EXISTS with the pattern that it is about, where these solutions are few."""
    filters = [each for each in elements if asked(each) is not None]
    others = tuple(each for each in elements if not isinstance(each, Filter))
    if around.inside_exists or around.in_graph or not filters or len(others) < 2 or _has_labels(others):
        return elements
    seen = possible(others) | around.seen | around.bound
    for place, element in enumerate(elements):
        if isinstance(element, Triples):
            about = [each for each in filters if _shared(each, seen) and _shared(each, seen) <= certain((element,))]
            if about and _are_few(element, others, around, planning):
                planning.note(EARLY, about[0])
                rest = (*elements[:place], Braces((element, *about)), *elements[place + 1 :])
                return early(tuple(each for each in rest if each not in about), around, planning)
    return elements


def _shared(condition: Pattern, seen: Names) -> Names:
    return mentioned(condition) & seen


def _are_few(element: Triples, others: tuple[Pattern, ...], around: Around, planning: Planning) -> bool:
    every, own = solutions(others, around.bound, planning), solutions((element,), around.bound, planning)
    return every is not None and own is not None and every.rows >= max(_MANY, _FEWER * own.rows)


def _has_labels(elements: tuple[Pattern, ...]) -> bool:
    """Whether a blank node may be that of several patterns, which braces would make several of (§4.1.4)."""
    return any(isinstance(node, Blank) and node.label for element in elements for node in walk(element))
