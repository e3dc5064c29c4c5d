"""Two questions in one sentence are both answered, or the one that is not is told."""

from __future__ import annotations

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import leading
from tcgraph.rdf import plain
from tests.questions.conftest import Select


@pytest.mark.parametrize(
    ("text", "language", "shows"),
    [
        ("what does ACTRAV do and who pays for gender equality", "en", ("action", "donor")),
        ("que fait ACTRAV et qui finance l'égalité hommes-femmes", "fr", ("action", "donor")),
        ("qué hace ACTRAV y quién financia la igualdad de género", "es", ("action", "donor")),
        ("which agreements exist with UNHCR and which with UNDP", "en", ("agreement", "agreement")),
        ("¿para qué sirve IRIS y desde cuándo?", "es", ("action", "since")),
        ("which actions mention training and who pays for them", "en", ("action", "donor")),
        ("what is done about gender equality and with whose money?", "en", ("action", "donor")),
        ("emploi des jeunes : qui agit et avec quel argent ?", "fr", ("doer", "donor")),
        ("¿para qué sirve la guía de los PTDP y dónde aparece?", "es", ("product", "recommendation")),
    ],
)
def test_both_are_answered(asking: QuestionInterpreter, text: str, language: str, shows: tuple[str, str]) -> None:
    first, *others = asking.ask(text, language)
    assert first.reading.sure
    assert first.second is not None
    assert (first.reading.question.shows, first.second.reading.question.shows) == shows
    assert first.rows
    assert first.second.rows
    assert not others


def test_what_is_found_for_a_second_that_is_not_sure_is_told_apart(asking: QuestionInterpreter) -> None:
    shown = leading(asking.ask("does the Turin Centre have a plan, and who is supposed to benefit?"))
    assert shown is not None
    assert (shown.reading.sure, shown.second) == (False, None)
    remark = shown.beside[0].remarks[0]
    assert (remark.key, remark.values["name"]) == ("half", "who is supposed to benefit")
    assert 0 < shown.beside[0].rows <= 12


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Which countries had pilot projects on tripartism, and which of them were extended?",
            "which of them were extended",
        ),
        ("What does ACTRAV do and who paints the walls?", "who paints the walls"),
        # Its rows have only the addresses of what was done.
        ("where does Sweden show up and for what", "for what"),
    ],
)
def test_a_second_that_is_not_sure_is_left_out_and_does_not_change_the_first(
    asking: QuestionInterpreter, text: str, left: str
) -> None:
    first, *_ = asking.ask(text)
    alone = asking.ask(text.rpartition(" and ")[0])[0]
    assert (first.query, first.reading.left) == (alone.query, (left,))
    assert not first.reading.sure


def test_how_many_and_which_is_one_list(asking: QuestionInterpreter) -> None:
    (first,) = asking.ask("how many actions are planned in section 4 and which")
    assert first.reading.sure
    assert first.second is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what has been done on child labour and what is still to come", "en"),
        ("¿Qué se ha hecho y qué se hará contra el trabajo infantil?", "es"),
        ("qu'est-ce qui a été fait et qu'est-ce qui est prévu sur le travail des enfants", "fr"),
    ],
)
def test_what_was_done_and_what_is_planned_are_told_together(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    first, *_ = asking.ask(text, language)
    assert first.reading.sure
    assert first.rows >= 2


def test_the_first_half_that_is_not_sure_is_shown_all_the_same(asking: QuestionInterpreter) -> None:
    text = "How many ILO offices got training on local resource mobilisation, and how many of those are outside Africa?"
    shown = leading(asking.ask(text))
    assert shown is not None
    assert (shown.reading.question.shows, shown.reading.sure) == ("figure", False)
    assert shown.reading.left == ("how many of those are outside Africa",)


def test_what_is_overdue_is_told_as_of_the_last_report_or_of_the_day_that_is_said(asking: QuestionInterpreter) -> None:
    first, *_ = asking.ask("what is overdue")
    assert first.reading.name == "overdue-promises"
    assert "No day was said; this is as of 2006-10-11, the day of the last report." in map(str, first.remarks)
    later, *_ = asking.ask("what is overdue on 1 January 2009")
    assert (later.reading.values["asOf"], later.reading.sure) == ("2009-01-01", True)
    assert later.rows


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Since when have projects been tracked through IRIS?", "en"),
        ("¿Desde cuándo se usa IRIS?", "es"),
        ("depuis quand utilise-t-on IRIS ?", "fr"),
    ],
)
def test_since_when_is_told_of_what_is_named(asking: QuestionInterpreter, text: str, language: str) -> None:
    first, *_ = asking.ask(text, language)
    assert (first.reading.question.shows, first.reading.sure, first.rows) == ("since", True, 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Red de Empleo de los Jóvenes: ¿qué informan de ella?", "es"),
        ("why is there no action on the informal economy", "en"),
    ],
)
def test_of_what_is_only_asked_for_the_recommendations_are_told(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    first, *_ = asking.ask(text, language)
    assert first.reading.question.shows == "recommendation"
    assert "asked" in [remark.key for remark in first.remarks]
    assert first.rows


def test_which_ones_of_what_is_only_counted_are_left_out(asking: QuestionInterpreter) -> None:
    first, *_ = asking.ask(
        "En combien de langues les conclusions de la CIT ont-elles été distribuées, et lesquelles ?", "fr"
    )
    assert first.reading.left == ("lesquelles",)
    assert not first.reading.sure


def test_those_who_work_with_the_ilo_are_others(asking: QuestionInterpreter) -> None:
    first, *_ = asking.ask("Apart from UNDP, which agencies work with the ILO in the Global Compact?")
    assert first.reading.sure
    without = {
        value.rpartition("/")[2] for chip in first.reading.question.chips for value in chip.values if chip.without
    }
    assert without == {"undp", "ilo"}


def test_who_pays_is_told_where_it_is_asked_whether_somebody_does(asking: QuestionInterpreter) -> None:
    first, *_ = asking.ask("Is it certain that the Netherlands and DfID pay for the workshops on RBM for constituents?")
    # Each with its certainty; nothing else that is told has as much of the question.
    assert (first.reading.question.shows, first.reading.sure) == ("donor", True)
    assert "certainty" in first.query


@pytest.mark.parametrize(
    ("text", "language"),
    [("what is IRIS used for and since when", "en"), ("à quoi sert IRIS et depuis quand ?", "fr")],
)
def test_since_when_is_asked_beside_what_something_is_for(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    first, *_ = asking.ask(text, language)
    second = first.second or first.beside[0]
    assert (first.rows, second.reading.question.shows) == (4, "since")
    assert first.reading.sure is (first.second is not None)


def test_an_and_may_mean_each_of_two(asking: QuestionInterpreter, select: Select) -> None:
    first, *_ = asking.ask("what did Sweden and the OPEC Fund agree to")
    told = [{plain(row[1]).rpartition("/")[2] for row in select(one.query)} for one in (first, *first.beside[:2])]
    assert told == [{"17-1-b"}, {"4-1-a"}, {"4-2-a"}]
    assert not first.reading.sure
    together, *_ = asking.ask("what did Sweden and the OPEC Fund agree to together")
    assert not any(remark.key == "of_theme" for one in together.beside for remark in one.remarks)


def test_of_two_that_are_only_asked_for_together_each_is_told(asking: QuestionInterpreter) -> None:
    first, *_ = asking.ask("what is being done about the informal economy and small enterprises")
    assert [remark.key for remark in first.remarks if remark.key.startswith("asked")] == ["asked_of_all"]
    assert next(remark.key for one in first.beside for remark in one.remarks) == "of_theme"


@pytest.mark.parametrize(
    "text",
    [
        "What is said about public-private partnerships, and are the new policies ready yet?",
        "What is said about South-South cooperation, and is it still going on?",
    ],
)
def test_a_yes_or_no_that_is_asked_second_is_not_lost(asking: QuestionInterpreter, text: str) -> None:
    first, *_ = asking.ask(text)
    assert first.second is not None
    assert first.rows > 1


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("which of the recommendations themselves, not the actions, mention Africa?", "en", {"17"}),
        ("recommendations, not actions, about gender", "en", {"12", "26", "29"}),
        ("¿qué recomendaciones, no las acciones, mencionan el Centro de Turín?", "es", {"31", "32", "33"}),
    ],
)
def test_what_is_not_asked_for_denies_nothing_of_what_is(
    asking: QuestionInterpreter, select: Select, text: str, language: str, numbers: set[str]
) -> None:
    first, *_ = asking.ask(text, language)
    assert {plain(row[0]) for row in select(first.query)} == numbers


@pytest.mark.parametrize(
    ("text", "language", "section"),
    [
        ("actions in part IV", "en", "4"),
        ("acciones de la parte II", "es", "2"),
        ("les actions de la partie V", "fr", "5"),
    ],
)
def test_a_part_of_the_report_is_its_section(
    asking: QuestionInterpreter, text: str, language: str, section: str
) -> None:
    chips = asking.ask(text, language)[0].reading.question.chips
    assert [chip.values for chip in chips if chip.key == "section"] == [(section,)]


def test_a_deed_is_not_taken_since_it_is_asked_what_somebody_does(asking: QuestionInterpreter) -> None:
    assert all(chip.key != "status" for chip in asking.ask("ACT/EMP fait quoi ?", "fr")[0].reading.question.chips)


def test_who_pays_among_countries_is_a_government(asking: QuestionInterpreter, select: Select) -> None:
    first, *_ = asking.ask("Which countries gave the ILO money for the first time?")
    assert all("/government-of-" in plain(row[1]) for row in select(first.query))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what is done about HIV and with whose money?", "en"),
        ("qu'est-ce qui est fait contre le VIH et avec quel argent ?", "fr"),
        ("qué se hace sobre el VIH y con qué dinero", "es"),
    ],
)
def test_that_none_is_named_answers_a_second_question(asking: QuestionInterpreter, text: str, language: str) -> None:
    shown = leading(asking.ask(text, language))
    assert shown is not None
    assert "names_none" in {remark.key for remark in shown.remarks}


@pytest.mark.parametrize(
    "text",
    ["who pays and who runs the training on HIV?", "quién financia y quién ejecuta la formación sobre VIH/SIDA"],
)
def test_what_both_questions_are_about_may_stand_in_the_second(asking: QuestionInterpreter, text: str) -> None:
    shown = leading(asking.ask(text))
    assert shown is not None
    assert any(one.reading.question.shows == "doer" and one.rows for one in (shown, *shown.beside))
