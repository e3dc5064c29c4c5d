"""The partner views: only the partner's terms, and every thing that the alignment speaks of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries
from tcgraph.rdf import NamedNode, Triple

ROOT = Path(__file__).parents[2]
VIEWS = Path(__file__).parent / "views"
AREA = "http://metadata.un.org/sdg/codes/geoArea/"
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


@pytest.mark.parametrize("name", ["as-sdg", "as-m49"])
def test_a_view_of_the_shipped_graph_is_the_one_that_was_read(shipped: EmbeddedEngine, name: str) -> None:
    """After a wanted change: ``python -m tests.export.test_partner_views`` writes the files anew; read what differs."""
    assert lines(shipped, name) == (VIEWS / f"{name}.nt").read_text(encoding="utf-8")


def test_every_theme_with_a_goal_is_told_by_it_and_no_other(shipped: EmbeddedEngine) -> None:
    stated = rdflib.Graph().parse(ROOT / "ontology" / "align" / "sdg.ttl", format="turtle")
    goals = {str(theme): str(goal) for theme, goal in stated.subject_objects(rdflib.SKOS.relatedMatch)}
    themes = shipped.select("SELECT ?thing ?theme WHERE { ?thing tc:theme ?theme }")
    expected = {
        (str(thing), f"<{goals[theme.value]}>")
        for thing, theme in themes
        if isinstance(theme, NamedNode) and theme.value in goals
    }
    related = terms.expand("dcterms:relation")
    found = {(str(t.subject), str(t.object)) for t in view(shipped, "as-sdg") if t.predicate == related}
    assert found == expected
    assert len({goal for _, goal in found}) > 5


def test_every_area_is_a_code_of_three_digits_and_stands_for_one_place(shipped: EmbeddedEngine) -> None:
    same = terms.expand("schema:sameAs")
    pairs = [(str(t.subject), str(t.object)) for t in view(shipped, "as-m49") if t.predicate == same]
    assert len(pairs) == len({area for area, _ in pairs}) == len({place for _, place in pairs}) > 20
    assert all(re.fullmatch(r"<http://metadata\.un\.org/sdg/codes/geoArea/\d{3}>", area) for area, _ in pairs)
    assert (f"<{AREA}686>", f"<{terms.ID}country/SEN>") in pairs


def lines(engine: EmbeddedEngine, name: str) -> str:
    """A view as sorted N-Triples."""
    return "".join(f"{triple} .\n" for triple in sorted(view(engine, name), key=str))


def main() -> None:
    """Write the expected views anew."""
    engine = EmbeddedEngine()
    load_project(engine, Project(ROOT))
    for file in sorted(VIEWS.glob("*.nt")):
        file.write_text(lines(engine, file.stem), encoding="utf-8")


if __name__ == "__main__":
    main()
