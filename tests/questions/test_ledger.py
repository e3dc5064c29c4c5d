"""An answer is sure only where each word of its question is accounted for: the table has a row for every kind of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import leading
from tcgraph.questions.in_words.word_coverage import COMPUTED, EXPRESSED, FORMS, AnswerMeaning, columns, unpaid

_SURE = (
    ("which donors fund Africa", "en"),
    ("planned actions in section 3 that involve ACTRAV", "en"),
    ("actions about gender equality without a donor", "en"),
    ("which actions involve both UNDP and UNEP", "en"),
    ("which recommendations have neither a donor nor a country", "en"),
    ("which section has the most planned actions", "en"),
    ("in which countries is HIV/AIDS training given", "en"),
    ("quelles actions de la section 3 sont prévues", "fr"),
    ("merci de m'indiquer les actions liées au VIH/sida en Afrique", "fr"),
    ("¿podría decirme qué donantes financian programas en África?", "es"),
    ("¿qué publicaciones se prevén?", "es"),
)


def test_every_role_of_words_has_a_row(asking: QuestionInterpreter) -> None:
    meanings = [m for one in asking.reader.lexicons.values() for said in one.phrases.values() for m in said]
    assert {m.role for m in meanings} <= EXPRESSED.keys()
    assert {m.value[0] for m in meanings if m.role == "operator"} == COMPUTED.keys()
    assert set(FORMS) == {"who", "when", "where", "how", "for", "which", "partaking"}


@pytest.mark.parametrize(("text", "language"), _SURE)
def test_a_sure_answer_without_any_one_of_its_conditions_would_leave_something_open(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    found = asking.ask(text, language)[0]
    assert found.reading.sure, found.sentences()
    chips = found.reading.question.chips
    for at in range(len(chips)):
        fewer = replace(found.reading.question, chips=chips[:at] + chips[at + 1 :])
        reading = replace(found.reading, question=fewer, name="", values={})
        answer = AnswerMeaning(reading, asking.kinds, asking.reader.names, columns(reading, asking.kinds, {}))
        assert list(unpaid(answer, reading.asked)), chips[at]


@pytest.mark.parametrize(("text", "language"), _SURE)
def test_another_kind_would_leave_something_open(asking: QuestionInterpreter, text: str, language: str) -> None:
    reading = asking.ask(text, language)[0].reading
    other = replace(reading, name="", values={}, question=replace(reading.question, shows="figure", group=""))
    answer = AnswerMeaning(other, asking.kinds, asking.reader.names, columns(other, asking.kinds, {}))
    assert list(unpaid(answer, other.asked))


@pytest.mark.parametrize(
    ("text", "language", "open_"),
    [
        ("which donor pays most", "en", "most"),
        ("quel donateur verse le plus", "fr", "le plus"),
        ("was training given in Benin but not in Botswana", "en", "but not"),
        ("which donors fund Africa and Asia", "en", "and"),
        ("who are the social partners", "en", "who"),
        ("how many offices in Africa were trained on resource mobilization", "en", "trained"),
        ("which actions are certain", "en", "certain"),
        ("¿quiénes participaron en la reunión de Turín?", "es", "Quiénes"),
        ("¿para qué se usa el Centro de Turín?", "es", "Para"),
    ],
)
def test_what_no_part_of_the_query_expresses_is_named(
    asking: QuestionInterpreter, text: str, language: str, open_: str
) -> None:
    reading = asking.ask(text, language)[0].reading
    assert not reading.sure
    assert open_.casefold() in (one.casefold() for one in (*reading.open, *reading.left))


def test_a_single_word_that_is_only_looked_for_in_the_texts_is_never_sure(asking: QuestionInterpreter) -> None:
    reading = asking.ask("medidas sobre pasantías", "es")[0].reading
    assert "pasantías" in reading.open


def test_what_is_only_inferred_of_a_set_is_not_sure(asking: QuestionInterpreter) -> None:
    assert "2006" not in asking.ask("which Conventions are mentioned")[0].query
    reading = asking.ask("what about Convention 29")[0].reading
    assert not reading.sure
    assert reading.open


@pytest.mark.parametrize("text", ["which?", "which of them are funded?", "who?", "what else?"])
def test_what_is_asked_of_nothing_is_asked_back(asking: QuestionInterpreter, text: str) -> None:
    found = asking.ask(text)
    assert not any(one.reading.sure for one in found)


def test_where_nothing_else_answers_what_is_nearest_is_shown_and_never_sure(asking: QuestionInterpreter) -> None:
    text = "what was done to strengthen the Governing Body's role in setting technical cooperation priorities"
    found = asking.ask(text)
    shown = leading(found)
    assert shown is not None
    assert [remark.key for remark in shown.remarks] == ["near"]
    assert "action/19-" in shown.query
    assert not any(one.reading.sure for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "which actions aren't funded by Norway",
        "which recommendations don't involve ACTRAV",
        "what hasn't been done in section 2",
        "quelles actions n’impliquent pas ACTRAV",
    ],
)
def test_a_not_that_is_run_together_with_its_verb_is_kept(asking: QuestionInterpreter, text: str) -> None:
    reading = asking.ask(text)[0].reading
    assert [chip.without for chip in reading.question.chips].count(True) == 1
    assert reading.sure


@pytest.mark.parametrize("text", ["which donors aren't new", "who isn't involved in the Global Compact"])
def test_a_not_of_which_no_part_of_the_query_says_what_it_denies_is_left_out(
    asking: QuestionInterpreter, text: str
) -> None:
    reading = asking.ask(text)[0].reading
    assert "not" in reading.left
    assert not reading.sure


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("which committee is the report for", "reports-made"),
        ("à quelle commission le rapport est-il soumis", "reports-made"),
        ("¿quién redactó el documento?", "reports-made"),
        ("which offices does the report mention", "organisations-by-recommendation"),
    ],
)
def test_a_report_is_asked_about_by_what_stands_on_its_cover(asking: QuestionInterpreter, text: str, name: str) -> None:
    assert asking.ask(text)[0].reading.name == name
