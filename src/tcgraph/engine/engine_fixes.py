"""Where the embedded engine departs from SPARQL 1.1, the words in which it does not.

Each correction is found by the W3C's tests, and rewrites one narrow form only:

* ``GROUP_CONCAT(e)`` joins ``STR(e)`` (§18.5.1.7: the result is a simple literal, whatever the tags of its parts), and
  with DISTINCT, too, gives something where a value is no string: the engine gives nothing, and where we do, terms of
  one lexical form count as one;
* a path of no steps also matches a constant that is in no triple (:mod:`tcgraph.engine.empty_paths`);
* ``GRAPH ?g { VALUES … }`` binds ``?g`` to every graph (§18.6, evaluation of Graph).
"""

from __future__ import annotations

from dataclasses import replace

from tcgraph.engine.empty_paths import completed
from tcgraph.sparql import Query
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.syntax import (
    XSD,
    Aggregate,
    Call,
    Expression,
    Group,
    Infix,
    InGraph,
    Iri,
    Literal,
    Pattern,
    Repeated,
    Triples,
    Values,
    Var,
)

_TOLD_ONCE = frozenset(("STR", "RAND", "UUID", "STRUUID", "BNODE"))
"""A string already, and what is another value each time that it is asked."""


def corrected(tree: Query) -> Query:
    """The query in words that the engine answers by the standard; itself when nothing is to be changed."""
    return transform(tree, _fixed) if any(map(_is_suspect, walk(tree))) else tree


def _is_suspect(node: Node) -> bool:
    """Whether it may be part of one of the narrow forms: most queries have none."""
    match node:
        case Aggregate():
            return node.function == "GROUP_CONCAT"
        case Repeated():
            return node.sign != "+"
        case InGraph():
            return isinstance(node.name, Var) and any(isinstance(part, Values) for part in node.pattern.elements)
        case _:
            return False


def _fixed(node: Node) -> Node:
    if isinstance(node, Group):
        elements = tuple(new for element in node.elements for new in _elements(element))
        return node if elements == node.elements else replace(node, elements=elements)
    if isinstance(node, Aggregate) and node.function == "GROUP_CONCAT" and node.argument is not None:
        return _joining_strings(node, node.argument)
    return node


def _joining_strings(node: Aggregate, value: Expression) -> Expression:
    plain = Call("STR", (value,))
    if not node.distinct:
        return replace(node, argument=plain)
    if any(isinstance(each, Call) and each.function in _TOLD_ONCE for each in walk(value)):
        return node
    # Strings stay what they are, so that those of two languages stay two.
    typed = Infix(("=",), (Call("DATATYPE", (value,)), Iri(XSD + "string")))
    tagged = Infix(("!=",), (Call("LANG", (value,)), Literal("", Iri(XSD + "string"))))
    string = Infix(("&&",), (Call("ISLITERAL", (value,)), Infix(("||",), (typed, tagged))))
    return Call("STR", (replace(node, argument=Call("IF", (string, value, plain))),))


def _elements(element: Pattern) -> tuple[Pattern, ...]:
    if isinstance(element, Triples):
        return completed(element)
    if isinstance(element, InGraph) and isinstance(element.name, Var):
        match element.pattern.elements:
            case (Values() as values,):
                return InGraph(element.name, Group(())), values
    return (element,)
