"""A set of answers that several patterns narrow down independently: each found once, and what they agree on joined.

``SELECT DISTINCT ?g { A . B }`` where A and B have no variable in common but those that are asked for: whatever A finds
for a ``?g`` is combined with whatever B finds for it, and all these combinations are one answer. ``{ SELECT DISTINCT ?g
{ A } } { SELECT DISTINCT ?g { B } }`` joins as many as there are answers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import Names, mentioned
from tcgraph.sparql.planner.exists import DEAR, solutions
from tcgraph.sparql.planner.rule import Planning, Rule
from tcgraph.sparql.syntax import Call, Exists, Filter, Group, Pattern, Triples, Var

HALVES = Rule(
    "each part once",
    "patterns that share only what is asked for are found one by one, and not combined",
    "§18.5 (Distinct, Project, Join): a set of what is projected distributes over the join of all that is shared",
)
_OTHER_EACH_TIME = frozenset(("RAND", "UUID", "STRUUID", "BNODE", "NOW"))
_CHEAPER = 3.0


def in_halves(select: Select, planning: Planning) -> Select:
    """A query with the parts of its pattern found apart, where they are independent and it costs less.

    Args:
        select: with its columns named.
        planning: of the query.
    """
    parts = _parts(select, planning)
    if parts is None:
        return select
    apart = [part for part in parts if mentioned(Group(part)) - _asked(select)]
    rest = [element for part in parts if part not in apart for element in part]
    if len(apart) < 2 or not all(map(_stands_alone, apart)) or not _is_worth(select, apart, planning):
        return select
    planning.note(HALVES, select.where)
    found = [Group((_alone(part, _asked(select)),)) for part in apart]
    return replace(select, where=replace(select.where, elements=(*found, *rest)))


def _asked(select: Select) -> Names:
    return frozenset(column.name for column in select.columns if isinstance(column, Var))


def _parts(select: Select, planning: Planning) -> list[tuple[Pattern, ...]] | None:
    """The steps and filters of a pattern, those together that share a variable which is not asked for."""
    modifiers = select.modifiers
    plain = not (modifiers.group_by or modifiers.having) and all(isinstance(each, Var) for each in select.columns)
    kinds = all(isinstance(element, Triples | Filter) for element in select.where.elements)
    if select.modifier != "DISTINCT" or not plain or not kinds or _is_odd(select):
        return None
    steps: list[Pattern] = []
    for element in select.where.elements:
        cut = planning.cut(element) if isinstance(element, Triples) else [element]
        if cut is None:
            return None
        steps += cut
    asked = _asked(select)
    parts: list[tuple[Pattern, ...]] = []
    for step in steps:
        hidden = mentioned(step) - asked
        near = [part for part in parts if not hidden.isdisjoint(mentioned(Group(part)))] if hidden else []
        parts = [*(part for part in parts if part not in near), (*(each for part in near for each in part), step)]
    return parts


def _is_odd(select: Select) -> bool:
    """Whether something is another each time, or looks at more than its own variables."""
    nodes = (*walk(select.where), *walk(select.modifiers))
    return any(
        isinstance(node, Exists) or (isinstance(node, Call) and node.function in _OTHER_EACH_TIME) for node in nodes
    )


def _stands_alone(part: tuple[Pattern, ...]) -> bool:
    """Whether the filters of a part see nothing of another."""
    bound = mentioned(Group(tuple(each for each in part if isinstance(each, Triples))))
    return mentioned(Group(part)) <= bound


def _is_worth(select: Select, apart: list[tuple[Pattern, ...]], planning: Planning) -> bool:
    asked = _asked(select)
    shared = Counter(name for part in apart for name in mentioned(Group(part)) & asked)
    if not all(any(shared[name] > 1 for name in mentioned(Group(part)) & asked) for part in apart):
        return False
    whole = solutions(select.where.elements, frozenset(), planning)
    alone = [solutions(part, frozenset(), planning) for part in apart]
    if whole is None or any(each is None for each in alone):
        return False
    cost = sum(each.cost for each in alone if each is not None)
    return whole.cost > max(DEAR, cost * _CHEAPER)


def _alone(part: tuple[Pattern, ...], asked: Names) -> Select:
    names = sorted(mentioned(Group(part)) & asked)
    triples = tuple(each for each in part if isinstance(each, Triples))
    filters = tuple(each for each in part if isinstance(each, Filter))
    return Select((), "DISTINCT", tuple(map(Var, names)), (), Group((*triples, *filters)))
