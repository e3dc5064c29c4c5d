"""Replies that begin with how those who were asked stand to it, told with the deed that follows, or alone."""

from __future__ import annotations

import pytest

from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_labels import read_label
from tcgraph.followup.wording.status_wording import CONFIDENT, deeds, propose

english = pytest.mark.skipif(not can_parse("en"), reason="needs the English pipeline")
french = pytest.mark.skipif(not can_parse("fr"), reason="needs the French pipeline")


@english
def test_acceptance_is_told_with_the_deed_that_follows() -> None:
    text = "The Board accepts this recommendation. It will publish the list of lamps."
    assert deeds(text, "en") == [text]
    assert (propose(text, language="en").status, propose(text, language="en").confidence >= CONFIDENT) == (
        "planned",
        True,
    )


@english
@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The response is no longer appropriate.", "overtaken"),
        ("The Board does not prioritise this recommendation.", "rejected"),
        ("1.2 The list was published.", "taken"),
        ("Harbour lamps: the list was published in May.", "taken"),
    ],
)
def test_what_a_reply_tells(sentence: str, status: str) -> None:
    found = propose(sentence, language="en")
    assert (found.status, found.confidence >= CONFIDENT) == (status, True)


@english
@pytest.mark.parametrize(
    "sentence",
    [
        "The Government does not agree to this recommendation.",
        "The Board accepts this recommendation in principle.",
        "The Office takes note of the recommendation.",
        "The Board accepts this recommendation. Lamps play a vital role.",
    ],
)
def test_reserve_and_refusal_are_no_plan(sentence: str) -> None:
    found = propose(sentence, language="en")
    assert found.status not in ("planned", "taken", "standing") or found.confidence < CONFIDENT


@french
def test_french_acceptance_alone_is_a_plan_for_a_person_to_say() -> None:
    found = propose("La direction accepte la recommandation.", language="fr")
    assert (found.status, found.confidence < CONFIDENT) == ("planned", True)


@english
def test_the_number_of_an_entry_is_no_deed() -> None:
    text = "1. The list was published. 2. The lamps were painted."
    assert deeds(text, "en") == ["1. The list was published.", "2. The lamps were painted."]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The Board does not consider it necessary to count the boats."),
        ("en", "The Board is not persuaded that a second lamp would help."),
        ("en", "The Board has no plans to build another pier."),
        ("en", "The Board does not share the assessment of the pilots."),
        ("fr", "Le Conseil ne juge pas opportun de compter les barques."),
        ("fr", "Le Conseil n'entend pas construire une autre jetée."),
        ("es", "El Consejo no considera necesario contar las barcas."),
        ("es", "El Consejo no tiene previsto construir otro muelle."),
    ],
)
def test_who_is_unwilling_refuses(language: str, sentence: str) -> None:
    if not can_parse(language):
        pytest.skip(f"no pipeline for {language} is installed")
    found = propose(sentence, language=language)
    assert (found.status, found.confidence >= CONFIDENT) == ("rejected", True)


@english
@pytest.mark.parametrize(
    "sentence",
    [
        "These fees will also help owners to mend their boats.",
        "The Green Lamp Grant, which began in 2031, will help owners to buy lamps.",
        "We expect these targets to help.",
        "Before the report came out, the Board had been in discussion with the pilots.",
        "The Board has set targets for the lamps to be achieved by all.",
    ],
)
def test_what_comes_of_a_thing_and_what_was_before_are_no_deed_that_is_sure(sentence: str) -> None:
    found = propose(sentence, language="en")
    assert found.status not in ("planned", "under-way") or found.confidence < CONFIDENT


@pytest.mark.parametrize(
    ("label", "status"),
    [("Reject", "rejected"), ("Refus", "rejected"), ("Decline", "rejected"), ("112%", "taken"), ("0 %", "not-taken")],
)
def test_labels_in_the_present_and_rates_above_a_hundred(label: str, status: str) -> None:
    found = read_label(label)
    assert found is not None
    assert found[0] == status
