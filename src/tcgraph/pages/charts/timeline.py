"""Things in time: one line each, a dot for a day or a bar for a span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import document, element, shortened, text, title
from tcgraph.pages.locale_format import day

_NAME = 330
_ROOM = 440
_ROW = 24
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something dated; dates as far as they are known (``2006``, ``2006-09``, ``2006-09-28``)."""

    label: str
    start: str
    end: str = ""


def timeline(label: str, moments: Sequence[Moment], language: str) -> str:
    """A picture of dated things, the earliest first; those without a date are left out."""
    dated = [(m, _position(m.start, first=True), _position(m.end or m.start, first=False)) for m in moments if m.start]
    dated = [item for item in dated if item[1] and item[2]]
    if not dated:
        return document(label, 320, 40, [text(label, 8, 24)])
    first = int(min(item[1] for item in dated))
    last = int(max(item[2] for item in dated)) + 1
    scale = _ROOM / (last - first)
    bottom = 34 + _ROW * len(dated)
    step = max(1, (last - first) // 8)
    parts: list[str] = []
    for year in range(first, last + 1, step):
        x = round(_NAME + (year - first) * scale, 1)
        parts.append(element("line", x1=x, x2=x, y1=26, y2=bottom, stroke="#9aa1ad", stroke_width="0.7"))
        parts.append(text(str(year), x, 18, text_anchor="middle"))
    for index, (moment, start, end) in enumerate(sorted(dated, key=lambda item: (item[1], item[0].label))):
        y = 34 + _ROW * index + 10
        x1, x2 = _NAME + (start - first) * scale, _NAME + (end - first) * scale
        when = " – ".join(day(date, language) for date in dict.fromkeys((moment.start, moment.end)) if date)
        parts.append(text(shortened(moment.label, 43), _NAME - 12, y + 4, text_anchor="end"))
        told = title(f"{moment.label}: {when}")
        if x2 - x1 < 7:
            parts.append(element("circle", told, cx=round((x1 + x2) / 2, 1), cy=y, r=5, fill="#1e2dbe"))
        else:
            width = round(x2 - x1, 1)
            parts.append(element("rect", told, x=round(x1, 1), y=y - 5, width=width, height=10, rx=4, fill="#1e2dbe"))
    return document(label, _NAME + _ROOM + 40, bottom + 8, parts)


def _position(date: str, *, first: bool) -> float:
    """A date as a fraction of years; of an inexact one its first or last moment."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date)
    if not found:
        return 0.0
    year, month, day = int(found[1]), found[2], found[3]
    if month is None:
        return year + (0.0 if first else 0.999)
    before = sum(_LENGTHS[: int(month) - 1])
    if day is None:
        return year + (before if first else before + _LENGTHS[int(month) - 1] - 1) / 365
    return year + (before + int(day) - 1) / 365
