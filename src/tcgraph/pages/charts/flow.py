"""Bands between columns of things: how much leads from each to each, as wide as it is much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import LINE, NARROW, WIDE, Drawing, element, lines, mark, named, paragraph, width_of

_UNIT = 14.0
_GAP = 8.0
_ROOMS = {WIDE: (240.0, 330.0, 120.0), NARROW: (126.0, 66.0, 84.0)}
"""How wide the boxes of each column are."""


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A thing in a column: a key, its name, its page, and a short name for narrow screens.

    The greater of what leads to it and from it stands beside its name, and is its height.
    """

    key: str
    label: str
    href: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """How much leads from one thing to a thing of the next column: keys, the amount, what it says, and its facts."""

    start: str
    end: str
    value: int
    label: str
    href: str = ""
    paint: str = "band"


@dataclass(slots=True)
class _Box:
    node: FlowNode
    text: list[str]
    x: float
    wide: float
    y: float
    tall: float
    left: float = 0
    right: float = 0


def flow(columns: Sequence[Sequence[FlowNode]], bands: Sequence[Band]) -> tuple[Drawing, ...]:
    """Two or three columns with the bands between them, for a wide and for a narrow screen."""
    return _drawn(columns, bands, WIDE), _drawn(columns, bands, NARROW)


def _drawn(columns: Sequence[Sequence[FlowNode]], bands: Sequence[Band], width: int) -> Drawing:
    boxes, height = _placed(columns, bands, width)
    parts: list[str] = []
    # In the order of the things at both ends, so that bands cross as little as can be.
    place = {key: index for index, key in enumerate(boxes)}
    parts += [
        _band(band, boxes[band.start], boxes[band.end])
        for band in sorted(bands, key=lambda band: (place[band.start], place[band.end]))
    ]
    for box in boxes.values():
        drawn = element("rect", x=box.x, y=box.y, width=box.wide, height=box.tall, rx=4, paint="box")
        top = box.y + box.tall / 2 - LINE * len(box.text) / 2 + 14
        parts.append(named(drawn + paragraph(box.text, box.x + 6, top, paint="ink"), box.node.href))
    return Drawing(width, height, tuple(parts))


def _placed(columns: Sequence[Sequence[FlowNode]], bands: Sequence[Band], width: int) -> tuple[dict[str, _Box], float]:
    rooms = _ROOMS[width][: len(columns)]
    space = (width - 2 - sum(rooms)) / (len(columns) - 1)
    placed: list[list[_Box]] = []
    x = 1.0
    for column, room in zip(columns, rooms, strict=True):
        y = 2.0
        made: list[_Box] = []
        for node in column:
            most = max(
                sum(b.value for b in bands if b.start == node.key), sum(b.value for b in bands if b.end == node.key)
            )
            name = node.short or node.label if width == NARROW else node.label
            text = lines(name, room - 12)
            if width_of(f"{text[-1]} · {most}") <= room - 12:
                text[-1] = f"{text[-1]}\u00a0·\u00a0{most}"
            else:
                text.append(f"· {most}")
            tall = max(LINE * len(text) + 8, most * _UNIT + 4)
            made.append(_Box(node, text, x, room, y, tall))
            y += tall + _GAP
        placed.append(made)
        x += room + space
    height = max(column[-1].y + column[-1].tall for column in placed if column) + 2
    boxes: dict[str, _Box] = {}
    for made in placed:
        down = (height - (made[-1].y + made[-1].tall)) / 2 if made else 0
        for box in made:
            box.y += down
            into = sum(b.value for b in bands if b.end == box.node.key)
            out = sum(b.value for b in bands if b.start == box.node.key)
            box.left, box.right = (box.y + (box.tall - n * _UNIT) / 2 for n in (into, out))
            boxes[box.node.key] = box
    return boxes, height


def _band(band: Band, start: _Box, end: _Box) -> str:
    thick = band.value * _UNIT - 2
    x1, x2 = start.x + start.wide, end.x
    y1, y2 = start.right + thick / 2, end.left + thick / 2
    start.right += band.value * _UNIT
    end.left += band.value * _UNIT
    bend = (x1 + x2) / 2
    top1, top2, low1, low2 = y1 - thick / 2, y2 - thick / 2, y1 + thick / 2, y2 + thick / 2
    above = f"M{x1:.0f} {top1:.1f}C{bend:.0f} {top1:.1f} {bend:.0f} {top2:.1f} {x2:.0f} {top2:.1f}"
    below = f"v{thick:.1f}C{bend:.0f} {low2:.1f} {bend:.0f} {low1:.1f} {x1:.0f} {low1:.1f}z"
    return mark("path", band.label, band.value, band.href, d=above + below, paint=band.paint)
