"""Things in time: one line each, a dot for a day or a bar for a span; of an inexact day, a line for where it lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import LINE, NARROW, WIDE, Drawing, element, lines, mark, named, paragraph, text, width_of
from tcgraph.pages.i18n import of_language, translator
from tcgraph.pages.labels import days, in_order

_SIDE = 330
PAINTS = {"event": "bar", "deadline": "bar", "period": "2", "owed": "owed", "proposed": "proposed", "met": "pilot"}
"""The colours of kinds of dates; what is owed is square, so that it is not told by its colour alone."""
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """Something dated.

    Attributes:
        label: its name.
        start: when it begins, as far as that is known (``2006``, ``2006-09``, ``2006-09-28``); empty where it is not.
        end: when it ends.
        href: its page.
        kind: what kind of date it is, by which it is coloured: an event, a deadline, a period, owed,
            proposed, or owed and met.
        name: what it is called alone, where the label says more.
    """

    label: str
    start: str
    end: str = ""
    href: str = ""
    kind: str = "event"
    name: str = ""

    @property
    def paint(self) -> str:
        """The colour of its kind."""
        return PAINTS[self.kind]


def when(moment: TimelineMark, language: str) -> str:
    """A moment's day or span in words; of what is done already, that it is the day on which it was due."""
    told = days(moment.start, moment.end, language)
    return translator(language)("figure.due_and_done", when=told) if moment.kind == "met" else told


def of_a_year(moment: TimelineMark) -> bool:
    """Whether of its day the year alone is told."""
    return moment.end in ("", moment.start) and re.fullmatch(r"\d{4}", moment.start) is not None


def dated(moments: Sequence[TimelineMark]) -> list[TimelineMark]:
    """Those that have a date, each once, the earliest first."""
    once = {(m.label, m.start, m.end): m for m in reversed(moments) if position(m.start, first=True)}
    return sorted(once.values(), key=lambda m: (position(m.start, first=True), in_order(m.label)))


def timeline(
    moments: Sequence[TimelineMark], language: str, seen: tuple[float, str] | None = None
) -> tuple[Drawing, ...]:
    """Dated things for a wide and for a narrow screen, the earliest first; those without a date are left out.

    Args:
        moments: what is shown.
        language: of days.
        seen: a day, as a fraction of years, at which a line stands, and the words beside it.
    """
    shown = dated(moments)
    return tuple(_drawn(shown, language, width, seen) for width in (WIDE, NARROW)) if shown else ()


def _drawn(moments: Sequence[TimelineMark], language: str, width: int, seen: tuple[float, str] | None) -> Drawing:
    beside = width == WIDE
    start = float(_SIDE if beside else 8)
    spans = [(position(m.start, first=True), position(m.end or m.start, first=False)) for m in moments]
    ends = [*(end for span in spans for end in span), *([seen[0]] if seen else [])]
    first, last = int(min(ends)), int(max(ends)) + 1
    scale = (width - start - 24) / (last - first)
    parts: list[str] = []
    top = 30.0
    for moment, (begin, end) in zip(moments, spans, strict=True):
        told = f"{moment.label}{of_language(language, 'before_signs')}: {when(moment, language)}"
        label = lines(told if not beside else moment.label, _SIDE - 16 if beside else width)
        # On a ground of its own, so that the lines of the years do not cross it.
        for line, told_line in enumerate(label if not beside else ()):
            wide = min(float(width), width_of(told_line) + 4)
            parts.append(element("rect", x=0, y=top + LINE * line, width=wide, height=LINE, paint="ground"))
        parts.append(named(paragraph(label, 0, top + 13, paint="ink"), moment.href))
        y = top + 8 if beside else top + LINE * len(label) + 8
        x1, x2 = start + (begin - first) * scale, start + (end - first) * scale
        if of_a_year(moment):
            # A bar would say that it took the year.
            span = f"M{x1:.1f} {y - 5:g}v10M{x1:.1f} {y:g}H{x2:.1f}M{x2:.1f} {y - 5:g}v10"
            parts.append(mark("path", told, moment.start, d=span, paint="sign", stroke_width="2"))
        elif x2 - x1 < 9:
            middle = round((x1 + x2) / 2, 1)
            round_mark = moment.paint == "bar"
            place = (
                {"cx": middle, "cy": y, "r": 6}
                if round_mark
                else {"x": middle - 6, "y": y - 6, "width": 12, "height": 12}
            )
            parts.append(mark("circle" if round_mark else "rect", told, moment.start, paint=moment.paint, **place))
            if moment.kind == "met":
                # It stands on the day on which it was due, be that after the day from which one looks.
                parts.append(text("✓", middle, y + 4, text_anchor="middle", font_size=11, paint="on-middle"))
        else:
            parts.append(
                mark("rect", told, moment.start, x=round(x1, 1), y=y - 6, width=round(x2 - x1, 1), height=12, rx=4,
                     paint=moment.paint)
            )  # fmt: skip
        if beside:
            line_at = start + (seen[0] - first) * scale if seen else None
            parts.append(_date(when(moment, language), x1, x2, y, (start, float(width)), line_at))
        top += max(LINE * len(label), 18) + 8 if beside else LINE * len(label) + 24
    lines_of_years = _years(first, last, start, scale, top, width)
    if seen is None:
        return Drawing(width, top + 4, (*lines_of_years, *parts))
    x = round(start + (seen[0] - first) * scale, 1)
    now = element("path", d=f"M{x:g} 24V{top:g}", paint="late", stroke_width="1.5")
    # On the side that has room for them.
    before = x > width / 2 and width_of(seen[1], 13) <= x
    room = max(0.0, x + width_of(seen[1], 13) - width) if not before else 0.0
    anchor = "end" if before else "start"
    words = text(seen[1], x - room, top + 14, text_anchor=anchor, paint="bad", font_size=13)
    return Drawing(width, top + 22, (*lines_of_years, now, *parts, words))


def _date(told: str, x1: float, x2: float, y: float, room: tuple[float, float], line_at: float | None) -> str:
    """The day beside its mark, on a ground of its own: behind the mark, or before it where it would end the picture.

    It stands before it, too, where it would cut the line of a day and there is room.
    """
    wide = width_of(told, 12)
    after, before = max(x2, (x1 + x2) / 2 + 6) + 6, min(x1, (x1 + x2) / 2 - 6) - 6 - wide
    cuts = line_at is not None and after - 2 <= line_at <= after + wide and before >= room[0]
    x = before if cuts or after + wide > room[1] else after
    ground = element("rect", x=x - 2, y=y - 8, width=wide + 2, height=16, paint="ground")
    return ground + text(told, x, y + 4, paint="soft", font_size=12)


def _years(first: int, last: int, start: float, scale: float, bottom: float, width: int) -> list[str]:
    # A year's figures take some 40 units; they stand apart by at least as much again.
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if step * scale >= 60 or step == 1000)
    made: list[str] = []
    for year in range(first - first % step if step > 1 else first, last + 1, step):
        x = round(start + (year - first) * scale, 1)
        if x < start - 1:
            continue
        anchor = "start" if x < 20 else "end" if x > width - 20 else "middle"
        made.append(element("path", d=f"M{x:g} 24V{bottom:g}", paint="line", stroke_width="0.7"))
        made.append(text(str(year), x, 16, text_anchor=anchor, paint="soft"))
    return made


def position(date: str, *, first: bool) -> float:
    """A date as a fraction of years, of an inexact one its first or last moment; 0 for what is no date."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        return 0.0
    year, month, day_of_month = int(found[1]), found[2], found[3]
    if month is None:
        return year + (0.0 if first else 0.999)
    before = sum(_LENGTHS[: int(month) - 1])
    if day_of_month is None:
        return year + (before if first else before + _LENGTHS[int(month) - 1] - 1) / 365
    return year + (before + int(day_of_month) - 1) / 365
