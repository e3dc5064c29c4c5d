r"""FILTER [NOT] EXISTS as a join, only where the answer is provably the same.

The embedded engine answers a one-pattern EXISTS by looking it up for each solution, but joins two patterns in full for
each solution, which takes minutes at a million triples. For a basic graph pattern P, ``FILTER NOT EXISTS { P }`` keeps
the solutions with which no solution of P is compatible (SPARQL 1.1 §8.1), and those are the ones that
``OPTIONAL { P BIND(true AS ?flag) }`` leaves without flag, each once. A ``FILTER EXISTS { P }`` keeps the others, each
once: ``LATERAL { SELECT shared { P } LIMIT 1 }`` where every shared variable is bound by a triple pattern of the group
itself. Anything else (filters, paths that match nothing at all, nesting, blank nodes, variables that may be unbound) is
left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

from tcgraph.engine import reading
from tcgraph.errors import BrokenQuery
from tcgraph.sparql import Query, written
from tcgraph.sparql.forms import Describe, Modifiers, Select
from tcgraph.sparql.node import Node, children, transform, walk
from tcgraph.sparql.scope import mentioned
from tcgraph.sparql.syntax import (
    XSD,
    Annotated,
    Bind,
    Blank,
    BlankWith,
    Call,
    Collection,
    Exists,
    Filter,
    Group,
    Iri,
    Lateral,
    Literal,
    Negated,
    Optional,
    Pattern,
    ReifiedTriple,
    Repeated,
    Sequence,
    Service,
    Triples,
    TripleTerm,
    Unary,
    Var,
)

Q = TypeVar("Q", bound=Query)

_TRUE = Literal("true", Iri(XSD + "boolean"))
_NOT_PLAIN = (Negated, ReifiedTriple, Annotated, TripleTerm)


def rewrite(text: str) -> str:
    """A query in the words of :func:`with_joins`; the text itself where nothing is to be changed or it does not parse.

    Args:
        text: a query, its prefixes those of the application or its own.
    """
    if "EXISTS" not in text.upper():
        return text
    try:
        tree = reading.query(text)
    except BrokenQuery:
        return text
    better = with_joins(tree)
    return text if better is tree else written(better)


def with_joins(tree: Q, *, outside: frozenset[str] = frozenset(), lateral: bool = True) -> Q:
    """Rewrite each ``FILTER [NOT] EXISTS`` of two patterns or more that this module can prove the same.

    Args:
        tree: a query.
        outside: variables that are bound in every group beside what the tree says.
        lateral: whether the query may ask with LATERAL, which is not of SPARQL 1.1: else EXISTS stays.

    Returns:
        The new tree, or the tree itself.
    """
    groups = set(_groups(tree))
    if not groups or any(isinstance(node, Lateral) for node in walk(tree)):
        return tree
    names = _Names(tree)

    def joined(node: Node) -> Node:
        if isinstance(node, Group) and (node.start, node.end) in groups and node.start >= 0:
            return _joined(node, names, outside, lateral=lateral)
        return node

    return transform(tree, joined)


class _Names:
    """Names of variables that the query does not have."""

    def __init__(self, tree: Query) -> None:
        taken = mentioned(tree)
        self._mark = "_"
        while any(name.startswith(self._mark) for name in taken):
            self._mark += "_"
        self._numbers = count()

    def next(self) -> tuple[str, str]:
        """A flag, and what to put before the name of a variable of the pattern's own."""
        number = next(self._numbers)
        return f"{self._mark}flag{number}", f"{self._mark}own{number}_"


@dataclass(frozen=True, slots=True)
class _Around:
    """What a node stands in: whether a flag would be seen, whether EXISTS is looked at, whether it is an OPTIONAL's."""

    star: bool = False
    closed: bool = False
    optional: bool = False


def _groups(tree: Query) -> Iterator[tuple[int, int]]:
    """The places of groups that have such a filter, outside any other EXISTS."""
    stack: list[tuple[Node, _Around]] = [(tree, _Around())]
    while stack:
        node, around = stack.pop()
        below = around
        match node:
            case Select():
                below = replace(around, star=not node.columns, optional=False)
            case Describe():
                below = replace(around, star=not node.terms)
            case Exists() | Service():
                below = replace(around, closed=True)
            case Optional():
                below = replace(around, optional=True)
            case Group():
                below = replace(around, optional=False)
                # §18.2.2.6: a filter directly in an OPTIONAL sees the variables outside it too.
                if not (around.star or around.closed or around.optional) and any(map(_found, node.elements)):
                    yield node.start, node.end
            case _:
                pass
        stack += ((child, below) for child in children(node))


def _found(element: Pattern) -> Exists | None:
    """The EXISTS of a filter, when its pattern is two or more plain triple patterns."""
    if not isinstance(element, Filter) or not isinstance(element.condition, Exists):
        return None
    patterns = element.condition.pattern.elements
    fits = all(isinstance(each, Triples) and all(map(_is_plain, walk(each))) for each in patterns)
    return element.condition if fits and _several(patterns) else None


def _is_plain(node: Node) -> bool:
    """Whether a part of a triple pattern matches by its triples alone, and once for each of them."""
    if isinstance(node, Repeated):
        return node.sign == "+"
    if isinstance(node, Blank):
        return not node.label
    return not isinstance(node, _NOT_PLAIN)


def _several(patterns: tuple[Pattern, ...]) -> bool:
    objects = 0
    for node in (part for pattern in patterns for part in walk(pattern)):
        if isinstance(node, Sequence | BlankWith | Collection):
            return True
        objects += sum(len(each.objects) for each in node.predicates) if isinstance(node, Triples) else 0
    return objects > 1


def _joined(group: Group, names: _Names, outside: frozenset[str], *, lateral: bool) -> Group:
    """A group with its filters as joins, appended: a filter applies to the whole group wherever it stands (§5.2.2)."""
    kept: list[Pattern] = []
    added: list[Pattern] = []
    for element in group.elements:
        exists = _found(element)
        others = tuple(each for each in group.elements if each is not element)
        around = outside.union(*map(mentioned, others))
        wanted = exists is not None and (lateral or exists.negated)
        new = _in_place(exists, others, around, names) if exists is not None and wanted else []
        added += new
        kept += [] if new else [element]
    return replace(group, elements=(*kept, *added))


def _in_place(exists: Exists, others: tuple[Pattern, ...], around: frozenset[str], names: _Names) -> list[Pattern]:
    """What does the same as a filter among others; nothing where that is not certain."""
    shared = sorted(mentioned(exists.pattern) & around)
    flag, own = names.next()

    # The pattern's own variables get names of their own: outside the EXISTS nobody can see them.
    def renamed(node: Node) -> Node:
        return Var(own + node.name) if isinstance(node, Var) and node.name not in around else node

    pattern = transform(exists.pattern, renamed)
    if exists.negated:
        marked = Group((*pattern.elements, Bind(_TRUE, Var(flag))))
        return [Optional(marked), Filter(Unary("!", Call("BOUND", (Var(flag),))))]
    bound = {name for each in others if isinstance(each, Triples) for name in mentioned(each)}
    if not shared or not bound.issuperset(shared):
        return []
    one = Select((), "", tuple(map(Var, shared)), (), pattern, Modifiers(limit=1))
    return [Lateral(Group((one,)))]
