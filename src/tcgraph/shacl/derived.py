"""Values that shapes derive by ``sh:values`` (SHACL 1.2 Node Expressions), beside those that the data states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tcgraph.engine import UNION, Engine, Scope
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.rdf import BlankNode, NamedNode, Quad, Triple
from tcgraph.shacl import model
from tcgraph.shacl.broken_shape import BrokenShape
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.names import sh
from tcgraph.shacl.node_expressions import Context, Evaluator
from tcgraph.shacl.plan import evaluate
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.targets_in_data import focus_of
from tcgraph.shacl.validation_run import Run

DERIVED: Final = NamedNode("urn:tcgraph:derived-values")
_VALUES: Final = sh("values")


def derives_values(shapes: Shapes) -> bool:
    """Whether any shape has ``sh:values``."""
    return next(shapes.graph.pairs(_VALUES), None) is not None


def with_derived(
    engine: Engine, shapes: Shapes, graphs: tuple[NamedNode, ...] | None, scope: Scope
) -> tuple[Engine, Scope]:
    """A copy of the data with what shapes derive for their focus nodes, and its scope.

    Args:
        engine: holds the data.
        shapes: the shapes.
        graphs: the data graphs; None for all.
        scope: the same as a dataset.

    Raises:
        BrokenShape: a shape with ``sh:values`` has no single property as its path.
        BrokenInput: an expression is of no known kind.
    """
    if not derives_values(shapes):
        return engine, scope
    copy = TermEngine()
    for graph in (None,) if graphs is None else graphs:
        copy.insert(engine.quads(graph))
    if graphs is not None and shapes.name is not None and shapes.name not in graphs:
        copy.insert(engine.quads(shapes.name))
    copy.insert(Quad(t.subject, t.predicate, t.object, DERIVED) for t in set(_derived(Run(copy, scope), shapes)))
    return copy, scope if scope == UNION or graphs is None else Scope(default=(*graphs, DERIVED))


def _derived(run: Run, shapes: Shapes) -> Iterator[Triple]:
    evaluator = Evaluator(shapes.graph, shapes.reader.shape, run, evaluate)
    for node, expression in shapes.graph.pairs(_VALUES):
        part = shapes.reader.shape(node)
        if part.path is None or part.path.predicate is None:
            raise BrokenShape(node, "sh:values needs a sh:path that is a single property")
        for focus in _focus(run, shapes, part):
            rows = run.select(f"SELECT DISTINCT ?this {{ {focus.pattern} }}")
            nodes = [this for (this,) in rows if this is not None]
            for this, values in zip(nodes, evaluator.values(expression, list(map(Context, nodes))), strict=True):
                if isinstance(this, NamedNode | BlankNode):
                    yield from (Triple(this, part.path.predicate, value) for value in values)


def _focus(run: Run, shapes: Shapes, part: model.Shape) -> Iterator[Focus]:
    """Where a property shape is asked for: its own targets, and those of the shapes that have it."""
    owners = [shapes.reader.shape(node) for node in shapes.graph.having(sh("property"), part.node)]
    for shape in (part, *owners):
        focus = focus_of(run, shape)
        if focus is not None:
            yield focus
