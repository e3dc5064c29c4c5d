"""Numbers, days, places in a document and the order of names, as readers of a language have them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tcgraph.pages.i18n import has, of_language, translator
from tcgraph.questions.times import FAR, LONG_AGO
from tcgraph.rdf import Literal, Term

_DAY: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_VARYING: Final = re.compile(r"\d+|(?<=part )[a-z]\b|(?<=\()[a-z](?=\))")


def figure(term: Term | None, language: str) -> str | None:
    """A number as readers of a language write it; None for what is no number."""
    if not isinstance(term, Literal) or not term.value.lstrip("-").replace(".", "", 1).isdigit():
        return None
    whole, point, part = term.value.partition(".")
    return number(int(whole), language) + (of_language(language, "decimal") + part if point else "")


def number(value: int, language: str) -> str:
    """A whole number in groups of three digits; in Spanish four digits stand together."""
    together = len(str(abs(value))) < int(of_language(language, "group_from"))
    return str(value) if together else f"{value:,}".replace(",", of_language(language, "group"))


def day(text: str, language: str) -> str:
    """A day or month (``2006-10-11``, ``2006-10``) in words; anything else as it stands."""
    found = _DAY.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12:
        return text
    t = translator(language)
    month = t(f"month.{int(found[2])}")
    if not found[3]:
        return t("day.month", month=month, year=found[1])
    first = "first" if int(found[3]) == 1 else "day"
    return t(f"day.{first}", day=int(found[3]), month=month, year=found[1])


def days(start: str, end: str, language: str) -> str:
    """From a day or month to another in words, what they share once; either may be empty or open."""
    if FAR in (start, end) or LONG_AGO in (start, end):
        known = start if end == FAR else end
        way = "onward" if end == FAR else "until"
        return translator(language)(f"day.{way}", day=day(known, language)) if known not in (FAR, LONG_AGO) else ""
    first, last = _DAY.fullmatch(start), _DAY.fullmatch(end)
    if first and last and first[3] and last[3] and start < end and start[:7] == end[:7]:
        t = translator(language)
        month = t(f"month.{int(first[2])}")
        return t("day.day", day=f"{int(first[3])}–{int(last[3])}", month=month, year=first[1])
    return " – ".join(day(date, language) for date in dict.fromkeys((start, end)) if date)


def place(locator: str, language: str) -> str | None:
    """A locator (``row 17, right column, bullet 2``) in a language; None where one of its parts has no words there."""
    told: list[str] = []
    for part in re.split(r"([,;:] )", locator):
        if re.fullmatch(r"[,;:] ", part):
            # French sets a space before the colon and the semicolon.
            told.append(part if part == ", " else of_language(language, "before_signs") + part)
            continue
        varying = _VARYING.findall(part)
        key = "place." + _VARYING.sub("#", part)
        if not has(language, key):
            return None
        words = translator(language)(key)
        for value in varying:
            words = words.replace("#", value, 1)
        told.append(words)
    return "".join(told)


def in_order(text: str) -> str:
    """A text as it is sorted: as :func:`plainly` has it, and numbers in it by their value: 5 before 12."""
    return re.sub(r"\d+", lambda number: number[0].zfill(12), plainly(text))


def plainly(text: str) -> str:
    """A text without what sorting and seeking overlook: case and accents, so that Éthiopie stands before France."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
