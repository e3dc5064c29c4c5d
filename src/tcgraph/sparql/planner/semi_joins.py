"""EXISTS evaluated once for all solutions around it, where a look-up for each would find too much.

For a pattern P all of whose variables that can be seen outside, S, have values in each solution of both sides:
``FILTER NOT EXISTS { P }`` keeps what ``MINUS { SELECT DISTINCT S { P } }`` keeps (two solutions are compatible when
they agree on S, which is not empty), and ``FILTER EXISTS { P }`` what a join with ``{ SELECT DISTINCT S { P } }`` does,
which finds each solution once. A P with nothing in common with the outside is asked whether it has a solution at all.

EXISTS asked of the few solutions that one pattern has, before these are joined with many.

``A B FILTER EXISTS { P }`` is ``{ A FILTER EXISTS { P } } B`` where all that P shares with what is outside it has its
value in each solution of A: the filter says of each solution of the join what it says of the part of it that A gives.
The engine asks other conditions as soon as it can by itself, and an EXISTS last.

What stands in an EXISTS put so that other rules can take it: its EXISTS as patterns, its MINUS as NOT EXISTS.

``EXISTS { P FILTER EXISTS { Q } }`` is ``EXISTS { P . Q }``: it only asks whether there is a solution, and one of P for
which Q has one is a solution of both. The engine joins what a MINUS in an EXISTS takes away in full for each solution
around it; it is the same as NOT EXISTS where a variable is shared, as in :mod:`.optional_rules`.
"""

from __future__ import annotations

from dataclasses import replace

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Modifiers, Select
from tcgraph.sparql.node import Node, walk, with_parts
from tcgraph.sparql.planner.bindings import Names, certain, is_portable, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, TRUE, asked, costs, solutions
from tcgraph.sparql.planner.optional_rules import LOOKED_UP, is_not_exists, not_exists
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule, union
from tcgraph.sparql.syntax import Blank, Exists, Filter, Group, Minus, Pattern, Triples
from tcgraph.sparql.syntax import Group as Braces

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


def once(
    exists: s.Exists, others: tuple[s.Pattern, ...], around: GroupContext, planning: PlanningRun
) -> list[s.Pattern]:
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


def _unrelated(exists: s.Exists, planning: PlanningRun) -> list[s.Pattern]:
    flag = planning.names.next("found")
    first = s.Group((Select((), "", (Alias(TRUE, flag),), (), exists.pattern, Modifiers(limit=1)),))
    if exists.negated:
        return [s.Optional(first), s.Filter(s.Unary("!", s.Call("BOUND", (flag,))))]
    return [first]


EARLY = Rule(
    "EXISTS early",
    "an EXISTS is asked of the few solutions that it is about, before they are joined with the rest",
    "§18.5 (Join, Filter): a filter whose variables are bound on one side of a join commutes with it",
)
_MANY = 2_000.0
"""So many solutions the group has to have before any is asked about early."""
_FEWER = 4.0
"""So many times fewer those have to be that are asked about."""


def early(elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[Pattern, ...]:
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


def _are_few(element: Triples, others: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> bool:
    every, own = solutions(others, around.bound, planning), solutions((element,), around.bound, planning)
    return every is not None and own is not None and every.rows >= max(_MANY, _FEWER * own.rows)


def _has_labels(elements: tuple[Pattern, ...]) -> bool:
    """Whether a blank node may be that of several patterns, which braces would make several of (§4.1.4)."""
    return any(isinstance(node, Blank) and node.label for element in elements for node in walk(element))


JOINED = Rule(
    "EXISTS in EXISTS",
    "an EXISTS in another is joined with what stands beside it",
    "§18.6 (exists): whether there is a solution does not depend on how many there are",
)


def nested(elements: tuple[Pattern, ...], seen: Names, planning: PlanningRun) -> tuple[Pattern, ...]:
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


def _plainer(exists: Exists, seen: Names, planning: PlanningRun) -> Exists:
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


def _not_exists(elements: tuple[Pattern, ...], place: int, seen: Names, planning: PlanningRun) -> Pattern:
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
