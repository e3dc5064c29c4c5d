"""Days, months, years and spans of them, as people write them in English, French and Spanish."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from tcgraph.questions.in_words.lexicon import MINOR
from tcgraph.questions.in_words.word_tokens import AND, BETWEEN, TO, WordToken
from tcgraph.questions.plain_words import plain_words

# -- times as questions have them: two ends with a slash between

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


MONTHS = {
    month: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, month in enumerate(names.split(), 1)
}
_AFTER, _SINCE = frozenset(["after", "apres", "despues"]), frozenset(["since", "from", "depuis", "desde"])
_END = frozenset(("end", "fin", "finales", "fines", "final"))
"""Before the end of a year is in it, too."""
_BEFORE, _UNTIL = frozenset(["before", "avant", "antes"]), frozenset(["by", "until", "hasta"])


def times(words: list[WordToken], at: int) -> Iterator[tuple[int, int, str]]:
    """The times that begin at a word, each with where it begins and ends: the two ends with a slash between."""
    start, bound, ends = at, plain_words(words[at].typed), False  # the stem of "antes" is no word of time
    if bound in _AFTER | _SINCE | _BEFORE | _UNTIL | BETWEEN and at + 1 < len(words):
        at += 1
        while at < len(words) and words[at].word in MINOR:
            at += 1
        ends = bound in _BEFORE | _UNTIL and at < len(words) and plain_words(words[at].typed) in _END
        while ends and at < len(words) and words[at].word in MINOR | _END:
            at += 1
    found = _time(words, at)
    if found is None:
        return
    end, first, last = found
    if bound in _AFTER:
        first, last = day_after(last), FAR
    elif bound in _SINCE:
        last = FAR if first == last else last  # "from 2007 to 2011" has both ends
    elif bound in _BEFORE and not ends:
        first, last = LONG_AGO, day_before(first)
    elif bound in _BEFORE | _UNTIL:
        first = LONG_AGO
    yield start, end, f"{first}/{last}"


def _time(words: list[WordToken], at: int) -> tuple[int, str, str] | None:
    if at >= len(words):
        return None
    if day := _day(words, at):
        return day
    month = MONTHS.get(plain_words(words[at].typed))
    if month:
        next_at = at + 1
        while next_at < len(words) and words[next_at].word in MINOR:
            next_at += 1
        if next_at < len(words) and _is_year(words[next_at].word):
            told = f"{words[next_at].word}-{month:02}"
            return next_at + 1, told, told
        if (
            next_at < len(words)
            and (later := _time(words, next_at))
            and "-" in later[1]
            and words[at + 1].word in TO | AND
        ):
            return later[0], f"{later[1][:4]}-{month:02}", later[2]  # "between June and October 2006"
        return None
    word = words[at].word
    if not _is_year(word):
        return None
    if at + 2 < len(words) and words[at + 1].word in TO | {"/"} and words[at + 2].word.isdigit():
        last = words[at + 2].word
        last = word[:2] + last if len(last) == 2 else last
        if _is_year(last):
            return at + 3, word, last
    return at + 1, word, word


def _day(words: list[WordToken], at: int) -> tuple[int, str, str] | None:
    """Days of a month with its year, in any order: "28-29 September 2006", "11 octobre 2006", "October 11, 2006"."""
    small = [place for place in range(at, min(len(words), at + 9)) if words[place].word not in MINOR or place == at]
    days: list[int] = []
    month = year = 0
    for place in small:
        word = plain_words(words[place].typed)
        if word.isdigit() and 0 < int(word) < 32 and len(days) < 2:
            days.append(int(word))
        elif word in MONTHS and not month:
            month = MONTHS[word]
        elif _is_year(word) and month and days:
            year = place
            break
        elif not (words[place].word in TO and days):
            return None
    if not year:
        return None
    told = [f"{words[year].word}-{month:02}-{day:02}" for day in days]
    return year + 1, told[0], told[-1]


def _is_year(word: str) -> bool:
    return word.isdigit() and len(word) == 4 and "1900" <= word < "2100"
