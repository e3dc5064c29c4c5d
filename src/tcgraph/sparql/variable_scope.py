"""Which variables a pattern gives values to (SPARQL 1.1 §18.2.1)."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.sparql.forms import Alias, Select
from tcgraph.sparql.node import Node, children, walk
from tcgraph.sparql.syntax import Aggregate, Bind, Exists, Expression, Filter, Minus, Values, Var


def visible(elements: Iterable[Node]) -> dict[str, None]:
    """The variables in scope of patterns, in the order of the text.

    Args:
        elements: elements of one group, or groups.
    """
    found: dict[str, None] = {}
    stack = list(elements)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, Var):
            found[node.name] = None
        elif isinstance(node, Bind):
            found[node.variable.name] = None
        elif isinstance(node, Values):
            found.update((variable.name, None) for variable in node.variables)
        elif isinstance(node, Select):
            found.update(dict.fromkeys(columns(node)))
        elif not isinstance(node, Filter | Minus):
            stack += children(node)[::-1]
    return found


def columns(select: Select) -> tuple[str, ...]:
    """The variables that a SELECT gives, in order; of ``*`` in the order in which the text names them."""
    if select.columns:
        named = (column if isinstance(column, Var) else column.variable for column in select.columns)
        return tuple(variable.name for variable in named if variable is not None)
    closing = () if select.modifiers.values is None else (select.modifiers.values,)
    return tuple(visible((select.where, *closing)))


def mentioned(root: Node) -> set[str]:
    """The names of all variables in a tree, in scope or not."""
    return {node.name for node in walk(root) if isinstance(node, Var)}


def has_aggregate(expression: Expression | Alias) -> bool:
    """Whether an expression aggregates, other than in a subquery of an EXISTS."""
    return any(isinstance(node, Aggregate) for node in walk(expression, lambda node: not isinstance(node, Exists)))


def ungrouped(expression: Expression) -> list[Var]:
    """The variables of an expression outside its aggregates and its EXISTS."""
    inside = walk(expression, lambda node: not isinstance(node, Aggregate | Exists))
    return [node for node in inside if isinstance(node, Var)]
