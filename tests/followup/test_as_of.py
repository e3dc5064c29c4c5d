"""Which questions know of days: each that tells of reports can be asked as of one; the rest say that they do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tcgraph.project import Project
from tcgraph.queries import read_queries

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
