"""Rows of a table that sum up others: totals and percentages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.folded_text import plain_words

_TOTAL: Final = re.compile(
    r"(?:grand |sub-?|sous-?)?(?:totals?|totaux|totales|sum|somme|suma)\b"
    r"|overall\b|(?:(?:avance|progreso|cumplimiento|avancement|progress) )?(?:global|general)e?\b"
    r"|(?:in )?(?:percent\w*|pourcentages?|porcentajes?)\b|%$"
)
_AMOUNT: Final = re.compile(
    r"[≈~\d\s.,]+(?:%|[a-z]+)?|%|[-–—]"
    r"|(?:[a-z][a-z ]{2,30}:? \d+(?: ?%)?(?:\s*[/;,|]\s*|$)){2,}"  # "done 11 / under way 8"
)


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row sums up others: it says so, and holds nothing else but numbers."""
    said = list(dict.fromkeys(text for text in texts if text))
    if len(said) < 2 and not (said and _TOTAL.match(plain_words(said[0]))):
        return False
    words = [plain_words(text) for text in said]
    amounts = sum(_AMOUNT.fullmatch(text) is not None for text in words)
    called = sum(_TOTAL.match(text) is not None and len(text) < 60 for text in words)
    return called > 0 and amounts + called == len(words)
