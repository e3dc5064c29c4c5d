"""Joins looked up one step after the other, from what has values already.

The engine joins what stands in an EXISTS in full for each solution around it, and what stands in an OPTIONAL beginning
with the step that looks smallest by itself. ``A LATERAL { B }`` looks B up for each solution of A (SPARQL-DEV SEP 6),
which for portable patterns is their join.

A set of answers that several patterns narrow down independently: each found once, and what they agree on joined.

``SELECT DISTINCT ?g { A . B }`` where A and B have no variable in common but those that are asked for: whatever A finds
for a ``?g`` is combined with whatever B finds for it, and all these combinations are one answer. ``{ SELECT DISTINCT ?g
{ A } } { SELECT DISTINCT ?g { B } }`` joins as many as there are answers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import NONE, Names, certain, is_portable, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, solutions
from tcgraph.sparql.planner.join_order import JoinOrder, best_order, costed, engine_order, estimate
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule
from tcgraph.sparql.planner.steps import PatternSplitter, WholePattern
from tcgraph.sparql.syntax import Call, Exists, Filter, Group, Lateral, Pattern, Triples, Union, Values, Var

IN_EXISTS = Rule(
    "EXISTS by look-up",
    "each solution is looked up in EXISTS from what it binds, and the first that is found ends the search",
    "§18.6 (exists): the pattern is evaluated with the solution's values in place; §18.5 (Join)",
)
IN_ORDER = Rule(
    "join order",
    "patterns are joined beginning with the one that has the fewest triples in this graph",
    "§18.5 (Join): joins commute and associate",
)
_WORTH = 2_000.0
"""So many look-ups the engine's own order has to take before another is thought of."""
_BETTER = 2.0
"""So many times cheaper the other order has to be."""


def is_step(element: Pattern, others: Names) -> bool:
    """Whether an element of a group can be one step of several, in any order."""
    return isinstance(element, Values) or is_portable(element, others)


def in_order(elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[Pattern, ...]:
    """The elements of a group with their joins in order; the same where nothing is certain or gained.

    Args:
        elements: of one group, whose own groups are planned already.
        around: what it stands in.
        planning: of the query.
    """
    rest = [element for element in elements if not isinstance(element, Filter)]
    filters = [element for element in elements if isinstance(element, Filter)]
    # Right in an OPTIONAL a filter sees what is beside it (§18.2.2.6), which in a group of its own it would not.
    kept = [each for each in filters if around.in_optional and not mentioned(each) <= certain(rest)]
    early = [each for each in filters if each not in kept] if around.inside_exists else []
    made = _Chain(around, planning, early, possible(rest))
    cutter = PatternSplitter(planning.names)
    run: list[Pattern] = []
    for place, element in enumerate(rest):
        # Where a triple may stand does not depend on what is beside it.
        others = NONE if isinstance(element, Triples) else possible((*rest[:place], *rest[place + 1 :]))
        if is_step(element, others):
            run.append(element)
            continue
        made.add(run, cutter)
        run = []
        made.put(element)
    made.add(run, cutter)
    if not made.changed:
        return elements
    return (*made.elements, *((*made.filters, *kept) if around.inside_exists else filters))


class _Chain:
    """A group being written anew, from its first element on."""

    def __init__(self, around: GroupContext, planning: PlanningRun, filters: list[Filter], names: Names) -> None:
        self._around = around
        self._planning = planning
        self._names = names
        self.filters = filters
        self.elements: list[Pattern] = []
        self.changed = False

    def put(self, element: Pattern) -> None:
        """An element that stays where it is."""
        self.elements.append(element)

    def add(self, run: list[Pattern], cutter: PatternSplitter) -> None:
        """Elements that are joined with what stands before them, and with each other."""
        if not run:
            return
        order = self._order(run, cutter)
        if order is None:
            self.elements += run
            return
        self.changed = True
        rule = IN_EXISTS if self._around.inside_exists else IN_ORDER
        self._planning.note(rule, run[0])
        for step in order.steps:
            self._join(step)  # type: ignore[arg-type]

    def _order(self, run: list[Pattern], cutter: PatternSplitter) -> JoinOrder | None:
        try:
            steps = [part for each in run for part in (cutter.cut(each) if isinstance(each, Triples) else [each])]
        except WholePattern:
            return None
        if len(steps) + bool(self.elements) < 2:
            return None
        earlier = possible(self.elements)
        if self.elements and not self._around.inside_exists:
            return None
        # VALUES may not stand in LATERAL with a variable that has a value there.
        values = [step for step in steps if isinstance(step, Values)]
        if len(values) > 1 or (values and self.elements):
            return None
        others = [step for step in steps if not isinstance(step, Values)]
        if not others:
            return None
        bound, counts = self._around.bound | certain(self.elements), self._planning.counts
        if not self._around.inside_exists:
            own = costed(engine_order(steps, NONE, counts).steps, bound, counts).cost
            # The engine looks up nothing in a UNION: it finds all of it.
            own += sum(estimate(step, NONE, counts) for step in steps if isinstance(step, Union))
            if own <= _WORTH:
                return None
        if values:
            best = best_order(others, bound | certain(values), counts, possible(values))
            best = None if best is None else costed([*values, *best.steps], bound, counts)
        else:
            best = best_order(others, bound, counts, earlier, NONE.union(*map(mentioned, self.filters)))
        if best is None or self._around.inside_exists:
            return best
        return best if best.cost * _BETTER < own else None

    def _join(self, step: Pattern) -> None:
        self.elements = [*self.elements, Lateral(Group((step,)))] if self.elements else [step]
        self._filter()

    def _filter(self) -> None:
        """Put each filter as soon as it sees all that it will ever see of this group."""
        here = certain(self.elements)
        ready = [each for each in self.filters if mentioned(each) & self._names <= here]
        if ready:
            self.filters = [each for each in self.filters if each not in ready]
            self.elements = [Group((*self.elements, *ready))]


HALVES = Rule(
    "each part once",
    "patterns that share only what is asked for are found one by one, and not combined",
    "§18.5 (Distinct, Project, Join): a set of what is projected distributes over the join of all that is shared",
)
_OTHER_EACH_TIME = frozenset(("RAND", "UUID", "STRUUID", "BNODE", "NOW"))
_CHEAPER = 3.0


def in_halves(select: Select, planning: PlanningRun) -> Select:
    """A query with the parts of its pattern found apart, where they are independent and it costs less."""
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


def _parts(select: Select, planning: PlanningRun) -> list[tuple[Pattern, ...]] | None:
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


def _is_worth(select: Select, apart: list[tuple[Pattern, ...]], planning: PlanningRun) -> bool:
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
