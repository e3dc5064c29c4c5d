"""[NOT] EXISTS of another one with the same, by the first and the last: without comparing each with each.

In ``FILTER NOT EXISTS { P FILTER(?y != ?x) }`` with P about things that all solutions of one S share, the smallest and
the largest ``?y`` of each S and how many there are is found once. Another than ``?x`` there

* is, where the smallest or the largest is another: it is the one;
* is none, where there is at most one ``?y``, which then is not another;
* is looked up as it was asked in any other case: literals that are no term of each other and yet equal.
"""

from __future__ import annotations

from tcgraph.sparql.forms import Alias, Modifiers, Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import certain, mentioned, possible
from tcgraph.sparql.planner.exists import FALSE, TRUE
from tcgraph.sparql.planner.exists_extremes import has_exists, is_dear, parted, renamed_in, tells_apart
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.planner.sideways_bindings import is_portable
from tcgraph.sparql.syntax import (
    XSD,
    Aggregate,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    Infix,
    Iri,
    Literal,
    Optional,
    Pattern,
    Unary,
    Var,
)

ANOTHER = Rule(
    "another with the same",
    "whether there is another one is told from the first and the last, which are found once for each group",
    "§17.4.1.5 (logical-or) and §18.5.1 (Count, Min, Max): one that is another is a witness, and one alone is none",
)
_NONE, _ONE = (Literal(number, Iri(XSD + "integer")) for number in "01")


def another(exists: Exists, others: tuple[Pattern, ...], around: Around, planning: Planning) -> list[Pattern]:
    """What stands for such an EXISTS, where looking it up would cost much; nothing where it stays."""
    inside, asks = parted(exists.pattern)
    if len(asks) != 1 or not tells_apart(asks[0]) or has_exists(asks[0]):
        return []
    outer, own, known = possible(others) | around.seen, certain(inside), certain(others)
    shared = mentioned(Group(inside)) & outer
    named = {node.name for node in walk(asks[0]) if isinstance(node, Var)}
    mine = named & own - shared
    if len(mine) != 1 or not named - mine <= known or not shared or not shared <= own & known:
        return []
    if not is_portable(Group(inside), outer) or not is_dear(inside, others, shared, around, planning):
        return []
    planning.note(ANOTHER, exists)
    return _written(exists, inside, tuple(map(Var, sorted(shared))), (mine.pop(), asks[0]), planning)


def _written(
    exists: Exists,
    inside: tuple[Pattern, ...],
    keys: tuple[Var, ...],
    compared: tuple[str, Expression],
    planning: Planning,
) -> list[Pattern]:
    name, condition = compared
    first, last, number = (planning.names.next(word) for word in ("first", "last", "number"))
    columns = (
        Alias(Aggregate("MIN", Var(name)), first),
        Alias(Aggregate("MAX", Var(name)), last),
        Alias(Aggregate("COUNT", Var(name), distinct=True), number),
    )
    once = Select((), "", (*keys, *columns), (), Group(inside), Modifiers(group_by=keys))
    full = Exists(exists.pattern, negated=False, start=exists.start, end=exists.end)
    witnesses = (Call("COALESCE", (renamed_in(condition, name, end), FALSE)) for end in (first, last))
    few = Infix(("<=",), (Call("COALESCE", (number, _NONE)), _ONE))
    there_is = Call("IF", (Infix(("||",), tuple(witnesses)), TRUE, Call("IF", (few, FALSE, full))))
    return [Optional(Group((once,))), Filter(Unary("!", there_is) if exists.negated else there_is)]
