"""A query planned: the rules applied to each of its groups, from the outermost in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TypeVar

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Construct, Describe, Modify, Query, Select, Update
from tcgraph.sparql.node import Node, walk, with_parts
from tcgraph.sparql.planner.bindings import NONE, Names, certain, possible
from tcgraph.sparql.planner.exists import leaks, replaced
from tcgraph.sparql.planner.exists_aggregates import figures
from tcgraph.sparql.planner.exists_compared import another, compared, itself
from tcgraph.sparql.planner.exists_extremes import latest
from tcgraph.sparql.planner.lookup_joins import in_halves, in_order
from tcgraph.sparql.planner.optional_rules import apart, left_unbound, required, required_first, without_braces
from tcgraph.sparql.planner.rule import AppliedRule, AssumedStatistics, Counts, GroupContext, PlanningRun
from tcgraph.sparql.planner.semi_joins import early, nested, once
from tcgraph.sparql.planner.steps import FreshNames
from tcgraph.sparql.planner.subquery_restriction import grouped, without_having
from tcgraph.sparql.planner.value_joins import constants, equated, same_text
from tcgraph.sparql.variable_scope import columns

T = TypeVar("T", bound=Node)


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """A query in other words.

    Attributes:
        tree: with the same solutions as the one that was given, which it is where nothing was changed.
        changes: the rules that were applied, where.
    """

    tree: Query
    changes: tuple[AppliedRule, ...]


def plan(tree: Query, counts: Counts | None = None) -> QueryPlan:
    """Put a query in words that cost less.

    Args:
        tree: the query.
        counts: who counts; None where nobody does.
    """
    planner = _planner(tree, counts)
    if planner is None:
        return QueryPlan(tree, ())
    changed = planner.query(tree)
    return QueryPlan(changed if planner.planning.changes else tree, tuple(planner.planning.changes))


def plan_update(tree: Update, counts: Counts | None = None) -> Update:
    """Put the WHERE of each operation of an update in words that cost less."""
    planner = _planner(tree, counts)
    if planner is None:
        return tree
    steps = tuple(
        replace(step, operation=replace(step.operation, where=planner.group(step.operation.where, GroupContext())))
        if isinstance(step.operation, Modify)
        else step
        for step in tree.steps
    )
    return replace(tree, steps=steps) if planner.planning.changes else tree


def _planner(tree: Node, counts: Counts | None) -> _Planner | None:
    """Who plans it; None where it is left in the words that it has."""
    nodes = tuple(walk(tree))
    asks = any(isinstance(node, s.Exists) for node in nodes)
    if any(map(_is_beyond, nodes)) or (asks and leaks(tree)):
        return None
    mentions = Counter(node.name for node in nodes if isinstance(node, s.Var))
    return _Planner(asks, PlanningRun(FreshNames(mentions), counts or AssumedStatistics(), mentions))


def _is_beyond(node: Node) -> bool:
    """Whether something is planned by another, or is a star of nothing, in which a new variable would be seen."""
    if isinstance(node, Select) and not node.columns:
        return not columns(node)
    return isinstance(node, s.Lateral | s.Service | s.PatternText)


class _Planner:
    def __init__(self, asks: bool, planning: PlanningRun) -> None:
        self.planning = planning
        self._asks = asks

    def query(self, tree: Query) -> Query:
        """A query of any form."""
        if isinstance(tree, Select):
            return self.select(tree, GroupContext())
        if isinstance(tree, Construct) and tree.template is None:
            return tree
        if isinstance(tree, Describe) and (tree.where is None or not tree.terms):
            return tree
        assert tree.where is not None
        return replace(tree, where=self.group(tree.where, GroupContext()))

    def select(self, select: Select, around: GroupContext) -> Select:
        """A query or a subquery: of what stands around it, it sees what it projects (§18.2.4)."""
        named = without_having(_with_columns(select), self.planning)
        if not (around.inside_exists or around.in_graph):
            named = in_halves(named, self.planning)
        inside = replace(around, bound=around.bound & set(columns(named)), seen=NONE, in_optional=False)
        where = self.group(named.where, inside)
        known = replace(inside, bound=inside.bound | certain((where,)), seen=possible((where,)))
        if select.modifiers.group_by:
            keys = {key.name for key in select.modifiers.group_by if isinstance(key, s.Var)}
            known = replace(known, bound=known.bound & keys)
        self_columns = tuple(self._within(column, known) for column in named.columns)
        modifiers = self._within(named.modifiers, known)
        return replace(named, where=where, columns=self_columns, modifiers=modifiers)

    def group(self, group: s.Group, around: GroupContext) -> s.Group:
        """A group, its filters and the groups in it."""
        if len(group.elements) == 1 and isinstance(group.elements[0], Select):
            return replace(group, elements=(self.select(group.elements[0], around),))
        elements = without_braces(group.elements, around, self.planning)
        elements = required(elements, around, self.planning)
        elements = constants(elements, self.planning)
        if self._asks:
            elements = nested(elements, around.seen, self.planning)
        elements = required_first(elements, around, self.planning)
        elements = equated(elements, around, self.planning)
        elements = same_text(elements, around, self.planning)
        elements = left_unbound(elements, around, self.planning)
        elements = apart(elements, around, self.planning)
        elements = replaced(elements, around, self.planning, itself)
        elements = early(elements, around, self.planning)
        for of_exists in (once, latest, figures, another, compared):
            elements = replaced(elements, around, self.planning, of_exists)
        elements = grouped(elements, around, self.planning)
        elements = self._parts(elements, around)
        return replace(group, elements=in_order(elements, around, self.planning))

    def _parts(self, elements: tuple[s.Pattern, ...], around: GroupContext) -> tuple[s.Pattern, ...]:
        found: list[s.Pattern] = []
        known, seen = around.bound | certain(elements), around.seen | possible(elements)
        before: Names = NONE
        for element in elements:
            here = replace(around, bound=around.bound | before, seen=seen, in_optional=False)
            # By itself, with nothing of what stands beside it.
            apart = (
                replace(around, in_optional=False) if around.inside_exists else GroupContext(in_graph=around.in_graph)
            )
            new: s.Pattern = element
            match element:
                case s.Filter() | s.Bind():
                    new = self._within(
                        element, replace(here, bound=known if isinstance(element, s.Filter) else here.bound)
                    )
                case s.Optional():
                    new = replace(element, pattern=self.group(element.pattern, replace(here, in_optional=True)))
                case s.Minus():
                    new = replace(element, pattern=self.group(element.pattern, apart))
                case s.Union():
                    new = replace(element, parts=tuple(self.group(part, apart) for part in element.parts))
                case s.InGraph():
                    new = replace(element, pattern=self.group(element.pattern, replace(apart, in_graph=True)))
                case s.Group():
                    new = self.group(element, apart)
                case Select():
                    new = self.select(element, apart)
            found.append(new)
            before |= certain((element,))
        return tuple(found)

    def _within(self, node: T, around: GroupContext) -> T:
        """An expression, or what holds some, each EXISTS in it planned."""
        if not (self._asks or self.planning.changes):
            return node

        def planned(part: Node) -> Node:
            if isinstance(part, s.Exists):
                inside = replace(around, inside_exists=True, in_optional=False)
                return replace(part, pattern=self.group(part.pattern, inside))
            return with_parts(part, planned)

        return planned(node)  # type: ignore[return-value]


def _with_columns(select: Select) -> Select:
    """A star replaced by what it stands for, so that no new variable is seen (§16.1)."""
    if select.columns:
        return select
    named = columns(select)
    return replace(select, columns=tuple(map(s.Var, named))) if named else select
