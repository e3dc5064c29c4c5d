"""What a change took out is a loss where it is stated nowhere else, though it may still follow."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.rdf import NamedNode, Quad, Triple
from tcgraph.shacl import transition
from tcgraph.shacl.transition import facts_changed
from tests.conftest import many
from tests.shacl.generated import DECLARED, engine_with, shapes_of

EX = "http://example.org/"
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


_GRAPHS = st.sampled_from(("removed", "added"))
_TRIPLES = st.builds("GRAPH <urn:change#{}> {{ $this {} ?{} }}".format, _GRAPHS,
                     st.sampled_from(("ex:p", "ex:q", "ex:r", "ex:p/ex:q", "ex:p|ex:q", "ex:p?", "?any")),
                     st.sampled_from("vw"))  # fmt: skip
_PATTERNS = st.recursive(
    _TRIPLES | st.just("$this ex:s ?v"),
    lambda inner: st.one_of(
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("OPTIONAL {{ {} }}".format, inner),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, inner),
        st.builds("{{ {} }} {}".format, inner, inner),
    ),
    max_leaves=4,
)
_CHANGES = st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("pqr"), st.sampled_from("abc")), max_size=3)


@settings(max_examples=many(300, few=60), derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(_PATTERNS, _CHANGES, _CHANGES)
def test_a_query_that_a_change_cannot_answer_is_not_asked(
    pattern: str, gone: set[tuple[str, str, str]], come: set[tuple[str, str, str]]
) -> None:
    query = f"SELECT $this ?v WHERE {{ {pattern} }}"
    targets = "ex:S a sh:NodeShape ; sh:targetNode ex:a, ex:b, ex:c"
    shapes = shapes_of(f'{DECLARED} {targets} ; sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .')
    removed, added = (
        [Triple(*(NamedNode(EX + name) for name in each)) for each in sorted(part)] for part in (gone, come)
    )
    engine = engine_with([("ex:a", "ex:s", "ex:b"), ("ex:b", "ex:s", "ex:c")])

    def findings() -> list[object]:
        return [*transition.judge_change(engine, shapes, removed, added).findings]

    found = findings()
    with patch.object(transition, "_may_find", return_value=True):
        assert findings() == found
