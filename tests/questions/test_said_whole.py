"""What the words of a question say is what is answered: no other number, no other kind, nothing in its place."""

from __future__ import annotations

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import Found, leading
from tcgraph.rdf import plain
from tests.questions.conftest import Select


def _shown(asking: QuestionInterpreter, text: str) -> Found:
    shown = leading(asking.ask(text))
    assert shown is not None
    return shown


def _numbers(select: Select, found: Found) -> set[str]:
    return {plain(row[0]) for row in select(found.query)}


def _last_of(select: Select, found: Found) -> set[str]:
    return {plain(cell).rpartition("/")[2] for row in select(found.query) for cell in row}


def test_a_recommendation_named_by_number_is_kept_whatever_words_are_asked_of_it(
    asking: QuestionInterpreter, select: Select
) -> None:
    assert _numbers(select, _shown(asking, "rec 23 métodos nuevos de trabajo")) == {"23"}


@pytest.mark.parametrize(
    "text",
    [
        "is the answer to recommendation 9 the same as to 10",
        "les recommandations 9 et 10 ont la même réponse ?",
        "recomendaciones 9 y 10: ¿la misma respuesta?",
    ],
)
def test_two_that_are_compared_are_told_together(asking: QuestionInterpreter, select: Select, text: str) -> None:
    shown = _shown(asking, text)
    assert _numbers(select, shown) == {"9", "10"}
    assert shown.reading.compare
    assert not shown.reading.sure  # whether they are the same, the reader sees


def test_the_answer_to_a_recommendation_is_all_that_is_told_of_it(asking: QuestionInterpreter) -> None:
    assert _shown(asking, "what was the answer to recommendation 12").reading.sure


@pytest.mark.parametrize(
    "text",
    [
        "what does recommendation 14 ask",
        "qué pide la recomendación 14",
        "texte de la recommandation 14",
        "rec 14: wording",
    ],
)
def test_what_a_recommendation_asks_is_not_what_was_done_on_it(
    asking: QuestionInterpreter, select: Select, text: str
) -> None:
    shown = _shown(asking, text)
    assert [remark.key for remark in shown.remarks] == ["located"]
    assert shown.reading.sure
    assert "14" in _last_of(select, shown)
    assert "14-1-a" not in _last_of(select, shown)


def test_what_it_asks_and_what_was_done_are_both_told(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "what does recommendation 14 ask and what was done")
    assert "14-1-a" in _last_of(select, shown)
    assert any(remark.key == "located" for one in shown.beside for remark in one.remarks)


@pytest.mark.parametrize(
    "text",
    ["how many recommendations ask for training", "which products were published", "first ILO donor meeting when"],
)
def test_what_no_row_tells_is_not_sure(asking: QuestionInterpreter, text: str) -> None:
    """Deeds on it are no asking for it, what was made is not all published, and a column may be empty."""
    assert not asking.ask(text)[0].reading.sure


def test_of_what_is_only_promised_nothing_is_done(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "Which recommendations have nothing done yet, only promises?")
    assert not shown.reading.sure  # a report gives examples, and has no status of a whole recommendation
    assert "judged" in {remark.key for remark in shown.remarks}
    assert _numbers(select, shown) == _numbers(select, _shown(asking, "Which recommendations have only promises?"))


def test_two_names_of_one_thing_are_that_thing(asking: QuestionInterpreter) -> None:
    assert _shown(asking, "list every recommendation where gender or women is mentioned").reading.sure
    assert not _shown(asking, "is gender or HIV mentioned").reading.sure


def test_a_country_that_only_pays_is_not_surely_one_that_has(asking: QuestionInterpreter) -> None:
    assert "country" in _shown(asking, "number of countries with DWCPs").reading.open
    assert "country" not in _shown(asking, "which countries were in the tripartism pilots").reading.open


def test_what_is_planned_was_not_held(asking: QuestionInterpreter) -> None:
    shown = _shown(asking, "how many workshops were held")
    assert shown.first_said[0].key == "none"
    assert shown.counted == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("proyectos piloto de tripartismo: ¿en qué países continuaron después?", {"SEN", "TUR"}),
        ("travail précaire", {"36"}),
        ("parité hommes femmes dans les comités tripartites nationaux, qu'est-ce qui a été fait", {"12"}),
        ("¿se terminó el plan maestro?", {"18-3-b"}),
        ("¿quién es responsable del sistema de seguimiento?", {"5-1-a"}),
        ("what did the workers' bureau promise for 2008-09", {"7-1-a", "8-1-c"}),
        ("gender mainstreaming compulsory?", {"29-1-a"}),
        ("mise en commun des fonds", {"22-3-b"}),
        ("consultation guidelines employers workers bureaux where", {"15-2-a"}),
        ("lignes directrices consultation bureaux employeurs et travailleurs, où les trouver", {"15-2-a"}),
        ("Has anything been done to give the employers' bureau (ACT/EMP) more resources?", {"15-2-a"}),
        ("harmonizacion de acuerdos con donantes, qué falta por hacer", {"27-2-b"}),
        ("comites nacionales que supervisan el IPEC ¿siguen o desaparecen?", {"12-2-a", "12-2-b"}),
    ],
)
def test_what_was_asked_is_shown_first(asking: QuestionInterpreter, select: Select, text: str, told: set[str]) -> None:
    assert told <= _last_of(select, _shown(asking, text))


def test_countries_that_did_not_go_on_are_not_told(asking: QuestionInterpreter, select: Select) -> None:
    shown = _shown(asking, "proyectos piloto de tripartismo: ¿en qué países continuaron después?")
    assert not {"MNG", "PER"} & _last_of(select, shown)


@pytest.mark.parametrize("text", ["cuanto dinero en dolares para africa", "how much money for Africa"])
def test_of_money_it_is_told_who_gives_it_and_that_there_are_no_sums(
    asking: QuestionInterpreter, select: Select, text: str
) -> None:
    shown = _shown(asking, text)
    assert (shown.reading.question.shows, shown.reading.cannot) == ("donor", ("amount",))
    assert _numbers(select, shown) == {"17"}


def test_the_date_of_something_else_is_not_told(asking: QuestionInterpreter, select: Select) -> None:
    assert "21-1-a" in _last_of(select, _shown(asking, "revue de la structure exterieure quand et par qui"))


@pytest.mark.parametrize("text", ["trabajadoras del hogar", "domestic workers"])
def test_all_that_is_told_of_somebody_is_no_answer_about_a_sort_that_no_text_has(
    asking: QuestionInterpreter, text: str
) -> None:
    assert leading(asking.ask(text)) is None
    assert leading(asking.ask("workers' organizations")) is not None


@pytest.mark.parametrize("text", ["list other GB papers this report points to", "which documents are cited"])
def test_papers_that_are_cited_are_documents(asking: QuestionInterpreter, text: str) -> None:
    assert _shown(asking, text).reading.name == "documents-cited"


@pytest.mark.parametrize(
    "asked",
    [
        "How many recommendations have been implemented?",
        "Combien de recommandations ont été mises en œuvre ?",
        "¿Cuántas recomendaciones se han cumplido?",
    ],
)
def test_a_recommendation_counts_for_one_action_and_that_is_said(asking: QuestionInterpreter, asked: str) -> None:
    assert "of_one" in {remark.key for remark in _shown(asking, asked).remarks}
