"""What may be looked up with the bindings of what stands beside it, where the algebra joins the two (§18.5, Join).

Evaluated by itself and joined, or with the bindings of the other side in place: the solutions are the same where no
expression and no MINUS inside sees a variable of the other side that it would not see by itself (§18.6: a group is
evaluated on its own).
"""

from __future__ import annotations

from tcgraph.sparql import syntax as s
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.planner.bindings import Names, certain, mentioned, possible
from tcgraph.sparql.planner.steps import may_be_empty

_APART = (s.ReifiedTriple, s.Annotated, s.AnnotationBlock, s.TripleTerm)


def is_portable(element: Node, others: Names) -> bool:
    """Whether a pattern may be looked up with the bindings of other patterns.

    Args:
        element: the pattern.
        others: the variables that those may bind.
    """
    match element:
        case s.Triples():
            return not any(isinstance(node, _APART) for node in walk(element))
        case s.Union():
            return all(is_portable(part, others) for part in element.parts)
        case s.InGraph():
            named = isinstance(element.name, s.Var) and element.name.name in others
            return not named and is_portable(element.pattern, others)
        case s.Group():
            return bool(element.elements) and _is_portable_group(element, others)
        case _:
            return False


def _is_portable_group(group: s.Group, others: Names) -> bool:
    own = certain(group.elements)
    for place, element in enumerate(group.elements):
        if isinstance(element, s.Optional):
            if not mentioned(element) & others <= certain(group.elements[:place]):
                return False
            continue
        if isinstance(element, s.Filter):
            if not mentioned(element) & others <= own:
                return False
        elif not is_portable(element, others) or (
            isinstance(element, s.Triples) and _has_empty_path(element) and not others.isdisjoint(possible((element,)))
        ):
            return False
    return True


def _has_empty_path(triples: s.Triples) -> bool:
    return any(may_be_empty(each.verb) for each in triples.predicates if isinstance(each.verb, Node))
