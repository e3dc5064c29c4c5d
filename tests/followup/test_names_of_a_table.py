"""Names that nobody lists, told by grammar, definitions and use, and merged over a table: proposals, never links."""

from __future__ import annotations

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.naming.entities import Recogniser
from tcgraph.followup.wording.parsing import can_parse


@pytest.fixture
def table(graph: Engine) -> Recogniser:
    return Recogniser(graph, own=False)


def names(table: Recogniser, *texts: str) -> dict[str, str]:
    table.learn(texts)
    return {one.name: one.kind for one in table.table_names}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Department of Finance, Treasury and Attorney-General's Department met.",
         {"Department of Finance": "organisation", "Treasury": "organisation",
          "Attorney-General's Department": "organisation"}),
        ("See the Global Lamp and Early Warning System and the National Pilots Assistance Partnership.",
         {"Global Lamp and Early Warning System": "programme",
          "National Pilots Assistance Partnership": "programme"}),
        ("Head of Pilotage for the Northern Harbour Agency", {"Northern Harbour Agency": "organisation"}),
        ("The Strategic Policy, Planning and Harbour Affairs Branch replied.",
         {"Strategic Policy, Planning and Harbour Affairs Branch": "organisation"}),
        ("The Corporate Project Management Office replied.", {"Corporate Project Management Office": "organisation"}),
        ("Join the Serious Wreck Accreditation scheme.", {"Serious Wreck Accreditation scheme": "programme"}),
        ("The Steering Committee, the Executive Board and the Action Plan", {}),
        ("Reviewed Annual Report 2031; see Annex III, Recommendation 4 and the Terms of Reference.", {}),
        ("The FAA updates Harbour Order 8900.1.", {"Harbour Order 8900.1": "instrument"}),
        ("Lamps were lost at Gannet Reef and near the Long Strait.",
         {"Gannet Reef": "place", "Long Strait": "place"}),
        ("See file M31A0065 on the aircraft ZK-QQW.", {}),
    ],
)  # fmt: skip
def test_english(table: Recogniser, text: str, told: dict[str, str]) -> None:
    assert {name: kind for name, kind in names(table, text).items() if name != "FAA"} == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Le Système mondial d’information et d’alerte rapide a été renforcé.",
         {"Système mondial d'information et d'alerte rapide": "programme"}),
        ("Il est recommandé que le ministère des Phares exige des gilets.", {"ministère des Phares": "organisation"}),
        ("Elle charge le Conseil fédéral de centraliser les cartes de la rue des Phares.",
         {"Conseil fédéral": "organisation", "rue des Phares": "place"}),
        ("La Brigada de Faros del Norte salió del barrio La Boya.",
         {"Brigada de Faros del Norte": "organisation", "barrio La Boya": "place"}),
        ("Réunir un Comité de gestion pour faire valider le Plan de travail.", {}),
        ("Se informó al Tribunal de Cuentas sobre el Plan Nacional de Faros.",
         {"Tribunal de Cuentas": "organisation", "Plan Nacional de Faros": "programme"}),
        ("El proyecto \"Muelles de Producción Verde\" sigue en marcha.", {"Muelles de Producción Verde": "programme"}),
    ],
)  # fmt: skip
def test_french_and_spanish(table: Recogniser, text: str, told: dict[str, str]) -> None:
    assert names(table, text) == told


def test_a_noun_and_a_countrys_name_are_an_agency_and_no_country(table: Recogniser) -> None:
    texts = ["Lamps Australia will publish it.", "It was agreed with Lamps Australia."]
    assert names(table, *texts) == {"Lamps Australia": "organisation"}
    assert table.mentions(texts[0]) == []


def test_a_name_and_its_short_form_are_one_thing_in_all_of_a_table(table: Recogniser) -> None:
    texts = ["The Northern Lamps Agency (NLA) began.", "A report of NLA was read.", "Northern Lamps Agency"]
    table.learn(texts)
    assert [(one.name, one.short) for one in table.table_names] == [("Northern Lamps Agency", "NLA")]
    assert [{one.name for one in table.strangers(text)} for text in texts] == [{"NLA"}] * 3


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("COUNCIL", "The Council met."), {}),  # a heading in capitals
        (("The RCA template is used.", "Fill in the RCA template."), {}),  # a part of what follows
        (("See CCPR/C/UZB/CO/5.",), {}),  # a document's number
        (("Key performance indicators (XPI) were set.", "The XPI rose."), {}),  # a term in small letters
        (("The Assistant Deputy Minister (QDM) and the QDM",), {}),  # a post
        (("It was settled with the LHB.",), {"LHB": "organisation"}),
    ],
)
def test_short_forms(table: Recogniser, texts: tuple[str, ...], told: dict[str, str]) -> None:
    assert names(table, *texts) == told


def test_capitals_of_which_nothing_tells_the_kind_are_left_open(table: Recogniser) -> None:
    assert names(table, "They spoke of Green Lanterns there.") == {}
    assert table.left_open == ["Green Lanterns"]


def test_a_short_form_goes_with_the_name_within_a_name_that_it_is_made_of(table: Recogniser) -> None:
    table.learn(["The Operational Policy for the Harbour Outreach Service (HOS) and the Harbour Outreach Service"])
    assert {one.name: one.short for one in table.table_names}["Harbour Outreach Service"] == "HOS"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Modifier la loi n° 2031-12 du 3 mars 2031 relative aux quais et le décret n° 2031-45.",
         {"loi n° 2031-12 du 3 mars 2031", "décret n° 2031-45"}),
        ("les dispositions du Code pénal relatives aux phares", {"Code pénal"}),
        ("Reformar la Ley Orgánica 4/2031 y el Real Decreto 17/2031.", {"Ley Orgánica 4/2031", "Real Decreto 17/2031"}),
        ("Mediante Decreto Supremo N° 009-2031-PUE se aprobó.", {"Decreto Supremo N° 009-2031-PUE"}),
        ("under the Harbour Pilots (Night Duties) Act 2031 (NSW)", {"Harbour Pilots (Night Duties) Act 2031 (NSW)"}),
    ],
)  # fmt: skip
def test_laws_as_each_language_cites_them(table: Recogniser, text: str, told: set[str]) -> None:
    assert {one.surface for one in table.strangers(text)} == told


@pytest.mark.skipif(not can_parse("en"), reason="spaCy's English pipeline is not installed")
def test_places_stand_behind_a_word_of_place(table: Recogniser) -> None:
    told = names(table, "Offices in Nairobi, Bangkok and Port-au-Prince were closed in March. Rotterdam was asked.")
    assert told == {"Nairobi": "place", "Bangkok": "place", "Port-au-Prince": "place"}


def test_what_is_in_capitals_gives_all_its_letters_to_a_short_form(table: Recogniser) -> None:
    table.learn(["The AI Harbour Zones (AIHZ) were named."])
    assert {one.name: one.short for one in table.table_names} == {"AI Harbour Zones": "AIHZ"}


@pytest.mark.parametrize(
    "text", ["REPAIR ALL LAMPS OF THE HARBOUR SERVICE", "Phase II of the Project began in Juillet."]
)
def test_capitals_of_a_heading_numerals_and_months_are_no_names(table: Recogniser, text: str) -> None:
    assert names(table, text) == {}


def test_what_a_law_is_about_is_a_part_of_its_title(table: Recogniser) -> None:
    text = "Voir la loi fédérale du 17 mars 2031 sur l'usage des lampes de pont, et son rapport."
    assert [one.surface for one in table.strangers(text)] == [
        "loi fédérale du 17 mars 2031 sur l'usage des lampes de pont"
    ]


def test_any_governments_and_a_part_of_an_address_are_no_names(table: Recogniser) -> None:
    assert table.mentions("Governments should publish it on LAMPS.UK.") == []


def test_a_short_text_is_in_the_language_of_its_table(table: Recogniser) -> None:
    told = names(table, "Les agents de la ville sont allés au port avec les pilotes.", "Rénover la crèche Marie Balise")
    assert told == {"crèche Marie Balise": "organisation"}


def test_lines_of_a_cell_are_names_of_their_own(table: Recogniser) -> None:
    told = names(table, "Los pilotos y la gente del puerto están en la lista.", "Ministerio de Faros\nAgencia de Boyas")
    assert told == {"Ministerio de Faros": "organisation", "Agencia de Boyas": "organisation"}
