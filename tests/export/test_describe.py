"""Describing a thing: all that is said of it, by whom, and help when the name is wrong."""

from __future__ import annotations

import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import UnknownTerm
from tcgraph.export.describe import describe, resolve
from tcgraph.rdf import BlankNode


@pytest.mark.parametrize(
    "name",
    [
        "recommendation/12",
        "id:recommendation/12",
        "recommendation:12",
        "rec:12",
        terms.ID + "recommendation/12",
        f"<{terms.ID}recommendation/12>",
    ],
)
def test_names_a_person_may_use(name: str) -> None:
    assert resolve(name).value == terms.ID + "recommendation/12"


def test_a_deployments_own_iri_is_the_same_thing() -> None:
    assert resolve("https://e.org/tc/id/country/SEN", "https://e.org/tc/").value == terms.ID + "country/SEN"


def test_says_what_is_stated_what_points_here_and_who_says_it(sample: EmbeddedEngine) -> None:
    found = describe(sample, resolve("action/12-1-a"))
    assert found.label("fr") == "Committees meet"
    assert [t.value for t in found.types] == [terms.TC + "Action", "http://www.w3.org/ns/prov#Activity"]
    assert [s.inferred for s in found.outgoing if s.predicate == terms.RDF_TYPE] == [True, False]
    pointing = {(s.predicate.value, str(s.term)) for s in found.incoming}
    assert (terms.TC + "answeredBy", f"<{terms.ID}recommendation/12/element/1>") in pointing


def test_blank_nodes_come_along(sample: EmbeddedEngine) -> None:
    found = describe(sample, resolve("tc:Recommendation"))
    assert sum(isinstance(quad.subject, BlankNode) for quad in found.quads) == 3


def test_a_graph_is_described_by_its_statements(sample: EmbeddedEngine) -> None:
    found = describe(sample, resolve("graph:ontology/vocab/status"))
    assert len(found.quads) == sample.size(found.thing)


def test_unknown_name_points_to_the_nearest(sample: EmbeddedEngine) -> None:
    with pytest.raises(UnknownTerm, match=r"Did you mean recommendation/12\?"):
        describe(sample, resolve("recommendation/1"))
    with pytest.raises(UnknownTerm, match="names nothing"):
        resolve("nonsense")
