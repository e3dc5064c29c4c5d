"""Calls that may do without an argument, for an engine that calls no function with a variable that has no value.

To SPARQL such an argument is an error, and the function is not called (SPARQL 1.1 §17.2); a function whose parameter is
optional is to be called without it (SHACL Advanced Features §5).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from tcgraph.engine.query_trees import prefixes_in
from tcgraph.rdf import NamedNode
from tcgraph.sparql import parse_query, syntax, written
from tcgraph.sparql.node import Node, transform

MISSING = NamedNode("urn:tcgraph:missing-argument")
"""What such a function is called with in place of a variable that has no value."""


def with_missing(text: str, optional: Mapping[NamedNode, Collection[int]], given: Collection[str] = ()) -> str:
    """A query that calls functions with :data:`MISSING` where an optional argument has no value.

    Args:
        text: a query.
        optional: by function the places of its optional parameters, from 0.
        given: variables that will have values before it is asked.

    Raises:
        BrokenQuery: it cannot be read.
    """
    places = tuple((name.value, tuple(free)) for name, free in optional.items() if free)
    return _rewritten(text, places, frozenset(given)) if places else text


@lru_cache(maxsize=1024)
def _rewritten(text: str, optional: tuple[tuple[str, tuple[int, ...]], ...], given: frozenset[str]) -> str:
    places = dict(optional)
    tree = parse_query(text, prefixes=prefixes_in(text), given=given)
    missing = syntax.Iri(MISSING.value)

    def change(node: Node) -> Node:
        if not isinstance(node, syntax.Call) or not isinstance(node.function, syntax.Iri):
            return node
        free = places.get(node.function.value, ())
        arguments = tuple(
            syntax.Call("COALESCE", (one, missing)) if at in free and isinstance(one, syntax.Var) else one
            for at, one in enumerate(node.arguments)
        )
        return node if arguments == node.arguments else syntax.Call(node.function, arguments, node.distinct)

    changed = transform(tree, change)
    return text if changed == tree else written(changed, full=True)
