"""The fourteen queries that other tools rely on: their columns, in order, and what they answer on a small report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project
from tcgraph.queries import QueryCatalogue, read_queries
from tcgraph.rdf import GraphFormat, Literal, NamedNode
from tcgraph.terms import GRAPH

_SAMPLE = Path(__file__).parent / "contract" / "sample.ttl"
_ID = "https://w3id.org/tcgraph/id/"

CONTRACT = {
    "follow-up-matrix": "number, section, label, taken, under_way, planned, standing",
    "recommendation-actions": "number, entry, action, status, summary, locator, pairing",
    "countries-by-recommendation": "number, country, label, role, action",
    "donors-by-recommendation": "number, donor, label, certainty, action",
    "instruments-by-recommendation": "number, instrument, label, cited_in",
    "frameworks-by-recommendation": "number, framework, label, cited_in",
    "organisations-by-recommendation": "number, organisation, label, kind",
    "documents-cited": "number, symbol, label",
    "events": "label, start, end, place, number",
    "targets": "label, operator, value, unit, period, number",
    "obligations": "label, due, owed_to, source",
    "nothing-taken": "number, label",
    "unanswered": "number, element",
    "inferred-pairings": "entry, number, alternatives, reason",
}

OFFICE = "organisation/office"
NORWAY = "organisation/government-of-nor"
ANSWERS: list[tuple[str, dict[str, str], list[str]]] = [
    ("follow-up-matrix", {}, ["1|1|Plant trees|2|0|0|0", "2|1|Water them|0|0|1|0", "10|2|Count them|0|0|0|0"]),
    ("follow-up-matrix", {"asOf": "2006-12-31", "section": "1"}, ["1|1|Plant trees|1|0|1|0", "2|1|Water them|0|0|1|0"]),
    ("follow-up-matrix", {"asOf": "2005-01-01", "section": "2"}, ["10|2|Count them|0|0|0|0"]),
    ("follow-up-matrix", {"status": "nothing-taken"}, ["2|1|Water them|0|0|1|0", "10|2|Count them|0|0|0|0"]),
    ("follow-up-matrix", {"words": "ROAD"}, ["1|1|Plant trees|2|0|0|0"]),
    ("follow-up-matrix", {"mentions": "id:framework/plan", "lang": "fr"},
     ["1|1|Planter des arbres|2|0|0|0", "2|1|Water them|0|0|1|0"]),
    ("recommendation-actions", {"number": "1", "status": "taken", "asOf": "2006-12-31"},
     ["1|entry/1-1|action/1-1-a|taken|Ten trees were planted."
      "|row 1, right column, bullet 1; row 1, right column, bullet 1 (rest)|stated"]),
    ("recommendation-actions", {"number": "2"},
     ["2|entry/2-1|action/2-1-a|planned|Cans will be bought.|row 2, right column, bullet 1|inferred"]),
    ("countries-by-recommendation", {}, ["1|NOR|Norway|donor|action/1-1-a", "1|SEN|Senegal|beneficiary|action/1-1-a"]),
    ("countries-by-recommendation", {"country": "SEN", "lang": "fr"}, ["1|SEN|Sénégal|beneficiary|action/1-1-a"]),
    ("donors-by-recommendation", {}, [f"1|{NORWAY}|Government of Norway|hedged|action/1-1-a"]),
    ("donors-by-recommendation", {"certainty": "stated"}, []),
    ("instruments-by-recommendation", {},
     ["1|C001|Trees Convention|recommendation", "1|R002|Trees Recommendation|action"]),
    ("frameworks-by-recommendation", {}, ["1|framework/plan|Plan|recommendation", "2|framework/plan|Plan|action"]),
    ("organisations-by-recommendation", {},
     [f"1|{NORWAY}|Government of Norway|donor-government", f"1|{OFFICE}|The Office|ilo-unit",
      f"2|{OFFICE}|The Office|ilo-unit"]),
    ("documents-cited", {}, ["|GB.1/1|Old report", "1|GB.1/1|Old report", "2||New report"]),
    ("documents-cited", {"number": "2"}, ["2||New report"]),
    ("events", {}, ["Fair|2006-09-28|2006-09-29|Turin|1"]),
    ("events", {"number": "2"}, []),
    ("targets", {}, ["Share of roads with trees|>=|70|per cent|2008-09|1"]),
    ("targets", {"number": "2"}, []),
    ("obligations", {}, ["Report on trees|2008-11|The Office|paragraph/1"]),
    ("obligations", {"dueBy": "2008-10-31"}, []),
    ("nothing-taken", {}, ["2|Water them", "10|Count them"]),
    ("nothing-taken", {"asOf": "2005-01-01", "lang": "fr"},
     ["1|Planter des arbres", "2|Water them", "10|Count them"]),
    ("unanswered", {}, ["1|recommendation/1/element/2"]),
    ("inferred-pairings", {}, ["entry/2-1|2|1, 10|Printed apart"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(project: Project) -> QueryCatalogue:
    return read_queries(project.queries)


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    engine = EmbeddedEngine()
    engine.load(_SAMPLE, GraphFormat.TURTLE, graph=NamedNode(GRAPH + "sample"))
    return engine


def rows(engine: EmbeddedEngine, query: str) -> list[str]:
    """Each row on one line, addresses shortened to what follows ``/id/``."""
    return [
        "|".join(
            "" if term is None else term.value.removeprefix(_ID) if isinstance(term, Literal | NamedNode) else str(term)
            for term in row
        )
        for row in engine.select(query)
    ]


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_those_promised_in_their_order(
    name: str, catalogue: QueryCatalogue, engine: EmbeddedEngine
) -> None:
    promised = tuple(CONTRACT[name].split(", "))
    assert engine.select(catalogue[name].text).variables == promised
    assert tuple(catalogue[name].columns) == promised
    assert catalogue[name].question
    assert all(catalogue[name].columns.values())


@pytest.mark.parametrize(("name", "values", "expected"), ANSWERS)
def test_answers(
    name: str, values: dict[str, str], expected: list[str], catalogue: QueryCatalogue, engine: EmbeddedEngine
) -> None:
    assert rows(engine, catalogue[name].bind(values)) == expected


def test_every_choice_list_exists_and_gives_value_and_label(catalogue: QueryCatalogue, engine: EmbeddedEngine) -> None:
    wanted = {p.choices for name in CONTRACT for p in catalogue[name].parameters if p.choices}
    assert wanted
    for name in sorted(wanted):
        solutions = engine.select(catalogue[name].text)
        assert solutions.variables == ("value", "label")
        found = list(solutions)
        assert all(None not in row for row in found)
        assert name == "choose-certainty" or found, f"{name} offers nothing"
