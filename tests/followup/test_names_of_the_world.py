"""Bodies, treaties and places named in three languages: linked where the graph has them, told where it has not."""

from __future__ import annotations

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.entities import Recogniser


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
