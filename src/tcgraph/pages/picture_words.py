"""What a picture shows, in words: where is most and where least, what is first, last and next, and what is not drawn.

Each is worked out from the figures that are drawn, so that it says the same: a heading, and what stands after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tcgraph.pages.charts.svg import shortened
from tcgraph.pages.charts.timeline import Moment, position, when
from tcgraph.pages.i18n import of_language, translator
from tcgraph.pages.locale_format import day

if TYPE_CHECKING:
    from tcgraph.pages.charts.bars import Bar

Said = tuple[tuple[str, str], ...]
"""Headings, and what is said under each."""
_NAMED = 3
"""Names that are listed; more are counted."""
_LISTED = 8
"""Bars that are not drawn and still named with their figures; of more, it is told how many have which."""
_LONG = 80
_UNHEARD = ("unheard", "hedged")
_ASKED_OF = ("taken", "planned")
"""Statuses of which is told where is most: what is done, and what is to come."""


def counted(name: str, told: object) -> str:
    """A name with its figure behind it, on the line on which the name ends."""
    return f"{name}\u00a0·\u00a0{told}"


def in_all(n: int, language: str, of: int = 0, *, several: bool = False) -> Said:
    """How many there are, each counted once.

    Args:
        n: how many.
        language: of the words.
        of: of how many, where these are not all.
        several: whether a picture shows some of them in several places, so that its figures do not add up to ``n``.
    """
    t = translator(language)
    told = t("figure.of_all", n=n, all=of) if of > n else str(n)
    return ((t("figure.in_all"), t("figure.once", told=told) if several else told),)


def most_and_least(figures: Iterable[tuple[str, int]], language: str, of: str = "") -> Said:
    """Which names have the highest figure, and which the lowest; nothing of fewer than two names.

    Args:
        figures: names with their figures.
        language: of the words.
        of: what the names are, where figures of several kinds stand beside each other.
    """
    t = translator(language)
    told = list(figures)
    if len(told) < 2:
        return ()
    most, least = max(n for _, n in told), min(n for _, n in told)
    of = f" ({of})" if of else ""
    if most == least:
        return ((t("figure.equal") + of, str(most)),)
    return (
        (t("figure.most") + of, _at(told, most, language)),
        (t("figure.least") + of, _at(told, least, language)),
    )


def of_bars(bars: Sequence[Bar], series: Mapping[str, str], language: str) -> Said:
    """What bars show: most and least in all, and where most is taken and most planned."""
    t = translator(language)
    statuses = [status for status in _ASKED_OF if len(bars) > 1 and status in series]
    said = [
        *most_and_least(((bar.label, bar.total) for bar in bars), language),
        *(said for status in statuses for said in _most_as(bars, status, series[status], language)),
    ]
    if "taken" in statuses and (without := sum(not bar.parts.get("taken", 0) for bar in bars)):
        said.append((t("figure.without", series=series["taken"]), t("figure.of_all", n=without, all=len(bars))))
    return tuple(said)


def of_shares(bars: Sequence[Bar], series: Mapping[str, str], language: str, of: str = "") -> Said:
    """Of bars of a whole, how many have one colour alone; ``of`` is what the bars are."""
    t = translator(language)
    of = f" ({of})" if of else ""
    alone = {key: sum(bar.parts.get(key, 0) == bar.total > 0 for bar in bars) for key in series}
    last = list(series)[-1]
    wholly = [
        (t("figure.wholly", series=name) + of, t("figure.of_all", n=alone[key], all=len(bars)))
        for key, name in series.items()
        if key != last or alone[key]
    ]
    some = t("figure.of_all", n=sum(bar.parts.get(last, 0) > 0 for bar in bars), all=len(bars))
    return (*wholly, (t("figure.in_some", series=series[last]) + of, some))


def _most_as(bars: Sequence[Bar], key: str, name: str, language: str) -> Said:
    figures = [(bar.label, bar.parts.get(key, 0)) for bar in bars]
    most = max((n for _, n in figures), default=0)
    return ((translator(language)("figure.most_as", series=name), _at(figures, most, language)),) if most else ()


def not_drawn(rest: Sequence[tuple[str, int]], language: str) -> str:
    """The names and figures for which a picture has no room: each with its name where they are few."""
    t = translator(language)
    if not rest:
        return ""
    if len(rest) <= _LISTED:
        told = ", ".join(f"{name}\u00a0{n}" for name, n in rest)
    else:
        found = Counter(n for _, n in rest)
        told = ", ".join(t("figure.with", n=found[n], figure=n) for n in sorted(found, reverse=True))
    return t("figure.not_drawn", n=len(rest), told=told)


def of_moments(moments: Sequence[Moment], n: int, on: str, language: str) -> Said:
    """Of dated things in their order, of ``n`` in all: the first, the last, how many by a day and what comes next."""
    t = translator(language)
    if len(moments) < 2:
        return ()
    told = t("figure.promised", n=n, dated=len(moments)) if n > len(moments) else str(n)
    ends = [position(moment.end or moment.start, first=False) for moment in moments]
    by = sum(end <= position(on, first=False) for end in ends) if on else 0
    last = max(position(moment.start, first=True) for moment in moments)
    return (
        (t("figure.in_all"), told),
        (t("figure.first"), _dated([m for m in moments if m.start == moments[0].start], language)),
        (t("figure.last"), _dated([m for m in moments if position(m.start, first=True) == last], language)),
        *([(t("figure.by_day", day=day(on, language)), str(by))] if on else []),
        *_next(moments, on, language),
    )


def of_promises(moments: Sequence[Moment], states: Sequence[str], on: str, language: str) -> Said:
    """Of promises in their states: how many there are, how many name a date, and which come next after a day."""
    t = translator(language)
    named = [moment for moment in moments if moment.start]
    told = t("figure.promised", n=len(states), dated=len(named))
    heard = sum(state not in _UNHEARD for state in states)
    became = (t("figure.became"), t("figure.of_all", n=heard, all=len(states)))
    return ((t("figure.in_all"), told), became, *_next(named, on, language))


def _next(moments: Sequence[Moment], on: str, language: str) -> Said:
    """What comes next after a day; of things of one month or year all."""
    ends = [position(moment.end or moment.start, first=False) for moment in moments]
    soonest = min((end for end in ends if end > position(on, first=True)), default=0.0) if on else 0.0
    ahead = [moment for moment, end in zip(moments, ends, strict=True) if end == soonest]
    return ((translator(language)("figure.next", day=day(on, language)), _dated(ahead, language)),) if ahead else ()


def _dated(moments: Sequence[Moment], language: str) -> str:
    return f"{listed([moment.label for moment in moments], language)} ({when(moments[0], language)})"


def _at(figures: Sequence[tuple[str, int]], figure: int, language: str) -> str:
    names = [name for name, n in figures if n == figure]
    if len(names) > _NAMED:
        # Which of them would be named is a matter of the alphabet.
        return translator(language)("figure.with", n=len(names), figure=figure)
    return f"{listed(names, language)} ({figure})"


def listed(names: Sequence[str], language: str, most: int = _NAMED) -> str:
    """Some names, and how many more there are."""
    told = _semicolon(language).join(shortened(name, _LONG) for name in names[:most])
    more = len(names) - most
    return translator(language)("figure.and_more", names=told, n=more) if more > 0 else told


def _semicolon(language: str) -> str:
    return f"{of_language(language, 'before_signs')}; "
