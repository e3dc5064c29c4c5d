"""A built question is kept as a file, and its query comes back as the question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tcgraph.engine.protocol import Row
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.questions.chips import Chip, Question, compiled
from tcgraph.questions.kinds import read_kinds
from tcgraph.questions.saved import file_name, marked, named_query, question_of

ID = "https://w3id.org/tcgraph/id/"
QUESTIONS = (
    Question("action", (Chip("status", ("planned",)), Chip("section", ("4",)))),
    Question("donor", (Chip("region", (f"{ID}region/africa",)), Chip("words", ("train*",)))),
    Question("country", (Chip("when", ("2006/2006",), without=True),), "2006-11-30", "country"),
    Question("recommendation", group="section"),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.shows)
def test_a_saved_question_is_a_named_query_with_the_same_answer(
    project: Project, select: Callable[[str], list[Row]], tmp_path: Path, question: Question
) -> None:
    kinds = read_kinds(project.queries)
    (tmp_path / "answer").mkdir()
    path = tmp_path / "answer" / f"{file_name('Actions: “planned”, in 4')}.rq"
    path.write_text(named_query(question, kinds, 'Actions: "planned" in 4'), encoding="utf-8")
    query = read_queries(tmp_path)["actions-planned-in-4"]
    assert (query.summary, query.question) == ('Actions: "planned" in 4.', 'Actions: "planned" in 4?')
    assert all(query.columns.values())
    rows = select(query.bind({}))
    assert sorted(map(str, rows)) == sorted(map(str, select(compiled(question, kinds))))
    assert not rows or len(rows[0]) == len(query.columns)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.shows)
def test_the_query_of_a_question_comes_back_as_it(project: Project, question: Question) -> None:
    kinds = read_kinds(project.queries)
    text = marked(question, kinds)
    back = question_of(text.replace("\n", "\n  "), kinds)
    assert back is not None
    assert (back.shows, back.as_of, back.group) == (question.shows, question.as_of, question.group)
    assert {chip.key for chip in back.chips} == {chip.key for chip in question.chips}


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("planned", "taken", 2)[: text.index("ORDER")], lambda text: "ASK { ?s ?p ?o }"]
)
def test_a_query_that_says_something_else_by_now_does_not_come_back(
    project: Project, change: Callable[[str], str]
) -> None:
    kinds = read_kinds(project.queries)
    assert question_of(change(marked(QUESTIONS[0], kinds)), kinds) is None
