"""EXISTS whose answer depends on how the engine goes about it: a query that has one is left in the words that it has.

The engine may look a group up with the values of what stands beside it, and an EXISTS in it then sees variables that
are out of its scope (SPARQL 1.1 §18.2.1, §18.6). It gives the values of what is outside an EXISTS to both sides of a
MINUS in it, which then share something where by §18.5 (Minus) they share nothing.
"""

from __future__ import annotations

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, children, walk
from tcgraph.sparql.planner.bindings import NONE, Names, certain, mentioned, possible
from tcgraph.sparql.syntax import Bind, Exists, Filter, Group, Minus, Optional


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
