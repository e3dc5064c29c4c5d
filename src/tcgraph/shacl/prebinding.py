"""SPARQL constraints for many focus nodes at once: pre-binding (SHACL §5.3.1) as a join with the focus nodes.

A conforming processor runs the query once a focus node, with ``$this`` replaced. Joining the pattern of the focus nodes
into each group that needs it gives the same solutions in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tcgraph.errors import BrokenInput
from tcgraph.rdf import Term
from tcgraph.shacl.substitution import OPTIONAL_VARIABLES, Value, refuse_forbidden, substituted
from tcgraph.sparql import Query, written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Modifiers, Select
from tcgraph.sparql.node import Node, children, transform, walk
from tcgraph.sparql.syntax import Bind, Filter, Group, InGraph, Optional, Var, Verbatim
from tcgraph.sparql.variable_scope import has_aggregate, mentioned

_FOCUS = Verbatim("\0")
"""Where the pattern of the focus nodes is put in: a character that no query has."""


class ConstraintQuery:
    """A SELECT query of a SPARQL constraint, checked and ready to be joined with focus nodes.

    Args:
        tree: the query; see :func:`tcgraph.shacl.substitution.read_query`.
        bound: further pre-bound variables (``PATH``, ``currentShape``, parameters).
        parameters: the names of all parameters of its component, given or not.
        whose: what to call the query.

    Attributes:
        tree: the query, with what is bound in its place.
        one_by_one: whether it has to be asked of one focus node at a time.

    Raises:
        BrokenInput: it is no SELECT query, or uses what SHACL forbids in such queries (§5.2.1, appendix A).
    """

    def __init__(
        self,
        tree: Query,
        bound: Mapping[str, Value],
        parameters: Iterable[str] = (),
        whose: str = "its query",
    ) -> None:
        if not isinstance(tree, Select):
            raise BrokenInput(f"{whose} is no SELECT query (SHACL §5.2)")
        refuse_forbidden(tree, {"this", *parameters}, OPTIONAL_VARIABLES & bound.keys(), whose)
        self.tree = substituted(tree, bound)
        places = _Places(self.tree)
        modifiers = self.tree.modifiers
        aggregated = any(map(has_aggregate, (*self.tree.columns, *modifiers.having))) or any(
            has_aggregate(order.key) for order in modifiers.order_by
        )
        # A number of solutions is one for each focus node, in subqueries too.
        self.one_by_one = places.apart or _is_cut_off(self.tree) or (aggregated and not _groups_by_this(modifiers))
        self._joined = written(_with_focus(self.tree, places), full=True)

    def for_focus(self, pattern: str) -> str:
        """The query for all focus nodes that a graph pattern binds to ``?this``."""
        return self._joined.replace(_FOCUS.text, pattern)

    def for_node(self, node: Term) -> str:
        """The query for one focus node, an IRI or a literal, which stands wherever ``$this`` stood."""
        return written(substituted(self.tree, {"this": constant(node)}), full=True)


def _is_cut_off(tree: Select) -> bool:
    modifiers = (node for node in walk(tree) if isinstance(node, Modifiers))
    return any(each.limit is not None or each.offset is not None for each in modifiers)


def _groups_by_this(modifiers: Modifiers) -> bool:
    return any(isinstance(node, Var) and node.name == "this" for key in modifiers.group_by for node in walk(key))


def _with_focus(tree: Select, places: _Places) -> Select:
    def joined(node: Node) -> Node:
        if isinstance(node, Group) and (node.start, node.end) in places.found and node.start >= 0:
            return replace(node, elements=(_FOCUS, *node.elements))
        return node

    return transform(tree, joined)


class _Places:
    """The groups where ``$this`` stands in an expression, those of subqueries, and the outermost.

    Such a group is evaluated on its own (SPARQL 1.1 §18.6), so that ``$this`` would be unbound in it. EXISTS is not:
    it sees the bindings of the group that it stands in, which therefore needs them. So does a group with an OPTIONAL
    about ``$this``: where that finds nothing, the group still has a solution.

    Attributes:
        found: the groups, by their places in the text.
        apart: whether one of them is in a GRAPH, where the data does not tell the focus nodes.
    """

    def __init__(self, tree: Select) -> None:
        self.found = {(tree.where.start, tree.where.end)}
        self.apart = False
        self._group(tree.where, in_graph=False)

    def _group(self, group: Group, *, in_graph: bool, needed: bool = False) -> None:
        uses = needed
        for element in group.elements:
            names = "this" in mentioned(element)
            if isinstance(element, Filter | Bind):
                uses = uses or names
            elif isinstance(element, Select):
                self._group(element.where, in_graph=in_graph, needed=True)
            elif isinstance(element, Group):
                self._group(element, in_graph=in_graph)
            else:
                uses = uses or (isinstance(element, Optional) and names)
                for child in children(element):
                    if isinstance(child, Group):
                        self._group(child, in_graph=in_graph or isinstance(element, InGraph))
        if uses:
            self.found.add((group.start, group.end))
            self.apart = self.apart or in_graph
