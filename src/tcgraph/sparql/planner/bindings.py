"""Which variables a pattern binds in each of its solutions, and which in some (SPARQL 1.1 §18.2.1).

What may be looked up with the bindings of what stands beside it, where the algebra joins the two (§18.5, Join).

Evaluated by itself and joined, or with the bindings of the other side in place: the solutions are the same where no
expression and no MINUS inside sees a variable of the other side that it would not see by itself (§18.6: a group is
evaluated on its own).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Select
from tcgraph.sparql.node import Node, children, walk
from tcgraph.sparql.planner.steps import may_be_empty
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


_APART = (s.ReifiedTriple, s.Annotated, s.AnnotationBlock, s.TripleTerm)


def is_portable(element: Node, others: Names) -> bool:
    """Whether a pattern may be looked up with the bindings of other patterns."""
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
