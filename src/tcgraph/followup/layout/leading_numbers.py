"""How the numbers look that stand at the start of what was asked, where a table has no column for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# "12.", "(iv)", "4(b)", "EB150(3)", "WHA75.8", "GB.320/5": counts as a number where most rows begin with one.
_CODE: Final = re.compile(
    r"^(?:(?:Rec(?:ommendation)?|Decision|Resolution|Item|Para(?:graph)?|No)\.?\s+)?"
    r"(\(?[a-z]{1,4}\)|\(?[A-Z]?\d{1,4}(?:\.\d+)*(?:\s?\([a-z]{1,4}\))*[.):]|\d{1,4}(?:\.\d+)+|[A-Z]{1,6}[\w./-]*\d[\w./-]*(?:\(\w+\))*[.:]?)\s+(?=\S)"
)
_CALLED: Final = re.compile(
    r"^(?:Rec(?:ommendation)?|Recommandation|Recomendación|Decision|Décision|Decisión|Action|Acción|Item)\.?\s+"
    r"(?:(?:[Nn]o|[Nn][°º]|núm)\.?\s*)?(\d{1,3}(?:\.\d+)*(?:\s?\([a-z]\))?)\s*[.:–-]?\s+(?=\S)"
)
_BRACKETED: Final = re.compile(r"^\[(?:[A-Za-zÀ-ÿ]{2,12}\.?\s+)?([A-Z]{0,6}[-. ]?\d{1,4}(?:[.-]\d+)*[a-z]?)\]\s+(?=\S)")
"""As tasks of a plan are called: "[Task 2.13] …"."""
_PLAIN: Final = re.compile(r"^\(?(\d{1,4})[.)]\s+")


def leading_number(asked: Sequence[str]) -> re.Pattern[str]:
    """The pattern of the numbers at the start of texts: any code, where most of them have one; else a plain number.

    Args:
        asked: the texts of a table's rows.

    Returns:
        A pattern whose first group is the number, and whose match ends where the text itself begins.
    """
    for pattern in (_BRACKETED, _CALLED, _CODE):
        if 2 * sum(pattern.match(text) is not None for text in asked) > len(asked):
            return pattern
    return _PLAIN
