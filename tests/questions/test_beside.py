"""What is told apart from an answer in words: what a word cuts off, what is nearest, who is not in the document."""

from __future__ import annotations

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import Found, leading
from tcgraph.rdf import plain
from tests.questions.conftest import Select


def _shown(asking: QuestionInterpreter, text: str, language: str = "en") -> Found:
    shown = leading(asking.ask(text, language))
    assert shown is not None
    return shown


def _codes(select: Select, found: Found) -> list[str]:
    rows = found.ranked(select(found.query))
    cells = (plain(cell) for row in rows for cell in row if cell is not None)
    return [cell.rpartition("/")[2] for cell in cells if "/action/" in cell or "/paragraph/" in cell]


def _beside(found: Found) -> dict[str, Found]:
    return {one.remarks[0].key: one for one in found.beside if one.rows}


def test_what_lacks_a_word_that_is_only_looked_for_is_told_apart(asking: QuestionInterpreter, select: Select) -> None:
    """ "Support" stands in three of what the Netherlands pay for; the others are told, too."""
    shown = _shown(asking, "What did the Netherlands pay for or support?")
    assert "9-1-a" not in _codes(select, shown)
    assert "9-1-a" in _codes(select, _beside(shown)["without"])


def test_what_only_names_somebody_is_told_apart(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "section IV, training for ILO field offices that is planned but not done yet")
    assert _codes(select, _beside(shown)["apart"]) == ["26-2-c"]


def test_one_project_of_a_theme_is_no_sure_answer_about_the_theme(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "youth employmnt projects, who works with who?")
    assert not shown.reading.sure
    assert set(_codes(select, _beside(shown)["of_theme"])) == {"14-2-b"}


@pytest.mark.parametrize(
    ("text", "language", "nearest"),
    [
        ("harmonizacion de acuerdos con donantes, qué falta por hacer", "es", {"27-2-b", "27-1-a", "23-4-a"}),
        ("¿Cómo se asegura que los programas respondan a las prioridades nacionales?", "es", {"20-1-a", "20-2-a"}),
    ],
)
def test_what_no_reading_finds_is_found_by_its_words(
    asking: QuestionInterpreter, select: Select, text: str, language: str, nearest: set[str]
) -> None:
    """A misspelt word, a paraphrase, an ordinary word: deeds that have most of the words, and told as not sure."""
    shown = _shown(asking, text, language)
    assert shown.is_near
    assert not shown.reading.sure
    assert nearest <= set(_codes(select, shown))


def test_introductions_are_found_by_their_words(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "How many recommendations are covered in total, and is the list of actions complete?")
    assert "2" in _codes(select, shown)


def test_what_a_thing_is_stands_in_the_introductions(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "what is a DWCP")
    assert "1" in _codes(select, _beside(shown)["near"])


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("anything on Kenya or Uganda?", "en", "Kenya, Uganda"),
        ("When did the ILO sign its agreement with the World Bank on decent work?", "en", "World Bank"),
        ("¿Por qué Alemania dejó de financiar los PTDP?", "es", "Alemania"),
        ("What does UNICEF do about child labour?", "en", "UNICEF"),
    ],
)
def test_who_is_not_in_the_document_is_said_first_and_nothing_is_answered(
    asking: QuestionInterpreter, text: str, language: str, names: str
) -> None:
    found = asking.ask(text, language)
    shown = leading(found)
    assert shown is None or (shown.reading.sure, shown.rows, shown.beside) == (True, 0, ())
    first = found[0].remarks[0]
    assert (first.key, first.values["names"]) == ("unnamed", names)


def test_of_two_that_are_named_the_one_in_the_document_is_answered(asking: QuestionInterpreter) -> None:
    shown = _shown(asking, "Which actions involve Germany or Senegal?")
    assert [one.values["names"] for one in shown.remarks if one.key == "unnamed"] == ["Germany"]
    assert shown.rows


def test_of_a_country_that_is_not_in_the_document_the_region_is_offered(asking: QuestionInterpreter) -> None:
    offered = asking.ask("anything on Kenya or Uganda?", "en")[-1].reading.question.chips
    assert [(chip.key, chip.told) for chip in offered] == [("region", "Africa")]


def test_nothing_is_shown_beside_who_is_excepted(asking: QuestionInterpreter) -> None:
    """Without its "besides" the question has the very answer that it leaves out."""
    found = asking.ask("Además de Noruega, ¿quién financia actividades de empleo juvenil?", "es")
    assert leading(found) is None
    assert all(any(chip.without for chip in one.reading.question.chips) for one in found)


def test_rows_of_an_unsure_answer_are_ranked_by_its_words(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "Who else besides Norway has agreed to bigger contributions?")
    assert _codes(select, shown)[:2] == ["4-1-a", "4-1-a"]


def test_a_word_that_all_that_fits_has_leaves_no_doubt(asking: QuestionInterpreter) -> None:
    assert _shown(asking, "Le Brésil est-il un nouveau donateur ?", "fr").reading.sure
    assert not _shown(asking, "What did the Netherlands pay for or support?").reading.sure


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("Which of recommendations 8 to 16 do not name ACTRAV?", "en", range(8, 17)),
        ("between 3 and 7, which recommendations have planned actions?", "en", range(3, 8)),
        ("De la 8 a la 16, ¿cuáles no mencionan a ACTRAV?", "es", range(8, 17)),
    ],
)
def test_a_range_of_numbers_is_all_of_them(
    asking: QuestionInterpreter, text: str, language: str, numbers: range
) -> None:
    question = asking.ask(text, language)[0].reading.question
    assert question.shows == "recommendation"
    assert [chip.values for chip in question.chips if chip.key == "number"] == [tuple(map(str, numbers))]


def test_what_has_nothing_to_do_with_something_is_without_it(asking: QuestionInterpreter) -> None:
    chips = asking.ask("¿Qué acciones de ACTRAV no tienen que ver con el MANUD?", "es")[0].reading.question.chips
    assert [chip.key for chip in chips if chip.without] == ["framework"]


def test_what_came_after_the_report_is_not_told(asking: QuestionInterpreter) -> None:
    found = asking.ask("¿Qué se hizo después de noviembre de 2006?", "es")
    assert found[0].reading.cannot == ("later",)
    assert leading(found) is None


@pytest.mark.parametrize(
    ("text", "language", "others"),
    [
        ("which pilot countries were extended and which were not?", "en", {"MNG", "PER"}),
        ("¿Qué acciones de ACTRAV están realizadas y cuáles no?", "es", {"7-1-a"}),
    ],
)
def test_who_asks_which_ones_and_which_not_gets_two_lists(
    asking: QuestionInterpreter, select: Select, text: str, language: str, others: set[str]
) -> None:
    shown = _shown(asking, text, language)
    assert not shown.reading.sure
    listed, rest = (
        {plain(cell).rpartition("/")[2] for row in select(one.query) for cell in row if cell is not None}
        for one in (shown, _beside(shown)["others"])
    )
    assert others <= rest
    assert not others & listed


def test_a_name_is_read_whole_after_words_that_say_nothing(asking: QuestionInterpreter) -> None:
    """ "La oficina" alone is who reports."""
    text = "¿Qué recomendaciones no mencionan a la Oficina de Actividades para los Trabajadores?"
    chips = asking.ask(text, "es")[0].reading.question.chips
    assert [(chip.key, chip.without) for chip in chips] == [("organisation", True)]
