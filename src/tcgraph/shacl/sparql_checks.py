"""SPARQL constraints and SELECT validators (SHACL §5, §6): each solution of the query is a result.

SPARQL constraints for many focus nodes at once: pre-binding (SHACL §5.3.1) as a join with the focus nodes.

A conforming processor runs the query once a focus node, with ``$this`` replaced. Joining the pattern of the focus nodes
into each group that needs it gives the same solutions in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.paths import Path
from tcgraph.shacl.substitution import (
    OPTIONAL_VARIABLES,
    Value,
    constants,
    prebound_here,
    read_query,
    refuse_forbidden,
    substituted,
)
from tcgraph.shacl.validation_report import BrokenShape
from tcgraph.shacl.validation_run import Hit, Source, ValidationRun
from tcgraph.sparql import Query, written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Modifiers, Select
from tcgraph.sparql.node import Node, children, transform, walk
from tcgraph.sparql.syntax import Bind, Filter, Group, InGraph, Optional, PatternText, Var
from tcgraph.sparql.variable_scope import has_aggregate, mentioned


def constraint_query(
    shape: model.Shape, constraint: model.SparqlConstraint, graph: NamedNode | None
) -> ConstraintQuery:
    """The query of a constraint with all but ``$this`` pre-bound; kept, since the same shapes are run many times.

    Raises:
        BrokenShape: SHACL forbids it, or a prefix is not declared.
    """
    whose = "its query" if constraint.node is not None else f"the validator of {constraint.component}"
    query = (constraint.text, constraint.prefixes, constraint.values, constraint.parameters, whose)
    try:
        return _constraint_query(shape.node, shape.path, graph, *query)
    except BrokenInput as error:
        raise BrokenShape(shape.node, error.reason, node=constraint.node) from error


@lru_cache(maxsize=512)
def _constraint_query(
    node: Term,
    path: Path | None,
    graph: NamedNode | None,
    text: str,
    prefixes: tuple[tuple[str, str], ...],
    values: tuple[tuple[str, Term], ...],
    parameters: tuple[str, ...],
    whose: str,
) -> ConstraintQuery:
    """By what a constraint says: the same shapes, read again, have the same queries."""
    here = prebound_here(node, path, graph)
    tree = read_query(text, dict(prefixes), {"this", *parameters, *here}, whose)
    return ConstraintQuery(tree, constants(values, tree, whose) | here, parameters, whose)


def check_sparql(run: ValidationRun, focus: Focus, source: Source) -> list[Hit]:
    """Run a SPARQL constraint for all focus nodes."""
    constraint, shape = source.constraint, source.shape
    assert isinstance(constraint, model.SparqlConstraint)
    query = constraint_query(shape, constraint, run.shapes_graph)
    hits: list[Hit] = []
    for solution in _solutions(run, focus, query, source):
        node = solution.get("this")
        if node is None:
            raise BrokenShape(shape.node, "its SPARQL query does not return $this", node=constraint.node)
        failure = solution.get("failure")
        if isinstance(failure, Literal) and failure.value == "true":
            raise BrokenShape(shape.node, "its SPARQL query reports a failure", node=constraint.node)
        path, message = solution.get("path"), solution.get("message")
        value = solution.get("value") or (node if shape.path is None else None)
        hits.append(
            source.hit(
                run,
                node,
                value,
                path=path if isinstance(path, NamedNode) else None,
                texts=(message,) if isinstance(message, Literal) else constraint.messages,
                values={"shapesGraph": run.shapes_graph, **solution},
                constraint=constraint.node,
            )
        )
    return hits


def _solutions(
    run: ValidationRun, focus: Focus, query: ConstraintQuery, source: Source
) -> Iterator[dict[str, Term | None]]:
    shape, constraint = source.shape.node, source.constraint
    assert isinstance(constraint, model.SparqlConstraint)
    if not query.one_by_one:
        rows = run.select_for(shape, constraint.node, query.for_focus(focus.pattern))
        # The join gives a solution once for each graph that says that a node is of the target class.
        yield from {tuple(sorted(row.items(), key=str)): row for row in rows}.values()
        return
    nodes = dict.fromkeys(
        this for (this,) in run.select(f"SELECT ?this WHERE {{ {focus.pattern} }}") if this is not None
    )
    for node in nodes:
        if isinstance(node, BlankNode):
            what = "its SPARQL query aggregates or is cut off, which works for IRIs and literals only"
            raise BrokenShape(shape, what, node=constraint.node)
        rows = run.select_for(shape, constraint.node, query.for_node(node), as_set=False)
        # With a star, the query returns $this no more: the node stands wherever it stood.
        yield from ({"this": node, **row} for row in rows)


_FOCUS = PatternText("\0")
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
        self._places = _Places(self.tree)
        modifiers = self.tree.modifiers
        aggregated = any(map(has_aggregate, (*self.tree.columns, *modifiers.having))) or any(
            has_aggregate(order.key) for order in modifiers.order_by
        )
        # A number of solutions is one for each focus node, in subqueries too.
        self.one_by_one = (
            self._places.apart or _is_cut_off(self.tree) or (aggregated and not _groups_by_this(modifiers))
        )

    @cached_property
    def _joined(self) -> str:
        return written(_with_focus(self.tree, self._places), full=True)

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
