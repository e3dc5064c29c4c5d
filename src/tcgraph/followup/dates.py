"""Dates as people write them in tables: days, months, quarters and years, in three languages; nothing is guessed."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator
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
    **dict.fromkeys(["1", "first", "premier", "primer", "primero", "1st", "1er", "1º", "1ª"], 1),
    **dict.fromkeys(["2", "second", "deuxieme", "segundo", "2nd", "2e", "2º", "2ª"], 2),
    **dict.fromkeys(["3", "third", "troisieme", "tercer", "tercero", "3rd", "3e", "3er", "3º"], 3),
    **dict.fromkeys(["4", "fourth", "last", "quatrieme", "dernier", "cuarto", "ultimo", "4th", "4e", "4º"], 4),
}
END: Final = (
    r"(?:(?:the\s+)?(?:end|close)(?:\s+of)?(?:\s+the)?|late|(?:la\s+)?fin(?:\s+(?:de|du|d'))?|(?:el\s+)?final(?:es)?\s+del?"
    r"|fines\s+del?)"
)
"""The end of a time, before the words for it."""
_PART: Final = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_YEAR: Final = r"(?:l')?(?:(?:the\s+)?year\s+|annee\s+|(?:el\s+)?ano\s+)?"
_END: Final = rf"(?:by\s+)?{END}?[\s-]*{_YEAR}"
_OF: Final = rf"(?:\s+(?:of|del?)|,)?\s+{_YEAR}"


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
        (r"([1-4])[qt][\s/-]*(\d{4})", lambda found: _last(found[2], 3 * int(found[1]))),
        (r"(\d{4})[\s/-]*[qt]([1-4])", lambda found: _last(found[1], 3 * int(found[2]))),
        (r"[hs]([12])[\s/-]*(\d{4})", lambda found: _last(found[2], 6 * int(found[1]))),
        (
            _END + rf"({_PART})\s+(quarter|trimestre|trim\.?|half|semestre|sem\.?){_OF}(\d{{4}})",
            lambda found: _last(found[3], (6 if found[2][0] in "hs" else 3) * _ORDINALS[found[1]]),
        ),
        (
            r"(?:the |el |l')?(?:biennium|bienio|exercice biennal) \d{4} ?[-–/] ?(\d{4})",
            lambda found: _last(found[1], 12),
        ),
        (_END + r"(\d{4})", lambda found: _last(found[1], 12)),
    )
)

_OF_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OPENING: Final = re.compile(
    r"[(«“\"]*(?:(?:by|before|avant|antes de(?: que (?:termine|finalice))?)\s+)?(?:(?:the|la|le|el)\s+)?", re.IGNORECASE
)
_FIRST_DAY: Final = re.compile(r"^\d{1,2}[-–](?=\d{1,2}\s)")
_UNTIL: Final = re.compile(rf"(?:before|avant|antes de)\s+(?={END})|antes de que (?:termine|finalice)\s+")
"""Before the end of a time is by it."""
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
    tidy = plain_words(words).rstrip(".").replace(".º", "º").replace(".ª", "ª").replace("1.er", "1er")
    tidy = _UNTIL.sub("", tidy)
    for form, read in _FORMS:
        if (found := form.fullmatch(tidy)) is not None:
            try:
                return read(found)
            except KeyError:
                continue  # no month's name: "3rd quarter 2020" looks like a day at first
            except ValueError:
                return None
    return None


def times_in(words: str) -> Iterator[tuple[int, int, str]]:
    """The times that a text names with their year: where each begins and ends, and how :func:`read_date` reads it.

    Of days from one to another, the last counts ("4-6 October 2027").
    """
    tokens = [(found.start(), found.end()) for found in re.finditer(r"\S+", words)]
    done = 0
    for last, (_, end) in enumerate(tokens):
        if _OF_YEAR.search(words, tokens[last][0], end) is None:
            continue
        ends = [tokens[last + more][1] for more in (1, 0) if last + more < len(tokens)]
        spans = ((start, stop) for start, _ in tokens[max(0, last - 6) : last + 1] for stop in ends if start >= done)
        for start, stop in spans:
            begin = _OPENING.match(words, start, stop).end()  # type: ignore[union-attr]
            time = words[begin:stop].rstrip(' ,;:.)»”"')
            if read_date(_FIRST_DAY.sub("", time)) is not None:
                done = stop
                yield begin, begin + len(time), _FIRST_DAY.sub("", time)
                break


_UNDATED: Final = re.compile(
    rf"(?<![\w/-])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)? (?:of |de )?(?P<month>{'|'.join(MONTHS)}|may)"
    rf"|(?P<named>{'|'.join(MONTHS)}|may) (?P<nth>\d{{1,2}})(?:st|nd|rd|th)?"
    r"|(?:the )?(?:end of (?:the|this|next|the following) year|year[- ]end)"
    r"|(?:la )?fin de l'an(?:nee)?\b(?: prochaine| suivante)?"
    r"|(?:el )?fin(?:al|ales|es)? de(?:l| este)? (?:proximo |siguiente )?ano\b(?: proximo| siguiente| que viene)?)"
    r"(?!,? (?:de |del )?(?:19|20)\d\d)(?![\w-])"
)
_NEXT_YEAR: Final = re.compile(r"\b(?:next|following|prochaine|suivante|proximo|siguiente|que viene)\b")


def days_after(words: str, day: datetime.date) -> Iterator[tuple[int, int, datetime.date]]:
    """The days that a text names without a year, and ends of a year, each as the first one that is not before a day.

    Args:
        words: the text.
        day: the day that it holds for.
    """
    plain = plain_words(words)
    for found in _UNDATED.finditer(plain) if len(plain) == len(words) else ():
        month = _MONTHS[found["month"] or found["named"] or "december"]
        of_month = int(found["day"] or found["nth"] or 31)
        later = _NEXT_YEAR.search(found[0]) is not None
        for year in (day.year + later, day.year + 1):
            if of_month <= calendar.monthrange(year, month)[1] and (it := datetime.date(year, month, of_month)) >= day:
                yield found.start(), found.end(), it
                break


def names_no_day(words: str) -> bool:
    """Whether the words say on purpose that there is no date ("n/a", "to be determined", "continuous")."""
    return _NO_DAY.fullmatch(plain_words(words)) is not None


def passed(when: str, day: str) -> bool:
    """Whether all of a day, month or year lies before a day; the longest common precision decides."""
    return bool(when) and when < day[: len(when)]
