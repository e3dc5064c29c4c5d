"""Which variables a pattern binds in each of its solutions, and which in some (SPARQL 1.1 §18.2.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Select
from tcgraph.sparql.node import Node, children
from tcgraph.sparql.variable_scope import visible

Names = frozenset[str]
NONE: Names = frozenset()


_Memo = dict[int, tuple[Node, Names]]
_MOST = 50_000
_mentioned: _Memo = {}
_possible: _Memo = {}
_certainly: _Memo = {}
"""What is known of nodes, which nobody changes, by their identity: each is asked about many times in one planning."""


def _remembered(memo: _Memo, node: Node, find: Callable[[Node], Names]) -> Names:
    known = memo.get(id(node))
    if known is not None and known[0] is node:
        return known[1]
    if len(memo) > _MOST:
        memo.clear()
    found = find(node)
    memo[id(node)] = (node, found)
    return found


def mentioned(node: Node) -> Names:
    """All the variables in a tree, in scope or not."""
    return _remembered(_mentioned, node, _all)


def _all(node: Node) -> Names:
    return frozenset((node.name,)) if isinstance(node, s.Var) else NONE.union(*map(mentioned, children(node)))


def possible(elements: Iterable[Node]) -> Names:
    """The variables that patterns may bind."""
    return NONE.union(*(_remembered(_possible, each, lambda one: frozenset(visible((one,)))) for each in elements))


def certain(elements: Iterable[Node]) -> Names:
    """The variables that patterns, joined, bind in every solution."""
    return NONE.union(*(_remembered(_certainly, each, _certain) for each in elements))


def _certain(element: Node) -> Names:
    match element:
        case s.Triples():
            return mentioned(element)
        case s.Group():
            return certain(element.elements)
        case s.Union():
            return frozenset.intersection(*(certain((part,)) for part in element.parts))
        case s.InGraph():
            own = frozenset((element.name.name,)) if isinstance(element.name, s.Var) else NONE
            return own | certain((element.pattern,))
        case s.Lateral():
            return _certain(element.pattern)
        case s.Values():
            return frozenset(
                variable.name
                for place, variable in enumerate(element.variables)
                if all(row[place] is not None for row in element.rows)
            )
        case s.Bind():
            # Any other expression may have an error, which leaves the variable unbound (§18.5, Extend).
            return frozenset((element.variable.name,)) if isinstance(element.expression, s.Iri | s.Literal) else NONE
        case Select():
            return _of_select(element)
        case _:
            # Filter, Optional, Minus; Service, which may be silent; text that nobody reads.
            return NONE


def _of_select(select: Select) -> Names:
    inside = _certain(select.where)
    if select.modifiers.values is not None:
        inside |= _certain(select.modifiers.values)
    grouped = bool(select.modifiers.group_by)
    keys = {key.name for key in select.modifiers.group_by if isinstance(key, s.Var)}
    if not select.columns:
        return inside
    found = set()
    for column in select.columns:
        if isinstance(column, s.Var):
            if column.name in inside and (not grouped or column.name in keys):
                found.add(column.name)
        elif isinstance(column, Alias) and column.variable is not None and _never_fails(column):
            found.add(column.variable.name)
    return frozenset(found)


def _never_fails(column: Alias) -> bool:
    expression = column.expression
    return isinstance(expression, s.Iri | s.Literal) or (
        isinstance(expression, s.Aggregate) and expression.function == "COUNT"
    )
