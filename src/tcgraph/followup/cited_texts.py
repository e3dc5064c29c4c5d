"""Treaties by what they are called, and texts that are cited by number: resolutions, directives, laws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tcgraph.followup.english_names import Formed
from tcgraph.followup.name_words import INSTRUMENT

_CAP: Final = r"[A-ZÀ-ÖØ-Þ][\w'&-]*"
_JOIN: Final = r"(?:of|for|on|and|&|against)"
_MORE: Final = rf"(?:,?[ \t]+(?:{_JOIN}\s+(?:the\s+)?){{0,2}}(?!(?:The|This|It|In|A|An)\b){_CAP})"
_TEXTS: Final = r"(?:Convention|Covenant|Protocol|Treaty|Charter|Statute|Declaration)s?"
_WHOSE: Final = r"(?:International|European|American|African|Inter-American|United Nations|Council of Europe)"
_PROTOCOL: Final = r"(?:(?:Second|First)\s+)?Optional\s+Protocols?\s+to\s+(?:the\s+)?"
_INSTRUMENTS: Final = (
    re.compile(
        rf"\b(?:{_PROTOCOL})?(?:{_WHOSE}\s+)?{_TEXTS}\s+(?:on|against|for|relating to|concerning|of)\s+(?:the\s+)?"
        rf"{_CAP}{_MORE}*"
    ),
    re.compile(rf"\b{_PROTOCOL}{_CAP}"),
    re.compile(
        r"\b(?:[Rr]esolutions?|[Rr]ésolutions?|[Rr]esoluci(?:ón|ones))\s+(?:(?:No\.?|n°|núm\.?)\s*)?"
        r"(?:\d{1,3}/\d{1,4}|\d{3,4}\s*\(\d{4}\)|[A-Z]+/\d[\w./]*)"
    ),
    re.compile(r"\bA/RES/\d+/\d+|\bS/RES/\d+(?:\s*\(\d{4}\))?"),
    re.compile(
        r"\b(?:Directive|Regulation|Règlement|Directiva|Reglamento)\s+(?:\((?:EU|EC|UE|CE)\)\s*)?(?:No\.?\s*|n°\s*)?"
        r"\d{2,4}/\d{2,4}(?:/(?:EU|EC|UE|CE))?"
    ),
)
_LAWS: Final = (" Bill", " Act", " Law", " Plan", " Committee")


def cited_texts(text: str) -> Iterator[Formed]:
    """The treaties, resolutions, directives and laws that a text cites.

    Args:
        text: with straight apostrophes.
    """
    for pattern in _INSTRUMENTS:
        # "The Treaty Principles Bill" is a law's name, and no treaty's.
        texts = (found for found in pattern.finditer(text) if not found[0].endswith(_LAWS))
        yield from (Formed(found[0].rstrip("'"), found.start(), INSTRUMENT) for found in texts)
