"""What a picture shows, in words: how many there are, where is most, and what comes next.

Each is worked out from the figures that are drawn, so that it says the same: a heading, and what stands after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tcgraph.pages.charts.figure import Cell
from tcgraph.pages.charts.svg import shortened
from tcgraph.pages.charts.timeline import TimelineMark, position, when
from tcgraph.pages.i18n import of_language, translator
from tcgraph.pages.labels import day
from tcgraph.pages.result_columns import is_figures
from tcgraph.pages.site import Answer
from tcgraph.rdf import Literal, NamedNode, Term, number_of, plain
from tcgraph.terms import BASE, ID

if TYPE_CHECKING:
    from tcgraph.pages.charts.bars import Bar


Said = tuple[tuple[str, str], ...]
"""Headings, and what is said under each."""
_NAMED = 3
"""Names that are listed; more are counted."""
_LONG = 80


def counted(name: str, told: object) -> str:
    """A name with its figure behind it, on the line on which the name ends."""
    return f"{name}\u00a0·\u00a0{told}"


def in_all(n: int, language: str, of: int = 0, *, bars: int = 0) -> Said:
    """How many there are, each counted once.

    Args:
        n: how many.
        language: of the words.
        of: of how many, where these are not all.
        bars: what the figures of a picture add up to, where some stand in several bars; else 0.
    """
    t = translator(language)
    told = t("figure.of_all", n=n, all=of) if of > n else str(n)
    return ((t("figure.in_all"), t("figure.once", told=told, bars=bars) if bars else told),)


def most(
    figures: Iterable[tuple[str, int]],
    language: str,
    of: str = "",
    series: str = "",
    notes: Mapping[str, str] = MappingProxyType({}),
) -> Said:
    """Which names have the highest figure; nothing of fewer than two names, and where all are alike.

    Args:
        figures: names with their figures.
        language: of the words.
        of: what the names are, where figures of several kinds stand beside each other.
        series: of which part of a bar the figures are, if not of the whole.
        notes: what stands behind a name, its figure within.
    """
    t = translator(language)
    told = list(figures)
    highest = max((n for _, n in told), default=0)
    if not highest or all(n == highest for _, n in told):
        return ()
    head = t("figure.most_as", series=series) if series else t("figure.most")
    return ((head + f" ({of})" * bool(of), _at(told, highest, language, notes)),)


def of_bars(bars: Sequence[Bar], series: Mapping[str, str], language: str) -> Said:
    """What bars show: where is most, in all, of what is done, and of what is planned."""
    said = list(most(((bar.label, bar.total) for bar in bars), language))
    for status in ("taken", "planned"):
        if status in series:
            said += most(((bar.label, bar.parts.get(status, 0)) for bar in bars), language, series=series[status])
    return tuple(said)


def of_shares(bars: Sequence[Bar], series: Mapping[str, str], language: str, of: str = "") -> Said:
    """Of bars of a whole, how many have the first colour alone, and how many any of the last."""
    t = translator(language)
    first, last = next(iter(series)), list(series)[-1]
    wholly = sum(bar.parts.get(first, 0) == bar.total > 0 for bar in bars)
    some = sum(bar.parts.get(last, 0) > 0 for bar in bars)
    heads = (t("figure.wholly", series=series[first]), wholly), (t("figure.in_some", series=series[last]), some)
    return tuple(
        (f"{of}, {head[0].lower()}{head[1:]}" if of else head, t("figure.of_all", n=n, all=len(bars)))
        for head, n in heads
    )


def not_drawn(rest: Sequence[tuple[str, int, str]], language: str) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """What a picture has no room for, to be folded away: names, their figures where these differ, and their pages."""
    if not rest:
        return ()
    figures = {n for _, n, _ in rest}
    alike = len(figures) == 1
    key = "figure.not_drawn_each" if alike else "figure.not_drawn"
    told = translator(language)(key, n=len(rest), figure=min(figures))
    return ((told, tuple(Cell(name if alike else counted(name, n), href) for name, n, href in rest)),)


def of_moments(moments: Sequence[TimelineMark], n: int, on: str, language: str) -> Said:
    """Of dated things, of ``n`` in all: how many have a date, and which come next after a day."""
    if n < 2:
        return ()
    told = translator(language)("figure.promised", n=n, dated=len(moments)) if n > len(moments) else str(n)
    return (translator(language)("figure.in_all"), told), *_next(moments, on, language)


def _next(moments: Sequence[TimelineMark], on: str, language: str) -> Said:
    """What comes next after a day; of things of one month or year all. What is done already does not come."""
    moments = [moment for moment in moments if moment.kind != "met"]
    ends = [position(moment.end or moment.start, first=False) for moment in moments]
    soonest = min((end for end in ends if end > position(on, first=True)), default=0.0) if on else 0.0
    ahead = [moment for moment, end in zip(moments, ends, strict=True) if end == soonest]
    return ((translator(language)("figure.next", day=day(on, language)), _dated(ahead, on, language)),) if ahead else ()


def _dated(moments: Sequence[TimelineMark], on: str, language: str) -> str:
    told = when(moments[0], language)
    # Of what is dated by the month of that day nobody knows whether it came before.
    told = translator(language)("figure.no_day", when=told) if moments[0].start == on[:7] else told
    return f"{listed([moment.name or moment.label for moment in moments], language)} ({told})"


def _at(figures: Sequence[tuple[str, int]], figure: int, language: str, notes: Mapping[str, str]) -> str:
    names = [name for name, n in figures if n == figure]
    if len(names) > _NAMED:
        # Which of them would be named is a matter of the alphabet.
        return translator(language)("figure.with", n=len(names), figure=figure)
    if any(name in notes for name in names):
        return _semicolon(language).join(shortened(name, _LONG) + notes.get(name, f" ({figure})") for name in names)
    return f"{listed(names, language)} ({figure})"


def listed(names: Sequence[str], language: str, most: int = _NAMED) -> str:
    """Some names, and how many more there are."""
    told = _semicolon(language).join(shortened(name, _LONG) for name in names[:most])
    more = len(names) - most
    return translator(language)("figure.and_more", names=told, n=more) if more > 0 else told


def _semicolon(language: str) -> str:
    return f"{of_language(language, 'before_signs')}; "


MOST, BARS = 45, 30
"""How many things a picture has, and how many bars: of a whole that is larger its title says how many."""
_YEARS = re.compile(r"(\d{4})-\d\d\b")
"""The years of a programme as documents write them, such as 2008-09."""


def is_count(answer: Answer, index: int) -> bool:
    """Whether a column holds whole numbers that count; the number of a row or a recommendation counts nothing."""
    return (
        "number" not in answer.variables[index].split("_")
        and is_figures(answer, index)
        and all(isinstance(number_of(row[index]), int) for row in answer.rows if row[index] is not None)
    )


def amounts(answer: Answer, of: str, numeric: Sequence[int]) -> list[tuple[object, int]]:
    """For each row what is counted, and for how much: a thing of the column ``of``, else the row itself."""
    if of:
        column = answer.variables.index(of)
        return [(row[column], int(row[column] is not None)) for row in answer.rows]
    return [(place, int(plain(row[numeric[0]]) or 0) if numeric else 1) for place, row in enumerate(answer.rows)]


def totals(told: Iterable[tuple[str, tuple[object, int]]]) -> dict[str, int]:
    """What comes together under each name, where each thing counts once."""
    found: dict[str, int] = {}
    for (name, _), amount in {(name, thing): amount for name, (thing, amount) in told}.items():
        found[name] = found.get(name, 0) + amount
    return found


def uncut(measures: Sequence[float], most: int) -> int:
    """How many of what stands in order have room, where what measures alike stands there wholly or not at all.

    Which of those that are alike would stand last is a matter of the alphabet, and so of the reader's language.

    Args:
        measures: of each, in order.
        most: for how many there is room; 0 for all.
    """
    if not most or len(measures) <= most:
        return len(measures)
    first = last = most
    while first and measures[first - 1] == measures[most]:
        first -= 1
    while last < len(measures) and measures[last] == measures[most]:
        last += 1
    return first or last


def sources_of(answer: Answer) -> list[str]:
    """The sites that rows say they are from, where they are from elsewhere than what the project itself has read."""
    if "source" not in answer.variables:
        return []
    column = answer.variables.index("source")
    told = {plain(row[column]) for row in answer.rows if isinstance(row[column], NamedNode)}
    return sorted({urlsplit(iri).hostname or iri for iri in told if not iri.startswith(BASE)})


def is_incomplete(answer: Answer) -> bool:
    """Whether each row says of itself that it is from a list that lacks some, or may."""
    return bool(answer.rows) and all(row.get("complete", "yes") != "yes" for row in answer.texts())


def country_of(term: object) -> str:
    """The code of a country that a cell names, by its address or by the code; empty for anything else."""
    if isinstance(term, NamedNode) and term.value.startswith(ID + "country/"):
        return term.value.removeprefix(ID + "country/")
    if isinstance(term, Literal) and len(term.value) == 3 and term.value.isascii() and term.value.isupper():
        return term.value
    return ""


def span(row: Mapping[str, Term], names: Sequence[str]) -> tuple[str, str]:
    """When a row's thing begins and ends; what is due by the last year of a period has all of its years."""
    start, end = next((plain(row[name]) for name in names if name in row), ""), plain(row.get("end"))
    years = _YEARS.match(plain(row.get("as_written"))) if plain(row.get("kind")) == "period" else None
    return (years[1], start) if years else (start, end)
