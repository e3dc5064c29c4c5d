"""Answers joined from those to their parts are the ones that the whole query has, in its order."""

from __future__ import annotations

import pytest

from tcgraph.namespaces import application
from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, Question, compiled
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tests.questions.conftest import Select


def _thing(name: str) -> str:
    return application().things + name


def _theme(name: str) -> str:
    return application().things.removesuffix("id/") + f"vocab/theme/{name}"


GENDER, AFRICA, NORWAY = _theme("gender-equality"), _thing("region/africa"), _thing("organisation/government-of-nor")
DWCP, ACTRAV, C144 = _thing("framework/dwcp"), _thing("organisation/actrav"), _thing("instrument/C144")
QUESTIONS = (
    Question("action", (Chip("status", ("planned",)), Chip("section", ("4",)), Chip("organisation", (ACTRAV,)))),
    Question("action", (Chip("number", ("9", "10"), without=True), Chip("theme", (GENDER,)))),
    Question("action", (Chip("donor", (ANY,)), Chip("region", (AFRICA,), without=True))),
    Question("action", (Chip("words", ("train*",)), Chip("words", ('"labour inspectors"',), without=True))),
    Question("action", (Chip("when", ("2006/2006",)), Chip("country", (ANY,), without=True))),
    Question("action", (Chip("only", ("planned",)),), group="section"),
    Question("recommendation", (Chip("status", ("taken",), without=True), Chip("theme", (GENDER,)))),
    Question("recommendation", (Chip("instrument", (C144,)),)),
    Question("action", (Chip("status", ("taken",)),), group="country"),
    Question("action", (Chip("country", (ANY,), without=True),), group="theme"),
    Question("recommendation", (Chip("section", ("5",)),), group="section"),
    Question("donor", (Chip("donor", (NORWAY,), without=True), Chip("region", (AFRICA,)))),
    Question("donor", (), group="donor"),
    Question("doer", (Chip("organisation", (ACTRAV,)), Chip("framework", (DWCP,)))),
    Question("country", (Chip("region", (AFRICA,)), Chip("role", ("pilot",)))),
    Question("product", (Chip("called", ("guid*",)), Chip("own", (DWCP,)))),
    Question("product", (Chip("product", (_thing("product/cooperatives-handbook"), C144, GENDER)),)),
    Question("event", (Chip("when", ("2006-06/2006-12",)), Chip("at", ("Turin",)))),
    Question("date", (Chip("when", ("2007/2009~",)), Chip("when", ("2006/2006",), without=True))),
    Question("figure", (Chip("framework", (DWCP,)),)),
    Question("action", (Chip("theme", (GENDER,)),), as_of="2006-10-11"),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: f"{one.shows}-{'-'.join(c.key for c in one.chips)}")
def test_joined_as_asked_whole(asking: QuestionInterpreter, select: Select, question: Question) -> None:
    answers = Answers(select, asking.kinds)
    whole = select(compiled(question, asking.kinds))
    assert list(answers.rows(question)) == [tuple(row) for row in whole]


def test_most_of_them_have_rows(asking: QuestionInterpreter, select: Select) -> None:
    assert sum(bool(Answers(select, asking.kinds).rows(one)) for one in QUESTIONS) > len(QUESTIONS) * 0.7


def test_what_was_asked_within_one_question_is_asked_once(select: Select) -> None:
    asked: list[str] = []

    def counting(text: str) -> list[tuple[object, ...]]:
        asked.append(text)
        return []

    answers = Answers(counting, {})  # type: ignore[arg-type]
    with answers.remembered():
        answers.select("SELECT ?a { ?a ?b ?c }")
        answers.select("SELECT ?a { ?a ?b ?c }")
    answers.select("SELECT ?a { ?a ?b ?c }")
    assert len(asked) == 2
