"""How what has a date stands on a day: overdue is what a later report tells as not done, and nothing else."""

from __future__ import annotations

from enum import StrEnum

from tcgraph.followup.dates import passed


class Standing(StrEnum):
    """How something that is owed or planned stands on a day; the value is its name in the catalogue of words."""

    MET = "met"
    """A report tells that it was done."""
    PROPOSED = "proposed"
    """Its date is that of a decision that was only proposed."""
    UNDATED = "undated"
    """It has no date of its own."""
    AHEAD = "open"
    """Its date is not over."""
    OVERDUE = "late"
    """Its date is over, and a later report tells of it as not done."""
    UNTOLD = "untold"
    """Its date is over, and the later reports do not tell of it."""
    UNKNOWN = "unknown"
    """Its date is over, and no later report is known: it may well have been done."""


def standing(when: str, day: str, last: str, told: str = "") -> Standing:
    """How something that is not known to be done stands.

    Args:
        when: its day, month or year; empty where it has none.
        day: as of when.
        last: the day of the last report known by then.
        told: the day of the last report that tells of it as not done; empty where none does.
    """
    if not when:
        return Standing.UNDATED
    if not passed(when, day):
        return Standing.AHEAD
    if passed(when, told):
        return Standing.OVERDUE
    return Standing.UNTOLD if passed(when, last) else Standing.UNKNOWN
