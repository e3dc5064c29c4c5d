"""When something was done is told by the dates of deeds, apart from what only names a time."""

from __future__ import annotations

import pytest

from tcgraph.project import Project
from tcgraph.questions.chips import Chip, Question, compiled
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.kinds import read_kinds
from tcgraph.rdf import plain
from tests.questions.conftest import Select


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What was done after July 2006?", "en"),
        ("Qu'est-ce qui a été fait après juillet 2006 ?", "fr"),
        ("¿Qué se hizo después de julio de 2006?", "es"),
    ],
)
def test_a_programme_does_not_date_what_was_done_under_it(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    first = asking.ask(text, language)[0]
    assert [(chip.key, chip.values) for chip in first.reading.question.chips] == [("done", ("2006-08-01/9999",))]
    done = {plain(row[1]).rpartition("/")[2] for row in select(first.query)}
    assert done == {"3-3-a", "3-3-b"}
    (others,) = (one for one in first.beside if one.remarks[0].key == "names_time")
    named = {plain(row[1]).rpartition("/")[2] for row in select(others.query)}
    assert "2-6-a" in named  # of a programme of 2006-10
    assert not named & done


def test_what_is_planned_for_a_time_is_still_asked_for_by_the_time_that_is_named(asking: QuestionInterpreter) -> None:
    assert {chip.key for chip in asking.ask("what is planned for 2008", "en")[0].reading.question.chips} == {
        "status",
        "when",
    }


@pytest.mark.parametrize(
    ("time", "fits"),
    [("2004", True), ("2004-05", False), ("0000/2004-12-31", True), ("0000/2004-06", False), ("2004-01-01/9999", True)],
)
def test_a_year_alone_is_in_no_part_of_it(project: Project, select: Select, time: str, *, fits: bool) -> None:
    start, _, end = time.partition("/")
    question = Question("action", (Chip("done", (f"{start}/{end or start}",)),))
    rows = {plain(row[1]).rpartition("/")[2] for row in select(compiled(question, read_kinds(project.queries)))}
    assert ("35-1-a" in rows) is fits  # done in 2004, and no month is told
