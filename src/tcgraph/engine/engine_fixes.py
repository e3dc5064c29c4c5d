"""Where the embedded engine departs from SPARQL 1.1, the words in which it does not.

Each correction is found by the W3C's tests, and rewrites one narrow form only:

* ``GROUP_CONCAT(e)`` joins ``STR(e)`` (§18.5.1.7: the result is a simple literal, whatever the tags of its parts), and
  with DISTINCT, too, gives something where a value is no string: the engine gives nothing, and where we do, terms of
  one lexical form count as one;
* a path of no steps also matches a constant that is in no triple;
* ``GRAPH ?g { VALUES … }`` binds ``?g`` to every graph (§18.6, evaluation of Graph).
"""

from __future__ import annotations

from dataclasses import replace

from tcgraph.sparql import Query
from tcgraph.sparql import syntax as s
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.planner.steps import may_be_empty

_TOLD_ONCE = frozenset(("STR", "RAND", "UUID", "STRUUID", "BNODE"))
"""A string already, and what is another value each time that it is asked."""


def corrected(tree: Query) -> Query:
    """The query in words that the engine answers by the standard; itself when nothing is to be changed."""
    return transform(tree, _fixed) if any(map(_is_suspect, walk(tree))) else tree


def _is_suspect(node: Node) -> bool:
    """Whether it may be part of one of the narrow forms: most queries have none."""
    match node:
        case s.Aggregate():
            return node.function == "GROUP_CONCAT"
        case s.RepeatedPath():
            return node.sign != "+"
        case s.InGraph():
            return isinstance(node.name, s.Var) and any(isinstance(part, s.Values) for part in node.pattern.elements)
        case _:
            return False


def _fixed(node: Node) -> Node:
    if isinstance(node, s.Group):
        elements = tuple(new for element in node.elements for new in _elements(element))
        return node if elements == node.elements else replace(node, elements=elements)
    if isinstance(node, s.Aggregate) and node.function == "GROUP_CONCAT" and node.argument is not None:
        return _joining_strings(node, node.argument)
    return node


def _joining_strings(node: s.Aggregate, value: s.Expression) -> s.Expression:
    plain = s.Call("STR", (value,))
    if not node.distinct:
        return replace(node, argument=plain)
    if any(isinstance(each, s.Call) and each.function in _TOLD_ONCE for each in walk(value)):
        return node
    # Strings stay what they are, so that those of two languages stay two.
    typed = s.Infix(("=",), (s.Call("DATATYPE", (value,)), s.Iri(s.XSD + "string")))
    tagged = s.Infix(("!=",), (s.Call("LANG", (value,)), s.Literal("", s.Iri(s.XSD + "string"))))
    string = s.Infix(("&&",), (s.Call("ISLITERAL", (value,)), s.Infix(("||",), (typed, tagged))))
    return s.Call("STR", (replace(node, argument=s.Call("IF", (string, value, plain))),))


def _elements(element: s.Pattern) -> tuple[s.Pattern, ...]:
    if isinstance(element, s.Triples):
        return completed(element)
    if isinstance(element, s.InGraph) and isinstance(element.name, s.Var):
        match element.pattern.elements:
            case (s.Values() as values,):
                return s.InGraph(element.name, s.Group(())), values
    return (element,)


# -- paths of no steps at a constant: they match whether or not the constant is in the data (SPARQL 1.1 §18.4, ALP).
# The embedded engine looks for the constant in its data first. Where it is in no triple, the one solution that a path
# of no steps has is given by a second branch

_P, _O, _S = (s.Var(f"tcgraph_{name}") for name in "pos")


def completed(triples: s.Triples) -> tuple[s.Triples | s.Union, ...]:
    """The same triples; paths that may have no steps and end in one constant each have a second branch."""
    subject = triples.subject
    if not isinstance(subject, s.Var | s.Iri | s.Literal):
        return (triples,)
    kept: list[s.Predicate] = []
    found: list[s.Union] = []
    for predicate in triples.predicates:
        others = []
        for each in predicate.objects:
            constant = _constant(subject, each) if isinstance(each, s.Var | s.Iri | s.Literal) else None
            if constant is not None and not isinstance(predicate.verb, s.Var) and may_be_empty(predicate.verb):
                alone = s.Triples(subject, (s.Predicate(predicate.verb, (each,)),))
                ends = [end for end in (subject, each) if isinstance(end, s.Var)]
                found.append(s.Union((s.Group((alone,)), _absent(constant, ends))))
            else:
                others.append(each)
        if others:
            kept.append(s.Predicate(predicate.verb, tuple(others)))
    if not found:
        return (triples,)
    return (*((s.Triples(subject, tuple(kept)),) if kept else ()), *found)


def _constant(start: s.Var | s.Iri | s.Literal, end: s.Var | s.Iri | s.Literal) -> s.Iri | s.Literal | None:
    """The one constant at the ends; None for two variables, which end in the data, and for two constants."""
    constants = {each for each in (start, end) if not isinstance(each, s.Var)}
    return constants.pop() if len(constants) == 1 else None


def _absent(constant: s.Iri | s.Literal, ends: list[s.Var]) -> s.Group:
    """The solution where the constant is in no triple."""
    bound = (s.Values((end,), ((constant,),)) for end in ends)
    patterns = (s.Triples(constant, (s.Predicate(_P, (_O,)),)), s.Triples(_S, (s.Predicate(_P, (constant,)),)))
    return s.Group((*bound, *(s.Filter(s.Exists(s.Group((each,)), negated=True)) for each in patterns)))
