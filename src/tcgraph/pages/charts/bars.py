"""Horizontal bars, plain or stacked by status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tcgraph.pages.charts.svg import (
    LINE,
    NARROW,
    SIZE,
    WIDE,
    Drawing,
    element,
    lines,
    mark,
    named,
    paragraph,
    said,
    text,
    width_of,
)

_BAR = 18
_KEY, _BRACKET, _APART = 11, 5, 7
"""How large the key is that stands behind a bar for a part of it that has no room for its figure."""
_FINGER = 24
"""How far apart links stand at least (WCAG 2.2, 2.5.8)."""
_UNIT = 9
"""How wide one has to be at least where labels stand beside bars on a narrow screen."""


@dataclass(frozen=True, slots=True)
class BarLayout:
    """How wide the labels beside bars are, above them where it is 0; their lines and letters; the gap between bars."""

    side: int
    line: int
    size: int
    gap: int


_WIDE_LAYOUT = BarLayout(300, LINE, SIZE, 8)
_NARROW_LAYOUTS = (BarLayout(0, 17, SIZE, 7), *(BarLayout(side, 15, 12, 4) for side in (150, 175, 190, 205)))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        label: what the bar is about.
        parts: value by series, in drawing order.
        href: the page of what it is about.
        links: the facts behind each part, by series; :attr:`href` where there is none.
    """

    label: str
    parts: Mapping[str, int]
    href: str = ""
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(self.parts.values())


def bar_chart(
    bars: Sequence[Bar], series: Mapping[str, str], wide: int = WIDE, in_brackets: str = ""
) -> tuple[Drawing, ...]:
    """Bars for a wide and for a narrow screen.

    Args:
        bars: top to bottom.
        series: name of each series by key, which is also the name of its colour; where there is one, that is ``bar``.
        wide: how wide the wide one is, so that its letters are as large as the page's where it has less room.
        in_brackets: what is told below bars some of which have figures of their parts in brackets.
    """
    several = len(series) > 1
    fitting = (
        layout
        for layout in _NARROW_LAYOUTS
        if not layout.side or _fits(bars, NARROW - layout.side - 12, several=several)
    )
    narrow = min(
        (_drawn(bars, series, layout, NARROW, in_brackets) for layout in fitting), key=lambda drawing: drawing.height
    )
    return _drawn(bars, series, _WIDE_LAYOUT, wide, in_brackets), narrow


def _drawn(bars: Sequence[Bar], series: Mapping[str, str], layout: BarLayout, width: int, in_brackets: str) -> Drawing:
    side, line, size = layout.side * (width / WIDE if width > NARROW else 1), layout.line, layout.size
    start = float(side + 12 if side else 0)
    scale = _scale(bars, width - start, several=len(series) > 1)
    parts: list[str] = []
    top, behind = 4.0, False
    for bar in bars:
        label = lines(bar.label, side or width, size)
        shown = {"font_size": size} if size != SIZE else {}
        name = "".join(text(told, 0, top + line - 4 + line * at, paint="ink", **shown) for at, told in enumerate(label))
        parts.append(named(name, bar.href))
        bar_top = top + (0 if side else line * len(label))
        _parts(parts, bar, series, start, bar_top, scale)
        x = start + bar.total * scale + 6 + width_of(str(bar.total)) + _APART
        small = _unlabelled(bar, scale) if len(series) > 1 else []
        behind = behind or bool(small)
        for place, (key, value) in enumerate(small):
            # In brackets, since they are parts of the figure before them.
            if place == 0:
                parts.append(text("(", x, bar_top + 13, paint="soft", font_size=12))
                x += _BRACKET
            parts.append(element("rect", x=round(x, 1), y=bar_top + 4, width=_KEY, height=_KEY, paint=key))
            told = f"{value})" if place + 1 == len(small) else str(value)
            parts.append(text(told, x + _KEY + 3, bar_top + 13, paint="soft", font_size=12))
            x += _beside(value)
        below = max(_BAR, line * len(label)) if side else line * len(label) + _BAR
        top += max(_FINGER, below + layout.gap)
    if behind:
        below_all = lines(in_brackets, width, 12)
        parts.append(paragraph(below_all, 0, top + 14, paint="soft", font_size=12))
        top += LINE * len(below_all)
    return Drawing(width, top, tuple(parts))


def _scale(bars: Sequence[Bar], room: float, *, several: bool) -> float:
    """How wide one is drawn, so that each bar has room with all that stands behind it."""
    longest = max((bar.total for bar in bars), default=1) or 1
    scale = (room - width_of(str(longest)) - 10) / longest
    # A smaller scale leaves more parts without room, so that it is found step by step.
    while scale * longest > room / 2 and _widest(bars, scale, several=several) > room:
        scale *= 0.97
    return scale


def _widest(bars: Sequence[Bar], scale: float, *, several: bool) -> float:
    def wide(bar: Bar) -> float:
        behind = sum(_beside(value) for _, value in _unlabelled(bar, scale)) if several else 0
        return bar.total * scale + width_of(str(bar.total)) + 7 + _APART + _BRACKET + behind

    return max(map(wide, bars), default=0.0)


def _fits(bars: Sequence[Bar], room: float, *, several: bool) -> bool:
    """Whether bars have so little room without one of them running over, and one of what they count is seen."""
    scale = _scale(bars, room, several=several)
    return scale >= _UNIT and _widest(bars, scale, several=several) <= room


def _unlabelled(bar: Bar, scale: float) -> list[tuple[str, int]]:
    """The parts of a bar that are too small for their figure, where they are not all of it."""
    return [(key, n) for key, n in bar.parts.items() if 0 < n < bar.total and not _has_room(n, scale, key)]


def _has_room(value: int, scale: float, key: str) -> bool:
    # So much wider than its figure on a plain ground that the pattern is seen on both sides.
    return value * scale > width_of(str(value), 12) + (5 if key in _SOLID | _BARE else 22)


def _beside(value: int) -> float:
    return _KEY + 3 + width_of(str(value), 12) + 7


def _parts(parts: list[str], bar: Bar, series: Mapping[str, str], x: float, top: float, scale: float) -> None:
    for key, value in bar.parts.items():
        if value <= 0:
            continue
        wide = value * scale
        told = said(bar.label, series.get(key, ""), value)
        parts.append(
            mark(
                "rect", told, value, bar.links.get(key, bar.href), x=round(x, 1), y=top, width=round(wide, 1),
                height=_BAR, paint=key or "bar", data_series=key or None,
            )
        )  # fmt: skip
        shown = width_of(str(value), 12)
        # A bar that has but one part has its figure at its end.
        if len(series) > 1 and len(bar.parts) > 1 and _has_room(value, scale, key):
            left, middle = x + wide / 2 - shown / 2 - 3, x + wide / 2
            # On a plain ground, so that the number is read on every pattern.
            if key not in _SOLID:
                ground = element("rect", x=left, y=top + 2, width=shown + 6, height=14, rx=3, paint="ground")
                parts.append(ground)
            parts.append(
                text(
                    str(value), middle, top + 13, text_anchor="middle", font_size=12,
                    paint="on" if key in _SOLID else "ink", pointer_events="none",
                )
            )  # fmt: skip
        x += wide
    parts.append(text(str(bar.total), x + 6, top + 14, paint="ink", font_weight=600))


_BARE = frozenset(("unheard",))
"""Colours that are an outline, so that a figure hides nothing of them."""
_SOLID = frozenset(("taken", "bar", "answered", "asked", "pilot", "owed"))
"""Dark and without a texture, so that a light figure is read on them."""
