"""What single cells look like: a day, a rate, an address, an account of what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.dates import read_date
from tcgraph.followup.layout.ticks import is_answer
from tcgraph.followup.wording.positions import is_position
from tcgraph.followup.wording.status_labels import read_label, tells_of_deed

NO_WORDS: Final = " -–—.*†‡"
"""What a cell may hold that says nothing: dashes, and marks of footnotes."""


def says_how(text: str) -> bool:
    """Whether a text tells how somebody stands to it, or how far it has come, and so may be said of every row."""
    return is_position(text) or read_label(text) is not None


def is_day(text: str) -> bool:
    """Whether a text is a day, a month or a year, and nothing else."""
    return read_date(text) is not None or re.fullmatch(r"(?:19|20)\d\d", text) is not None


def is_code(texts: Sequence[str]) -> bool:
    """Whether texts number rows: codes with digits, of which no two are the same."""
    return 2 < len(texts) == len({*texts}) and all(_CODE.fullmatch(text) and not is_day(text) for text in texts)


_CODE: Final = re.compile(r"(?=.*\d)[\w ./()°º:#*-]{1,24}")
HAPPENED: Final = re.compile(
    r"\b(?:(?:has|have|had) (?:\w+ )?\w+(?:ed|en)|was|were|(?:a|ont) été|(?:ha|han) (?:\w+[ai]do|sido))\b"
)
"""Of what is to be done nobody tells so."""
ADDRESSES: Final = re.compile(r"(?:https?://\S+[\s;,|]*)+")
RATE: Final = re.compile(r"[-−–]?\d[\d.,]*\s*%?")
_DATED: Final = re.compile(r"\d{1,4}[-/. ][\w]{1,9}[-/. ]\d{1,4}|\d{4}")


def day_of(heading: str) -> str:
    """The day that a heading names, so that later ones are greater; "" where it names none."""
    found = _DATED.search(heading)
    day = read_date(found[0]) if found is not None else None
    return day.isoformat() if day is not None else found[0] if found is not None and found[0].isdigit() else ""


_BODY_NAME: Final = re.compile(
    r"[A-ZÀ-Þ][\w'’.-]*(?: (?:[A-ZÀ-Þ][\w'’.-]*|of|for|and|the|de|du|des|la|les|del?|et|y|&)){0,7}"
)


def are_bodies(texts: Sequence[str], least: int) -> bool:
    """Whether texts name one of a few bodies each, every one so many times at least, as those that had to respond."""
    said = {" ".join(text.split()) for text in texts}
    named = all(_BODY_NAME.fullmatch(text) is not None and not says_how(text) for text in said)
    return named and len(texts) >= least * len(said) > least


_REFERENCE: Final = re.compile(r"(?!(?:\S+\s+){3})(?=.*\d|\(?[a-z]{1,4}\)?\.?$)[\w .,/()°º:#-]{1,24}", re.IGNORECASE)


def are_references(texts: Sequence[str]) -> bool:
    """Whether most texts, but for days, are numbers or codes of something."""
    told = [text for text in texts if not is_day(text)]
    return bool(told) and sum(_REFERENCE.fullmatch(text) is not None for text in told) > 0.6 * len(told)


def is_assessment(texts: Sequence[str], words: int) -> bool:
    """Whether texts are, most of them, few words that tell how far things have come; yes and no answer anything."""
    told = [text for text in texts if len(text.split()) <= words and not is_answer(text)]
    return sum(map(tells_of_deed, told)) > 0.6 * len(texts)
