"""Which shapes are over two versions: those whose queries name a graph with what a change removed or added."""

from __future__ import annotations

from functools import lru_cache

from tcgraph.engine import Engine
from tcgraph.rdf import NamedNode
from tcgraph.shacl import model
from tcgraph.shacl.shape_cycles import inside
from tcgraph.sparql import tokens

CHANGE = "urn:change#"
REMOVED = NamedNode(CHANGE + "removed")
ADDED = NamedNode(CHANGE + "added")


def judged_now(engine: Engine, shapes: list[model.Shape]) -> list[model.Shape]:
    """Without those over two versions where the engine holds no change: they would find nothing, and ask much."""
    graphs = set(engine.graphs())
    return shapes if REMOVED in graphs or ADDED in graphs else [shape for shape in shapes if not looks_back(shape)]


def looks_back(shape: model.Shape) -> bool:
    """Whether a shape is over two versions: a query of it, or of a shape inside it, names one of the two graphs."""
    return any(
        isinstance(constraint, model.SparqlConstraint | model.AskTest)
        and _names_a_change(constraint.text, constraint.prefixes)
        for inner in inside(shape)
        for constraint in inner.constraints
    )


@lru_cache(maxsize=1024)
def _names_a_change(text: str, prefixes: tuple[tuple[str, str], ...]) -> bool:
    """Whether a query uses a name of the vocabulary; a prefix that is merely declared is none."""
    begins = tuple(f"{prefix}:" for prefix, space in prefixes if space == CHANGE)
    return CHANGE in text or any(token.kind == "name" and token.text.startswith(begins) for token in tokens(text))
