"""[NOT] EXISTS of another one with the same, by the first and the last: without comparing each with each.

In ``FILTER NOT EXISTS { P FILTER(?y != ?x) }`` with P about things that all solutions of one S share, the smallest and
the largest ``?y`` of each S and how many there are is found once. Another than ``?x`` there

* is, where the smallest or the largest is another: it is the one;
* is none, where there is at most one ``?y``, which then is not another;
* is looked up as it was asked in any other case: literals that are no term of each other and yet equal.

EXISTS of a thing that is to be the one outside, by one variable: it is looked up, and not compared with each.

In ``FILTER EXISTS { P FILTER(?y = ?x) }`` with ``?y`` of P alone and ``?x`` of the outside alone, where it has a value
in each solution, P has a solution with ``?y = ?x`` where P with ``?x`` in the place of ``?y`` has one: an IRI or a
blank node is equal to itself and nothing else (SPARQL 1.1 §17.4.1.7), and one of the two is a subject, no literal.

NOT EXISTS with a filter on both sides, found once and compared: joined by what it shares, as OPTIONAL is.

``FILTER NOT EXISTS { P FILTER(F) }`` keeps the solutions that no solution of P is compatible with so that F holds;
those are the ones that ``OPTIONAL { { SELECT … { P } } FILTER(F) BIND(true AS ?found) }`` leaves without ``?found``,
each once. P sees nothing outside, and what it shares has values in each solution of both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Modifiers, Select
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.planner.bindings import Names, certain, is_portable, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, FALSE, TRUE, costs
from tcgraph.sparql.planner.exists_extremes import has_exists, is_dear, parted, renamed_in, tells_apart
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule
from tcgraph.sparql.planner.steps import may_be_empty
from tcgraph.sparql.syntax import (
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    Infix,
    Optional,
    Pattern,
    Triples,
    Unary,
    Var,
)

ANOTHER = Rule(
    "another with the same",
    "whether there is another one is told from the first and the last, which are found once for each group",
    "§17.4.1.5 (logical-or) and §18.5.1 (Count, Min, Max): one that is another is a witness, and one alone is none",
)
_NONE, _ONE = (s.Literal(number, s.Iri(s.XSD + "integer")) for number in "01")


def another(
    exists: s.Exists, others: tuple[s.Pattern, ...], around: GroupContext, planning: PlanningRun
) -> list[s.Pattern]:
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
    planning: PlanningRun,
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


ITSELF = Rule(
    "EXISTS of the same",
    "what EXISTS compares with something outside is looked up as that",
    "§18.6 (exists: substitute) and §17.4.1.7 (RDFterm-equal): of terms whose equality is identity",
)


def itself(exists: Exists, others: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> list[Pattern]:
    """What stands for such an EXISTS: itself with one variable instead of two; nothing where it stays."""
    inside, asks = parted(exists.pattern)
    outer = possible(others) | around.seen
    if not inside or not all(isinstance(each, Triples) and _is_plain(each, outer) for each in inside):
        return []
    own, known = certain(inside) - outer, certain(others) - mentioned(replace(exists.pattern, elements=inside))
    for ask in asks:
        pair = _equal(ask, own, known)
        if pair is not None and (pair[0] in _subjects(inside) or pair[1] in _subjects(others)):
            rest = tuple(Filter(each) for each in asks if each is not ask)
            pattern = replace(exists.pattern, elements=(*inside, *rest))
            planning.note(ITSELF, exists)
            other = replace(exists, pattern=renamed_in(pattern, pair[0], Var(pair[1])))
            return [Filter(other, start=exists.start, end=exists.end)]
    return []


def _is_plain(triples: Triples, outer: Names) -> bool:
    # A path of no steps begins at each node of the graph, and not at a term that is none (§18.4).
    return is_portable(triples, outer) and not any(may_be_empty(each.verb) for each in triples.predicates)


def _equal(condition: Expression, own: Names, known: Names) -> tuple[str, str] | None:
    """The variable inside and the one outside, where a condition is that they be equal."""
    match condition:
        case Infix(operators=("=",), operands=(Var() as left, Var() as right)):
            if left.name in own and right.name in known:
                return left.name, right.name
            if right.name in own and left.name in known:
                return right.name, left.name
    return None


def _subjects(elements: Iterable[Pattern]) -> set[str]:
    return {each.subject.name for each in elements if isinstance(each, Triples) and isinstance(each.subject, Var)}


COMPARED = Rule(
    "NOT EXISTS compared",
    "what NOT EXISTS asks for is found once, and its filter compares it with each solution",
    "§18.5 (LeftJoin) and §18.6 (exists): a solution without a partner is left as it is, once",
)
_LOOK_UP = 10.0
"""So many times longer a look-up takes than to compare two solutions that are there."""


def compared(exists: Exists, others: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> list[Pattern]:
    """What stands for such an EXISTS, where that costs less; nothing where it stays."""
    if not exists.negated:
        return []
    filters = [each for each in exists.pattern.elements if isinstance(each, Filter)]
    inside = tuple(each for each in exists.pattern.elements if not isinstance(each, Filter))
    outer = possible(others) | around.seen
    shared = mentioned(Group(inside)) & outer
    if not shared or not filters or not shared <= certain(inside) & certain(others):
        return []
    # Right in an OPTIONAL a filter sees what is outside it (§18.2.2.6), which deeper in it would not.
    if not mentioned(exists.pattern) & around.seen <= certain(others):
        return []
    if any(isinstance(node, Exists) for each in filters for node in walk(each)):
        return []
    # In the filter, a variable that the pattern may leave without a value could be one of outside.
    if possible(inside) != certain(inside) or not is_portable(Group(inside), outer):
        return []
    if not _is_cheaper(inside, others, around, planning):
        return []
    planning.note(COMPARED, exists)
    own = {name: planning.names.next("own") for name in sorted(mentioned(exists.pattern) - outer)}

    def renamed(node: Node) -> Node:
        return own.get(node.name, node) if isinstance(node, Var) else node

    pattern = transform(Group(inside), renamed)
    flag = planning.names.next("found")
    once = Select((), "", tuple(map(Var, sorted(possible(pattern.elements)))), (), pattern)
    asks = (transform(each, renamed) for each in filters)
    return [Optional(Group((Group((once,)), Bind(TRUE, flag), *asks))), Filter(Unary("!", Call("BOUND", (flag,))))]


def _is_cheaper(
    inside: tuple[Pattern, ...], others: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun
) -> bool:
    shared = mentioned(Group(inside)) & possible(others)
    told = costs(inside, others, shared, around, planning)
    if told is None:
        return False
    rows = told.outside.rows
    every = rows * told.looked_up.cost
    pairs = rows * told.looked_up.rows
    return every > DEAR and (told.alone.cost + pairs / _LOOK_UP + rows) * 2 < every
