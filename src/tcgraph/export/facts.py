"""What partners get as tables and records: the facts and the concept schemes, without schema, shapes or inferences."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, NamedNode, Quad

_SCHEMES = terms.GRAPH + "ontology/vocab/"
_NOT_FACTS = (terms.GRAPH + "ontology/", terms.GRAPH + "shapes/")


def fact_graphs(engine: Engine) -> list[NamedNode]:
    """The graphs that hold facts about things, sorted: data and concept schemes."""
    return [
        graph
        for graph in engine.graphs()
        if graph != terms.INFERRED and (graph.value.startswith(_SCHEMES) or not graph.value.startswith(_NOT_FACTS))
    ]


def facts(engine: Engine) -> Iterator[Quad]:
    """Every statement of those graphs, as merged triples, each once.

    Of the concept schemes only what is said of named things: their axioms (that concepts differ) are schema.
    """
    seen: set[Quad] = set()
    for graph in fact_graphs(engine):
        scheme = graph.value.startswith(_SCHEMES)
        for quad in engine.quads(graph):
            if scheme and (isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)):
                continue
            triple = Quad(quad.subject, quad.predicate, quad.object)
            if triple not in seen:
                seen.add(triple)
                yield triple
