"""Every question's answer on the shipped graph, as a file that a person has read.

After a wanted change: ``tcgraph test --update`` writes the files anew; read the difference before committing it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.project import Project, open_project
from tcgraph.publish import expected_answers
from tcgraph.publish.expected_answers import reasoned, values_of
from tcgraph.queries import NamedQuery, read_queries

FOLDER = Path(__file__).parent / "queries"
ROOT = Path(__file__).parents[1]
VALUES = values_of(open_project(ROOT))
"""Values for questions that need one, or that say more with one."""


def cases() -> list[NamedQuery]:
    """The questions of the project."""
    return read_queries(ROOT / "queries").of_kind("answer")


def build() -> Engine:
    """The shipped graph, reasoned over."""
    return reasoned(open_project(ROOT))


def answer(engine: Engine, query: NamedQuery, given: Mapping[str, str] | None = None) -> str:
    """A question's answer as CSV with line feeds, with the values that it needs or those given."""
    return expected_answers.answer(engine, query, {**VALUES.get(query.name, {}), **(given or {})})


@pytest.fixture(scope="module")
def engine() -> Engine:
    return build()


@pytest.mark.parametrize("query", cases(), ids=lambda query: query.name)
def test_the_answer_is_the_one_that_was_read(engine: Engine, query: NamedQuery) -> None:
    expected = FOLDER / f"{query.name}.csv"
    assert expected.is_file(), f"write and read it: tcgraph test --update {query.name}"
    assert answer(engine, query) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("query", cases(), ids=lambda query: query.name)
def test_the_columns_are_the_header_s(engine: Engine, query: NamedQuery) -> None:
    assert answer(engine, query).splitlines()[0].split(",") == list(query.columns)


@pytest.mark.at_size
@pytest.mark.parametrize(
    "query",
    [query for query in cases() if "number" in query.columns and "number" in {p.name for p in query.parameters}],
    ids=lambda query: query.name,
)
def test_a_number_asked_for_keeps_its_own_rows_and_no_other(engine: Engine, query: NamedQuery) -> None:
    def rows(given: Mapping[str, str]) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(answer(engine, query, given))))

    every = rows({})
    for number in sorted({row["number"] for row in every} - {""}):
        assert rows({"number": number}) == [row for row in every if row["number"] == number]
    for number in ("19", "32"):
        assert {row["number"] for row in rows({"number": number})} <= {number}


_EACH_RECOMMENDATION = ("follow-up-matrix", "nothing-taken", "sections")
"""They list recommendations or their sections, whatever was reported of them."""


@pytest.mark.parametrize(
    "query",
    [
        query
        for query in cases()
        if "asOf" in {p.name for p in query.parameters}
        and not any(p.required for p in query.parameters)
        and query.name not in _EACH_RECOMMENDATION
    ],
    ids=lambda query: query.name,
)
def test_nothing_was_known_before_the_first_report(engine: Engine, query: NamedQuery) -> None:
    assert answer(engine, query, {"asOf": "2006-10-10"}).count("\n") == 1


def test_there_are_enough_questions_and_none_is_left_over(project: Project) -> None:
    names = {query.name for query in cases()}
    assert len(names) >= 39
    assert {file.stem for file in FOLDER.glob("*.csv")} == names
    assert all(query.question.endswith("?") for query in cases())
