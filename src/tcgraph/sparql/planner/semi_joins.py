"""EXISTS evaluated once for all solutions around it, where a look-up for each would find too much.

For a pattern P all of whose variables that can be seen outside, S, have values in each solution of both sides:
``FILTER NOT EXISTS { P }`` keeps what ``MINUS { SELECT DISTINCT S { P } }`` keeps (two solutions are compatible when
they agree on S, which is not empty), and ``FILTER EXISTS { P }`` what a join with ``{ SELECT DISTINCT S { P } }`` does,
which finds each solution once. A P with nothing in common with the outside is asked whether it has a solution at all.
"""

from __future__ import annotations

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Modifiers, Select
from tcgraph.sparql.planner.bindings import Names, certain, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, TRUE, costs
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.planner.sideways_bindings import is_portable

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


def once(exists: s.Exists, others: tuple[s.Pattern, ...], around: Around, planning: Planning) -> list[s.Pattern]:
    """What stands for an EXISTS that is worth being evaluated once; nothing where it stays."""
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
    told = costs(inside, others, shared, around, planning)
    if told is None:
        return []
    kinds = {type(each) for each in inside}
    # The engine does not look up what an OPTIONAL in an EXISTS stands beside: it finds all of it each time. Else the
    # first solution ends the search, where no filter may refuse it.
    looked_up = told.looked_up.cost if s.Filter in kinds else told.looked_up.any
    each_time = told.alone.cost if s.Optional in kinds else looked_up
    every = told.outside.rows * each_time
    if every < DEAR or told.alone.cost * 3 + told.outside.rows > every:
        return []
    planning.note(ONCE, exists)
    distinct = Select((), "DISTINCT", tuple(map(s.Var, sorted(shared))), (), exists.pattern)
    return [s.Minus(s.Group((distinct,))) if exists.negated else s.Group((distinct,))]


def _stands_alone(inside: tuple[s.Pattern, ...], outer: Names) -> bool:
    """Whether a pattern has the same solutions whether or not the variables outside have values."""
    return is_portable(s.Group(inside), outer)


def _unrelated(exists: s.Exists, planning: Planning) -> list[s.Pattern]:
    flag = planning.names.next("found")
    first = s.Group((Select((), "", (Alias(TRUE, flag),), (), exists.pattern, Modifiers(limit=1)),))
    if exists.negated:
        return [s.Optional(first), s.Filter(s.Unary("!", s.Call("BOUND", (flag,))))]
    return [first]
