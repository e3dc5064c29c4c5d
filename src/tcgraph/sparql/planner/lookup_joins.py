"""Joins looked up one step after the other, from what has values already.

The engine joins what stands in an EXISTS in full for each solution around it, and what stands in an OPTIONAL beginning
with the step that looks smallest by itself. ``A LATERAL { B }`` looks B up for each solution of A (SPARQL-DEV SEP 6),
which for portable patterns is their join.
"""

from __future__ import annotations

from tcgraph.sparql.planner.bindings import NONE, Names, certain, mentioned, possible
from tcgraph.sparql.planner.join_order import JoinOrder, best_order, costed, engine_order, estimate
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.planner.sideways_bindings import is_portable
from tcgraph.sparql.planner.steps import Cutter, Uncut
from tcgraph.sparql.syntax import Filter, Group, Lateral, Pattern, Triples, Union, Values

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


def in_order(elements: tuple[Pattern, ...], around: Around, planning: Planning) -> tuple[Pattern, ...]:
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
    cutter = Cutter(planning.names)
    run: list[Pattern] = []
    for place, element in enumerate(rest):
        others = possible((*rest[:place], *rest[place + 1 :]))
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

    def __init__(self, around: Around, planning: Planning, filters: list[Filter], names: Names) -> None:
        self._around = around
        self._planning = planning
        self._names = names
        self.filters = filters
        self.elements: list[Pattern] = []
        self.changed = False

    def put(self, element: Pattern) -> None:
        """An element that stays where it is."""
        self.elements.append(element)

    def add(self, run: list[Pattern], cutter: Cutter) -> None:
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

    def _order(self, run: list[Pattern], cutter: Cutter) -> JoinOrder | None:
        try:
            steps = [part for each in run for part in (cutter.cut(each) if isinstance(each, Triples) else [each])]
        except Uncut:
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
