"""What a change took out is a loss where it is stated nowhere else, though it may still follow."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.rdf import NamedNode, Quad, Triple
from tcgraph.shacl.transition import facts_changed

EX = "https://example.org/"
FACT = Triple(NamedNode(EX + "a"), NamedNode(EX + "part"), NamedNode(EX + "b"))


@pytest.mark.parametrize(("holds", "lost"), [("inferred", {FACT}), (EX + "other", set()), (None, {FACT})])
def test_what_only_follows_is_lost(holds: str | None, lost: set[Triple]) -> None:
    engine = EmbeddedEngine()
    if holds is not None:
        # Asked here: what the application calls its own may be said after this file is read.
        graph = application().inferred if holds == "inferred" else NamedNode(holds)
        engine.insert([Quad(FACT.subject, FACT.predicate, FACT.object, graph)])
    removed = [Quad(FACT.subject, FACT.predicate, FACT.object, NamedNode(EX + "graph"))]
    assert facts_changed(engine, removed, [])[0] == lost
