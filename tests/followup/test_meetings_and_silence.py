"""What a reply's words are not: a meeting is no island, silence is no denial, and an abbreviation ends no sentence."""

from __future__ import annotations

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.naming.entities import Recogniser
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.positions import sentences
from tcgraph.followup.wording.status_wording import propose


@pytest.mark.parametrize(
    ("words", "countries"),
    [
        ("El reglamento fue aprobado en su XI Reunión.", 0),
        ("Se decidió en la 3.ª Reunión, que tuvo lugar en Lima.", 0),
        ("El plan se aplica en Mauricio y en la Reunión.", 2),
    ],
)
def test_a_numbered_meeting_is_no_island(graph: Engine, words: str, countries: int) -> None:
    found = [one for one in Recogniser(graph).mentions(words) if one.kind == "Country"]
    assert len(found) == countries


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("No se ha recibido respuesta.", ""),
        ("El Consejo no hizo suya esta recomendación.", "rejected"),
        ("No se ha publicado el informe.", "not-taken"),
    ],
)
def test_silence_and_refusal_are_told_from_what_is_not_done(words: str, status: str) -> None:
    if not can_parse("es"):
        pytest.skip("needs the pipeline of the language")
    assert propose(words, language="es").status == status


def test_an_abbreviated_recommendation_ends_no_sentence() -> None:
    assert sentences("Se mantiene la respuesta; véase la rec. 34. No hay más.") == [
        "Se mantiene la respuesta; véase la rec. 34.",
        "No hay más.",
    ]
