"""Whether an engine's answers can be relied on: known questions first, and a copy of the data where it errs.

Virtuoso 7, for one, loses rows of VALUES with literals or inside UNION, and compares text with numbers without an
error. A validator that believed such an engine would say that data conforms which does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final

from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.rdf import NamedNode, Quad
from tcgraph.shacl import model
from tcgraph.shacl.paths import Path
from tcgraph.shacl.shape_cycles import inside
from tcgraph.shacl.shapes import Shapes

_QUESTIONS: Final = (
    ('SELECT ?v WHERE { VALUES ?v { 1 "x" <urn:x:a> } FILTER(!COALESCE(?v < 1, false)) }', 3),
    ('SELECT DISTINCT ?v WHERE { { VALUES ?v { <urn:x:a> } } UNION { VALUES ?v { <urn:x:b> "c" } } }', 3),
    ('SELECT ?v WHERE { VALUES ?v { "x" } FILTER(COALESCE(?v < 2, true)) }', 1),
)
"""Queries that need no data, with the number of solutions that SPARQL 1.1 gives them."""
_MANY: Final = 4
"""Data graphs from which on copying them costs less than asking each."""
_MOVED: Final = 50_000
"""So many triples are taken out and put back in the time of a few questions."""


def engine_for(engine: Engine, shapes: Shapes, graphs: tuple[NamedNode, ...] | None) -> Engine:
    """The engine to validate in.

    Args:
        engine: holds the data.
        shapes: what it is to be checked against.
        graphs: the data graphs; None for all.

    Returns:
        The engine itself; or a copy of its data in memory, when it fails a question that these shapes depend on.
    """
    if isinstance(engine, EmbeddedEngine) or not any(map(_is_demanding, shapes.targeted())) or _answers_well(engine):
        return engine
    copy = TermEngine()
    copy.insert(_quads(engine, graphs if graphs is None or shapes.name is None else (*graphs, shapes.name)))
    return copy


def gathered(engine: Engine, shapes: Shapes, graphs: tuple[NamedNode, ...] | None) -> Engine:
    """The engine to validate all of some data graphs in.

    Args:
        engine: holds the data, and other graphs.
        shapes: what it is to be checked against.
        graphs: the data graphs.

    Returns:
        A copy in memory of the data graphs alone, where the engine is our own and they are many: it looks each pattern
        up in graph after graph, several times slower than in the union of all that there are. Else the engine itself.
    """
    if not isinstance(engine, EmbeddedEngine) or graphs is None or shapes.name is not None:
        return engine
    there = set(engine.graphs())
    if there <= set(graphs) or len(there.intersection(graphs)) < _MANY:
        return engine
    copy = TermEngine() if isinstance(engine, TermEngine) else EmbeddedEngine()
    copy.insert(_quads(engine, graphs))
    return copy


@contextmanager
def alone(engine: Engine, shapes: Shapes, graphs: tuple[NamedNode, ...] | None) -> Iterator[None]:
    """While it lasts, an engine of our own holds the data graphs alone, where they are many and the others are small.

    A few nodes are looked at in less time than the data is copied in, and still in graph after graph.

    Args:
        engine: as for :func:`gathered`; nobody else may ask it meanwhile.
        shapes: as there.
        graphs: as there.
    """
    others: list[Quad] = []
    if isinstance(engine, EmbeddedEngine) and graphs is not None and shapes.name is None:
        there = set(engine.graphs())
        if len(there.intersection(graphs)) >= _MANY:
            every = (quad for graph in there.difference(graphs) for quad in engine.quads(graph))
            others = list(islice(every, _MOVED + 1))
    if len(others) > _MOVED:
        others = []
    for graph in {quad.graph_name for quad in others if isinstance(quad.graph_name, NamedNode)}:
        engine.drop(graph)
    try:
        yield
    finally:
        engine.insert(others)


def _quads(engine: Engine, graphs: tuple[NamedNode, ...] | None) -> Iterator[Quad]:
    for graph in (None,) if graphs is None else graphs:
        yield from engine.quads(graph)


def _answers_well(engine: Engine) -> bool:
    try:
        return all(len(set(engine.select(query))) == number for query, number in _QUESTIONS)
    except (EngineError, BrokenQuery):
        return False


def _is_demanding(shape: model.Shape) -> bool:
    """Whether a shape needs what such engines get wrong: listed nodes, comparisons, repeated paths, components."""
    return any(map(_is_demanding_itself, inside(shape)))


def _is_demanding_itself(shape: model.Shape) -> bool:
    if any(target.kind == "node" for target in shape.targets) or (shape.path and _repeats(shape.path)):
        return True
    for constraint in shape.constraints:
        match constraint:
            case model.AskTest() | model.PairTest(name="lessThan" | "lessThanOrEquals"):
                return True
    return False


def _repeats(path: Path) -> bool:
    return path.operator in ("*", "+", "?") or any(map(_repeats, path.parts))
