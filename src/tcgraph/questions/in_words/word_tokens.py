"""The words of a sentence, as typed and as they are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tcgraph.questions.in_words.lexicon import SOUTH_SOUTH, SOUTH_SOUTH_WORD, stem
from tcgraph.questions.plain_words import plain_words

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|%|[^\W\d_]+\d*|[-–/]")
_SOUTH_SOUTH = re.compile(rf"\b{SOUTH_SOUTH.replace(' ', '[- ]')}\b", re.IGNORECASE)
_CANNOT, _NOT = re.compile(r"\b(?:ca|wo)(?=n['’]t\b)|\bcannot\b", re.IGNORECASE), re.compile(r"n['’]t\b", re.IGNORECASE)
_WHOLE = {"ca": "can", "wo": "will", "cannot": "can not"}
"""What an English "not" is run together with: "don't", "can't"."""
_ACRONYM = 2
OR = frozenset(["or", "ou", "o"])
AND = OR.union(["and", "et", "y", "e"])
TO = frozenset(("to", "a", "al", "hasta", "through", "until", "-", "–", "jusqu"))
BETWEEN = frozenset(["between", "entre"])


@dataclass(frozen=True, slots=True)
class WordToken:
    """One word: as typed, and as it is compared."""

    typed: str
    word: str


def tokens(text: str) -> list[WordToken]:
    """The words of a sentence."""
    text = _NOT.sub(" not", _CANNOT.sub(lambda found: _WHOLE[found[0].casefold()], text))
    return [WordToken(typed, _compared(typed)) for typed in _TOKEN.findall(_SOUTH_SOUTH.sub(SOUTH_SOUTH_WORD, text))]


def _compared(typed: str) -> str:
    typed = typed[:-1] if len(typed) > _ACRONYM and typed[:-1].isupper() and typed.endswith("s") else typed  # "DWCPs"
    return "percent" if typed == "%" else stem(plain_words(typed)) or typed
