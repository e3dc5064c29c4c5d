"""NOT EXISTS with a filter on both sides, found once and compared: joined by what it shares, as OPTIONAL is.

``FILTER NOT EXISTS { P FILTER(F) }`` keeps the solutions that no solution of P is compatible with so that F holds;
those are the ones that ``OPTIONAL { { SELECT … { P } } FILTER(F) BIND(true AS ?found) }`` leaves without ``?found``,
each once. P sees nothing outside, and what it shares has values in each solution of both sides.
"""

from __future__ import annotations

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.planner.bindings import certain, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, TRUE, costs
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.planner.sideways_bindings import is_portable
from tcgraph.sparql.syntax import Bind, Call, Exists, Filter, Group, Optional, Pattern, Unary, Var

COMPARED = Rule(
    "NOT EXISTS compared",
    "what NOT EXISTS asks for is found once, and its filter compares it with each solution",
    "§18.5 (LeftJoin) and §18.6 (exists): a solution without a partner is left as it is, once",
)
_LOOK_UP = 10.0
"""So many times longer a look-up takes than to compare two solutions that are there."""


def compared(exists: Exists, others: tuple[Pattern, ...], around: Around, planning: Planning) -> list[Pattern]:
    """What stands for such an EXISTS, where that costs less; nothing where it stays."""
    if not exists.negated:
        return []
    filters = [each for each in exists.pattern.elements if isinstance(each, Filter)]
    inside = tuple(each for each in exists.pattern.elements if not isinstance(each, Filter))
    outer = possible(others) | around.seen
    shared = mentioned(Group(inside)) & outer
    if not shared or not filters or not shared <= certain(inside) & certain(others):
        return []
    # Right in an OPTIONAL a filter sees what is outside it (§18.2.2.6), which deeper in it would not.
    if not mentioned(exists.pattern) & around.seen <= certain(others):
        return []
    if any(isinstance(node, Exists) for each in filters for node in walk(each)):
        return []
    # In the filter, a variable that the pattern may leave without a value could be one of outside.
    if possible(inside) != certain(inside) or not is_portable(Group(inside), outer):
        return []
    if not _is_cheaper(inside, others, around, planning):
        return []
    planning.note(COMPARED, exists)
    own = {name: planning.names.next("own") for name in sorted(mentioned(exists.pattern) - outer)}

    def renamed(node: Node) -> Node:
        return own.get(node.name, node) if isinstance(node, Var) else node

    pattern = transform(Group(inside), renamed)
    flag = planning.names.next("found")
    once = Select((), "", tuple(map(Var, sorted(possible(pattern.elements)))), (), pattern)
    asks = (transform(each, renamed) for each in filters)
    return [
        Optional(Group((Group((once,)), Bind(TRUE, flag), *asks))),
        Filter(Unary("!", Call("BOUND", (flag,)))),
    ]


def _is_cheaper(inside: tuple[Pattern, ...], others: tuple[Pattern, ...], around: Around, planning: Planning) -> bool:
    shared = mentioned(Group(inside)) & possible(others)
    told = costs(inside, others, shared, around, planning)
    if told is None:
        return False
    rows = told.outside.rows
    every = rows * told.looked_up.cost
    pairs = rows * told.looked_up.rows
    return every > DEAR and (told.alone.cost + pairs / _LOOK_UP + rows) * 2 < every
