"""The partner views: only the partner's terms, and every thing that the alignment speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.graph.build import load_project
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.rdf import NamedNode, Triple

ROOT = Path(__file__).parents[2]
NEUTRAL = {terms.RDFS_LABEL, terms.expand("dcterms:title")}


@pytest.fixture(scope="module")
def shipped() -> EmbeddedEngine:
    engine = EmbeddedEngine()
    load_project(engine, Project(ROOT))
    return engine


def view(engine: EmbeddedEngine, name: str) -> set[Triple]:
    return set(engine.construct(read_queries(ROOT / "queries")[name].text))


@pytest.mark.parametrize("prefix", ["undo", "prov", "org"])
def test_a_view_speaks_the_partners_terms_alone(shipped: EmbeddedEngine, prefix: str) -> None:
    triples = view(shipped, f"as-{prefix}")
    namespace = terms.PREFIXES[prefix]
    assert triples
    for triple in triples:
        if triple.predicate == terms.RDF_TYPE:
            assert isinstance(triple.object, NamedNode)
            assert triple.object.value.startswith(namespace)
        elif triple.predicate not in NEUTRAL:
            assert triple.predicate.value.startswith(namespace)


@pytest.mark.parametrize(
    ("ours", "theirs"), [("Convention", "Convention"), ("Document", "Document"), ("Organisation", "Agent")]
)
def test_every_aligned_thing_is_in_the_undo_view(shipped: EmbeddedEngine, ours: str, theirs: str) -> None:
    found = {
        triple.subject
        for triple in view(shipped, "as-undo")
        if triple.predicate == terms.RDF_TYPE and triple.object == terms.expand(f"undo:{theirs}")
    }
    rows = shipped.select(f"SELECT DISTINCT ?thing WHERE {{ ?thing a tc:{ours} ; rdfs:label ?label }}")
    expected = {thing for (thing,) in rows}
    assert expected
    assert expected <= found


def test_an_element_for_action_is_no_undo_recommendation(shipped: EmbeddedEngine) -> None:
    """UNDO's word means a document; ours is a numbered part of one."""
    recommendation = NamedNode(terms.ID + "recommendation/12")
    assert not [triple for triple in view(shipped, "as-undo") if triple.subject == recommendation]


def test_links_already_in_the_partners_terms_are_there(shipped: EmbeddedEngine) -> None:
    assert terms.expand("org:subOrganizationOf") in {triple.predicate for triple in view(shipped, "as-org")}
