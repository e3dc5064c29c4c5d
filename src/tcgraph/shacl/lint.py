"""Shape lint: what would make a shape conform silently, or not run at all; each problem with its shape."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.engine import Engine, Scope
from tcgraph.rdf import NamedNode
from tcgraph.shacl.lint_broken import broken_problems, recursive_problems
from tcgraph.shacl.lint_data import data_problems
from tcgraph.shacl.lint_messages import message_problems
from tcgraph.shacl.lint_terms import all_shapes, term_problems
from tcgraph.shacl.precheck import broken_shapes
from tcgraph.shacl.problem import ShapeProblem
from tcgraph.shacl.shapes import Shapes

__all__ = ["ShapeProblem", "lint_shapes"]


def lint_shapes(
    shapes: Shapes,
    engine: Engine | None = None,
    *,
    data_graphs: Iterable[NamedNode] | None = None,
    broken: bool = True,
) -> list[ShapeProblem]:
    """Look for mistakes in shapes.

    Args:
        shapes: the shapes graph.
        engine: holds the data and its ontology; without it, only what the shapes alone show is reported.
        data_graphs: the named graphs to look in; None means all of them.
        broken: whether what cannot be checked belongs to the problems.

    Returns:
        The problems, sorted by shape. Violations are mistakes in any case; warnings depend on what was meant.
    """
    found = list(term_problems(shapes.graph))
    found += broken_problems(broken_shapes(shapes)) if broken else ()
    read = [shapes.reader.shape(node) for node in all_shapes(shapes.graph)]
    found += recursive_problems(read)
    found += message_problems(read)
    if engine is not None:
        graphs = None if data_graphs is None else tuple(data_graphs)
        found += data_problems(shapes, engine, Scope(default=graphs))
    return sorted(set(found), key=ShapeProblem.sort_key)
