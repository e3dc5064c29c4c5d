"""An answer that has all words of its question together makes up for the guesses at each of them."""

from __future__ import annotations

import pytest

from tcgraph.questions.chips import Chip, Question
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.evidence import borne_out
from tcgraph.questions.in_words.reading import Reading
from tcgraph.questions.in_words.tried_reading import leading
from tcgraph.rdf import plain
from tests.questions.conftest import Select

_WORDS, _THEME = Chip("words", ("mechanism*",)), Chip("theme", ("gender",), typed="gender")


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("recomendasion 17 africa", True),
        ("examen de la structure extérieure", True),  # which a text has together, and no other
        ("medidas sobre seguridad social", True),
        ("who are the new donors", True),
        ("how many field offices got training on mobilizing resources", True),
        ("does the report say how much goes to Africa", False),  # figures of Africa are of offices
        ("what was made with a mechanism for gender equality", False),  # a single word, which cuts off others
        ("what happens in November 2008", True),
        ("Que fera ACTRAV pendant l'exercice 2008-09 ?", True),  # a deed has no time of its own, and these name it
        ("Perú proyecto piloto", True),
        ("resident coordinators: what's being cooked up for them?", True),  # no text says how it is put
        ("Quel lien avec la Banque africaine de développement ?", True),
        ("Has the new deal with UNDP been signed?", True),
        ("labour migration - which regions", True),
        ("que hace españa como donante", True),  # which asks for no other donors
        ("¿A qué países aporta España?", False),  # those that pay besides are no answer
        ("que concluyó la evaluación de 2008", False),  # a time says more than a word that others have, too
        ("gender audits in Senegal", False),  # a name that no row has
        ("what was done in Madagascar for refugees", False),  # of whom as much is told elsewhere
        ("combien de comités directeurs tripartites nationaux existent", False),  # a number of something else
    ],
)
def test_words_that_hold_together_of_something_are_answered(
    asking: QuestionInterpreter, text: str, *, sure: bool
) -> None:
    found = asking.ask(text)
    assert found[0].reading.sure is sure
    assert found[0].rows
    assert leading(found) is found[0]


def test_who_pays_is_not_shown_as_where_the_money_goes(asking: QuestionInterpreter) -> None:
    found = asking.ask("Which countries get the activities paid by Norway on social dialogue?")[0]
    assert found.reading.question.shows == "action"
    assert "none_named" in {remark.key for remark in found.remarks}
    assert not found.reading.sure


@pytest.mark.parametrize(
    "text",
    [
        "zebra mechanism for gender equality",
        "who trains trade unions",
        "gender quagga",
        "gender audits - which agencies, which countries",
    ],
)
def test_a_word_left_out_or_a_second_meaning_is_asked_back_all_the_same(asking: QuestionInterpreter, text: str) -> None:
    assert not asking.ask(text)[0].reading.sure


@pytest.mark.parametrize(
    ("reading", "rows"),
    [
        (Reading(Question("action", (_WORDS, _THEME))), 0),
        (Reading(Question("action", (_WORDS, _THEME))), 100),
        (Reading(Question("action", (_WORDS, _THEME)), left=("zebra",)), 1),
        (Reading(Question("action", (_WORDS, _THEME)), cannot=("amount",)), 1),
        (Reading(Question("donor", (_WORDS,))), 1),
        (Reading(Question("action", (_THEME, Chip("status", ("planned",)))), guessed=True), 1),
    ],
)
def test_too_little_bears_nothing_out(reading: Reading, rows: int) -> None:
    assert not borne_out(reading, rows)


def test_where_no_reading_has_a_use_for_all_words_what_has_most_of_them_is_told_beside(
    asking: QuestionInterpreter, select: Select
) -> None:
    shown = leading(asking.ask("who leads the livelihoods sub-cluster in humanitarian reform?"))
    assert shown is not None
    assert not shown.reading.sure
    assert "action/6-3-b" in " ".join(plain(cell) for one in shown.beside for row in select(one.query) for cell in row)


def test_two_that_hold_together_bear_each_other_out() -> None:
    assert borne_out(Reading(Question("action", (_WORDS, _THEME))), 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("combien de comités directeurs tripartites nationaux existent", "fr"),
        ("Holanda jenero mecanismo", "es"),
        ("orientaciones enviadas a las oficinas exteriores", "es"),
    ],
)
def test_an_answer_kept_to_what_has_one_word_is_not_sure(asking: QuestionInterpreter, text: str, language: str) -> None:
    """Others may say it in other words: such a list looks whole and is not."""
    (first, *_) = asking.ask(text, language)
    assert (first.rows > 0, first.reading.sure) == (True, False)


def test_what_is_denied_and_stands_in_a_text_that_is_listed_is_not_surely_absent(asking: QuestionInterpreter) -> None:
    first, *_ = asking.ask("Which recommendations do not involve the social partners?")
    assert (first.reading.sure, first.reading.open) == (False, ("Social partners",))
    assert asking.ask("Which recommendations mention Africa but not the Netherlands?")[0].reading.sure


@pytest.mark.parametrize(
    ("text", "language", "key", "values", "without"),
    [
        ("training that has already been given, not just planned", "en", "status", ("taken", "standing"), False),
        ("¿qué talleres no tienen donante?", "es", "donor", ("*",), True),
        ("¿qué se contesta en la 16?", "es", "number", ("16",), False),
    ],
)
def test_a_small_word_gives_a_condition_its_sense(
    asking: QuestionInterpreter, text: str, language: str, key: str, values: tuple[str, ...], *, without: bool
) -> None:
    chips = asking.ask(text, language)[0].reading.question.chips
    assert (values, without) in [(chip.values, chip.without) for chip in chips if chip.key == key]


def test_the_year_of_an_instrument_is_no_time(asking: QuestionInterpreter) -> None:
    first, *_ = asking.ask("où cite-t-on la recommandation 152 de 1976 ?", "fr")
    assert [chip.key for chip in first.reading.question.chips] == ["instrument"]
    assert first.rows
