"""What is excepted, supposed or told by swapped letters is read as what it says, in each language."""

from __future__ import annotations

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter


@pytest.mark.parametrize(
    ("text", "language", "key", "code"),
    [
        ("all recommendations except those of section III", "en", "section", "3"),
        ("recommandations hors section V", "fr", "section", "5"),
        ("todo menos la sección I", "es", "section", "1"),
        ("recommendations 1 to 4 except 2", "en", "number", "2"),
        ("all donors but the Netherlands", "en", "donor", "government-of-nld"),
        ("donors other than Norway, Sweden and the EU", "en", "donor", "european-union"),
        ("training not by Turin", "en", "organisation", "turin-centre"),
        ("pays d'Afrique hors VIH", "fr", "theme", "hiv-aids"),
        ("recommandations qui ne disent rien sur le genre", "fr", "theme", "gender-equality"),
        ("recomendaciones que no dicen nada sobre género", "es", "theme", "gender-equality"),
        ("pays qui ne paient rien", "fr", "donor", "*"),
        ("donantes que no son países", "es", "donor", "government-of-nor"),
        ("recommendations that do not mention donors or the UN", "en", "organisation", "united-nations"),
        ("Fuera de las recomendaciones sobre donantes, ¿qué está previsto para 2008?", "es", "donor", "*"),
    ],
)
def test_what_is_excepted_must_not_hold(
    asking: QuestionInterpreter, text: str, language: str, key: str, code: str
) -> None:
    chips = asking.ask(text, language)[0].reading.question.chips
    denied = {(chip.key, value.rpartition("/")[2]) for chip in chips if chip.without for value in chip.values}
    assert (key, code) in denied


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nothing but planned actions on training", "en"),
        ("rien que les accords avec le PNUD", "fr"),
        ("does the report say if Senegal continued?", "en"),
        ("committees that are strengthened if needed", "en"),
    ],
)
def test_what_only_sounds_like_an_exception_or_a_case_is_none(
    asking: QuestionInterpreter, text: str, language: str
) -> None:
    reading = asking.ask(text, language)[0].reading
    assert not any(chip.without for chip in reading.question.chips)
    assert "if" not in reading.cannot


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what happens if DfID does not pay?", "en"),
        ("que se passera-t-il si le Conseil d'administration refuse ?", "fr"),
        ("si Noruega no paga, ¿qué pasa?", "es"),
    ],
)
def test_what_would_be_in_a_supposed_case_is_not_told(asking: QuestionInterpreter, text: str, language: str) -> None:
    found = asking.ask(text, language)[0]
    assert "if" in found.reading.cannot
    assert found.rows
    assert not any(chip.without for chip in found.reading.question.chips)


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [("PTPD y donantes", "es", "dwcp"), ("PNAUD", "fr", "undaf"), ("PRPS guidelines", "en", "prsp")],
)
def test_an_acronym_with_two_letters_swapped_is_meant(
    asking: QuestionInterpreter, text: str, language: str, code: str
) -> None:
    reading = asking.ask(text, language)[0].reading
    assert code in {value.rpartition("/")[2] for chip in reading.question.chips for value in chip.values}
    assert reading.spelled  # and told


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("how many recommendations mention Africa and Asia", "2: 11, 36"),
        ("recommandations sur le genre et le VIH", "3: 2, 11, 12"),
    ],
)
def test_of_two_that_are_joined_each_and_both_are_counted_first(
    asking: QuestionInterpreter, text: str, both: str
) -> None:
    said = asking.ask(text)[0].first_said
    assert [(remark.key, remark.values["both"]) for remark in said] == [("each_and_both", both)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("which sections say something about gender", "en"),
        ("dans quelles sections parle-t-on de l'Afrique ?", "fr"),
        ("difference between section I and section V", "en"),
    ],
)
def test_sections_are_answered_by_sections(asking: QuestionInterpreter, text: str, language: str) -> None:
    assert asking.ask(text, language)[0].reading.question.group == "section"
