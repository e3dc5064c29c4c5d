"""Where the embedded engine departs from SPARQL 1.1, the words in which it does not.

Each correction is found by the W3C's tests, and rewrites one narrow form only:

* ``GROUP_CONCAT(e)`` joins ``STR(e)`` (§18.5.1.7: the result is a simple literal, whatever the tags of its parts);
* a path of no steps also matches a constant that is in no triple (:mod:`tcgraph.engine.empty_paths`);
* ``GRAPH ?g { VALUES … }`` binds ``?g`` to every graph (§18.6, evaluation of Graph).
"""

from __future__ import annotations

from dataclasses import replace

from tcgraph.engine.empty_paths import completed
from tcgraph.sparql import Query
from tcgraph.sparql.node import Node, transform
from tcgraph.sparql.syntax import Aggregate, Call, Group, InGraph, Pattern, Triples, Values, Var


def corrected(tree: Query) -> Query:
    """The query in words that the engine answers by the standard; itself when nothing is to be changed."""
    return transform(tree, _fixed)


def _fixed(node: Node) -> Node:
    if isinstance(node, Group):
        elements = tuple(new for element in node.elements for new in _elements(element))
        return node if elements == node.elements else replace(node, elements=elements)
    if isinstance(node, Aggregate) and node.function == "GROUP_CONCAT" and node.argument and not node.distinct:
        return replace(node, argument=Call("STR", (node.argument,)))
    return node


def _elements(element: Pattern) -> tuple[Pattern, ...]:
    if isinstance(element, Triples):
        return completed(element)
    if isinstance(element, InGraph) and isinstance(element.name, Var):
        match element.pattern.elements:
            case (Values() as values,):
                return InGraph(element.name, Group(())), values
    return (element,)
