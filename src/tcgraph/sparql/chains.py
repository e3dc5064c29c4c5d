"""Parts strung together without end: each stands on top of the one before for who goes through them."""

from __future__ import annotations

from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.syntax import Alternative, Group, Infix, Sequence, Union


def longest_chain(tree: Node) -> tuple[Node, int]:
    """The node of a tree with the most parts, operands or elements of its own, and how many they are.

    Args:
        tree: a query, an update or a part of one. The steps of a path are no such parts; :func:`longest_path` has them.
    """
    return max(((node, _parts(node)) for node in walk(tree)), key=lambda found: found[1])


def longest_path(tree: Node) -> int:
    """How many steps the longest sequence path of a tree has."""
    return max((len(node.parts) for node in walk(tree) if isinstance(node, Sequence)), default=0)


def _parts(node: Node) -> int:
    match node:
        case Infix(operands=parts) | Union(parts=parts) | Group(elements=parts) | Alternative(parts=parts):
            return len(parts)
        case _:
            return 0
