"""Times as questions have them: two ends with a slash between."""

from __future__ import annotations

import calendar

FAR, LONG_AGO = "9999", "0000"
"""The ends of a time that has none."""


def told(time: str) -> str:
    """A time as people read it."""
    start, _, end = time.partition("/")
    if end == FAR:
        return f"{start} …"
    return end if start == end else f"… {end}" if start == LONG_AGO else f"{start} … {end}"


def last_day(time: str) -> str:
    """The last day of a time that something is to be known by; empty where the time has no such end."""
    start, _, end = time.partition("/")
    if end == FAR or start not in (end, LONG_AGO):
        return ""
    year, _, month = end.partition("-")
    last = calendar.monthrange(int(year), int(month or 12))[1]
    return f"{year}-{month or 12}-{last}"
