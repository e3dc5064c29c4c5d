"""A subquery made for those alone that the patterns beside it ask for: "how many each of these few has".

``P . { SELECT ?k (COUNT(?x) AS ?n) { Q } GROUP BY ?k }`` joins few of the groups where P has few ``?k``; so that of Q
only what has one of these is looked at: ``{ SELECT DISTINCT ?k { P } } Q``. Each solution of Q agrees with one of
the distinct ``?k`` or with none, so that the groups that are left are whole, and no other would be joined. Likewise a
filter on nothing but keys is one on the solutions of Q. With a LIMIT or an OFFSET other groups would be left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.planner.bindings import NONE, Names, certain, is_portable, mentioned
from tcgraph.sparql.planner.exists import DEAR, solutions
from tcgraph.sparql.planner.exists_extremes import conjuncts
from tcgraph.sparql.planner.join_order import JoinOrder, best_order, costed
from tcgraph.sparql.planner.optional_rules import OTHER_EACH_TIME
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule
from tcgraph.sparql.planner.steps import PatternSplitter, WholePattern

FEW_GROUPS = Rule(
    "subquery of few",
    "what a subquery finds for all is found for those alone that the patterns beside it ask for",
    "§18.5 (Join) and §18.2.4.1 (grouping): a group that has no partner is in no solution, whatever is in it",
)
BEFORE_GROUPS = Rule(
    "HAVING before grouping",
    "what HAVING asks of the key of a group is asked of what is grouped",
    "§18.5.1 (Group, Filter): all solutions of a group agree on its key",
)
_CHEAPER = 3.0


def grouped(elements: tuple[s.Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[s.Pattern, ...]:
    """The elements of a group, its subqueries made of less where that costs less."""
    if around.inside_exists or around.in_graph:
        return elements
    return tuple(_fewer(each, elements, planning) for each in elements)


def without_having(select: Select, planning: PlanningRun) -> Select:
    """A query whose HAVING asks for keys alone, with a filter in its place."""
    if not select.modifiers.having:
        return select
    keys = certain((select.where,)) & {each.name for each in select.modifiers.group_by if isinstance(each, s.Var)}
    asked = [part for each in select.modifiers.having for part in conjuncts(each)]
    moved = tuple(s.Filter(each) for each in asked if _asks_keys(s.Filter(each), keys))
    if not moved:
        return select
    planning.note(BEFORE_GROUPS, select)
    kept = tuple(each for each in asked if s.Filter(each) not in moved)
    where = (select.where,) if _is_subquery(select.where) else select.where.elements
    modifiers = replace(select.modifiers, having=kept)
    return replace(select, where=replace(select.where, elements=(*where, *moved)), modifiers=modifiers)


def _is_subquery(group: s.Group) -> bool:
    return len(group.elements) == 1 and isinstance(group.elements[0], Select)


def _fewer(element: s.Pattern, elements: tuple[s.Pattern, ...], planning: PlanningRun) -> s.Pattern:
    match element:
        case Select():
            return _restricted(element, elements, planning)
        case s.Group(elements=(Select() as select,)):
            other = _restricted(select, elements, planning)
            return element if other is select else replace(element, elements=(other,))
    return element


def _restricted(select: Select, elements: tuple[s.Pattern, ...], planning: PlanningRun) -> Select:
    """A subquery of what the elements beside it ask for."""
    keys = keys_of(select)
    if not keys:
        return select
    asked = tuple(each for each in elements if isinstance(each, s.Filter) and _asks_keys(each, keys))
    inner = select.where.elements
    inside = _looked_up(inner, elements, keys, planning) or inner
    if inside is inner and not asked:
        return select
    if inside is inner and _is_subquery(select.where):
        inside = (select.where,)
    planning.note(FEW_GROUPS, select)
    return replace(select, where=replace(select.where, elements=(*inside, *asked)))


def keys_of(select: Select) -> Names:
    """The variables that a subquery gives, each of which all solutions of a group share, and have a value for."""
    modifiers = select.modifiers
    if modifiers.limit is not None or modifiers.offset is not None or modifiers.values is not None or select.dataset:
        return NONE
    given = {each.name for each in select.columns if isinstance(each, s.Var)}
    if modifiers.group_by:
        given &= {each.name for each in modifiers.group_by if isinstance(each, s.Var)}
    elif any(isinstance(node, s.Aggregate) for each in (*select.columns, *modifiers.having) for node in walk(each)):
        return NONE
    return certain((select.where,)) & given


def _asks_keys(condition: s.Filter, keys: Names) -> bool:
    """Whether a filter says the same of each solution of a group."""
    strange = any(
        isinstance(node, s.Exists | s.Aggregate) or (isinstance(node, s.Call) and node.function in OTHER_EACH_TIME)
        for node in walk(condition)
    )
    return not strange and NONE < mentioned(condition) <= keys


def _looked_up(
    inner: tuple[s.Pattern, ...], beside: tuple[s.Pattern, ...], keys: Names, planning: PlanningRun
) -> tuple[s.Pattern, ...]:
    """What a subquery is made of, looked up for the keys that are asked for; nothing where that is no gain."""
    alone = solutions(inner, NONE, planning)
    count = next((place for place, each in enumerate(inner) if not isinstance(each, s.Triples)), len(inner))
    first, rest = inner[:count], inner[count:]
    if alone is None or alone.cost < DEAR or any(isinstance(node, s.Blank) for each in rest for node in walk(each)):
        return ()
    if not all(is_portable(each, keys) for each in first):
        return ()
    cutter = PatternSplitter(planning.names)
    try:
        steps = [step for each in first if isinstance(each, s.Triples) for step in cutter.cut(each)]
    except WholePattern:
        return ()
    for few in _asking(beside, planning):
        shared = keys & certain(few.steps) & certain(first)
        order = best_order(steps, shared, planning.counts) if shared else None
        if order is not None and (few.cost + few.rows * order.cost) * _CHEAPER < alone.cost:
            columns = tuple(map(s.Var, sorted(shared)))
            asked = s.Group((Select((), "DISTINCT", columns, (), s.Group(few.steps)),))  # type: ignore[arg-type]
            return (asked, *(s.Lateral(s.Group((step,))) for step in order.steps), *rest)  # type: ignore[arg-type]
    return ()


def _asking(beside: tuple[s.Pattern, ...], planning: PlanningRun) -> Iterator[JoinOrder]:
    """What stands beside a subquery, from its smallest pattern to all of it."""
    steps: list[Node] = []
    for each in beside:
        cut = planning.cut(each) if isinstance(each, s.Triples) else [each] if isinstance(each, s.Values) else []
        steps += cut or []
    order = best_order(steps, NONE, planning.counts) if steps else None
    if order is not None:
        for count in range(1, len(steps) + 1):
            yield costed(order.steps[:count], NONE, planning.counts)
