"""EXISTS evaluated once for all solutions around it, where a look-up for each would find too much.

For a pattern P all of whose variables that can be seen outside, S, have values in each solution of both sides:
``FILTER NOT EXISTS { P }`` keeps what ``MINUS { SELECT DISTINCT S { P } }`` keeps (two solutions are compatible when
they agree on S, which is not empty), and ``FILTER EXISTS { P }`` what a join with ``{ SELECT DISTINCT S { P } }`` does,
which finds each solution once. A P with nothing in common with the outside is asked whether it has a solution at all.
"""

from __future__ import annotations

from tcgraph.sparql.forms import Alias, Modifiers, Select
from tcgraph.sparql.node import Node
from tcgraph.sparql.planner.bindings import Names, certain, mentioned, possible
from tcgraph.sparql.planner.order import Order, best_order
from tcgraph.sparql.planner.portable import is_portable
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.syntax import (
    XSD,
    Call,
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
    Var,
)

ONCE = Rule(
    "EXISTS once",
    "what EXISTS asks for is found once, and compared with every solution",
    "§8.3 and §18.5 (Minus, Join): solutions that agree on the variables of both sides are compatible",
)
UNRELATED = Rule(
    "EXISTS of something else",
    "an EXISTS that has nothing to do with the rest is asked once",
    "§18.6 (exists): it has the same answer for every solution",
)
_DEAR = 20_000.0
"""So many look-ups the other way has to take before this one is thought of."""

TRUE = Literal("true", Iri(XSD + "boolean"))


def once(elements: tuple[Pattern, ...], around: Around, planning: Planning) -> tuple[Pattern, ...]:
    """A group's elements with each FILTER [NOT] EXISTS that is worth it evaluated once."""
    if around.inside_exists or around.in_graph:
        return elements
    kept: list[Pattern] = []
    added: list[Pattern] = []
    for element in elements:
        exists = asked(element)
        new = _in_place(exists, element, elements, around, planning) if exists is not None else []
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


def _in_place(
    exists: Exists, element: Pattern, elements: tuple[Pattern, ...], around: Around, planning: Planning
) -> list[Pattern]:
    others = tuple(each for each in elements if each is not element)
    inside = exists.pattern.elements
    outer = possible(others) | around.seen
    shared = mentioned(exists.pattern) & outer
    own = certain(inside)
    if not _stands_alone(inside, outer):
        return []
    if not shared:
        planning.note(UNRELATED, exists)
        return _unrelated(exists, planning)
    if not (shared <= own and shared <= certain(others)):
        return []
    looked_up, outside = solutions(inside, around.bound | shared, planning), solutions(others, around.bound, planning)
    alone = solutions(inside, frozenset(), planning)
    if looked_up is None or outside is None or alone is None:
        return []
    # The engine does not look up what an OPTIONAL in an EXISTS stands beside: it finds all of it each time.
    each_time = alone.cost if any(isinstance(each, Optional) for each in inside) else looked_up.cost
    every = outside.rows * each_time
    if every < _DEAR or alone.cost * 3 + outside.rows > every:
        return []
    planning.note(ONCE, exists)
    distinct = Select((), "DISTINCT", tuple(map(Var, sorted(shared))), (), exists.pattern)
    return [Minus(Group((distinct,))) if exists.negated else Group((distinct,))]


def _stands_alone(inside: tuple[Pattern, ...], outer: Names) -> bool:
    """Whether a pattern has the same solutions whether or not the variables outside have values."""
    return is_portable(Group(inside), outer)


def _unrelated(exists: Exists, planning: Planning) -> list[Pattern]:
    flag = planning.names.next("found")
    first = Group((Select((), "", (Alias(TRUE, flag),), (), exists.pattern, Modifiers(limit=1)),))
    if exists.negated:
        return [Optional(first), Filter(Unary("!", Call("BOUND", (flag,))))]
    return [first]


def solutions(elements: tuple[Pattern, ...], bound: Names, planning: Planning) -> Order | None:
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
    return best_order(steps, bound, planning.counts) if steps else Order((), 1.0, 1.0)
