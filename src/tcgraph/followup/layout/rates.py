"""Whether the bare numbers of a column are per cent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.layout.column_words import heading_words

_RATE: Final = re.compile(r"\b(?:rate|percent\w*|taux|pourcentage|porcentaje)\b|%")
_PROGRESS: Final = re.compile(r"\b(?:progress|completion|avancement|avances?|cumplimiento|ejecucion)\b")


NUMBER: Final = re.compile(r"[-−–]?\d+(?:[.,]\d+)?")
_MOST: Final = 200
"""More than was meant to be done may have been; numbers far above are no rates."""


def lowest(words: Sequence[str]) -> str:
    """The lowest of the rates of a row's parts, as what was asked is done when all of it is; else the first words."""
    rates = [text for text in words if NUMBER.fullmatch(text.removesuffix("%").rstrip())]
    if len(rates) < 2 or not words[0]:
        return words[0]
    return min(rates, key=number)


def is_rate(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column's numbers are per cent: by its heading, or as they tell of progress and run up to a hundred."""
    words = heading_words(heading)
    if _RATE.search(words) or _PROGRESS.search(words) is None:
        return _RATE.search(words) is not None
    said = [text for text in cells if text]
    if not all(re.fullmatch(r"[-−–]?\d{1,3}(?:[.,]\d+)?", text) for text in said):
        return False
    return "100" in said and max(map(number, said)) <= _MOST


def number(text: str) -> float:
    """What a rate's digits say, with whatever sign stands for minus."""
    return float(text.rstrip(" %").replace(",", ".").replace("−", "-").replace("–", "-"))
