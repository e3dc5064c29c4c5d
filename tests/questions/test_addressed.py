"""Questions by the document's own addresses, in two parts, about the absent, and why."""

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


def _things(select: Select, found: Found) -> set[str]:
    cells = (plain(cell) for row in select(found.query) for cell in row if cell is not None)
    return {"/".join(cell.split("/")[-2:]) for cell in cells if "/id/" in cell}


def _beside(found: Found, key: str) -> list[Found]:
    return [one for one in found.beside if one.remarks and one.remarks[0].key == key]


def test_a_cited_document_is_found_by_its_title_and_not_called_absent(
    asking: QuestionInterpreter, select: Select
) -> None:
    found = asking.ask("Provisional Record 19")
    assert not any(one.key == "unnamed" for one in found[0].remarks)
    assert not found[0].reading.unheard
    assert "document/ilc95-pr19" in _things(select, _shown(asking, "Provisional Record 19"))


def test_a_cited_document_is_told_by_its_symbol(asking: QuestionInterpreter, select: Select) -> None:
    for text in ("what is in GB.289/14?", "GB.289/14 c'est quoi"):
        shown = _shown(asking, text)
        located = [one for one in (shown, *shown.beside) if any(remark.key == "located" for remark in one.remarks)]
        assert [_things(select, one) for one in located] == [{"document/gb289-14"}]


@pytest.mark.parametrize(("text", "language"), [("la Banque mondiale", "fr"), ("what about the IMF?", "en")])
def test_who_is_named_only_together_with_others_is_told_of_all_together(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    shown = _shown(asking, text, language)
    assert {one.key for one in shown.remarks} >= {"unnamed", "member"}
    assert not shown.reading.sure
    assert "action/7-2-a" in _things(select, shown)


@pytest.mark.parametrize("text", ["what does it say on Convention 189", "C102 social security"])
def test_a_convention_that_is_not_named_is_said_to_be_absent(asking: QuestionInterpreter, text: str) -> None:
    assert any(one.key == "unnamed" for one in asking.ask(text)[0].remarks)


def test_a_convention_of_a_set_that_is_named_is_not_absent(asking: QuestionInterpreter) -> None:
    assert not any(one.key == "unnamed" for one in asking.ask("anything on C029?")[0].remarks)


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("title of section II", "en", "section/2"),
        ("¿título de la sección 5?", "es", "section/5"),
        ("what does para 4 say", "en", "paragraph/4"),
        ("le paragraphe 2", "fr", "paragraph/2"),
        ("the point for decision", "en", "paragraph/5"),
    ],
)
def test_a_place_of_the_document_is_told_by_its_address(
    asking: QuestionInterpreter, select: Select, text: str, language: str, place: str
) -> None:
    shown = _shown(asking, text, language)
    located = [shown] if shown.is_near else _beside(shown, "located")
    assert [place in _things(select, one) for one in located] == [True]


def test_a_section_has_the_range_of_its_numbers(asking: QuestionInterpreter, select: Select) -> None:
    (located,) = _beside(_shown(asking, "what is section 2 about?"), "located")
    assert plain(select(located.query)[0][0]) == "5–10"


def test_numbers_are_read_however_recommendations_are_called(asking: QuestionInterpreter) -> None:
    chips = _shown(asking, "recs 20 and 21").reading.question.chips
    assert [(chip.key, chip.values) for chip in chips] == [("number", ("20", "21"))]


def test_what_stands_under_numbers_is_told_where_nothing_answers_more(
    asking: QuestionInterpreter, select: Select
) -> None:
    shown = _shown(asking, "les recommandations 23 et 24 ont-elles la même suite ?", "fr")
    assert {"action/24-1-a", "action/23-2-a"} <= _things(select, shown)
    assert not shown.reading.sure


def test_of_both_of_two_themes_each_is_told(asking: QuestionInterpreter, select: Select) -> None:
    """That one deed is about both does not say that there is no other about either."""
    shown = _shown(asking, "Does the Netherlands fund both gender and tripartism?")
    assert not shown.reading.sure
    apart = [_things(select, one) for one in _beside(shown, "of_theme")]
    assert any("action/2-6-a" in one for one in apart)
    assert any("action/11-3-a" in one for one in apart)


def test_of_two_that_are_named_none_is_lost(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "UNHCR and FAO: with whom on jobs after disasters and with whom on displaced persons?")
    told = {thing for one in (shown, *shown.beside, *filter(None, [shown.second])) for thing in _things(select, one)}
    assert {"action/6-3-c", "action/6-3-d"} <= told


def test_rows_of_another_kind_are_no_count(asking: QuestionInterpreter) -> None:
    assert _shown(asking, "how many multi-annual agreements were concluded?").counted == 0
    assert _shown(asking, "how many projects does Norway fund?").counted == 1


def test_the_date_of_something_else_is_no_answer(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "quand la structure extérieure sera-t-elle passée en revue, et par qui ?", "fr")
    assert shown.reading.question.shows != "date" or "action/19-5-a" not in _things(select, shown)


@pytest.mark.parametrize(
    ("text", "language", "action"),
    [
        ("Why does ACTRAV cooperate with PARDEV?", "en", "action/15-1-a"),
        ("¿Por qué fue tan importante el ECOSOC de julio de 2006?", "es", "action/1-1-a"),
    ],
)
def test_a_why_shows_what_is_told_and_does_not_say_that_nothing_tells_it(
    asking: QuestionInterpreter, select: Select, text: str, language: str, action: str
) -> None:
    shown = _shown(asking, text, language)
    assert shown.reading.cannot == ("why",)
    assert not shown.reading.sure
    assert action in _things(select, shown)


@pytest.mark.parametrize(("text", "numbers"), [("12", ("12",)), ("28", ("28",)), ("23 y 24", ("23", "24"))])
def test_numbers_alone_are_those_of_recommendations(
    asking: QuestionInterpreter, text: str, numbers: tuple[str, ...]
) -> None:
    chips = _shown(asking, text, "es").reading.question.chips
    assert [(chip.key, chip.values) for chip in chips] == [("number", numbers)]


def test_a_year_alone_is_no_recommendation(asking: QuestionInterpreter) -> None:
    assert all(chip.key != "number" for one in asking.ask("2007") for chip in one.reading.question.chips)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In what do recommendations 23 and 24 differ?", "en"),
        ("23 et 24, est-ce la même chose ?", "fr"),
        ("¿en qué son distintas las recomendaciones 23 y 24?", "es"),
    ],
)
def test_what_is_compared_of_recommendations_is_told_by_their_texts(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    shown = _shown(asking, text, language)
    assert shown.is_near
    assert _things(select, shown) == {"recommendation/23", "recommendation/24"}
    assert any({"action/23-2-a", "action/24-1-a"} <= _things(select, one) for one in shown.beside)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What should the Governing Body decide?", "en"),
        ("sur quoi le Conseil d'administration est-il invité à décider ?", "fr"),
        ("¿qué debe decidir el Consejo de Administración?", "es"),
    ],
)
def test_what_is_to_be_decided_is_the_point_for_decision(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    shown = _shown(asking, text, language)
    assert "paragraph/5" in {thing.partition("#")[2] or thing for thing in _things(select, shown)}


def test_what_was_decided_is_no_point_for_decision(asking: QuestionInterpreter, select: Select) -> None:
    shown = leading(asking.ask("What did the Governing Body decide?"))
    assert shown is None or not shown.is_near


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("What should governments do?", "en", "16"),
        ("¿Qué tienen que hacer los gobiernos según la 16?", "es", "16"),
        ("Que doivent faire les gouvernements ?", "fr", "16"),
        ("Which recommendations are addressed to donors?", "en", "10"),
        ("recomendaciones dirigidas al Consejo de Administración", "es", "28"),
    ],
)
def test_what_somebody_has_to_do_is_what_is_asked_of_them(
    asking: QuestionInterpreter, select: Select, text: str, language: str, number: str
) -> None:
    shown = _shown(asking, text, language)
    assert shown.reading.sure
    assert _things(select, shown) == {f"recommendation/{number}"}


@pytest.mark.parametrize(
    ("text", "language"),
    [("to whom is recommendation 10 addressed", "en"), ("¿A quién se dirige la recomendación 10?", "es")],
)
def test_whom_a_recommendation_is_addressed_to_is_who_is_asked(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    shown = _shown(asking, text, language)
    assert (shown.reading.sure, shown.reading.name) == (True, "asked-of")
    assert _things(select, shown) == {"organisation/donors", "organisation/ilo"}


def test_what_all_are_asked_is_not_told_of_one(asking: QuestionInterpreter) -> None:
    found = asking.ask("What should the ILO do?")
    assert not any(one.is_near or one.reading.sure for one in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What are donors asked to do?", "en"),
        ("¿Qué se les pide a los donantes?", "es"),
        ("que demande-t-on aux donateurs ?", "fr"),
    ],
)
def test_what_is_asked_of_somebody_is_told_by_what_is_addressed_to_them(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    shown = _shown(asking, text, language)
    assert shown.remarks[0].key == "located"
    assert _things(select, shown) == {"recommendation/10"}
