"""Questions about what no text has, or only in a set: that there is nothing is told."""

from __future__ import annotations

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import leading
from tcgraph.rdf import plain
from tests.questions.conftest import Select


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("sécurité et santé au travail", "fr", {"sécurité", "santé"}),
        ("occupational health and safety", "en", set()),
        ("salud y seguridad laboral", "es", {"salud", "seguridad"}),
    ],
)
def test_words_that_stand_only_apart_are_no_answer(
    asking: QuestionInterpreter, text: str, language: str, words: set[str]
) -> None:
    found = asking.ask(text, language)
    assert leading(found) is None
    scattered = {name for one in found[0].remarks if one.key == "scattered" for name in one.values["names"].split(", ")}
    assert words <= scattered


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [("pays arabes", "fr", "arabes"), ("unesco", "en", "unesco"), ("orphelins", "fr", "orphelins")],
)
def test_what_no_text_has_is_told_as_absent(asking: QuestionInterpreter, text: str, language: str, word: str) -> None:
    found = asking.ask(text, language)
    shown = leading(found)
    assert shown is None or not shown.reading.sure
    assert word in found[0].reading.unheard or any(one.key == "unnamed" for one in found[0].remarks)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("quel fonctionnaire est chargé du suivi ?", "fr"),
        ("¿qué funcionario es el encargado de cada punto?", "es"),
        ("which official is responsible for each of them?", "en"),
    ],
)
def test_who_is_in_charge_is_not_told_by_a_word_that_it_shares(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    shown = leading(asking.ask(text, language))
    assert shown is None or not shown.reading.sure


def test_what_has_its_subject_in_its_title_is_about_it(asking: QuestionInterpreter, select: Select) -> None:
    shown = leading(asking.ask("RBM workshops"))
    assert shown is not None
    assert not any(one.key == "beside" for one in shown.remarks)
    named = {plain(cell) for row in select(shown.query) for cell in row if cell is not None}
    assert any(cell.endswith("event/workshops-social-partners") for cell in named)


@pytest.mark.parametrize(("text", "language"), [("forced labour", "en"), ("C105", "fr"), ("C100", "es")])
def test_a_convention_that_is_named_only_in_a_set_is_told_so(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    found = asking.ask(text, language)[0]
    assert not found.reading.sure
    assert any(remark.key == "member" for remark in found.remarks)


def test_a_convention_that_is_named_itself_is_not_told_as_one_of_a_set(asking: QuestionInterpreter) -> None:
    assert not any(remark.key == "member" for one in asking.ask("C138") for remark in one.remarks)


def test_what_is_asked_of_two_that_pay_is_told_without_doubt_of_what_they_are(
    asking: QuestionInterpreter, select: Select
) -> None:
    found = asking.ask("la Norvège et la Suède", "fr")[0]
    assert found.reading.question.shows == "donor"
    assert "donor" not in found.reading.open
    donors = {plain(cell) for row in select(found.query) for cell in row if cell is not None}
    assert {"4", "14", "17"} <= donors


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Are there more recommendations in section II or section V?", "en"),
        ("Y a-t-il plus de recommandations dans la partie II ou dans la partie V ?", "fr"),
    ],
)
def test_sections_are_compared_by_how_much_they_have(asking: QuestionInterpreter, text: str, language: str) -> None:
    found = asking.ask(text, language)[0]
    assert (found.reading.question.shows, found.reading.question.group) == ("recommendation", "section")
    assert found.rows == 2
    assert found.reading.sure
