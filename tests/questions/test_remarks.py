"""What an answer is told with: parts that names play, what a status leaves out, Conventions that there are not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tcgraph.pages.i18n import has
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.remark import ENGLISH
from tcgraph.questions.in_words.tried_reading import Found

_WORDS = (
    "Convention convenio C R recommendation conclusion section no 0 7 87 189 999 1998 2006 July / - and or not without"
    " who what when in by for Africa Brazil ACTRAV SEN donors planned done only the programme guidelines % ¿ « » ' \" {"
)


def _first(asking: QuestionInterpreter, text: str, language: str = "en") -> Found:
    return asking.ask(text, language)[0]


def _remarks(found: Found) -> dict[str, str]:
    return {remark.key: str(remark) for remark in found.remarks}


@pytest.mark.parametrize("text", ["Convention 189", "Conventions 87 and 189", "convenio 189", "c189"])
def test_a_convention_that_the_document_does_not_name_is_told_with_the_nearest(
    asking: QuestionInterpreter, text: str
) -> None:
    told = _remarks(_first(asking, text))["absent"]
    assert "C189" in told
    assert "(No. 189)" in told


def test_a_convention_that_is_not_named_is_no_sure_answer(asking: QuestionInterpreter) -> None:
    assert not _first(asking, "Convention 189").reading.sure


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(_WORDS.split()), st.text(max_size=8)), max_size=7).map(" ".join))
def test_no_text_is_too_strange_to_be_read(asking: QuestionInterpreter, text: str) -> None:
    assert all(found.sentences() for found in asking.ask(text))


@pytest.mark.parametrize(
    ("text", "language"),
    [("what was done in Brazil", "en"), ("¿Qué se ha hecho en Brasil?", "es"), ("qu'a-t-on fait au Brésil", "fr")],
)
def test_a_country_that_only_pays_is_not_surely_where_something_is_done(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    found = _first(asking, text, language)
    assert not found.reading.sure
    assert "place" in _remarks(found)


def test_who_is_only_named_is_told_apart_from_who_acts(asking: QuestionInterpreter) -> None:
    found = _first(asking, "what has ACTRAV already done")
    assert "doer" in [chip.key for chip in found.reading.question.chips]
    assert {"doer", "listed"} <= _remarks(found).keys()


def test_what_is_made_for_somebody_is_told_apart_from_what_is_named_beside_them(asking: QuestionInterpreter) -> None:
    found = _first(asking, "products for workers' organizations")
    assert "own" in [chip.key for chip in found.reading.question.chips]
    assert {"for", "listed"} <= _remarks(found).keys()


def test_an_event_that_is_named_in_the_same_action_is_told_apart_from_one_that_bears_the_name(
    asking: QuestionInterpreter,
) -> None:
    found = _first(asking, "¿Cuándo fue la reunión del ECOSOC?", "es")
    assert found.reading.question.shows == "event"
    assert {"called", "listed"} <= _remarks(found).keys()
    assert (found.rows > 0, found.different in (0, 1)) == (True, True)


def test_the_status_of_a_thing_is_told_to_be_that_of_the_action(asking: QuestionInterpreter) -> None:
    found = _first(asking, "agreements under negotiation")
    assert "state" in _remarks(found)


def test_things_that_have_the_same_name_in_theirs_are_told(asking: QuestionInterpreter) -> None:
    assert "Strategic Management Module" in _remarks(_first(asking, "IRIS"))["also"]


def test_an_or_between_two_for_whom_is_one_choice(asking: QuestionInterpreter) -> None:
    chips = _first(asking, "Is the handbook on cooperatives for employers or for workers?").reading.question.chips
    assert [len(chip.values) > 1 for chip in chips if chip.key in ("organisation", "own")] == [True]


def test_what_a_status_leaves_out_is_told(asking: QuestionInterpreter) -> None:
    assert "under-way" in _remarks(_first(asking, "planned actions on gender equality"))["status"]


def test_what_was_done_about_something_tells_what_is_not_done(asking: QuestionInterpreter) -> None:
    found = _first(asking, "what has been done about gender equality")
    assert "planned" in _remarks(found)["deeds"]


def test_what_was_done_without_more_asks_for_what_is_done(asking: QuestionInterpreter) -> None:
    assert [chip.values for chip in _first(asking, "What was done?").reading.question.chips] == [("taken",)]


def test_other_instruments_than_conventions_are_told(asking: QuestionInterpreter) -> None:
    assert "instrument" in _remarks(_first(asking, "which instruments are in recommendation 35"))


@pytest.mark.parametrize(
    ("text", "language"),
    [("child labour conventions", "en"), ("conventions du travail des enfants", "fr"), ("convenios citados", "es")],
)
def test_conventions_are_a_kind_and_no_one_convention(asking: QuestionInterpreter, text: str, language: str) -> None:
    found = _first(asking, text, language)
    assert found.reading.question.shows == "instrument"
    said = [len(chip.values) for chip in found.reading.question.chips if chip.key == "instrument"]
    assert said == ([] if text == "convenios citados" else [2])  # those on which something is done about it


def test_a_convention_named_beside_a_theme_is_not_surely_about_it(asking: QuestionInterpreter) -> None:
    found = _first(asking, "child labour conventions")
    assert not found.reading.sure
    assert "beside" in _remarks(found)


def test_that_none_of_the_rows_is_for_somebody_is_not_said_where_they_are_named_with_them(
    asking: QuestionInterpreter,
) -> None:
    found = asking.ask("Which countries got HIV/AIDS training for labour courts?")[0]
    assert (found.rows > 0, "for" in _remarks(found)) == (True, False)


def test_a_lone_word_that_is_only_searched_for_offers_what_it_may_mean(asking: QuestionInterpreter) -> None:
    found = asking.ask("structure")
    assert not found[0].reading.sure
    assert any(chip.key == "theme" for one in found[1:] for chip in one.reading.question.chips)


def test_an_event_is_asked_for_by_its_own_time(asking: QuestionInterpreter) -> None:
    found = _first(asking, "What happened in July 2006?")
    assert found.reading.question.shows == "event"
    assert found.different in (0, 1)


def test_a_region_has_the_groupings_that_lie_in_it(asking: QuestionInterpreter, select: object) -> None:
    assert callable(select)
    rows = select(_first(asking, "projects in Africa").query)
    assert any("labour-migration-sadc" in str(term) for row in rows for term in row)


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("ACTEMP", "organisation", "act-emp"),
        ("conclusion 21", "number", "21"),
        ("how many actions are only announced", "status", "planned"),
        ("syndicats", "organisation", "social-partners"),
    ],
)
def test_is_read_as_it_is_meant(asking: QuestionInterpreter, text: str, key: str, value: str) -> None:
    chips = _first(asking, text).reading.question.chips
    assert any(chip.key == key and any(one.endswith(value) for one in chip.values) for chip in chips)


def test_what_no_donor_pays_for_leaves_out_what_one_pays_for(asking: QuestionInterpreter) -> None:
    found = _first(asking, "actions not funded by donors")
    assert [(chip.key, chip.without) for chip in found.reading.question.chips] == [("donor", True)]


@pytest.mark.usefixtures("own_words")
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_remark_has_words_in_every_language(language: str) -> None:
    assert all(has(language, f"{group}.{key}") for group, said in ENGLISH.items() for key in said)


@pytest.mark.parametrize(
    ("text", "here", "elsewhere"),
    [("países de América Latina", "BRA", "MNG"), ("countries in Asia", "MNG", "SEN"), ("pays d’Afrique", "SEN", "PER")],
)
def test_a_country_shown_lies_in_the_region_itself(
    asking: QuestionInterpreter, select: object, text: str, here: str, elsewhere: str
) -> None:
    assert callable(select)
    found = asking.ask(text)[0]
    shown = {str(term).rstrip(">").rpartition("/")[2] for row in select(found.query) for term in row if term}
    assert (found.reading.question.shows, here in shown, elsewhere in shown) == ("country", True, False)


@pytest.mark.parametrize(("text", "language"), [("lusophone", "fr"), ("SADC countries", "en")])
def test_a_grouping_counts_where_a_project_is_for_it(
    asking: QuestionInterpreter, select: object, text: str, language: str
) -> None:
    assert callable(select)
    rows = select(asking.ask(text, language)[0].query)
    assert any("25-1-a" in str(term) for row in rows for term in row)


@pytest.mark.parametrize(
    ("text", "language"), [("réunion donateurs Turin date", "fr"), ("date of the donor meeting in Turin", "en")]
)
def test_the_date_of_an_event_is_the_event_s_own(
    asking: QuestionInterpreter, select: object, text: str, language: str
) -> None:
    assert callable(select)
    found = asking.ask(text, language)[0]
    assert found.reading.question.shows == "event"
    assert any("2006-09-28" in str(term) for row in select(found.query) for term in row)


def test_what_else_is_told_of_the_theme_in_a_projects_name_is_counted(asking: QuestionInterpreter) -> None:
    found = asking.ask("projets pour l'emploi des jeunes, qui fait quoi ?", "fr")[0]
    (told,) = [remark for remark in found.remarks if remark.key == "theme"]
    every = asking.ask("youth employment")[0]
    assert int(told.values["fit"]) == every.rows - 1


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("Who was responsible for the handbook on cooperatives?", "read", "International Labour Organization"),
        ("Which recommendations are about child labour?", "asked_in", "in: 35"),
        ("Convention 138", "by_set", "itself: 34"),
        ("Who financed the HIV/AIDS project?", "none_named", "names none"),
    ],
)
def test_what_the_document_does_not_say_is_told_with_an_answer(
    asking: QuestionInterpreter, text: str, key: str, said: str
) -> None:
    told = {remark.key: str(remark) for found in asking.ask(text) for remark in found.remarks}
    assert said in told[key]


def test_who_is_said_to_act_is_no_reading_of_ours(asking: QuestionInterpreter) -> None:
    assert "read" not in _remarks(_first(asking, "Who briefs directors in Africa on HIV/AIDS?"))


def test_which_one_recommendation_is_about_a_theme_is_not_sure_where_many_replies_are(
    asking: QuestionInterpreter,
) -> None:
    assert not _first(asking, "Which recommendation concerns field structure?").reading.sure


def test_of_an_instrument_that_only_recommendations_name_itself_those_are_told(asking: QuestionInterpreter) -> None:
    found = _first(asking, "Convention 87")
    assert found.reading.question.shows == "recommendation"
    assert {"asked", "by_set"} <= _remarks(found).keys()


@pytest.mark.parametrize(
    ("text", "language"), [("acciones previstas en África", "es"), ("planned actions in Africa", "en")]
)
def test_what_has_to_hold_is_not_said_to_be_unaccounted_for(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    found = _first(asking, text, language)
    assert not found.reading.sure
    assert not found.unsaid


def test_who_is_left_out_by_what_is_only_possible_is_marked_so(asking: QuestionInterpreter) -> None:
    """The document has DfID pay for country programmes only with a hedge, and France without one."""
    found = _first(asking, "donors of Africa not of DWCPs")
    [told] = [remark.values["names"] for remark in found.remarks if remark.key == "fell"]
    marked = {name.startswith("Department"): name.endswith("(possibly)") for name in told.split("; ")}
    assert marked == {True: True, False: False}, told
