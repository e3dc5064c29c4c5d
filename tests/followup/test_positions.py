"""Replies that begin with how those who were asked stand to it, told with the deed that follows, or alone."""

from __future__ import annotations

import pytest

from tcgraph.followup.wording.parsing import can_parse
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
