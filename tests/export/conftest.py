"""A small graph that follows the model: recommendation 12 of a made-up report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, NamedNode, Quad

HERE = Path(__file__).parent


def sample_engine() -> EmbeddedEngine:
    engine = EmbeddedEngine()
    for file, graph in (
        ("sample", "sample/facts"),
        ("vocabulary", "ontology/vocab/status"),
        ("model", "ontology/core"),
    ):
        engine.load(HERE / f"{file}.ttl", GraphFormat.TURTLE, graph=NamedNode(terms.GRAPH + graph))
    action = NamedNode(terms.ID + "action/12-1-a")
    engine.insert([Quad(action, terms.RDF_TYPE, NamedNode("http://www.w3.org/ns/prov#Activity"), terms.INFERRED)])
    return engine


@pytest.fixture
def sample() -> EmbeddedEngine:
    return sample_engine()
