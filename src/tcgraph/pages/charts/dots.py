"""A mark for each thing, in rows: by the day it is due, or by what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import (
    LINE,
    NARROW,
    WIDE,
    Drawing,
    element,
    lines,
    linked,
    named,
    paragraph,
    said,
    text,
    title,
)

_STEP = 26
_SIDE = 210
_NAMED = 3
"""Of so many things of one row each has its name beside its mark."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One thing: its name, its series, which is the name of its colour, its page, and what else is said of it."""

    label: str
    series: str
    href: str = ""
    state: str = ""

    @property
    def told(self) -> str:
        """The name with what else is said."""
        return said(self.label, self.state)


@dataclass(frozen=True, slots=True)
class DotRow:
    """What belongs together: a heading, how many there are, and a mark for each.

    Attributes:
        label: the heading.
        dots: the marks.
        rule: what stands above it as a line.
    """

    label: str
    dots: Sequence[Dot]
    rule: str = ""


def dot_rows(rows: Sequence[DotRow]) -> tuple[Drawing, ...]:
    """Rows of marks for a wide and for a narrow screen."""
    return _drawn(rows, WIDE), _drawn(rows, NARROW)


def _drawn(rows: Sequence[DotRow], width: int) -> Drawing:
    beside = width == WIDE
    start = _SIDE if beside else 0
    across = (width - start) // _STEP
    parts: list[str] = []
    top = 2.0
    for row in rows:
        if row.rule:
            parts.append(element("path", d=f"M0 {top + 4:g}H{width}", paint="late", stroke_width=2))
            parts.append(text(row.rule, 0, top + 22, paint="bad", font_weight=600))
            top += 32
        told = len(row.dots) <= _NAMED
        label = lines(f"{row.label}\u00a0·\u00a0{len(row.dots)}", (_SIDE - 16) if beside else width)
        parts.append(paragraph(label, 0, top + 17, paint="ink"))
        first = top if beside else top + LINE * len(label) + 2
        below = 0.0
        for index, dot in enumerate(row.dots):
            x, y = (start, first + below) if told else (start + (index % across) * _STEP, first + below)
            parts.append(_mark(dot, x, y))
            if told:
                name = lines(dot.label, width - start - _STEP - 8)
                parts.append(named(paragraph(name, start + _STEP + 6, y + 17, paint="ink"), dot.href))
                below += max(_STEP, LINE * len(name) + 8)
            elif index + 1 == len(row.dots) or (index + 1) % across == 0:
                below += _STEP
        top = (max(top + LINE * len(label), first + below) if beside else first + below) + 8
    return Drawing(width, top, tuple(parts))


def _mark(dot: Dot, x: float, y: float) -> str:
    # The whole square answers to a finger; what is seen of it is smaller.
    ground = element("rect", x=x, y=y, width=_STEP, height=_STEP, fill="none", pointer_events="all")
    seen = element(
        "rect", x=x + 4, y=y + 4, width=_STEP - 8, height=_STEP - 8, rx=2, stroke_width=1.5,
        paint=dot.series, data_value=1, data_series=dot.series,
    )  # fmt: skip
    return linked(ground + seen, dot.href, dot.told) if dot.href else element("g", title(dot.told) + seen)
