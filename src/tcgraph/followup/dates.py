"""Dates as people write them in tables: days, months, years and quarters; nothing is guessed."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Final

_MONTHS: Final = {name.lower(): i for i, name in enumerate(calendar.month_name) if name} | {
    name.lower(): i for i, name in enumerate(calendar.month_abbr) if name
}
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DMY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+([A-Za-z]{3,9})\.?[\s./-]+(\d{4})")
_MONTH: Final = re.compile(r"(?:end(?: of)?\s+)?([A-Za-z]{3,9})\.?\s+(\d{4})")
_YEAR_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_YEAR: Final = re.compile(r"(?:end(?: of)?\s+)?(\d{4})")
_DOTTED: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


def read_date(words: str) -> datetime.date | None:
    """Read a date; a month or a year alone means its last day.

    Returns:
        The date, or None where the words are none, name a day that does not exist, or could be read in two ways
        (``03/04/2009``).
    """
    tidy = " ".join(words.split()).rstrip(".")
    try:
        if found := _ISO.fullmatch(tidy):
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DMY.fullmatch(tidy):
            return datetime.date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
        if found := _DOTTED.fullmatch(tidy):
            first, second, year = (int(part) for part in found.groups())
            if first <= 12 and second <= 12 and first != second:
                return None
            day, month = (second, first) if second > 12 else (first, second)
            return datetime.date(year, month, day)
        if found := _YEAR_MONTH.fullmatch(tidy):
            return _last(int(found[1]), int(found[2]))
        if found := _MONTH.fullmatch(tidy):
            return _last(int(found[2]), _MONTHS[found[1].lower()])
        if found := _YEAR.fullmatch(tidy):
            return datetime.date(int(found[1]), 12, 31)
    except (ValueError, KeyError, calendar.IllegalMonthError):
        return None
    return None


def _last(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
