"""Horizontal bars, plain or stacked by status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import PAINT, document, element, shortened, text, title

_ROW = 22
_NAME = 330
_ROOM = 460
_PLAIN = "#1e2dbe"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        key: a short name before the label, such as a number; may be empty.
        label: what the bar is about.
        parts: value by series, in drawing order.
    """

    key: str
    label: str
    parts: Mapping[str, int]


def stacked_bars(label: str, bars: Sequence[Bar], series: Mapping[str, str]) -> str:
    """A bar chart.

    Args:
        label: what the picture shows, for those who do not see it.
        bars: top to bottom.
        series: name of each series by key; keys of :data:`tcgraph.pages.charts.svg.PAINT` get its patterns.
    """
    longest = max((sum(bar.parts.values()) for bar in bars), default=1) or 1
    scale = min(28.0, _ROOM / longest)
    parts: list[str] = []
    top = 8.0
    if len(series) > 1:
        x = float(_NAME)
        for key, name in series.items():
            parts.append(element("rect", x=x, y=top, width=14, height=14, **_paint(key)))
            parts.append(text(name, x + 20, top + 12))
            x += 36 + 8 * len(name)
        top += 30
    for bar in bars:
        parts.append(text(shortened(f"{bar.key} {bar.label}".strip(), 42), _NAME - 10, top + 15, text_anchor="end"))
        x = float(_NAME)
        for key, value in bar.parts.items():
            if value:
                told = title(f"{bar.label}: {value} {series.get(key, key)}")
                parts.append(
                    element("rect", told, x=round(x, 1), y=top, width=round(value * scale, 1), height=16, **_paint(key))
                )
                x += value * scale
        parts.append(text(str(sum(bar.parts.values())), x + 6, top + 13))
        top += _ROW
    return document(label, _NAME + _ROOM + 50, top + 8, parts)


def _paint(key: str) -> dict[str, object]:
    return {"fill": PAINT.get(key, _PLAIN), "stroke": "#3b4150", "stroke-width": "0.8"}
