"""OPTIONAL of which only what it does not find is kept: NOT EXISTS in other words.

``OPTIONAL { P FILTER(F) } FILTER(!BOUND(?x))`` keeps each solution that no solution of P is compatible with so that F
holds, once, where P binds ``?x`` in each of its solutions and nothing else of the query names what P alone binds. So
does ``FILTER NOT EXISTS { P FILTER(F) }``, where what both sides name has a value before the OPTIONAL and in P. It is
put so only where that leads to a wording that costs less than either.
"""

from __future__ import annotations

from collections import Counter

from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import certain, mentioned, possible
from tcgraph.sparql.planner.exists import replaced
from tcgraph.sparql.planner.exists_extremes import latest
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.syntax import Call, Exists, Filter, Optional, Pattern, Unary, Var

LEFT_UNBOUND = Rule(
    "OPTIONAL left unbound",
    "an OPTIONAL of which only what it does not find is kept is read as NOT EXISTS",
    "§18.5 (LeftJoin) and §18.6 (exists): what has no partner is kept as it is, once",
)


def left_unbound(elements: tuple[Pattern, ...], around: Around, planning: Planning) -> tuple[Pattern, ...]:
    """The elements of a group, an OPTIONAL of that kind in the words of :func:`latest`."""
    for asked in elements:
        name = _unbound(asked)
        place = next((n for n, each in enumerate(elements) if name and _binds(each, name)), None)
        if name is None or place is None:
            continue
        optional = elements[place]
        assert isinstance(optional, Optional)
        if not _is_apart(optional, asked, elements, place, around, planning):
            continue
        exists = Exists(optional.pattern, negated=True, start=optional.start, end=optional.end)
        words = tuple(Filter(exists) if each is optional else each for each in elements if each is not asked)
        better = replaced(words, around, planning, latest)
        if better != words:
            planning.note(LEFT_UNBOUND, optional)
            return better
    return elements


def _unbound(element: Pattern) -> str | None:
    match element:
        case Filter(Unary("!", Call("BOUND", (Var(name),)))):
            return name
    return None


def _binds(element: Pattern, name: str) -> bool:
    return isinstance(element, Optional) and name in certain(element.pattern.elements)


def _is_apart(
    optional: Optional, asked: Pattern, elements: tuple[Pattern, ...], place: int, around: Around, planning: Planning
) -> bool:
    others = tuple(each for each in elements if each is not optional and each is not asked)
    names = mentioned(optional.pattern)
    shared = names & (possible(others) | around.seen | around.bound)
    if not shared <= certain(elements[:place]):
        return False
    here = Counter(node.name for part in (optional, asked) for node in walk(part) if isinstance(node, Var))
    return all(planning.mentions[name] == here[name] for name in names - shared)
