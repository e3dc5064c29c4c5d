"""The workbook of a review in three languages: every word has its translation, and is understood again."""

from __future__ import annotations

import pytest

from tcgraph.followup.drafts import review
from tcgraph.followup.drafts.review_words import in_english, said
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.word_catalogue import word_lists

HEADINGS = [
    heading
    for columns in (review.ACTIONS, review.ASKS, review.BODIES, review.FINDINGS, review.UNREAD)
    for _, heading, _ in columns
]
OTHERS = ["Document", "Actions", "Asked", "New bodies", "Findings", "Not read", "File", "Language", "Cycle", "Name",
          "Symbol", "Title", "Date", "Body", "yes", "no"]  # fmt: skip
SAME = {"Document", "Actions", "Section", "Code", "Note", "Cycle", "Date", "no"}


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("words", sorted({*HEADINGS, *OTHERS}))
def test_what_the_workbook_says_is_understood_again(words: str, language: str) -> None:
    own = said(words, language)
    assert own != words or words in SAME
    assert in_english(own) == words
    assert in_english(words) == words


def test_what_a_person_added_stays_as_it_is() -> None:
    assert in_english(" My own column ") == "My own column"


def test_no_two_words_of_the_workbook_are_one_in_small_letters() -> None:
    for words in word_lists("review_words").values():
        assert len({plain_words(english) for english in words}) == len(words)
