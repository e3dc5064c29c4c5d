"""A column's cells are read as one scale, translations as one column, and what a thing is called as part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.drafts.reply_status import settled
from tcgraph.followup.layout.column_words import translations
from tcgraph.followup.wording.doubts import denies_anywhere
from tcgraph.followup.wording.status_labels import tells_answer
from tcgraph.followup.wording.status_wording import CONFIDENT, Proposal


def of_csv(tmp_path: Path, graph: Engine, text: str) -> Draft:
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    return make_draft(tmp_path / "table.csv", graph)


@pytest.mark.parametrize(
    ("heading", "words", "answers"),
    [
        ("Status", ["Accept", "Reject", "Partial"], True),
        ("Status (Accept/Reject/Partial)", ["Partial"], True),
        ("Position", ["Supported", "Noted"], True),
        ("Status", ["Accepted", "Implemented", "Partial"], False),
        ("Status", ["Implemented", "Partial", "Not implemented"], False),
        ("État", ["Acceptée", "Refusée", "Partielle"], True),
    ],
)
def test_a_scale_of_answers_is_told_by_all_of_its_words(heading: str, words: list[str], answers: bool) -> None:
    assert tells_answer(heading, words) is answers


def test_partial_beside_accept_tells_nothing_of_the_deed(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "No,Recommendation,Response,Status\n"
        "1,Mend the lamp of the pier.,The lamp is of great importance to the Council.,Partial\n"
        "2,Paint the pier before May.,The pier will be painted next year.,Accept\n"
        "3,Count the boats of the lake.,Boats are counted by the Office.,Reject\n",
    )
    told = {one.key: (one.status, one.confidence >= CONFIDENT) for one in draft.actions}
    assert told["1-1-a"][1] is False
    assert told["2-1-a"] == ("planned", True)
    assert told["3-1-a"] == ("rejected", True)


def test_of_columns_in_several_languages_one_is_read(tmp_path: Path, graph: Engine) -> None:
    assert translations(["name_en", "name_mn", "status", "text (French)", "text (Spanish)"]) == {1, 4}
    assert translations(["id", "name_en", "status"]) == set()
    draft = of_csv(
        tmp_path,
        graph,
        "name_mn,name_en,description_mn,description_en,status,status_2019\n"
        "Гэрэл зас,Mend the lamp,Далангийн гэрлийг засах,The lamp of the pier has been dark for years.,done,open\n"
        "Далан буд,Paint the pier,Даланг будах ажлыг хийх,The pier is to be painted before the summer.,ongoing,open\n"
        "Завь тоол,Count the boats,Завийг нэг бүрчлэн тоолох,Boats in every harbour are to be counted.,done,open\n",
    )
    assert draft.reading.asks[0].text == "Mend the lamp The lamp of the pier has been dark for years."
    assert [one.status for one in draft.actions] == ["taken", "under-way", "taken"]  # as it is now, not as of 2019


def test_a_column_of_days_is_no_number(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Title,Description,Date of the promise,Status\n"
        "The dark lamp,Mend the lamp that is dark at the end of the pier.,2024-02-12,done\n"
        "The old pier,Paint the pier before the boats come back in summer.,2024-02-12,open\n"
        "All the boats,Count the boats in every harbour of the lake and tell.,2024-03-01,open\n",
    )
    assert [ask.reference for ask in draft.reading.asks] == ["", "", ""]


TAKEN, PLANNED, NOT = Proposal("taken", 0.85, ""), Proposal("planned", 0.85, ""), Proposal("not-taken", 0.85, "")


@pytest.mark.parametrize(
    ("proposals", "denied", "sure"),
    [
        ([TAKEN], False, ["taken"]),
        ([TAKEN], True, []),
        ([TAKEN, PLANNED], False, []),
        ([TAKEN, NOT], True, ["not-taken"]),
        ([TAKEN, Proposal("planned", 0.5, "")], False, []),
        ([PLANNED, PLANNED], True, ["planned", "planned"]),
    ],
)
def test_done_is_sure_only_where_nothing_else_is_said(proposals: list[Proposal], denied: bool, sure: list[str]) -> None:
    assert [one.status for one in settled(proposals, proposals, denied=denied) if one.confidence >= CONFIDENT] == sure


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("The lamp was mended. The court found deficiencies.", "en", True),
        ("The lamp was mended. It has not been lit.", "en", True),
        ("The lamp was mended in May.", "en", False),
        ("La lampe a été réparée. Le phare reste sans lampe.", "fr", True),
        ("La lampe a été réparée en mai.", "fr", False),
    ],
)
def test_a_denial_is_found_wherever_it_stands(text: str, language: str, denied: bool) -> None:
    assert denies_anywhere(text, language) is denied
