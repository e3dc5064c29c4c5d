"""A figure that leads to a question counts exactly the rows that the question has."""

from __future__ import annotations

import pytest

from tcgraph.pages.columns import parameters_of
from tcgraph.queries import NamedQuery, read_queries
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
