"""[NOT] EXISTS of another one with the same, by the first and the last: without comparing each with each.

In ``FILTER NOT EXISTS { P FILTER(?y != ?x) }`` with P about things that all solutions of one S share, the smallest and
the largest ``?y`` of each S and how many there are is found once. Another than ``?x`` there

* is, where the smallest or the largest is another: it is the one;
* is none, where there is at most one ``?y``, which then is not another;
* is looked up as it was asked in any other case: literals that are no term of each other and yet equal.
"""

from __future__ import annotations

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Modifiers, Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import certain, mentioned, possible
from tcgraph.sparql.planner.exists import FALSE, TRUE
from tcgraph.sparql.planner.exists_extremes import has_exists, is_dear, parted, renamed_in, tells_apart
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.planner.sideways_bindings import is_portable

ANOTHER = Rule(
    "another with the same",
    "whether there is another one is told from the first and the last, which are found once for each group",
    "§17.4.1.5 (logical-or) and §18.5.1 (Count, Min, Max): one that is another is a witness, and one alone is none",
)
_NONE, _ONE = (s.Literal(number, s.Iri(s.XSD + "integer")) for number in "01")


def another(exists: s.Exists, others: tuple[s.Pattern, ...], around: Around, planning: Planning) -> list[s.Pattern]:
    """What stands for such an EXISTS, where looking it up would cost much; nothing where it stays."""
    inside, asks = parted(exists.pattern)
    if len(asks) != 1 or not tells_apart(asks[0]) or has_exists(asks[0]):
        return []
    outer, own, known = possible(others) | around.seen, certain(inside), certain(others)
    shared = mentioned(s.Group(inside)) & outer
    named = {node.name for node in walk(asks[0]) if isinstance(node, s.Var)}
    mine = named & own - shared
    if len(mine) != 1 or not named - mine <= known or not shared or not shared <= own & known:
        return []
    if not is_portable(s.Group(inside), outer) or not is_dear(inside, others, shared, around, planning):
        return []
    planning.note(ANOTHER, exists)
    return _written(exists, inside, tuple(map(s.Var, sorted(shared))), (mine.pop(), asks[0]), planning)


def _written(
    exists: s.Exists,
    inside: tuple[s.Pattern, ...],
    keys: tuple[s.Var, ...],
    compared: tuple[str, s.Expression],
    planning: Planning,
) -> list[s.Pattern]:
    name, condition = compared
    first, last, number = (planning.names.next(word) for word in ("first", "last", "number"))
    columns = (
        Alias(s.Aggregate("MIN", s.Var(name)), first),
        Alias(s.Aggregate("MAX", s.Var(name)), last),
        Alias(s.Aggregate("COUNT", s.Var(name), distinct=True), number),
    )
    once = Select((), "", (*keys, *columns), (), s.Group(inside), Modifiers(group_by=keys))
    full = s.Exists(exists.pattern, negated=False, start=exists.start, end=exists.end)
    witnesses = (s.Call("COALESCE", (renamed_in(condition, name, end), FALSE)) for end in (first, last))
    few = s.Infix(("<=",), (s.Call("COALESCE", (number, _NONE)), _ONE))
    there_is = s.Call("IF", (s.Infix(("||",), tuple(witnesses)), TRUE, s.Call("IF", (few, FALSE, full))))
    return [s.Optional(s.Group((once,))), s.Filter(s.Unary("!", there_is) if exists.negated else there_is)]
