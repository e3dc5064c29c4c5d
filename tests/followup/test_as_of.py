"""Which questions know of days: each that tells of reports can be asked as of one; the rest say that they do not."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.followup.report.report_words import ReportWords
from tcgraph.followup.report_changes import changes
from tcgraph.namespaces import application
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.rdf import GraphFormat, Quad, parse

TIMELESS = {
    "answered-elsewhere",
    "answered-share",
    "coming-events",
    "conditions",
    "figures",
    "hedges",
    "sectors",
    "asked-of",
    "convention-in-the-document",
    "countries-by-recommendation",
    "documents-cited",
    "donors-by-recommendation",
    "earmarks",
    "events",
    "find",
    "frameworks-by-recommendation",
    "how-sure",
    "inferred-pairings",
    "instruments-by-recommendation",
    "most-named",
    "obligations",
    "partly-answered",
    "readings",
    "organisations-by-recommendation",
    "partners",
    "products",
    "ratification-coverage",
    "reporting-cycles",
    "reports-made",
    "targets",
    "unanswered",
    "where-to-check",
}
"""Questions about what the documents name and how: they tell all that is known, on whatever day it became so."""


def test_every_other_question_can_be_asked_as_of_a_day(project: Project) -> None:
    queries = read_queries(project.queries).of_kind("answer")
    dated = {query.name for query in queries if {"asOf", "from"} & {p.name for p in query.parameters}}
    assert {query.name for query in queries} - dated <= TIMELESS
    assert not dated & TIMELESS


def test_a_question_without_days_says_so(project: Project) -> None:
    command = [sys.executable, "-m", "tcgraph", "-C", str(project.root), "query", "targets", "--as-of", "2006-11-30"]
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": source, "PATH": ""})
    assert done.returncode == 2
    assert "does not depend on a date" in done.stderr


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("under-way", "partly-taken", "moved from under way to partly taken"),
        ("partly-taken", "taken", "moved from partly taken to taken"),
        ("taken", "partly-taken", "went back from taken to partly taken"),
        ("not-taken", "rejected", "is now rejected, no longer not taken"),
        ("under-way", "under-way", "is still under way"),
    ],
)
def test_what_moved_is_told_by_the_order_of_the_scheme(project: Project, before: str, after: str, told: str) -> None:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in application().query_prefixes.items())
    facts = f"""{prefixes}
rec:1 a tc:Recommendation ; tc:number 1 .
action:1-1-a tc:addresses rec:1 ; rdfs:label "Course"@en ; tc:hasObservation observation:a, observation:b .
observation:a tc:asOf "2006-10-11"^^xsd:date ; tc:status v-status:{before} .
observation:b tc:asOf "2007-10-11"^^xsd:date ; tc:status v-status:{after} .
"""
    engine = EmbeddedEngine()
    graph = application().inferred
    engine.insert(Quad(t.subject, t.predicate, t.object, graph) for t in parse(facts.encode(), GraphFormat.TURTLE))
    query = read_queries(project.queries)["status-changes"]
    (change,) = changes(engine, query, datetime.date(2006, 12, 1), datetime.date(2007, 12, 1))
    assert told in change.sentence(ReportWords("en"))
