"""Questions in words: what is understood, what is told as left out, and how often strangers are understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tcgraph.questions.addresses import from_parameters, to_parameters
from tcgraph.questions.chips import compiled
from tcgraph.questions.in_words import dictionary
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import leading
from tcgraph.rdf import plain
from tests.conftest import many
from tests.questions.conftest import Select
from tests.questions.judge import judged

_HERE = Path(__file__).parent
OWN = json.loads((_HERE / "own.json").read_text(encoding="utf-8"))
STRANGERS = sorted(_HERE.glob("strangers-*.json"))


@pytest.mark.parametrize("case", OWN, ids=lambda case: case["text"])
def test_a_question_is_understood_as_it_was_meant(asking: QuestionInterpreter, case: dict[str, Any]) -> None:
    reading = asking.ask(case["text"])[0].reading
    if "cannot" in case:
        assert (list(reading.cannot), reading.sure) == (case["cannot"], False)
        return
    said = {chip.key: [_short(value) for value in chip.values] for chip in reading.question.chips}
    for key, values in case.get("chips", {}).items():
        assert [value for value in said[key] if value in values] == values, said
    assert reading.name == case.get("name", reading.name)
    assert reading.question.shows == case.get("shows", reading.question.shows)
    assert reading.values.items() >= case.get("values", {}).items()
    assert list(reading.left) == case.get("left", [])


def _short(value: str) -> str:
    return value.removeprefix("https://w3id.org/tcgraph/id/").removeprefix("https://w3id.org/tcgraph/vocab/theme/")


def test_a_word_that_nothing_has_is_told_as_left_out_and_lowers_confidence(asking: QuestionInterpreter) -> None:
    whole, part = (asking.ask(text)[0].reading for text in ("actions on training", "actions on training of zebras"))
    assert part.left == ("zebras",)
    assert part.confidence < whole.confidence


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("which recommendation has the fewest actions", "fewest"),
        ("the latest action of ACTRAV", "latest"),
        ("¿Qué recomendación tiene menos acciones?", "menos"),
        ("comparer la Norvège", "comparer"),
        ("Of Mongolia, Peru, Senegal and Turkey, where did the pilot go on?", "where did the pilot go"),
    ],
)
def test_a_word_that_changes_what_others_say_is_never_passed_over(
    asking: QuestionInterpreter, text: str, left: str
) -> None:
    reading = asking.ask(text)[0].reading
    assert not reading.sure
    assert left in reading.left or reading.name


@pytest.mark.parametrize(
    "text",
    [
        "Did ACTRAV finish its planned actions?",
        "what is a DWCP",
        "who did nothing in section 2",
        "who trains trade unions",
        "which of Peru and Senegal went on with the pilot",
    ],
)
def test_what_one_list_does_not_answer_is_not_sure(asking: QuestionInterpreter, text: str) -> None:
    assert not asking.ask(text)[0].reading.sure


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("actions without a donor", "donor", "*"),
        ("acciones sin donante", "donor", "*"),
        ("planned actions outside Africa", "region", "https://w3id.org/tcgraph/id/region/africa"),
        ("actions non prises de la section 2", "status", "taken"),
    ],
)
def test_what_must_not_hold_is_asked_as_such(asking: QuestionInterpreter, text: str, key: str, value: str) -> None:
    without = [chip for chip in asking.ask(text)[0].reading.question.chips if chip.without]
    assert [(chip.key, chip.values) for chip in without] == [(key, (value,))]


def test_two_who_act_together_both_have_to_be_there(asking: QuestionInterpreter) -> None:
    both = asking.ask("actions by ACTRAV and ACT/EMP")[0].reading.question
    either = asking.ask("actions by ACTRAV, ACT/EMP")[0].reading.question
    assert (len(both.chips), len(either.chips)) == (2, 1)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("recommendation fifteen", ("15",)),
        ("rows 17 to 20", ("17", "18", "19", "20")),
        ("recommandation trente-deux", ("32",)),
        ("recomendación veinte y tres", ("23",)),
    ],
)
def test_numbers_may_be_written_as_words(asking: QuestionInterpreter, text: str, numbers: tuple[str, ...]) -> None:
    assert asking.ask(text)[0].reading.question.chips[0].values == numbers


def test_a_name_in_another_order_or_in_part_is_found(asking: QuestionInterpreter) -> None:
    whole, part = (asking.ask(text)[0].reading for text in ("child labour, worst forms", "countries in Latin America"))
    assert "https://w3id.org/tcgraph/id/instrument/C182" in whole.question.chips[0].values
    assert part.question.chips[0].values == ("https://w3id.org/tcgraph/id/region/latin-america-and-the-caribbean",)


def test_what_or_stands_between_is_one_choice_of_whichever_kinds(asking: QuestionInterpreter) -> None:
    question = asking.ask("actions in East Asia or SADC")[0].reading.question
    assert [len(chip.values) > 1 for chip in question.chips] == [True]
    assert asking.ask("actions in East Asia or SADC")[0].rows >= asking.ask("actions of SADC")[0].rows


def test_a_tense_says_that_it_is_planned_or_goes_on_but_is_not_all_that_sure(asking: QuestionInterpreter) -> None:
    reading = asking.ask("What will ACTRAV do?")[0].reading
    assert ("planned", "under-way") in [chip.values for chip in reading.question.chips]
    assert reading.confidence < asking.ask("planned actions of ACTRAV")[0].reading.confidence


@pytest.mark.parametrize(
    ("text", "shown", "sure"), [("DWCP guidebook", "product", True), ("November 2006", "event", False)]
)
def test_a_bare_month_is_asked_back_and_a_thing_called_by_its_sort_is_not(
    asking: QuestionInterpreter, text: str, shown: str, sure: bool
) -> None:
    reading = asking.ask(text)[0].reading
    assert (reading.question.shows, reading.sure) == (shown, sure)


@pytest.mark.parametrize(
    ("text", "sure"),
    [("comparer la Norvège et la Suède", True), ("difference between recommendations 26 and 29", False)],
)
def test_several_that_are_compared_are_listed_together(asking: QuestionInterpreter, text: str, *, sure: bool) -> None:
    found = next(one for one in asking.ask(text) if not one.is_near)  # what they say themselves is told before
    assert "compare" in [remark.key for remark in found.remarks]
    assert found.reading.sure is sure  # in what they differ is not told


@pytest.mark.parametrize("text", ["Has the agreement with UNDP been signed?", "is the master plan finished"])
def test_what_does_not_stand_as_asked_is_told_as_it_stands(asking: QuestionInterpreter, text: str) -> None:
    found = asking.ask(text)[0]
    none = next(remark for remark in found.remarks if remark.key == "none")
    assert found.reading.sure
    assert (none.values["status"], "taken" in dict(none.counts)) == ("taken", False)
    assert sum(count for _, count in none.counts) == found.rows


def test_of_what_is_only_asked_for_the_recommendations_are_listed(asking: QuestionInterpreter) -> None:
    found = asking.ask("economía informal")[0]
    assert (found.reading.question.shows, found.rows > 0) == ("recommendation", True)
    assert [remark.key for remark in found.remarks] == ["asked"]


@pytest.mark.parametrize(
    "text", ["What is the Governing Body being asked to decide?", "¿Qué debe decidir el Consejo de Administración?"]
)
def test_what_a_named_question_says_by_itself_is_not_left_out_of_it(asking: QuestionInterpreter, text: str) -> None:
    reading = next(one.reading for one in asking.ask(text) if not one.is_near)  # the paragraph itself is told before
    assert (reading.name, reading.left, reading.sure) == ("obligations", (), False)


def test_what_is_begun_is_no_status_where_it_is_to_pay(asking: QuestionInterpreter) -> None:
    keys = [
        chip.key for chip in asking.ask("which donors have started giving money for Africa")[0].reading.question.chips
    ]
    assert "status" not in keys


def test_an_adjective_of_a_place_names_it(asking: QuestionInterpreter) -> None:
    for text in ("African countries", "países africanos"):
        assert asking.ask(text)[0].reading.question.chips[0].values == ("https://w3id.org/tcgraph/id/region/africa",)


def test_a_count_of_what_is_no_kind_of_thing_is_a_figure(asking: QuestionInterpreter) -> None:
    shown = [
        asking.ask(text)[0].reading.question.shows for text in ("how many actions", "how many DWCPs are completed")
    ]
    assert shown == ["action", "figure"]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("meetings before October 2006", "0000/2006-09-30"),
        ("meetings until October 2006", "0000/2006-10"),
        ("actions after 2007", "2008-01-01/9999"),
        ("actions since 2007", "2007/9999"),
    ],
)
def test_a_time_has_the_ends_that_the_words_say(asking: QuestionInterpreter, text: str, time: str) -> None:
    assert [c.values for c in asking.ask(text)[0].reading.question.chips if c.key == "when"] == [(time,)]


def test_a_question_put_in_the_words_of_a_named_one_finds_it(asking: QuestionInterpreter) -> None:
    assert asking.ask("good practices")[0].reading.name == "good-practices"


def test_that_nothing_fits_is_told_apart_from_what_is_not_understood(asking: QuestionInterpreter) -> None:
    assert [asking.ask(text)[0].nothing_fits for text in ("Germany", "zebras of Germany")] == [True, False]


def test_it_is_not_said_that_no_donor_is_of_a_region(asking: QuestionInterpreter) -> None:
    found = asking.ask("donors from Europe")[0]
    assert (found.reading.question.shows, found.nothing_fits, found.reading.sure) == ("country", False, False)


def test_a_reading_that_passes_over_the_words_of_a_named_question_comes_after_it(asking: QuestionInterpreter) -> None:
    names = [found.reading.name for found in asking.ask("qué países ratificaron el convenio 138")]
    assert names == ["ratified-by", ""]


def test_a_misspelt_name_is_told(asking: QuestionInterpreter) -> None:
    assert asking.ask("actions of Sengal")[0].reading.spelled == (("Sengal", "senegal"),)


@pytest.mark.parametrize(
    "text", ["", "?!", "\x00\x01", "שלום עולם", "x" * 10_000, '"; DROP ALL; #', "SELECT * { ?s ?p ?o }"]
)
def test_nonsense_is_never_sure(asking: QuestionInterpreter, text: str) -> None:
    assert not any(found.reading.sure for found in asking.ask(text))


def test_every_query_that_is_built_can_be_run_as_it_is_shown(asking: QuestionInterpreter) -> None:
    for case in OWN:
        for found in asking.ask(case["text"]):
            assert found.query.count("{") == found.query.count("}")
            assert found.rows >= 0


@pytest.mark.parametrize("path", STRANGERS, ids=lambda path: path.stem)
def test_strangers_are_understood(asking: QuestionInterpreter, path: Path) -> None:
    each = many(1, few=3)
    cases = json.loads(path.read_text(encoding="utf-8"))[::each]
    results = [(case, *judged(asking, case)) for case in cases]
    right = sum(ok for _, ok, _, _ in results)
    wrong_but_sure = [(case["text"], why) for case, ok, sure, why in results if sure and not ok]
    assert right >= 0.85 * len(cases), [(case["text"], why) for case, ok, _, why in results if not ok]
    assert len(wrong_but_sure) <= max(1, 0.02 * len(cases)), wrong_but_sure


@pytest.mark.parametrize(
    ("text", "group", "first"),
    [
        ("count actions per section", "section", "4"),
        ("which section has the most planned actions", "section", "4"),
        ("which recommendation has the most actions", "number", "6"),
        ("how many actions by status", "status", "planned"),
    ],
)
def test_what_is_counted_by_something_is_ranked(
    asking: QuestionInterpreter, select: Select, text: str, group: str, first: str
) -> None:
    found = asking.ask(text)[0]
    assert (found.reading.question.group, found.reading.sure) == (group, True)
    assert plain(select(found.query)[0][0]) == first


@pytest.mark.parametrize(
    "text", ["Was Botswana trained?", "Did France give money for Africa?", "Le Brésil a-t-il financé ?"]
)
def test_whether_something_is_so_is_told_by_what_the_document_tells(asking: QuestionInterpreter, text: str) -> None:
    assert "whether" in [remark.key for remark in asking.ask(text)[0].remarks]


@pytest.mark.parametrize("text", ["zebras per section of quokkas", "planned zebras in Africa", "acciones con cebras"])
def test_an_answer_that_leaves_a_word_out_is_never_sure(asking: QuestionInterpreter, text: str) -> None:
    assert not any(found.reading.sure for found in asking.ask(text) if found.reading.left)


def test_the_address_of_every_reading_asks_the_same(asking: QuestionInterpreter) -> None:
    texts = [*(case["text"] for case in OWN), "actions with goals", "centre developement plan"]
    built = [found for text in texts for found in asking.ask(text) if not found.reading.name]
    assert any(len(chip.values) > 1 for found in built for chip in found.reading.question.chips if chip.key == "words")
    for found in built:
        again = from_parameters(to_parameters(found.reading.question, asking.kinds), asking.kinds)
        assert sorted(compiled(again, asking.kinds).splitlines()) == sorted(found.query.splitlines())


@pytest.mark.parametrize("text", ["what is IRIS used for", "Turin centre development plan", "¿Qué financia España?"])
def test_no_named_question_is_offered_that_can_take_nothing_of_what_is_named(
    asking: QuestionInterpreter, text: str
) -> None:
    found = asking.ask(text)
    assert found
    assert not [one.reading.name for one in found if one.reading.name and not one.reading.values]


@pytest.mark.parametrize("text", ["gender: what has not been done yet?", "género: ¿qué no se ha hecho aún?"])
def test_what_is_not_done_is_never_read_as_done(asking: QuestionInterpreter, text: str) -> None:
    statuses = [
        (chip.values, chip.without) for chip in asking.ask(text)[0].reading.question.chips if chip.key == "status"
    ]
    assert statuses == [(("taken",), True)]


@pytest.mark.parametrize(
    ("text", "misread"), [("climate change and green jobs", "green"), ("¿quién tiene el poste?", "poste")]
)
def test_a_word_of_a_dictionary_is_not_corrected(asking: QuestionInterpreter, text: str, misread: str) -> None:
    assert misread not in [typed for found in asking.ask(text) for typed, _ in found.reading.spelled]


def test_what_is_asked_of_the_report_itself_is_answered_from_its_cover(
    asking: QuestionInterpreter, select: Select
) -> None:
    found = asking.ask("Quand le rapport a-t-il été daté et où ?", "fr")[0]
    assert (found.reading.name, found.reading.sure, found.reading.left) == ("reports-made", True, ())
    assert "2006-10-11" in [plain(cell) for cell in select(found.query)[0]]


def test_words_that_no_text_has_are_told_apart_from_words_that_are_left_out(asking: QuestionInterpreter) -> None:
    reading = asking.ask("role of the Turin centre in training zebras")[0].reading
    assert reading.unheard == ("zebras",)


def test_a_body_is_named_by_the_names_of_two_in_any_language(asking: QuestionInterpreter) -> None:
    for text in ("sindicatos de los países donantes", "syndicats des pays donateurs"):
        things = asking.ask(text)[0].reading.question.chips[0].values
        assert things == ("https://w3id.org/tcgraph/id/organisation/workers-organizations-in-donor-countries",)


def test_nothing_is_shown_for_a_question_without_its_not(asking: QuestionInterpreter) -> None:
    assert leading(asking.ask("who was not invited to the donor meeting")) is None
    assert leading(asking.ask("who was invited to the donor meeting")) is not None


def test_what_cannot_all_hold_keeps_what_says_most(asking: QuestionInterpreter) -> None:
    found = asking.ask("Emloyers and workers bureau - where do I find the consultation guidelines?")
    shown = leading(found)
    assert shown is not None
    assert not shown.reading.sure
    assert {"consultation", "guidelines"} <= {chip.told for chip in shown.reading.question.chips}


def test_a_number_of_sections_is_not_the_section_of_that_number(asking: QuestionInterpreter) -> None:
    chips = asking.ask("How many recommendations are there under each of the five sections?")[0].reading.question.chips
    assert "section" not in [chip.key for chip in chips]


def test_what_was_prepared_is_not_read_again(asking: QuestionInterpreter, monkeypatch: pytest.MonkeyPatch) -> None:
    dictionary._words.cache_clear()
    dictionary._checker.cache_clear()
    asking.prepare()

    def read_again(**_: object) -> None:
        raise AssertionError("a dictionary was read for a question")

    monkeypatch.setattr(dictionary, "SpellChecker", read_again)
    for text, language in (
        ("donros for zebras", "en"),
        ("les donateuurs des zèbres", "fr"),
        ("donatnes de cebras", "es"),
    ):
        asking.ask(text, language)


@pytest.mark.parametrize(
    ("text", "language", "shows"),
    [
        ("HIV/AIDS project french speaking countries", "en", "country"),
        ("projects in French speaking countries", "en", "project"),
        ("pays du projet VIH/sida", "fr", "country"),
        ("Which European countries are donors?", "en", "country"),
        ("which countries fund Africa", "en", "donor"),
        ("status of the partnership agreement with UNDP", "en", "agreement"),
        ("how many offices were trained", "en", "figure"),
    ],
)
def test_the_head_of_a_compound_is_what_is_asked_for(
    asking: QuestionInterpreter, text: str, language: str, shows: str
) -> None:
    assert shows in {found.reading.question.shows for found in asking.ask(text, language)[:2]}


def test_which_organisation_acts_with_one_that_is_named_is_another(asking: QuestionInterpreter) -> None:
    found = asking.ask("Which organisation leads the early recovery sub-cluster together with the ILO?")[0]
    assert [chip.told for chip in found.reading.question.chips if chip.key == "organisation"] == [
        "Early recovery cluster"
    ]
    assert (found.reading.question.shows, found.rows) == ("doer", 1)


def test_the_section_of_a_recommendation_is_told(asking: QuestionInterpreter) -> None:
    found = asking.ask("which section is recommendation 12 in")[0]
    assert (found.reading.sure, found.reading.question.group, found.rows) == (True, "section", 1)


@pytest.mark.parametrize(
    ("text", "sure"), [("What are the eight sectors?", True), ("What are the nine sectors?", False)]
)
def test_a_number_of_things_is_borne_out_by_how_many_there_are(
    asking: QuestionInterpreter, text: str, *, sure: bool
) -> None:
    assert asking.ask(text)[0].reading.sure is sure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who received the joint letter?", "en"),
        ("Qui a reçu la lettre conjointe ?", "fr"),
        ("¿Quién recibió la carta conjunta?", "es"),
    ],
)
def test_who_received_something_did_not_send_it(asking: QuestionInterpreter, text: str, language: str) -> None:
    assert asking.ask(text, language)[0].reading.question.shows == "receiver"


def test_when_something_begins_is_not_when_it_ends(asking: QuestionInterpreter) -> None:
    assert not asking.ask("¿En qué año empieza el plan del Centro de Turín?", "es")[0].reading.sure
