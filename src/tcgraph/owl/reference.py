"""owlrl, the reference implementation of OWL 2 RL: for users who want it, and as the oracle of our tests.

Its faults are listed, each with the case that shows it, in ``tests/graph/reason/test_owlrl_faults.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import owlrl
import rdflib

from tcgraph.engine import Engine
from tcgraph.owl.proof import Clash, Reasoning, is_trivial
from tcgraph.rdf import BlankNode, NamedNode, Quad
from tcgraph.rdflib_terms import from_rdflib, to_rdflib

_ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
_ERROR_MESSAGE = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")


def reason_with_owlrl(engine: Engine, premises: Iterable[NamedNode], into: NamedNode) -> Reasoning:
    """Copy the premises into memory, let owlrl close them, and write back what is new and not trivial.

    Args:
        engine: holds the premises and receives the conclusions.
        premises: the graphs to reason over.
        into: the graph to fill.

    Returns:
        The outcome; owlrl tells an inconsistency in words only, so clashes carry no facts.
    """
    graph = rdflib.Graph()
    asserted = set()
    for name in premises:
        for quad in engine.quads(name):
            triple = (to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object))
            asserted.add(triple)
            graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False).expand(graph)
    messages = {str(text) for node, text in graph.subject_objects(_ERROR)}
    errors = set(graph.subjects(rdflib.RDF.type, _ERROR_MESSAGE))
    conclusions = {triple for triple in graph if triple not in asserted and triple[0] not in errors}
    engine.insert(_to_quads(conclusions, into))
    clashes = (Clash("owlrl", message) for message in messages)
    return Reasoning.of(engine.size(into), ["owlrl"], clashes)


def _to_quads(triples: Iterable[tuple[rdflib.term.Node, ...]], into: NamedNode) -> Iterator[Quad]:
    for triple in triples:
        subject, predicate, object_ = (from_rdflib(node) for node in triple)
        if is_trivial(subject, predicate, object_):
            continue
        assert isinstance(subject, NamedNode | BlankNode)
        assert isinstance(predicate, NamedNode)
        yield Quad(subject, predicate, object_, into)
