"""Our rules and owlrl draw the same conclusions from random ontologies, and contradict themselves on the same ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.owl.proof import is_trivial
from tcgraph.owl.reason import reason
from tcgraph.rdf import GraphFormat, NamedNode
from tests.owl.ontologies import ontologies

pytestmark = pytest.mark.at_size

DATA = NamedNode("http://example.org/graph/data")


def conclusions(turtle: str, **options: str) -> tuple[set[str], bool]:
    engine = EmbeddedEngine()
    engine.load(turtle.encode(), GraphFormat.TURTLE, graph=DATA)
    outcome = reason(engine, **options)  # type: ignore[arg-type]
    found = {
        str(q.triple)
        for q in engine.quads(application().inferred)
        # List cells have new names in every store.
        if not is_trivial(q.subject, q.predicate, q.object) and "_:" not in str(q.triple)
    }
    return found, outcome.consistent


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies)
def test_ours_and_owlrl_agree(turtle: str) -> None:
    ours, consistent = conclusions(turtle, same_as="all")
    theirs, also_consistent = conclusions(turtle, method="owlrl")
    assert ours == theirs
    assert consistent == also_consistent
