"""Validate the data that an engine holds against shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tcgraph.engine import Engine
from tcgraph.rdf import NamedNode, Triple
from tcgraph.shacl.derived import with_derived
from tcgraph.shacl.engine_trust import engine_for, gathered
from tcgraph.shacl.functions import functions_in
from tcgraph.shacl.plan import Plan
from tcgraph.shacl.precheck import broken_shapes, unchecked_parts
from tcgraph.shacl.report_graph import report_graph
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.targets_in_data import focus_of, scope_of, shapes_to_judge
from tcgraph.shacl.validation_report import Report
from tcgraph.shacl.validation_run import Run

__all__ = ["Shapes", "Validator", "report_graph", "validate"]

Validator = Literal["compiled", "pyshacl"]
"""``compiled`` runs as SPARQL inside the engine; ``pyshacl`` copies the data out to the reference validator."""


def validate(
    engine: Engine,
    shapes: Shapes,
    *,
    data_graphs: Iterable[NamedNode] | None = None,
    validator: Validator = "compiled",
    language: str = "en",
) -> Report:
    """Check the data against the shapes.

    Args:
        engine: holds the data graph.
        shapes: what to check it against.
        data_graphs: the named graphs that together are the data graph; None means all of them.
        validator: which implementation to use.
        language: the language of messages, where a shape has several.

    Returns:
        The report; findings are a value, not an error.

    Raises:
        BrokenShape: a shape is ill-formed or recursive, or its query or pattern cannot be used, whether or not it has
            targets in the data; the first of them, of all that :func:`broken_shapes` finds. Of lenient shapes, all
            that can be checked is, and the report says what was left out.
        EngineError: the engine failed.
    """
    graphs = None if data_graphs is None else tuple(data_graphs)
    if validator == "pyshacl":
        # Imported here: rdflib and pySHACL take longer to load than most validations take to run.
        from tcgraph.shacl.reference import validate_with_pyshacl

        return validate_with_pyshacl(_triples(engine, graphs), shapes, language=language)
    broken = broken_shapes(shapes)
    if broken and not shapes.lenient:
        raise broken[0]
    engine = gathered(engine_for(engine, shapes, graphs), shapes, graphs)
    unchecked = unchecked_parts(shapes) if shapes.lenient else None
    engine, scope = with_derived(engine, shapes, graphs, scope_of(engine, graphs))
    run = Run(engine, scope, shapes.name, language, unchecked=unchecked)
    plan = Plan(run)
    with functions_in(engine, shapes.graph, run.scope):
        for shape in shapes_to_judge(run, shapes):
            focus = focus_of(run, shape)
            if focus is not None:
                plan.add(shape, focus, shape.node, complete=True)
        return Report.of((finding for _, finding in plan.check()), run.unchecked or ())


def _triples(engine: Engine, graphs: tuple[NamedNode, ...] | None) -> Iterable[Triple]:
    for graph in (None,) if graphs is None else graphs:
        for quad in engine.quads(graph):
            yield Triple(quad.subject, quad.predicate, quad.object)
