"""Which kinds of things properties link: a rung for each property, from the kind it is said of to the kind it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tcgraph.pages.charts.svg import Drawing, document, element, shortened, text, title

_WIDTH, _BOX, _ROW = 960, 250, 34


@dataclass(frozen=True, slots=True)
class End:
    """A box: its name, and where it leads; no address where it stands for anything at all."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A property between two kinds of things."""

    start: End
    link: End
    end: End


def ladder(label: str, rungs: Sequence[Rung]) -> str:
    """A picture of rungs; neighbours that start alike share their box."""
    parts: list[str] = []
    y = 6.0
    for start, group in groupby(rungs, key=lambda rung: rung.start):
        own = list(group)
        top = y
        for rung in own:
            middle = y + _ROW / 2
            line = element("path", d=f"M{_BOX} {middle:g} H{_WIDTH - _BOX - 8}", paint="line", stroke_width=1)
            head = f"M{_WIDTH - _BOX - 9} {middle - 4:g} l8 4 l-8 4 Z"
            name = text(shortened(rung.link.label, 44), _WIDTH / 2, middle - 5, text_anchor="middle")
            parts += [line, element("path", d=head, paint="soft"), element("a", name, href=rung.link.href)]
            parts.append(_box(rung.end, _WIDTH - _BOX, middle - 13, 26))
            y += _ROW
        parts.append(_box(start, 0, top + 4, y - top - 8, dark=True))
        y += 8
    return document(label, Drawing(_WIDTH, y, tuple(parts)))


def _box(end: End, left: float, top: float, height: float, *, dark: bool = False) -> str:
    drawn = (
        title(end.label)
        + element(
            "rect", x=left + 1, y=top, width=_BOX - 2, height=height, rx=6,
            paint="middle" if dark else "box",
        )
        + text(
            shortened(end.label, 32), left + _BOX / 2, top + height / 2 + 4, text_anchor="middle",
            paint="on-middle" if dark else "ink",
        )
    )  # fmt: skip
    return element("a", drawn, href=end.href) if end.href else element("g", drawn)
