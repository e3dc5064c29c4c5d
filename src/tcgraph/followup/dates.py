"""Dates as people write them in tables: days, months, quarters and years, in three languages; nothing is guessed."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from typing import Final

from tcgraph.followup.folded_text import plain_words

_NAMES: Final = """\
january february march april may june july august september october november december
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
jan feb mar apr may jun jul aug sep oct nov dec
janv fevr mars avr mai juin juil aout sept oct nov dec
ene feb mar abr may jun jul ago sep oct nov dic"""
_MONTHS: Final = {name: month for line in _NAMES.splitlines() for month, name in enumerate(line.split(), start=1)}
MONTHS: Final = tuple(name for name in _MONTHS if len(name) > 3)
"""The names of months, without those that other words are alike."""
_ORDINALS: Final = {
    **dict.fromkeys(("1", "first", "premier", "primer", "1st", "1er"), 1),
    **dict.fromkeys(("2", "second", "deuxieme", "segundo", "2nd", "2e"), 2),
    **dict.fromkeys(("3", "third", "troisieme", "tercer", "3rd", "3e"), 3),
    **dict.fromkeys(("4", "fourth", "last", "quatrieme", "dernier", "cuarto", "ultimo", "4th", "4e"), 4),
}
_END: Final = r"(?:by\s+)?(?:(?:the\s+)?end(?:\s+of)?|late|fin(?:\s+de)?|fines\s+de|finales\s+de)?[\s-]*"
_PART: Final = "|".join(sorted(_ORDINALS, key=len, reverse=True))


def _day(year: str, month: str, day: str) -> datetime.date:
    return datetime.date(_year(year), _month(month), int(day))


def _last(year: str, month: int) -> datetime.date:
    return datetime.date(_year(year), month, calendar.monthrange(_year(year), month)[1])


def _year(digits: str) -> int:
    # Two digits are a year only beside a month's name, where they cannot be a day as well.
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS[name]


def _dotted(found: re.Match[str]) -> datetime.date | None:
    first, second = int(found[1]), int(found[2])
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    return datetime.date(int(found[3]), month, day)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], datetime.date | None]], ...]] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?", lambda found: _day(found[1], found[2], found[3])),
        # 15 January 2024, 1er mars 2024, 31 de diciembre de 2018, 15-Jan-24
        (
            r"(\d{1,2})(?:st|nd|rd|th|er|º)?[\s./-]+(?:of\s+|de\s+)?([a-z]{3,10})\.?,?[\s./-]+(?:de\s+|del\s+)?(\d{4}|\d{2})",
            lambda found: _day(found[3], found[2], found[1]),
        ),
        (r"([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,\s*(\d{4})", lambda found: _day(found[3], found[1], found[2])),
        (r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", _dotted),
        (r"(\d{4})-(\d{2})", lambda found: _last(found[1], int(found[2]))),
        (r"(\d{1,2})[/.](\d{4})", lambda found: _last(found[2], int(found[1]))),
        (_END + r"([a-z]{3,10})\.?,?[\s-]+(?:de\s+|del\s+)?(\d{4})", lambda found: _last(found[2], _month(found[1]))),
        # A quarter or a half, by number or in words.
        (r"[qt]\s?([1-4])[\s/-]*(\d{4})", lambda found: _last(found[2], 3 * int(found[1]))),
        (r"(\d{4})[\s/-]*[qt]([1-4])", lambda found: _last(found[1], 3 * int(found[2]))),
        (r"[hs]([12])[\s/-]*(\d{4})", lambda found: _last(found[2], 6 * int(found[1]))),
        (
            rf"({_PART})\s+(?:quarter|trimestre)(?:\s+of|\s+de)?\s+(\d{{4}})",
            lambda found: _last(found[2], 3 * _ORDINALS[found[1]]),
        ),
        (
            rf"({_PART})\s+(?:half|semestre)(?:\s+of|\s+de)?\s+(\d{{4}})",
            lambda found: _last(found[2], 6 * _ORDINALS[found[1]]),
        ),
        (_END + r"(\d{4})", lambda found: _last(found[1], 12)),
    )
)

_NO_DAY: Final = re.compile(
    r"[-–—]+|n\.?/?a\.?|none|nil|not applicable|tb[acd]|to be (?:determined|decided|confirmed)|on-?going"
    r"|continuous(?:ly)?|immediate(?:ly)?|sans objet|a determiner|s\.?o\.?|en continu"
    r"|no aplica|por determinar|permanente?"
)


def read_date(words: str) -> datetime.date | None:
    """Read a date; a month, a quarter, a half or a year alone means its last day.

    Returns:
        The date, or None where the words are none, name a day that does not exist, or could be read in two ways
        (``03/04/2009``).
    """
    tidy = plain_words(words).rstrip(".")
    for form, read in _FORMS:
        if (found := form.fullmatch(tidy)) is not None:
            try:
                return read(found)
            except KeyError:
                continue  # no month's name: "3rd quarter 2020" looks like a day at first
            except ValueError:
                return None
    return None


def names_no_day(words: str) -> bool:
    """Whether the words say on purpose that there is no date ("n/a", "to be determined", "continuous")."""
    return _NO_DAY.fullmatch(plain_words(words)) is not None


def passed(when: str, day: str) -> bool:
    """Whether all of a day, month or year lies before a day; the longest common precision decides."""
    return bool(when) and when < day[: len(when)]
