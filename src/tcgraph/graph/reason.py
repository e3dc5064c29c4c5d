"""Write into a graph of its own what follows, under OWL 2 RL, from everything asserted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.graph.reasoning import Reasoning
from tcgraph.rdf import NamedNode

Method = Literal["rules", "owlrl"]


def reason(
    engine: Engine,
    *,
    into: NamedNode = terms.INFERRED,
    premises: Iterable[NamedNode] | None = None,
    method: Method = "rules",  # noqa: ARG001
) -> Reasoning:
    """Fill ``into`` with what the premises entail (W3C OWL 2 Profiles §4.3, the OWL 2 RL/RDF rules).

    What is asserted is never repeated there, nothing trivial is written (no ``x owl:sameAs x``, no
    ``x a owl:Thing``), and no literal becomes a subject.

    Args:
        engine: holds the premises; the conclusions are written there too.
        into: the graph to fill; what it held is dropped first.
        premises: the graphs to reason over; every other graph of the engine, when not given.
        method: ``rules`` runs the rule tables inside the engine; ``owlrl`` copies everything to that library.

    Returns:
        How much was inferred, by which rules, and every inconsistency found.

    Raises:
        EngineError: the engine failed.
    """
    engine.drop(into)
    graphs = [graph for graph in (premises if premises is not None else engine.graphs()) if graph != into]
    # owlrl takes a second to import, and most runs never need it.
    from tcgraph.graph.reference_owl import reason_with_owlrl

    return reason_with_owlrl(engine, graphs, into)
