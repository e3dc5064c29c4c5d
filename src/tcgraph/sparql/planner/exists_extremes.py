"""NOT EXISTS of a larger one, by the largest: "the latest of each" without comparing all with all.

In ``FILTER NOT EXISTS { P FILTER(?n > ?m) }`` with P about a group of things that all solutions of one S share, the
largest ``?n`` of each S is found once. Whether P has a larger one than ``?m`` is then

* yes, where the largest is larger (``?largest > ?m``): it is the one;
* what it is for the largest itself, found once, where ``?m`` is that very term;
* looked up as it was asked in any other case: terms that do not compare, an order of MAX that is none of ``>``.

So the answer never rests on MAX and ``>`` agreeing (SPARQL 1.1 §18.5.1.4 and §17.3 need not, for terms of several
kinds); only the time does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Modifiers, Select
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.planner.bindings import Names, certain, is_portable, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, FALSE, TRUE, costs
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule

LATEST = Rule(
    "the largest of each",
    "whether there is a larger one is told from the largest, which is found once for each group",
    "§17.4.1.5 (logical-or) and §18.5.1.4 (Max): the largest is a witness, and what it does not settle is looked up",
)
N = TypeVar("N", bound=Node)
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def latest(
    exists: s.Exists, others: tuple[s.Pattern, ...], around: GroupContext, planning: PlanningRun
) -> list[s.Pattern]:
    """What stands for such an EXISTS, where looking it up would cost much; nothing where it stays."""
    inside, asks = parted(exists.pattern)
    outer = possible(others) | around.seen
    own = certain(inside)
    known = certain(others)
    found = [(part, comparison(part, own, known)) for part in asks]
    compared = next((told for _, told in found if told is not None), None)
    # Beside the comparison, that it be another one; for the bounds of a range the largest is no witness.
    if (
        not all(told is not None or tells_apart(part) for part, told in found)
        or sum(told is not None for _, told in found) > 1
    ):
        return []
    if compared is None or not is_portable(s.Group(inside), outer) or any(map(has_exists, asks)):
        return []
    inner, _, mine = compared
    shared = mentioned(s.Group(inside)) & outer
    if not shared <= own & known or inner in shared or mine in own:
        return []
    if not is_dear(inside, others, shared, around, planning):
        return []
    planning.note(LATEST, exists)
    apart = [part for part, told in found if told is None]
    return _written(exists, shared, compared, apart, planning)


def parted(pattern: s.Group) -> tuple[tuple[s.Pattern, ...], list[s.Expression]]:
    """A pattern without its filters, and what each of these asks to be true."""
    asks = [part for each in pattern.elements if isinstance(each, s.Filter) for part in conjuncts(each.condition)]
    return tuple(each for each in pattern.elements if not isinstance(each, s.Filter)), asks


def conjuncts(condition: s.Expression) -> list[s.Expression]:
    """What has to be true, each, for a filter to hold (§17.2: an error is not true)."""
    if isinstance(condition, s.Infix) and set(condition.operators) == {"&&"}:
        return [part for operand in condition.operands for part in conjuncts(operand)]
    return [condition]


def equalities(elements: Iterable[s.Pattern]) -> Iterator[tuple[s.Filter, s.Infix, list[s.Expression]]]:
    """Each equality that a filter of a group asks for, with the filter and all that it asks for."""
    for element in elements:
        asks = conjuncts(element.condition) if isinstance(element, s.Filter) else []
        for ask in asks:
            if isinstance(element, s.Filter) and isinstance(ask, s.Infix) and ask.operators == ("=",):
                yield element, ask, asks


def has_exists(expression: s.Expression) -> bool:
    """Whether an expression asks for a pattern."""
    return any(isinstance(node, s.Exists) for node in walk(expression))


def tells_apart(condition: s.Expression) -> bool:
    """Whether a condition is that one thing be another than the other."""
    if isinstance(condition, s.Unary) and condition.operator == "!":
        return isinstance(condition.operand, s.Call) and condition.operand.function == "SAMETERM"
    return isinstance(condition, s.Infix) and condition.operators == ("!=",)


def comparison(condition: s.Expression, own: Names, known: Names) -> tuple[str, str, str] | None:
    """The variable inside, the operator, and the variable outside, where a condition compares two such."""
    match condition:
        case s.Infix(operators=(operator,), operands=(s.Var() as left, s.Var() as right)) if operator in _TURNED:
            if left.name in own and right.name in known:
                return left.name, operator, right.name
            if right.name in own and left.name in known:
                return right.name, _TURNED[operator], left.name
    return None


def is_dear(
    inside: tuple[s.Pattern, ...],
    others: tuple[s.Pattern, ...],
    shared: Names,
    around: GroupContext,
    planning: PlanningRun,
) -> bool:
    """Whether a pattern costs much when it is looked up for each solution, and little when it is found once."""
    told = costs(inside, others, shared, around, planning)
    if told is None:
        return False
    every = told.outside.rows * told.looked_up.cost
    return every > DEAR and told.alone.cost * 3 < every


def _written(
    exists: s.Exists, shared: Names, compared: tuple[str, str, str], apart: list[s.Expression], planning: PlanningRun
) -> list[s.Pattern]:
    inner, operator, mine = compared
    inside, _ = parted(exists.pattern)
    best, beaten = planning.names.next("best"), planning.names.next("beaten")
    keys = tuple(map(s.Var, sorted(shared)))
    aggregate = Alias(s.Aggregate("MAX" if operator in (">", ">=") else "MIN", s.Var(inner)), best)
    # What compares with nothing, not even itself, is no witness for anything: "October 2006"^^xsd:date, NaN.
    comparable = s.Filter(s.Infix(("<=",), (s.Var(inner), s.Var(inner))))
    largest = Select((), "", (*keys, aggregate), (), s.Group((*inside, comparable)), Modifiers(group_by=keys))
    larger = s.Exists(s.Group((*inside, s.Filter(s.Infix((operator,), (s.Var(inner), best))))), negated=False)
    full = s.Exists(exists.pattern, negated=False, start=exists.start, end=exists.end)
    witness: s.Expression = s.Call("COALESCE", (s.Infix((operator,), (best, s.Var(mine))), FALSE))
    same: s.Expression = s.Call("COALESCE", (s.Call("SAMETERM", (best, s.Var(mine))), FALSE))
    if not apart:
        there_is = s.Call("IF", (witness, TRUE, s.Call("IF", (same, beaten, full))))
    else:
        # The largest may be no witness for what else is asked; and where none is larger, none is that is asked for.
        itself = s.Exists(renamed_in(exists.pattern, inner, best), negated=False)
        none = s.Infix(("&&",), (same, s.Unary("!", beaten)))
        there_is = s.Call("IF", (s.Infix(("&&",), (witness, itself)), TRUE, s.Call("IF", (none, FALSE, full))))
    columns: tuple[s.Var, ...] = (*keys, best)
    of = {node.name for part in apart for node in walk(part) if isinstance(node, s.Var)} & certain(inside) - shared
    if len(of) == 1:
        # Some thing that has the largest: where it is another one, nothing need be looked up.
        some, name = planning.names.next("some"), of.pop()
        sample = Alias(s.Aggregate("SAMPLE", s.Var(name)), some)
        having = tuple(renamed_in(s.Group(inside), inner, best).elements)
        grouped = Modifiers(group_by=columns)
        largest = Select((), "", (*columns, sample), (), s.Group((s.Group((largest,)), *having)), grouped)
        columns = (*columns, some)
        others = (renamed_in(part, name, some) for part in apart)
        another = s.Call("COALESCE", (s.Infix(("&&",) * len(apart), (witness, *others)), FALSE))
        there_is = s.Call("IF", (another, TRUE, there_is))
    once = Select((), "", (*columns, beaten), (), s.Group((s.Group((largest,)), s.Bind(larger, beaten))))
    return [s.Optional(s.Group((once,))), s.Filter(s.Unary("!", there_is) if exists.negated else there_is)]


def renamed_in(pattern: N, name: str, other: s.Var) -> N:
    """A pattern with another variable in the place of one."""

    def renamed(node: Node) -> Node:
        return other if isinstance(node, s.Var) and node.name == name else node

    return transform(pattern, renamed)
