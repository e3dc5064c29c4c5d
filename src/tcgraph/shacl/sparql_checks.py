"""SPARQL constraints and SELECT validators (SHACL §5, §6): each solution of the query is a result."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.broken_shape import BrokenShape
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.paths import Path
from tcgraph.shacl.prebinding import ConstraintQuery
from tcgraph.shacl.results import Hit, Source
from tcgraph.shacl.substitution import constants, prebound_here, read_query
from tcgraph.shacl.validation_run import Run


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


def check_sparql(run: Run, focus: Focus, source: Source) -> list[Hit]:
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


def _solutions(run: Run, focus: Focus, query: ConstraintQuery, source: Source) -> Iterator[dict[str, Term | None]]:
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
