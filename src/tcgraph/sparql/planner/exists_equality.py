"""EXISTS of a thing that is to be the one outside, by one variable: it is looked up, and not compared with each.

In ``FILTER EXISTS { P FILTER(?y = ?x) }`` with ``?y`` of P alone and ``?x`` of the outside alone, where it has a value
in each solution, P has a solution with ``?y = ?x`` where P with ``?x`` in the place of ``?y`` has one: an IRI or a
blank node is equal to itself and nothing else (SPARQL 1.1 §17.4.1.7), and one of the two is a subject, no literal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tcgraph.sparql.planner.bindings import Names, certain, mentioned, possible
from tcgraph.sparql.planner.exists_extremes import parted, renamed_in
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.planner.sideways_bindings import is_portable
from tcgraph.sparql.planner.steps import may_be_empty
from tcgraph.sparql.syntax import Exists, Expression, Filter, Infix, Pattern, Triples, Var

ITSELF = Rule(
    "EXISTS of the same",
    "what EXISTS compares with something outside is looked up as that",
    "§18.6 (exists: substitute) and §17.4.1.7 (RDFterm-equal): of terms whose equality is identity",
)


def itself(exists: Exists, others: tuple[Pattern, ...], around: Around, planning: Planning) -> list[Pattern]:
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
