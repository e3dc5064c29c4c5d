"""Bodies, treaties and places named in three languages: linked where the graph has them, told where it has not."""

from __future__ import annotations

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.naming.entities import Recogniser


@pytest.fixture(scope="module")
def recogniser(graph: Engine) -> Recogniser:
    return Recogniser(graph, own=False)


@pytest.mark.parametrize(
    ("text", "linked", "told"),
    [
        ("Ratify Convention No. 190 and C156, and the CRPD (Chad).", {"TCD"}, {"C190", "C156", "CRPD"}),
        ("Le PNUD et l’OMS ont soutenu le Sénégal.", {"undp", "SEN"}, {"WHO"}),
        ("El ACNUDH y la Convención sobre los Derechos del Niño", {"ohchr"}, {"CRC"}),
        ("the Optional Protocol to the Convention against Torture", set(), {"OPCAT"}),
        ("Apply Convention No. 87.", {"C087"}, set()),
        ("Recommandation (n° 200) et recommandation n° 4 du présent tableau", set(), {"R200"}),
        ("Convention No. 999", set(), set()),
        ("Adopter la loi (Côte d’Ivoire);", {"CIV"}, set()),
        ("the Council of Europe and Europe’s own rules", {"europe"}, {"Council of Europe"}),
        ("the Council of Europe", set(), {"Council of Europe"}),
        ("Adoptar medidas (Estado Plurinacional de Bolivia); (Federación de Rusia)", {"BOL", "RUS"}, set()),
        ("Appui aux Émirats arabes unis et à la République-Unie de Tanzanie", {"ARE", "TZA"}, set()),
    ],
)
def test_what_a_text_names(recogniser: Recogniser, text: str, linked: set[str], told: set[str]) -> None:
    assert {mention.thing.value.rpartition("/")[2] for mention in recogniser.mentions(text)} == linked
    assert {stranger.name for stranger in recogniser.strangers(text)} == told


@pytest.mark.parametrize(
    ("text", "is_the_island"),
    [
        ("La réunion a eu lieu à Genève.", False),
        ("Réunion des experts en mai.", False),
        ("Des ateliers ont été tenus à La Réunion.", True),
        ("France (Réunion and Mayotte)", True),
    ],
)
def test_a_meeting_is_no_island(recogniser: Recogniser, text: str, is_the_island: bool) -> None:
    found = {mention.thing.value.rpartition("/")[2] for mention in recogniser.mentions(text)}
    assert ("REU" in found) is is_the_island


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The Department of Harbours, Docks and Quays and the Ministry of Justice met the Lighthouse Board.",
            {"Department of Harbours, Docks and Quays", "Ministry of Justice", "Lighthouse Board"},
        ),
        ("At the third session of the Committee on Lamps in May the Port Act was read.",
         {"Committee on Lamps", "Port Act"}),
        ("But the Harbour Commission reported to Congress.", {"Harbour Commission", "Congress"}),
        ("The Executive Board, the Office and the Action Plan", set()),
        ("The Port Development Plan and Law No. 12/2014", {"Port Development Plan", "Law No. 12/2014"}),
        ("Strengthen National Harbour Authority rules; see the Treaty on Lamps Bill.",
         {"National Harbour Authority", "Treaty on Lamps Bill"}),
        ("Ratify the Convention on the Safety of Lamps and apply resolution 1325 (2000).",
         {"Convention on the Safety of Lamps", "resolution 1325 (2000)"}),
        ("Accede to the Optional Protocol to the ICESCR.", {"Optional Protocol to the ICESCR"}),
        ("Transposer la Directive 2014/54/UE.", {"Directive 2014/54/UE"}),
        ("Le Ministère de la pêche maritime et la Cour des phares ont répondu.",
         {"Ministère de la pêche maritime", "Cour des phares"}),
        ("Organisation de deux ateliers pour les gardiens.", set()),
        ("Appliquer le Plan d'action et réviser le Code des ports.", {"Code des ports"}),
        ("Reformar la Ley Orgánica 4/2031 de Protección de los Puertos y la Ley de Faros.",
         {"Ley Orgánica 4/2031 de Protección de los Puertos", "Ley de Faros"}),
        ("Creación de la Secretaría Nacional de Faros, Puertos Menores y Lonjas.",
         {"Secretaría Nacional de Faros, Puertos Menores y Lonjas"}),
        ("Le Sommet mondial de la pêche et la Déclaration du Phare", {"Sommet mondial de la pêche",
         "Déclaration du Phare"}),
        ("La Secretaría de Puertos informó al Congreso.", {"Secretaría de Puertos", "Congreso"}),
        ("Pedir al Ministerio de Pesca reparar la Comisión de Lonjas del Senado.",
         {"Ministerio de Pesca", "Comisión de Lonjas", "Senado"}),
    ],
)  # fmt: skip
def test_names_that_no_list_has_are_told_by_their_form(recogniser: Recogniser, text: str, told: set[str]) -> None:
    assert {stranger.name for stranger in recogniser.strangers(text)} == told


def test_an_acronym_that_acts_is_a_body_in_all_of_a_table(graph: Engine) -> None:
    recogniser = Recogniser(graph, own=False)
    recogniser.learn(["LHB should paint the lamps.", "GDP has risen."])
    assert [one.name for one in recogniser.strangers("A report was sent to LHB; GDP rose.")] == ["LHB"]


@pytest.mark.parametrize(
    ("told", "text", "names"),
    [
        ("Le port a collaboré avec l'ARPL, le CIPX et la CEPQ.", "L'ARPL suit la CEPQ.", ["ARPL", "CEPQ"]),
        ("The Northern Lamps and Quays Program (NLQP) began.", "Fund the NLQP.", ["NLQP"]),
        ("PortNor agrees with that.", "A plan of PortNor.", ["PortNor"]),
        ("The rise (GDP) was small, by GDP.", "GDP of the NPA", []),
    ],
)
def test_what_a_table_introduces_is_known_in_all_of_it(graph: Engine, told: str, text: str, names: list[str]) -> None:
    recogniser = Recogniser(graph, own=False)
    recogniser.learn([told])
    assert [one.name for one in recogniser.strangers(text)] == names
