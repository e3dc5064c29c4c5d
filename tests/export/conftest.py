"""A small graph that follows the model: recommendation 12 of a made-up report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.export.rebase import Rebase, rebase_to
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


@pytest.fixture(
    scope="module",
    params=[pytest.param(None, marks=pytest.mark.at_size), "https://data.example.org/follow-up/"],
    ids=["ours", "copy"],
)
def rebase(request: pytest.FixtureRequest) -> Rebase:
    """Our own base, and that of a deployment's copy: what holds of a file holds under both.

    What is written under a base is what is written under ours, renamed: the plain one is left to the run at size.
    """
    return rebase_to(request.param)


@pytest.fixture
def sample() -> EmbeddedEngine:
    return sample_engine()
