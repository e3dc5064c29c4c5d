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
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.planner.steps import may_be_empty
from tcgraph.sparql.syntax import (
    XSD,
    Aggregate,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    Infix,
    InGraph,
    Iri,
    Literal,
    Pattern,
    Predicate,
    Repeated,
    Triples,
    Union,
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


# -- paths of no steps at a constant: they match whether or not the constant is in the data (SPARQL 1.1 §18.4, ALP).
# The embedded engine looks for the constant in its data first. Where it is in no triple, the one solution that a path
# of no steps has is given by a second branch

_P, _O, _S = (Var(f"tcgraph_{name}") for name in "pos")


def completed(triples: Triples) -> tuple[Triples | Union, ...]:
    """The same triples, the paths among them that may have no steps and end in one constant each with a second branch.

    Args:
        triples: with one subject.
    """
    subject = triples.subject
    if not isinstance(subject, Var | Iri | Literal):
        return (triples,)
    kept: list[Predicate] = []
    found: list[Union] = []
    for predicate in triples.predicates:
        others = []
        for each in predicate.objects:
            constant = _constant(subject, each) if isinstance(each, Var | Iri | Literal) else None
            if constant is not None and not isinstance(predicate.verb, Var) and may_be_empty(predicate.verb):
                alone = Triples(subject, (Predicate(predicate.verb, (each,)),))
                ends = [end for end in (subject, each) if isinstance(end, Var)]
                found.append(Union((Group((alone,)), _absent(constant, ends))))
            else:
                others.append(each)
        if others:
            kept.append(Predicate(predicate.verb, tuple(others)))
    if not found:
        return (triples,)
    return (*((Triples(subject, tuple(kept)),) if kept else ()), *found)


def _constant(start: Var | Iri | Literal, end: Var | Iri | Literal) -> Iri | Literal | None:
    """The one constant at the ends; None for two variables, which end in the data, and for two constants."""
    constants = {each for each in (start, end) if not isinstance(each, Var)}
    return constants.pop() if len(constants) == 1 else None


def _absent(constant: Iri | Literal, ends: list[Var]) -> Group:
    """The solution where the constant is in no triple."""
    bound = (Values((end,), ((constant,),)) for end in ends)
    patterns = (Triples(constant, (Predicate(_P, (_O,)),)), Triples(_S, (Predicate(_P, (constant,)),)))
    return Group((*bound, *(Filter(Exists(Group((each,)), negated=True)) for each in patterns)))
