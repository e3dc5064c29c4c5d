"""No answer misleads in silence: every question with every value it offers; a part of them here, all by command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.protocol import Row
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.questions.question_checks import Case, Checks
from tcgraph.rdf import GraphFormat
from tests.conftest import many

Select = Callable[[str], list[Row]]
THING = "https://w3id.org/tcgraph/id/action/x"
TTL = f'<{THING}> a <urn:x:Deed> ; <urn:x:label> "11-1-a answered" ; <urn:x:n> 3 ; <urn:x:to> <{THING}-none> .'


def test_no_answer_of_the_shipped_project_misleads(project: Project, select: Select) -> None:
    each = many(1, few=6)
    checks = Checks(read_queries(project.queries), select)
    cases = checks.cases(share=5)[::each]
    assert len(cases) > 50 / each
    assert [(fault.case.told(), fault.what) for fault in checks.faults(cases)] == []


def test_every_question_is_asked_with_every_value_it_offers(project: Project, select: Select) -> None:
    queries = read_queries(project.queries)
    cases = Checks(queries, select).cases()
    assert {case.query.name for case in cases} == {query.name for query in queries.of_kind("answer")}
    sections = {c.values["section"] for c in cases if c.query.name == "follow-up-matrix" and "section" in c.values}
    assert sections == {"1", "2", "3", "4", "5"}
    assert all(p.name in case.values for case in cases for p in case.query.parameters if p.required)


@pytest.mark.parametrize(
    ("columns", "where", "what"),
    [
        (("label",), "?s <urn:x:label> ?label", "which is a code"),
        (("label",), "?s <urn:x:nothing> ?label", "no reason"),
        (("thing",), "?s <urn:x:to> ?thing", "of which nothing is said"),
        (("n",), "?s <urn:x:n> ?n", "nothing says what they count"),
        (("value", "unit"), "?s <urn:x:n> ?value OPTIONAL { ?s <urn:x:unit> ?unit }", "without a unit"),
    ],
)
def test_what_would_mislead_is_found(tmp_path: Path, columns: tuple[str, ...], where: str, what: str) -> None:
    (tmp_path / "answer").mkdir()
    header = "".join(f"#+   {column}: ' '\n" for column in columns)
    select = f"SELECT {' '.join(f'?{column}' for column in columns)} {{ {where} }}"
    (tmp_path / "answer" / "one.rq").write_text(
        f"#+ summary: One.\n#+ question: What?\n#+ columns:\n{header}{select}\n"
    )
    queries = read_queries(tmp_path)
    engine = EmbeddedEngine()
    engine.load(TTL.encode(), GraphFormat.TURTLE)
    faults = list(Checks(queries, lambda text: list(engine.select(text))).faults([Case(queries["one"])]))
    assert any(what in fault.what for fault in faults), faults


@pytest.mark.parametrize(
    ("said", "found"),
    [("", ["is said to be as of 2006-10-11, and is another when asked for that day"]), (", open_ended: true", [])],
)
def test_a_day_that_an_answer_is_not_of_is_found(tmp_path: Path, said: str, found: list[str]) -> None:
    for folder in ("answer", "page"):
        (tmp_path / folder).mkdir()
    day = 'SELECT ("2006-10-11" AS ?day) {}'
    (tmp_path / "page" / "as-of.rq").write_text(f"#+ summary: A day.\n#+ columns:\n#+   day: it\n{day}")
    (tmp_path / "answer" / "one.rq").write_text(
        f"""#+ summary: One.
#+ question: What?
#+ params:
#+   asOf: {{type: date, label: By{said}}}
#+ columns:
#+   one: it
SELECT ?one {{
  VALUES ?asOf {{ UNDEF }}
  VALUES (?one ?day) {{ (1 "2006-01-01") (2 "2008-01-01") }}
  FILTER(!BOUND(?asOf) || ?day <= STR(?asOf))
}}
"""
    )
    queries, engine = read_queries(tmp_path), EmbeddedEngine()
    faults = Checks(queries, lambda text: list(engine.select(text))).faults([Case(queries["one"])])
    assert [fault.what for fault in faults] == found
