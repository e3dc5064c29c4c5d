"""The cubes: sound by the vocabulary's integrity constraints, equal to the named questions, back from the tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.export.cube import cubes, write_cubes
from tcgraph.export.cube.sdmx import sdmx_tables
from tcgraph.export.fact_tables.csvw import read_csvw
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import QueryCatalogue, read_queries
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad
from tests.export.data_cube import CONSTRAINTS, NORMALIZE, Constraint, update

CUBE = terms.BASE + "cube#"
OBSERVATION = terms.expand("qb:Observation")


@pytest.fixture(scope="module")
def queries(project: Project) -> QueryCatalogue:
    return read_queries(project.queries)


@pytest.fixture(scope="module")
def shipped(project: Project) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    load_project(engine, project, roles=[Role.ONTOLOGY, Role.DATA])
    return engine


@pytest.fixture(scope="module")
def counted(shipped: EmbeddedEngine, queries: QueryCatalogue) -> list[Quad]:
    return list(cubes(shipped, queries))


def sound(counted: list[Quad]) -> EmbeddedEngine:
    """The cubes by themselves."""
    engine = EmbeddedEngine()
    engine.insert(Quad(quad.subject, quad.predicate, quad.object, NamedNode("urn:cube")) for quad in counted)
    return engine


def normalized(engine: EmbeddedEngine) -> EmbeddedEngine:
    for text in NORMALIZE:
        engine.update(update(text))
    return engine


def values(counted: list[Quad], name: str) -> dict[tuple[str, ...], int]:
    """A cube's numbers by its codes."""
    (table,) = (table for table in sdmx_tables(counted) if table.name == name)
    return {tuple(row[1:-2]): int(row[-2]) for row in table.rows}


def answers(engine: EmbeddedEngine, queries: QueryCatalogue, name: str, **given: str) -> list[dict[str, str]]:
    return [
        {column: getattr(term, "value", "") for column, term in row.items()}
        for row in engine.select(queries[name].bind(given)).dicts()
    ]


def test_there_are_all_twenty_one_constraints() -> None:
    assert [constraint.name for constraint in CONSTRAINTS] == [f"IC-{number}" for number in range(1, 22)]


def test_the_cubes_are_sound(counted: list[Quad]) -> None:
    engine = normalized(sound(counted))
    assert [constraint.name for constraint in CONSTRAINTS if engine.ask(constraint.query)] == []


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda constraint: constraint.name)
def test_each_constraint_finds_what_breaks_it(counted: list[Quad], constraint: Constraint) -> None:
    engine = sound(counted)
    engine.update(update(constraint.breaks))
    assert normalized(engine).ask(constraint.query)


def test_recommendations_count_as_in_the_follow_up_matrix(
    counted: list[Quad], shipped: EmbeddedEngine, queries: QueryCatalogue
) -> None:
    found = values(counted, "actions-by-recommendation")
    rows = answers(shipped, queries, "follow-up-matrix", asOf="2006-10-11")
    expected = {
        (row["number"], status, "2006-10-11"): int(row[status.replace("-", "_")])
        for row in rows
        for status in ("taken", "under-way", "planned", "standing")
    }
    others = {key: count for key, count in found.items() if key not in expected}
    assert {key: found[key] for key in expected} == expected
    assert set(others.values()) == {0}  # statuses that only other bodies report
    sections: dict[tuple[str, ...], int] = {}
    of_recommendation = {row["number"]: row["section"] for row in rows}
    for (number, status, day), count in expected.items():
        key = (of_recommendation[number], status, day)
        sections[key] = sections.get(key, 0) + count
    by_section = values(counted, "actions-by-section")
    assert {key: by_section[key] for key in sections} == sections


def test_themes_count_as_in_their_question(
    counted: list[Quad], shipped: EmbeddedEngine, queries: QueryCatalogue
) -> None:
    found = {key: count for key, count in values(counted, "actions-by-theme").items() if count}
    rows = answers(shipped, queries, "themes", asOf="2006-10-11")
    statuses = ("taken", "under-way", "planned", "standing")
    expected = {(row["theme"], s, "2006-10-11"): int(row[s.replace("-", "_")]) for row in rows for s in statuses}
    assert found == {key: count for key, count in expected.items() if count}


def test_donors_count_as_in_their_question(
    counted: list[Quad], shipped: EmbeddedEngine, queries: QueryCatalogue
) -> None:
    expected: dict[tuple[str, ...], int] = {}
    for row in answers(shipped, queries, "donors-by-recommendation"):
        key = (row["donor"].rpartition("/")[2], row["certainty"], row["number"])
        expected[key] = expected.get(key, 0) + 1
    assert values(counted, "funded-actions-by-donor") == expected


def test_each_report_counts_what_was_last_said_by_then(shipped: EmbeddedEngine, queries: QueryCatalogue) -> None:
    later = EmbeddedEngine()
    later.insert(shipped.quads())
    later.update(
        """PREFIX status: <https://w3id.org/tcgraph/vocab/status/>
        INSERT { GRAPH <urn:later> {
          ?new a tc:Observation ; tc:status status:taken ; tc:asOf "2008-11-01"^^xsd:date .
          ?action tc:hasObservation ?new
        } }
        WHERE { GRAPH ?g {
          ?action tc:addresses/tc:number 2 ; tc:hasObservation/tc:status status:planned
          BIND(IRI(CONCAT(STR(?action), "-2008")) AS ?new)
        } }"""
    )
    found = values(list(cubes(later, queries)), "actions-by-recommendation")
    for day in ("2006-10-11", "2008-11-01"):
        (row,) = (each for each in answers(later, queries, "follow-up-matrix", asOf=day) if each["number"] == "2")
        for status in ("taken", "under-way", "planned", "standing"):
            assert found["2", status, day] == int(row[status.replace("-", "_")])
    assert found["2", "planned", "2006-10-11"] > found["2", "planned", "2008-11-01"] == 0


def test_the_tables_come_back_as_the_observations(counted: list[Quad], tmp_path: Path) -> None:
    written = write_cubes(counted, tmp_path, formats=[GraphFormat.TURTLE, GraphFormat.JSON_LD])
    assert {"cube.ttl", "cube.jsonld", "csv-metadata.json", "actions-by-theme.csv"} <= set(written)
    observations = {quad.subject for quad in counted if quad.object == OBSERVATION}
    assert set(read_csvw(tmp_path)) == {quad for quad in counted if quad.subject in observations}
    with (tmp_path / "actions-by-recommendation.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["DATAFLOW"] == "TCGRAPH:ACTIONS_BY_RECOMMENDATION(1.0)"
    assert row["UNIT_MEASURE"] == "ReportedItem"


def test_codes_that_would_clash_are_refused(counted: list[Quad]) -> None:
    there = next(quad for quad in counted if quad.predicate.value == CUBE + "donor")
    moved = Quad(there.subject, there.predicate, NamedNode("https://elsewhere.example.org/" + "dfid"))
    with pytest.raises(BrokenInput, match="DONOR"):
        list(sdmx_tables([quad for quad in counted if quad != there] + [moved]))


def test_every_number_is_a_whole_number(counted: list[Quad]) -> None:
    measured = [quad.object for quad in counted if quad.predicate.value in (CUBE + "actions", CUBE + "fundedActions")]
    assert len(measured) > 250
    assert all(isinstance(value, Literal) and int(value.value) >= 0 for value in measured)
