"""The language that a text is in, as far as tables of follow-up come: English, French or Spanish."""

from __future__ import annotations

import re
from typing import Final

IN_ENGLISH: Final = {"en": "English", "fr": "French", "es": "Spanish"}
"""What the languages are called, by their codes."""

# Words that belong to one of the three languages and are found in nearly every sentence of it.
_TELLING: Final = {
    "en": re.compile(r"\b(?:the|of|and|to|is|are|was|were|has|have|been|with|by|for)\b", re.IGNORECASE),
    "fr": re.compile(
        r"\b(?:le|les|des|du|une|et|est|sont|été|sera|seront|par|dans|pour|sur|ont|aux|au|cette|leur|qui)\b"
        r"|\b[ldnsjcmt]['’](?=\w)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:el|los|las|del|una|y|se|fue|fueron|ha|han|será|está|están|en|para|por|con|al|su|sus|lo|que)\b",
        re.IGNORECASE,
    ),
}


def language_of(text: str, otherwise: str = "en") -> str:
    """The language that a text is most likely in.

    Args:
        text: any.
        otherwise: what it is taken for where its words do not tell, such as the language of the table around it.

    Returns:
        ``en``, ``fr`` or ``es``.
    """
    counts = {language: len(words.findall(text)) for language, words in _TELLING.items()}
    return max((otherwise, *counts), key=lambda language: counts[language])
