"""Spanish as it is typed without accents: "se presento", "esta en curso". Length and offsets stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from tcgraph.followup.folded_text import any_of, plain_words
from tcgraph.followup.wording.verb_meanings import BEGIN, CONTINUE, DEEDS, PLAN, SAY, TRY

_AFTER_IS: Final = any_of(r"""
    en|a la|por|siendo|pendientes?|sin|con|listos?|actualmente|previst[oa]s?|[a-z]+(?:ando|iendo)
""")
_IS: Final = re.compile(rf"\b([Ee])sta(n?)(?=\s+(?:{_AFTER_IS})\b)")
_PAST: Final = re.compile(r"\b[a-záéíóúñ]{3,}o\b")
_REFLEXIVE: Final = re.compile(r"\bse(?:\s+(?:le|les|lo|la|nos))?\s+$", re.IGNORECASE)


def with_accents(text: str, is_noun: Callable[[int], bool]) -> str:
    """Put the accents on verbs of deeds in the past, and on "está", where they were left out.

    Nobody speaks of himself in a status table: "presento" is "presentó", unless it is a noun ("el contrato").

    Args:
        text: one sentence.
        is_noun: whether the word that begins at an offset is a noun or adjective, as far as a parse of the text tells.
    """

    def accented(found: re.Match[str]) -> str:
        past = _past_forms().get(found[0])
        if past is None or (not _REFLEXIVE.search(text[: found.start()]) and is_noun(found.start())):
            return found[0]
        return past

    restored = _IS.sub(lambda found: f"{found[1]}stá{found[2]}", text)
    return _PAST.sub(accented, restored)


@cache
def _past_forms() -> dict[str, str]:
    """The third person of the past of regular verbs, by its form without the accent."""
    forms = (
        f"{lemma[:-2]}{'ó' if lemma.endswith('ar') else 'ió'}"
        for lemma in DEEDS | BEGIN | CONTINUE | PLAN | SAY | TRY
        if lemma.endswith(("ar", "er", "ir")) and len(lemma) > 4
    )
    return {plain_words(form): form for form in forms}
