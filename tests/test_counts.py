"""A figure that leads to a question counts exactly the rows that the question has."""

from __future__ import annotations

import pytest

from tcgraph.pages.result_columns import parameters_of
from tcgraph.queries import NamedQuery, read_queries
from tcgraph.questions.chips import Question, compiled
from tcgraph.questions.kinds import read_kinds
from tcgraph.rdf import plain
from tests.test_answers import ROOT, build

QUERIES = read_queries(ROOT / "queries")
COUNTING = [query for query in QUERIES.of_kind("answer") if query.counts]


@pytest.fixture(scope="module")
def engine() -> object:
    return build()


def test_the_questions_that_count_actions_name_where_they_are_listed() -> None:
    assert {"follow-up-matrix", "sections", "themes", "asked-of"} <= {query.name for query in COUNTING}


@pytest.mark.parametrize("query", COUNTING, ids=lambda query: query.name)
def test_each_figure_is_the_number_of_rows_it_leads_to(query: NamedQuery, engine: object) -> None:
    solutions = engine.select(query.text)  # type: ignore[attr-defined]
    rows = [dict(zip(solutions.variables, row, strict=True)) for row in solutions]
    compared = 0
    for row in rows:
        for column, told in query.counts.items():
            figure = int(plain(row[column]))
            if figure:
                text = QUERIES[told["question"]].bind(parameters_of(told, row))
                assert len(list(engine.select(text))) == figure, (column, row)  # type: ignore[attr-defined]
                compared += 1
    assert compared >= len(query.counts)


_LISTED = {
    "country": "countries-by-recommendation",
    "donor": "donors-by-recommendation",
    "framework": "frameworks-by-recommendation",
    "organisation": "organisations-by-recommendation",
    "instrument": "instruments-by-recommendation",
    "project": "projects",
    "product": "products",
    "theme": "themes",
    "sector": "sectors",
    "figure": "figures",
}
"""Where the things of a kind are listed beside the questions that are built."""


@pytest.mark.parametrize("kind", _LISTED)
def test_a_kind_has_as_many_things_wherever_it_is_listed_or_it_is_said_why(kind: str, engine: object) -> None:
    kinds = read_kinds(ROOT / "queries")
    question = QUERIES[_LISTED[kind]]
    named = engine.select(question.bind({}))  # type: ignore[attr-defined]
    at = named.variables.index(kind) if kind in named.variables else 0
    listed = {plain(row[at]).rpartition("/")[2] for row in named}
    built = {plain(row[1]).rpartition("/")[2] for row in engine.select(compiled(Question(kind), kinds))}  # type: ignore[attr-defined]
    assert listed
    assert listed == built or set(kinds[kind].notes) == {"en", "fr", "es"}, listed ^ built


def test_actions_are_counted_alike_by_status_by_section_and_one_by_one(engine: object) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        found = engine.select(QUERIES[name].bind({}))  # type: ignore[attr-defined]
        return [dict(zip(found.variables, map(plain, row), strict=True)) for row in found]

    listed = rows("recommendation-actions")
    by_status = {status: sum(row["status"] == status for row in listed) for status in {r["status"] for r in listed}}
    for name in ("follow-up-matrix", "sections"):
        counted = {s: sum(int(row[s.replace("-", "_")]) for row in rows(name)) for s in by_status}
        assert counted == by_status, name
    built = engine.select(compiled(Question("action"), read_kinds(ROOT / "queries")))  # type: ignore[attr-defined]
    assert len({row[1] for row in built}) == len({row["action"] for row in listed})


def test_deeds_and_states_of_affairs_are_told_apart_and_make_up_what_is_counted(engine: object) -> None:
    (row,) = engine.select(QUERIES["reported-items"].bind({}))  # type: ignore[attr-defined]
    listed = list(engine.select(QUERIES["recommendation-actions"].bind({})))  # type: ignore[attr-defined]
    deeds, states, twice = (int(plain(term)) for term in row)
    assert deeds + states == len({row[2] for row in listed})
    assert min(deeds, states) > 0
    assert 0 < twice < deeds  # told in two rows, and counted in both
