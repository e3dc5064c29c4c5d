"""[NOT] EXISTS of a larger figure, by the largest: "the donor of each region with most", without counting each time.

In ``FILTER NOT EXISTS { { SELECT ?k (COUNT(?x) AS ?n) { Q } GROUP BY ?k } FILTER(?n > ?m) }`` the subquery has nothing
in common with what is outside but keys of its groups, so that what it finds for the keys of a solution is what of all
that it finds has these keys (as in :mod:`.subquery_restriction`). The largest ``?n`` of each ``?k`` is found once.
Some ``?n`` is larger than ``?m`` where the largest is, as numbers of one datatype are in one order, in which each
other number has its place and anything else none (SPARQL 1.1 §17.3), and so are dates without time zone. What COUNT
gives are integers; that other figures are such is told with the largest, and where they are not, the question is
looked up as it was asked.
"""

from __future__ import annotations

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Modifiers, Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import NONE, certain, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, FALSE, TRUE, solutions
from tcgraph.sparql.planner.exists_extremes import comparison, parted
from tcgraph.sparql.planner.optional_rules import OTHER_EACH_TIME
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule
from tcgraph.sparql.planner.subquery_restriction import keys_of

FIGURES = Rule(
    "the largest figure of each",
    "whether there is a larger figure is told from the largest, and the figures are found once",
    "§17.3 (operators) and §18.5.1.4 (Max): of numbers of one datatype the largest exceeds what any of them exceeds",
)
_NONE, _ONE, _TEN = (s.Literal(number, s.Iri(s.XSD + "integer")) for number in ("0", "1", "10"))


def figures(
    exists: s.Exists, others: tuple[s.Pattern, ...], around: GroupContext, planning: PlanningRun
) -> list[s.Pattern]:
    """What stands for such an EXISTS, where counting each time would cost much; nothing where it stays."""
    inside, asks = parted(exists.pattern)
    select = _subquery(inside)
    if select is None or len(asks) != 1 or not _is_told_once(select):
        return []
    outer = possible(others) | around.seen
    made = {each.variable.name: each for each in select.columns if isinstance(each, Alias) and each.variable}
    compared = comparison(asks[0], frozenset(made) - outer, possible(others) - mentioned(select))
    shared = mentioned(select) & outer
    if compared is None or not shared <= keys_of(select) & certain(others):
        return []
    outside, alone = solutions(others, around.bound, planning), solutions(select.where.elements, NONE, planning)
    if outside is None or alone is None or outside.rows < 2 or outside.rows * alone.cost < DEAR:
        return []
    counted = _is_count(made[compared[0]].expression)
    if not counted and any(isinstance(node, s.Blank) and node.label for node in walk(select)):
        return []
    planning.note(FIGURES, exists)
    keys = tuple(map(s.Var, sorted(shared)))
    return _written(exists, select, keys, compared, planning, counted=counted)


def _subquery(inside: tuple[s.Pattern, ...]) -> Select | None:
    while len(inside) == 1 and isinstance(inside[0], s.Group):
        inside = inside[0].elements
    return inside[0] if len(inside) == 1 and isinstance(inside[0], Select) else None


def _is_told_once(select: Select) -> bool:
    """Whether all that a subquery finds is what it finds for each key, and the same each time."""
    modifiers = select.modifiers
    if modifiers.limit is not None or modifiers.offset is not None or modifiers.values is not None or select.dataset:
        return False
    return not any(isinstance(node, s.Call) and node.function in OTHER_EACH_TIME for node in walk(select))


def _is_count(expression: s.Expression) -> bool:
    return isinstance(expression, s.Aggregate) and expression.function == "COUNT"


def _written(
    exists: s.Exists,
    select: Select,
    keys: tuple[s.Var, ...],
    compared: tuple[str, str, str],
    planning: PlanningRun,
    *,
    counted: bool,
) -> list[s.Pattern]:
    name, operator, mine = compared
    best, ordered = planning.names.next("best"), planning.names.next("ordered")
    columns: list[s.Var | Alias] = [
        *keys,
        Alias(s.Aggregate("MAX" if operator in (">", ">=") else "MIN", s.Var(name)), best),
    ]
    there_is: s.Expression = s.Call("COALESCE", (s.Infix((operator,), (best, s.Var(mine))), FALSE))
    if not counted:
        columns.append(Alias(_in_order(s.Var(name)), ordered))
        full = s.Exists(exists.pattern, negated=False, start=exists.start, end=exists.end)
        there_is = s.Call("IF", (s.Call("COALESCE", (ordered, TRUE)), there_is, full))
    once = Select((), "", tuple(columns), (), s.Group((s.Group((select,)),)), Modifiers(group_by=keys))
    return [s.Optional(s.Group((once,))), s.Filter(s.Unary("!", there_is) if exists.negated else there_is)]


def _in_order(figure: s.Var) -> s.Expression:
    """Whether all figures of a group are numbers, or dates without time zone, of one datatype and in its order."""
    # NaN compares with nothing, not even itself, and a date that is none, as "October 2006", has no year.
    is_number = s.Infix(("&&",), (s.Call("ISNUMERIC", (figure,)), s.Infix(("=",), (figure, figure))))
    is_date = s.Infix(("=",), (s.Call("DATATYPE", (figure,)), s.Iri(s.XSD + "date")))
    is_plain = s.Infix(("=",), (s.Call("STRLEN", (s.Call("STR", (figure,)),)), _TEN))
    has_year = s.Infix((">",), (s.Call("YEAR", (figure,)), _NONE))
    either = s.Infix(("||",), (is_number, s.Infix(("&&", "&&"), (is_date, is_plain, has_year))))
    compares = s.Call("COALESCE", (either, FALSE))
    comparing = s.Aggregate("SUM", s.Call("IF", (compares, _ONE, _NONE)))
    kinds = s.Aggregate("COUNT", s.Call("DATATYPE", (figure,)), distinct=True)
    all_compare = s.Infix(("=",), (comparing, s.Aggregate("COUNT", None)))
    return s.Infix(("&&",), (all_compare, s.Infix(("<=",), (kinds, _ONE))))
