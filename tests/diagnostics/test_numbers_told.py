"""The numbers of a text are those of its translations."""

from __future__ import annotations

import pytest

from tcgraph import namespaces
from tcgraph.diagnostics.numbers_told import other_numbers
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, NamedNode

_HEAD = "@prefix tc: <https://w3id.org/tcgraph/ns#> . <https://example.org/a> tc:summary "


def told(*texts: str) -> list[str]:
    engine = EmbeddedEngine()
    body = _HEAD + ", ".join(texts) + " ."
    engine.load(body.encode(), GraphFormat.TURTLE, graph=NamedNode("https://example.org/g"))
    return [f"{getattr(each.value, 'language', None)}: {each.message.split(':')[0]}" for each in other_numbers(engine)]


@pytest.mark.parametrize(
    "texts",
    [
        ('"35 offices, 12 in Africa"@en', '"12 en Afrique, de 35 bureaux"@fr'),
        ('"The plan for 2006-10"@en', '"Le plan de 2006-2010"@fr'),
        ('"1,500 people"@en', '"1 500 personnes"@fr', '"1.500 personas"@es'),
        ('"2.5 per cent"@en', '"2,5 pour cent"@fr'),
        ('"three workshops"@en', '"3 ateliers"@fr'),
        ('"no number"@en', '"aucun nombre"@fr'),
        ('"twenty-three people"@en', '"vingt-trois personnes"@fr', '"23 personas"@es'),
        ('"seventy-one, eighty and ninety-two"@en', '"soixante et onze, quatre-vingts et quatre-vingt-douze"@fr'),
        ('"both offices"@en', '"les deux bureaux"@fr', '"las dos oficinas"@es'),
        ('"nine new offices"@en', '"neuf bureaux neufs"@fr'),
    ],
)
def test_what_says_the_same_in_other_forms_is_not_told(texts: tuple[str, ...]) -> None:
    assert told(*texts) == []


def test_a_text_that_only_stands_in_for_a_translation_has_no_numbers_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = '"AP/1, 23: still to be translated"@en', '"53 bureaux"@fr'
    assert told(*texts) != []
    monkeypatch.setattr(namespaces, "_application", namespaces.OwnVocabulary(stand_ins="still to be translated$"))
    assert told(*texts) == []


def test_the_text_that_differs_from_two_others_is_told() -> None:
    found = told('"53 offices"@en', '"35 bureaux"@fr', '"35 oficinas"@es')
    assert found == ["en: The English text says 53 where the Spanish one says 35"]


def test_of_two_languages_the_translation_is_told() -> None:
    assert told('"35 offices"@en', '"25 bureaux"@fr') == ["fr: The French text says 25 where the English one says 35"]


def test_a_number_that_was_left_out_is_told() -> None:
    found = told('"most of the funds"@en', '"70 pour cent des fonds"@fr', '"el 70 por ciento"@es')
    assert found == ["en: The English text does not say 70, as the Spanish one does"]


def test_a_number_in_words_is_one() -> None:
    assert told('"four areas"@en', '"trois domaines"@fr', '"tres ámbitos"@es') == [
        "en: The English text says 4 where the Spanish one says 3"
    ]
    assert told('"treinta y cinco oficinas"@es', '"thirty-four offices"@en') != []
