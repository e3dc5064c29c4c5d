"""What a question names or says is never lost: it narrows the answer, or it is told."""

from __future__ import annotations

import pytest

from tcgraph.engine.protocol import Row
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.questions.addresses import from_parameters, to_parameters
from tcgraph.questions.chips import Chip, compiled
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.rdf import Literal, plain
from tests.questions.conftest import Select


def _first(asking: QuestionInterpreter, text: str, language: str = "en") -> Found:
    return asking.ask(text, language)[0]


def _remarks(found: Found) -> list[str]:
    return [remark.key for remark in found.remarks]


@pytest.mark.parametrize("values", [(), ("",), ("Peru", " "), ('""',)])
def test_there_is_no_condition_without_a_value(values: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="has to have a value"):
        Chip("at", values)


def test_a_country_in_which_it_is_done_holds_beside_one_that_is_named_otherwise(asking: QuestionInterpreter) -> None:
    found = _first(asking, "Norway asks what became of its meetings in Brazil")
    countries = [chip.values for chip in found.reading.question.chips if chip.key == "country"]
    assert countries == [("https://w3id.org/tcgraph/id/country/NOR",), ("https://w3id.org/tcgraph/id/country/BRA",)]
    assert (found.rows, found.reading.sure) == (0, False)


def test_of_several_countries_the_one_of_which_nothing_is_told_is_named(asking: QuestionInterpreter) -> None:
    found = _first(asking, "what was done in Mongolia or Chile")
    assert found.rows
    assert "Not named in the document: Chile." in map(str, found.remarks)


@pytest.mark.parametrize(("text", "language"), [("progress", "en"), ("actividades", "es"), ("recommandations", "fr")])
def test_what_narrows_nothing_is_not_sure(asking: QuestionInterpreter, text: str, language: str) -> None:
    found = _first(asking, text, language)
    assert not found.reading.sure
    assert "everything" in _remarks(found)


def test_a_list_of_a_whole_kind_says_that_nothing_narrowed_it(asking: QuestionInterpreter) -> None:
    found = _first(asking, "which donors applied?")
    assert "everything" in _remarks(found)
    assert "everything" not in _remarks(_first(asking, "which donors fund projects for Africa?"))


def test_a_region_with_groupings_can_be_changed_and_shared(asking: QuestionInterpreter) -> None:
    question = _first(asking, "southern africa").reading.question
    again = from_parameters(to_parameters(question, asking.kinds), asking.kinds)
    assert compiled(again, asking.kinds) == compiled(question, asking.kinds)


@pytest.mark.parametrize("text", ["all recommendations", "todas las acciones", "planned actions"])
def test_what_asks_for_everything_or_for_less_is_sure(asking: QuestionInterpreter, text: str) -> None:
    assert _first(asking, text).reading.sure


@pytest.mark.parametrize(
    ("text", "language", "grouping"),
    [("Ásia", "es", "east-asia"), ("Asie", "fr", "asia-and-the-pacific"), ("southern africa", "en", "sadc")],
)
def test_a_region_is_meant_by_every_name_that_has_its_own(
    asking: QuestionInterpreter, text: str, language: str, grouping: str
) -> None:
    found = _first(asking, text, language)
    (chip,) = found.reading.question.chips
    assert any(grouping in value for value in chip.values)
    assert "wider" in _remarks(found)


def test_a_region_that_all_others_of_its_name_lie_in_is_meant_alone(asking: QuestionInterpreter) -> None:
    found = _first(asking, "Africa")
    assert [len(chip.values) for chip in found.reading.question.chips] == [1]
    assert "wider" not in _remarks(found)


def test_what_the_same_item_tells_without_the_donor_is_told(asking: QuestionInterpreter) -> None:
    found = _first(asking, "Norwegian money for tripartism")
    told = [remark.values["names"] for remark in found.remarks if remark.key == "entry"]
    assert told
    assert "youth employment" in told[0]


@pytest.mark.parametrize(
    ("text", "left"), [("which donors paid back?", "paid back"), ("which funders gave back?", "gave back")]
)
def test_a_verb_of_another_sense_is_left_out(asking: QuestionInterpreter, text: str, left: str) -> None:
    found = _first(asking, text)
    assert left in found.reading.left
    assert not found.reading.sure


def test_a_number_of_things_is_no_amount_of_money(asking: QuestionInterpreter) -> None:
    found = _first(asking, "how many field offices learned about collecting money")
    assert "amount" not in found.reading.cannot


def test_whom_a_meeting_is_of_names_no_person(asking: QuestionInterpreter) -> None:
    assert "person" not in _first(asking, "meeting of directors").reading.cannot
    assert "person" in _first(asking, "who is the director").reading.cannot


def test_the_word_that_few_items_have_is_kept(asking: QuestionInterpreter) -> None:
    found = asking.ask("courts strategies")
    kept = [[chip.told for chip in one.reading.question.chips if chip.key == "words"] for one in found]
    assert ["courts"] in kept
    assert ["strategies"] not in kept


def test_the_first_letters_of_a_name_before_its_rest_name_nothing_else(asking: QuestionInterpreter) -> None:
    found = _first(asking, "is the TC master plan done")
    assert all("committee" not in value for chip in found.reading.question.chips for value in chip.values)
    assert any("tc-master-plan" in value for chip in found.reading.question.chips for value in chip.values)


@pytest.mark.parametrize("text", ["products for employers and for workers", "what did Norway or Sweden fund in Peru"])
def test_no_remark_is_made_twice(asking: QuestionInterpreter, text: str) -> None:
    for found in asking.ask(text):
        said = [str(remark) for remark in found.remarks]
        assert len(said) == len(set(said))


def test_where_the_kind_asked_for_has_nothing_other_kinds_are_offered(asking: QuestionInterpreter) -> None:
    first, *others = asking.ask("events for Portuguese-speaking countries")
    assert (first.rows, first.reading.sure) == (0, False)
    assert any(found.rows and "none_named" in _remarks(found) and not found.reading.sure for found in others)


@pytest.mark.parametrize(
    ("text", "name"),
    [("partners of UNEP in the Global Compact", "partners"), ("since when is there a manual", "since-when")],
)
def test_a_named_question_shows_no_part_that_it_leaves_out(asking: QuestionInterpreter, text: str, name: str) -> None:
    (found,) = [one for one in asking.ask(text) if one.reading.name == name]
    assert found.reading.left
    assert not {chip.told for chip in found.reading.question.chips} & set(found.reading.left)


def test_where_it_is_done_is_looked_at_in_what_is_offered_too(asking: QuestionInterpreter) -> None:
    found = asking.ask("What was organized in Senegal for employers")
    assert any("done in Senegal" in sentence for one in found for sentence in one.sentences())
    assert not any(remark.values.get("fit") == "0" for one in found for remark in one.remarks if remark.key == "place")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which Conventions are asked about but not mentioned in what was done?", "en"),
        ("products that are no manual", "en"),
        ("quelles recommandations n'ont pas d'action prévue", "fr"),
        ("qué recomendaciones no tienen acción prevista", "es"),
    ],
)
def test_a_negation_is_kept_or_told_and_never_lost(asking: QuestionInterpreter, text: str, language: str) -> None:
    found = _first(asking, text, language)
    kept = any(chip.without for chip in found.reading.question.chips)
    assert not found.reading.sure
    assert kept or found.reading.left


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("which recommendations have no action completed", "en"),
        ("quelles recommandations n'ont encore aucune action réalisée ?", "fr"),
        ("ninguna acción realizada", "es"),
    ],
)
def test_nothing_done_is_asked_in_many_words(asking: QuestionInterpreter, text: str, language: str) -> None:
    assert _first(asking, text, language).reading.name == "nothing-taken"


@pytest.mark.parametrize(
    "text", ["which recommendations are fully done", "which recommendations are completely finished"]
)
def test_a_recommendation_of_which_something_is_done_is_not_done_wholly(asking: QuestionInterpreter, text: str) -> None:
    found = _first(asking, text)
    assert [(chip.key, chip.values) for chip in found.reading.question.chips] == [("only", ("taken",))]
    assert not found.reading.sure


def test_what_is_said_of_more_than_a_place_is_not_narrowed_to_it(asking: QuestionInterpreter) -> None:
    found = _first(asking, "what is planned for countries in crisis, not only in Africa")
    assert "region" not in {chip.key for chip in found.reading.question.chips}
    assert "Africa" in found.reading.open


def test_what_a_thing_says_is_not_told_by_the_names_of_recommendations(asking: QuestionInterpreter) -> None:
    found = _first(asking, "manual de cooperacion tecnica, que dice y en que recomendaciones", "es")
    assert found.reading.question.shows != "recommendation"
    assert "summary" in found.query


def test_a_donor_and_recommendations_are_known_by_what_people_call_them(asking: QuestionInterpreter) -> None:
    assert _first(asking, "is Britain paying for DWCPs").query == _first(asking, "is the UK paying for DWCPs").query
    assert (
        _first(asking, "recs that mention gender").query == _first(asking, "recommendations that mention gender").query
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("who had ratified C144 when the report was written", "en"),
        ("quels pays avaient ratifié la C144 à la date du rapport ?", "fr"),
        ("¿qué países habían ratificado el C144 cuando se redactó el informe?", "es"),
    ],
)
def test_the_day_of_the_report_is_a_day(asking: QuestionInterpreter, text: str, language: str) -> None:
    found = _first(asking, text, language)
    assert (found.reading.name, found.reading.values["asOf"]) == ("ratified-by", "2006-10-11")
    assert found.rows < _first(asking, "who ratified C144").rows


def test_when_the_report_was_written_is_asked_of_the_report(asking: QuestionInterpreter) -> None:
    assert _first(asking, "¿cuándo se redactó el informe?", "es").reading.name == "reports-made"


@pytest.mark.parametrize("text", ["which actions are only envisaged", "quelles mesures sont envisagées ?"])
def test_a_word_that_hedges_is_no_status(asking: QuestionInterpreter, text: str) -> None:
    found = _first(asking, text)
    assert (found.reading.name, found.reading.values) == ("hedges", {"kind": "intention"})


def test_what_is_planned_is_not_surely_what_is_envisaged(asking: QuestionInterpreter) -> None:
    found = _first(asking, "what is envisaged for Africa")
    assert {chip.key for chip in found.reading.question.chips} == {"status", "region"}
    assert "envisaged" in found.reading.open


def test_of_who_is_read_to_pay_only_the_paying_is_our_reading(asking: QuestionInterpreter) -> None:
    [told] = [one for one in _first(asking, "which donors fund something in Africa").remarks if one.key == "read_pays"]
    assert "Sweden" in told.values["names"]


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("what is asked of donors for Africa", "en", {"17"}),
        ("what should the Governing Body do about public-private partnerships", "en", {"28"}),
        ("que doit faire le Conseil d'administration sur les partenariats public-privé ?", "fr", {"28"}),
        ("¿qué se pide a los donantes para África?", "es", {"17"}),
    ],
)
def test_what_is_asked_of_somebody_are_recommendations(
    asking: QuestionInterpreter, select: Select, text: str, language: str, number: set[str]
) -> None:
    found = _first(asking, text, language)
    assert found.reading.question.shows == "recommendation"
    assert {plain(row[0]) for row in select(found.query)} == number
    assert not found.reading.sure, "who is named need not be asked"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where has nothing been completed", "en"),
        ("où rien n'a encore été réalisé ?", "fr"),
        ("¿en qué recomendaciones no se ha hecho nada todavía?", "es"),
    ],
)
def test_nothing_is_nothing_whatever_stands_between(asking: QuestionInterpreter, text: str, language: str) -> None:
    assert _first(asking, text, language).reading.name == "nothing-taken"


@pytest.mark.parametrize(
    "text", ["recommendations in the section on tripartism", "recommandations de la section sur le tripartisme"]
)
def test_a_section_is_known_by_words_of_its_title(asking: QuestionInterpreter, text: str) -> None:
    assert _first(asking, text).reading.values == {"section": "3"}


def test_how_new_something_is_does_not_tell_it_from_what_is_new(asking: QuestionInterpreter) -> None:
    wholly = _first(asking, "which donors are completely new to the ILO")
    assert wholly.query == _first(asking, "which donors are new to the ILO").query


@pytest.mark.parametrize(
    ("text", "language"),
    [("deadlines before October 2007", "en"), ("quelles sont les échéances avant fin 2007 ?", "fr")],
)
def test_what_is_due_before_a_day_is_not_all_that_was_known_on_it(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    found = _first(asking, text, language)
    assert found.reading.sure
    assert not {"19-5-a", "1-4-a"} & {plain(cell).rpartition("/")[2] for row in select(found.query) for cell in row}


def test_what_has_no_action_taken_is_narrowed_by_what_else_is_said(asking: QuestionInterpreter, select: Select) -> None:
    found = _first(asking, "which recommendations concern Africa but have no action taken")
    assert {plain(row[0]) for row in select(found.query)} == {"36", "37"}


def test_a_denied_verb_denies_whom_it_is_said_of(asking: QuestionInterpreter) -> None:
    found = _first(asking, "qué acciones sobre género no dependen de los Países Bajos", "es")
    [denied] = [chip for chip in found.reading.question.chips if chip.without]
    assert denied.values == ("https://w3id.org/tcgraph/id/country/NLD",)


def test_of_who_is_named_and_who_is_not_the_denied_alone_is_never_listed(asking: QuestionInterpreter) -> None:
    for found in asking.ask("recomendaciones que hablan de empleadores pero no de trabajadores", "es"):
        assert not found.rows or not all(chip.without for chip in found.reading.question.chips)


@pytest.mark.parametrize(
    "text", ["what is planned for employers but not for workers", "whats planned for employers but not for workers"]
)
def test_but_not_denies_after_a_bare_status(asking: QuestionInterpreter, text: str) -> None:
    found = _first(asking, text)
    assert {(chip.key, chip.without) for chip in found.reading.question.chips} >= {
        ("status", False),
        ("organisation", True),
    }


def test_donors_by_another_name_are_those_who_are_asked(asking: QuestionInterpreter) -> None:
    found = _first(asking, "Combien de recommandations demandent quelque chose aux bailleurs de fonds ?", "fr")
    assert "https://w3id.org/tcgraph/id/organisation/donors" in found.reading.question.chips[0].values


def test_who_acts_need_not_be_responsible(asking: QuestionInterpreter) -> None:
    assert not _first(asking, "qui est responsable de la recommandation 7", "fr").reading.sure


@pytest.mark.parametrize(
    ("text", "language"),
    [("Who received funding?", "en"), ("Qui a reçu des fonds ?", "fr"), ("¿Quién recibió fondos?", "es")],
)
def test_who_received_money_is_not_who_gave_it(asking: QuestionInterpreter, text: str, language: str) -> None:
    assert asking.ask(text, language)[0].reading.name == "earmarks"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which countries received money?", "en"),
        ("Quels pays ont reçu de l’argent ?", "fr"),
        ("¿Qué países recibieron dinero?", "es"),
        ("Who has not paid?", "en"),
        ("Qui n’a pas payé ?", "fr"),
        ("¿Quién no ha pagado?", "es"),
    ],
)
def test_givers_are_no_answer_to_who_received_or_did_not_pay(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    first = asking.ask(text, language)[0]
    assert not first.reading.sure
    assert "donor" not in {chip.key for chip in first.reading.question.chips}


@pytest.mark.parametrize(
    ("text", "language"),
    [("Which donors possibly pay?", "en"), ("Qui pourrait payer ?", "fr"), ("¿Quién podría pagar?", "es")],
)
def test_who_possibly_pays_is_told_by_how_sure_it_is(asking: QuestionInterpreter, text: str, language: str) -> None:
    found = asking.ask(text, language)[0]
    assert found.reading.name == "donors-by-recommendation"
    assert found.rows == 3


def test_what_stands_before_a_kind_in_how_many_says_of_what_sort(asking: QuestionInterpreter) -> None:
    question = asking.ask("How many African countries are named?", "en")[0].reading.question
    assert question.shows == "country"
    assert [chip.key for chip in question.chips] == ["region"]
    assert asking.ask("How many languages were used?", "en")[0].reading.question.shows == "figure"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Where does recommendation D.5 stand?", "en"), ("Où en est la D5 ?", "fr"), ("¿Cómo está la d-5?", "es")],
)
def test_a_recommendation_is_known_by_what_its_document_calls_it(
    project: Project, select: Select, text: str, language: str
) -> None:
    def with_references(query: str) -> list[Row]:
        return [(Literal("D.5"), Literal("17"))] if "tc:originalReference" in query else select(query)

    found = QuestionInterpreter(read_queries(project.queries), project.queries, with_references).ask(text, language)[0]
    assert ("number", ("17",)) in {(chip.key, chip.values) for chip in found.reading.question.chips}
    assert found.reading.spelled[0][1] == "17"


def test_that_no_amounts_are_told_is_said_only_where_none_are(project: Project, select: Select) -> None:
    def with_amounts(query: str) -> list[Row]:
        return [(Literal("5"),)] if "tc:amount" in query else select(query)

    text, queries = "How much money did Norway give?", read_queries(project.queries)
    told = [QuestionInterpreter(queries, project.queries, of).ask(text)[0] for of in (select, with_amounts)]
    assert [found.reading.cannot for found in told] == [("amount",), ("sums",)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which recommendations do not mention donors?", "en"),
        ("Quelles recommandations ne parlent pas des donateurs ?", "fr"),
        ("¿Qué recomendaciones no mencionan a los donantes?", "es"),
    ],
)
def test_what_does_not_speak_of_donors_is_not_what_nobody_pays_for(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    found = _first(asking, text, language)
    assert [(chip.key, chip.without) for chip in found.reading.question.chips] == [("organisation", True)]
    assert not {"10", "14", "17", "23", "24", "26", "27", "30"} & {plain(row[0]) for row in select(found.query)}


def test_a_share_that_is_not_told_is_said_not_to_be(asking: QuestionInterpreter) -> None:
    found = _first(asking, "what share goes to Africa")
    assert "no_share" in _remarks(found)
    assert not found.reading.sure
    assert "no_share" not in _remarks(_first(asking, "what percentage of funds is for country programmes"))


def test_who_paid_most_is_not_told_by_who_is_named_most_often(asking: QuestionInterpreter) -> None:
    assert "amount" in _first(asking, "who paid most").reading.cannot
    assert not _first(asking, "which donor is named most often").reading.cannot


def test_a_report_that_is_due_is_not_the_one_that_was_made(asking: QuestionInterpreter) -> None:
    assert _first(asking, "quelle est la date du rapport", "fr").reading.name == "reports-made"
    assert _first(asking, "quand le rapport est-il dû", "fr").reading.name != "reports-made"


def test_donors_of_a_part_of_the_world_are_its_countries_beside_donors(
    asking: QuestionInterpreter, select: Select
) -> None:
    found = _first(asking, "donors from Latin America")
    assert (found.reading.question.shows, found.reading.sure) == ("country", False)
    assert any(plain(cell).endswith("/BRA") for row in select(found.query) for cell in row if cell is not None)


def test_a_number_that_there_is_not_is_said_not_to_be(asking: QuestionInterpreter) -> None:
    found = _first(asking, "What does recommendation 38 say?")
    assert "There is no recommendation 38: they are numbered 1 to 37." in map(str, found.remarks)
    assert "no_number" not in _remarks(_first(asking, "What does recommendation 37 say?"))
