"""Times as questions have them: two ends with a slash between."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

FAR, LONG_AGO = "9999", "0000"
"""The ends of a time that has none."""
_A_DAY = len("2006-10-11")


def told(time: str) -> str:
    """A time as people read it."""
    start, _, end = time.partition("/")
    if end == FAR:
        return f"{start} …"
    return end if start == end else f"… {end}" if start == LONG_AGO else f"{start} … {end}"


def last_day(time: str) -> str:
    """The last day of a time that something is to be known by; empty where the time has no such end."""
    start, _, end = time.partition("/")
    on_a_day = start == end and len(end) == _A_DAY
    return day_after_which(end) if end != FAR and (start == LONG_AGO or on_a_day) else ""


def day_after_which(time: str) -> str:
    """The last day of a year or a month; a day is its own."""
    year, month, day = (*time.split("-"), "", "")[:3]
    return f"{year}-{month or 12}-{day or calendar.monthrange(int(year), int(month or 12))[1]}"


def day_after(time: str) -> str:
    """The day after a year, a month or a day has ended."""
    return (date.fromisoformat(day_after_which(time)) + timedelta(days=1)).isoformat()


def day_before(time: str) -> str:
    """The day before a year, a month or a day begins."""
    first = date.fromisoformat(f"{time}-01-01"[:10])
    return (first - timedelta(days=1)).isoformat()
