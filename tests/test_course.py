"""The SPARQL course: every step runs as it stands, gives what it says, is linked as it stands, and is well written."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project, Role
from tcgraph.publish.expected_answers import reasoned
from tcgraph.publish.project_graph import load_project
from tcgraph.questions.warnings.query_warnings import QueryWarnings
from tcgraph.rdf import plain
from tests.conftest import ROOT

COURSE = (ROOT / "docs/sparql.md").read_text(encoding="utf-8")
STEPS = re.findall(r"```sparql\n(.*?)\n```\n\n\*(.*?)\* · \[run\]\(http://[^?]*\?query=([^)]*)\)", COURSE, re.DOTALL)


@pytest.fixture(scope="module")
def graph(project: Project) -> EmbeddedEngine:
    engine = reasoned(project)
    load_project(engine, project, roles=(Role.SHAPES,))
    return engine


@pytest.fixture(scope="module")
def warnings(graph: EmbeddedEngine) -> QueryWarnings:
    return QueryWarnings(graph.select)


def test_there_are_thirty_steps_and_exercises() -> None:
    assert re.findall(r"^\*\*(\d+)\.\*\*", COURSE, re.MULTILINE) == [str(number) for number in range(1, 31)]
    assert len(STEPS) == COURSE.count("```sparql") == 30 + COURSE.count("**Exercise.**")


@pytest.mark.parametrize(("query", "told", "link"), STEPS)
def test_a_step_gives_what_it_says(query: str, told: str, link: str, graph: EmbeddedEngine) -> None:
    assert unquote(link) == query
    text = graph.searched(query)
    if query.startswith("CONSTRUCT"):
        assert told == f"{len(set(graph.construct(text)))} triples"
        return
    rows = list(graph.select(text))
    if told.startswith("answer: "):
        assert [plain(term) for row in rows for term in row] == [told.removeprefix("answer: ")]
    else:
        assert told == f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
        assert rows


@pytest.mark.parametrize("query", [step[0] for step in STEPS])
def test_nothing_is_off_in_a_step(query: str, warnings: QueryWarnings) -> None:
    assert warnings.of(query) == []
