"""What the workbook of a review calls its sheets and columns, in the language of the table that is reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.word_catalogue import in_language, word_lists

_WORDS = "review_words"


ANSWERED: Final = "answer-without-status"
"""What stands for a status where a reply tells of no deed that could have one ("The recommendation is accepted")."""


HOW_TO: Final = (
    "Set on this sheet what the table itself does not say. On the sheet Actions, say yes or no in 'Take over'",
    "and give every action that you take over its status. Nothing is taken over that you have not said yes to.",
    "What is put off is planned, with its new day under 'Expected by'. "
    "An answer of no deed is an answer without status.",
    "≈ under 'Who' is our reading, of a column that tells who is in charge; take the mark away where they act.",
)
"""What the sheet Document tells the reviewer to do."""


def said(words: str, language: str) -> str:
    """English words of the workbook in a language; English where that has none for them."""
    return in_language(_WORDS, words, language)


def in_english(words: str) -> str:
    """The English words that a sheet's name, a heading or a label stands for; themselves where they stand for none."""
    return _english().get(plain_words(words), words.strip())


@cache
def _english() -> Mapping[str, str]:
    own = {plain_words(said): english for words in word_lists(_WORDS).values() for english, said in words.items()}
    # A word that English shares with another language is its own.
    return own | {plain_words(english): english for words in word_lists(_WORDS).values() for english in words}
