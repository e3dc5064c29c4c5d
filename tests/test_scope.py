"""Questions about one follow-up: read with the prefixes that every query knows."""

from __future__ import annotations

from tcgraph.engine import query_trees
from tcgraph.rdf import NamedNode
from tcgraph.scope import of_each, of_one, scoped

QUERY = "SELECT ?r { action:1-1-a tc:addresses ?r . ?r a tc:Recommendation }"
ONE, OTHER = NamedNode("urn:one"), NamedNode("urn:other")


def test_a_prefix_that_needs_no_declaration_needs_none_here() -> None:
    assert scoped(QUERY)
    for text in (of_one(QUERY, ONE), of_each(QUERY, ["r"], [("one", ONE), ("other", OTHER)])):
        query_trees.query(text)
        assert "urn:one" in text
