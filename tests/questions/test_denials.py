"""What a "not" denies, in three languages: a thing as a whole, its part, how something stands; or nothing."""

from __future__ import annotations

import pytest

from tcgraph.project import Project
from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question, compiled
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import leading
from tcgraph.questions.kinds import read_kinds
from tcgraph.rdf import plain
from tests.questions.conftest import Select
from tests.questions.statements import ID

PAYING = {"government-of-nld", "government-of-fra", "government-of-esp", "dfid"}
"""Who pays for country programmes."""


def named(asking: QuestionInterpreter, select: Select, text: str, language: str) -> set[str]:
    found = leading(asking.ask(text, language))
    assert found is not None
    return {plain(row[1]).rpartition("/")[2] for row in select(found.query)}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which donors are not financing decent work country programmes?", "en"),
        ("Which donors have never paid for country programmes?", "en"),
        ("Quels donateurs ne financent pas de programmes par pays ?", "fr"),
        ("¿Qué donantes no financian programas de trabajo decente por país?", "es"),
    ],
)
def test_donors_that_do_not_pay_are_those_none_of_whose_payments_is_so(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    donors = named(asking, select, text, language)
    assert donors
    assert not donors & PAYING
    assert "government-of-nor" in donors


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which pilot countries did not get their activities extended?", "en"),
        ("Quels pays pilotes n'ont pas bénéficié d'une extension ?", "fr"),
        ("¿Qué países piloto no recibieron una extensión?", "es"),
    ],
)
def test_a_part_that_is_denied_leaves_the_others(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    assert named(asking, select, text, language) == {"MNG", "PER"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which recommendations have nothing planned?", "en"),
        ("Quelles recommandations n'ont rien de prévu ?", "fr"),
        ("¿Qué recomendaciones no tienen nada previsto?", "es"),
    ],
)
def test_nothing_planned_is_said_of_the_whole(asking: QuestionInterpreter, text: str, language: str) -> None:
    first = asking.ask(text, language)[0]
    assert first.reading.sure
    assert [(chip.key, chip.values, chip.without) for chip in first.reading.question.chips] == [
        ("status", ("planned",), True)
    ]


def test_not_yet_done_is_not_planned_and_done(asking: QuestionInterpreter) -> None:
    first = asking.ask("Qu'est-ce qui n'a pas encore été fait pour les partenariats public-privé ?", "fr")[0]
    assert next((chip.key, chip.without) for chip in first.reading.question.chips) == ("status", True)
    assert first.reading.sure


@pytest.mark.parametrize(
    ("text", "language"),
    [("Is there no action on Africa?", "en"), ("N'y a-t-il pas d'action sur l'Afrique ?", "fr")],
)
def test_a_question_whether_there_is_nothing_is_answered_by_what_there_is(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    first = asking.ask(text, language)[0]
    assert first.rows
    assert "contrary" in {remark.key for remark in first.remarks}
    assert not any(chip.without for chip in first.reading.question.chips)


@pytest.mark.parametrize(
    ("text", "language"),
    [("What did ACTRAV not do?", "en"), ("que ne fait pas ACTRAV", "fr"), ("Which donors are not new?", "en")],
)
def test_a_not_of_which_it_is_not_known_what_it_denies_is_told(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    found = asking.ask(text, language)
    assert found[0].turned
    assert leading(found) is None


def test_what_falls_out_is_named_with_what_is_so_item_by_item(asking: QuestionInterpreter) -> None:
    found = asking.ask("Which recommendations mention HIV/AIDS but not gender?", "en")
    fell = next(remark for remark in found[0].remarks if remark.key == "fell")
    assert fell.values["names"] == "2, 11, 12"
    assert any(remark.key == "item_by_item" for one in found[1:] for remark in one.remarks)


def test_of_a_thing_as_a_whole_a_query_and_the_joined_answer_agree(project: Project, select: Select) -> None:
    kinds = read_kinds(project.queries)
    answers = Answers(select, kinds)
    for chips in (
        (Chip("framework", (f"{ID}framework/dwcp",), (), True, none=True),),
        (Chip("status", ("planned",), (), True, none=True), Chip("region", (f"{ID}region/africa",))),
        (Chip("role", ("extension",), (), True, none=True), Chip("role", ("pilot",))),
    ):
        for shows in ("donor", "country", "framework"):
            question = Question(shows, chips)
            assert {row[1] for row in answers.rows(question)} == {row[1] for row in select(compiled(question, kinds))}
            rest = Question(shows, tuple(chip for chip in chips if not chip.none))
            assert {*answers.shown(question)} <= {*answers.shown(rest)}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what is finished and what is only planned in 31 to 33", "en"),
        ("ce qui est terminé et ce qui est prévu dans 31 à 33", "fr"),
        ("lo que ya se hizo en 31 a 33 y lo que falta", "es"),
    ],
)
def test_of_two_states_all_is_listed_with_how_it_stands(asking: QuestionInterpreter, text: str, language: str) -> None:
    first = asking.ask(text, language)[0]
    assert not first.reading.left
    assert [(chip.key, chip.values) for chip in first.reading.question.chips] == [("number", ("31", "32", "33"))]


def test_bare_numbers_behind_in_are_rows_where_no_noun_follows(asking: QuestionInterpreter) -> None:
    rows = asking.ask("what is planned in 17", "en")[0].reading.question.chips
    offices = asking.ask("training in 12 offices", "en")[0].reading.question.chips
    assert ("number", ("17",)) in {(chip.key, chip.values) for chip in rows}
    assert "number" not in {chip.key for chip in offices}


def test_a_refusal_does_not_swallow_what_is_named_beside_it(asking: QuestionInterpreter) -> None:
    text = "Quelles recommandations mentionnent le Centre de Turin mais pas la formation des délégués ?"
    assert not asking.ask(text, "fr")[0].reading.cannot
    assert asking.ask("qui dirige le BIT", "fr")[0].reading.cannot == ("person",)


def test_what_has_another_part_is_told_beside_those_in_the_one_that_is_asked_for(asking: QuestionInterpreter) -> None:
    found = asking.ask("Which countries outside Africa benefit?", "en")[0]
    assert found.rows == 0
    told = next(remark for remark in found.remarks if remark.key == "other_parts")
    assert "pilot (3)" in told.values["names"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("conventions in recommendation 34", "en"),
        ("Quelles conventions cite la recommandation 34 ?", "fr"),
        ("¿Cuántos convenios menciona la recomendación 34?", "es"),
    ],
)
def test_conventions_that_are_named_as_a_group_are_told_with_its_members(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    found = leading(asking.ask(text, language))
    assert found is not None
    assert ("number", ("34",)) in {(chip.key, chip.values) for chip in found.reading.question.chips}
    assert next(remark for remark in found.remarks if remark.key == "by_members").values["count"] == "8"


def test_what_is_asked_of_one_recommendation_is_not_told_of_others(asking: QuestionInterpreter) -> None:
    for found in asking.ask("Which Conventions does recommendation 16 mention?", "en"):
        assert any(chip.key == "number" for chip in found.reading.question.chips)


@pytest.mark.parametrize(
    ("text", "language"), [("who isn't a donor any more", "en"), ("Qu'est-ce qui n'est plus en cours ?", "fr")]
)
def test_what_was_so_once_is_not_taken_for_what_is_so(asking: QuestionInterpreter, text: str, language: str) -> None:
    assert leading(asking.ask(text, language)) is None


def test_what_is_planned_in_several_rows_are_actions(asking: QuestionInterpreter) -> None:
    assert asking.ask("what is planned in 2 and 5", "en")[0].reading.question.shows == "action"
    assert (
        asking.ask("which of recommendations 8 to 16 are planned", "en")[0].reading.question.shows == "recommendation"
    )
