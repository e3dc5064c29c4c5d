"""Bands between columns of things: how much leads from each to each, as wide as it is much.

A narrow screen has no room for bands that can be told apart: there each thing of the second column has a bar of what
leads to it, with the names, and what it leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import LINE, NARROW, WIDE, Drawing, element, lines, mark, named, paragraph, text

_UNIT = 14.0
_GAP = 8.0
_ROOMS = (240.0, 330.0, 120.0)
"""How wide the boxes of each column are."""


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A thing in a column: a key, its name, and its page.

    The greater of what leads to it and from it stands beside its name, and is its height.
    """

    key: str
    label: str
    href: str = ""


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
    told: list[str]
    x: float
    wide: float
    y: float
    tall: float
    left: float = 0
    right: float = 0


def flow(columns: Sequence[Sequence[FlowNode]], bands: Sequence[Band]) -> tuple[Drawing, ...]:
    """Two or three columns with the bands between them, for a wide and for a narrow screen."""
    return _drawn(_untangled(columns, bands), bands), _listed(columns, bands)


def _untangled(columns: Sequence[Sequence[FlowNode]], bands: Sequence[Band]) -> list[Sequence[FlowNode]]:
    """The columns, each after the first in the order of the middles of what leads to it: fewer bands cross."""
    made = [columns[0]]
    for column in columns[1:]:
        place = {node.key: index for index, node in enumerate(made[-1])}
        middle: dict[str, float] = {}
        for node in column:
            into = [(place[band.start], band.value) for band in bands if band.end == node.key]
            middle[node.key] = sum(at * n for at, n in into) / (sum(n for _, n in into) or 1)
        made.append(sorted(column, key=lambda node: middle[node.key]))
    return made


def _listed(columns: Sequence[Sequence[FlowNode]], bands: Sequence[Band]) -> Drawing:
    """Each thing of the second column under its name: a bar of what leads to it, with the names by colour."""
    nodes = {node.key: node for column in columns for node in column}
    totals = {node.key: sum(band.value for band in bands if band.end == node.key) for node in columns[1]}
    unit = min(_UNIT, (NARROW - 24) / max(totals.values(), default=1))
    parts: list[str] = []
    top = 2.0
    for node in columns[1]:
        paints: dict[str, list[str]] = {}
        into = sorted((band for band in bands if band.end == node.key), key=lambda band: band.paint)
        # Heavy letters are wider than those that are measured.
        name = lines(node.label, NARROW * 0.9)
        parts.append(named(paragraph(name, 0, top + 14, paint="ink", font_weight=600), node.href))
        top += LINE * len(name) + 4
        x = 0.0
        for band in into:
            wide = band.value * unit
            parts.append(
                mark("rect", band.label, band.value, band.href, x=round(x, 1), y=top, width=round(wide - 1, 1),
                     height=LINE, paint=band.paint)
            )  # fmt: skip
            x += wide
            told = f"\u00a0({band.value})" if band.value > 1 else ""
            paints.setdefault(band.paint, []).append(nodes[band.start].label + told)
        parts.append(text(str(totals[node.key]), x + 6, top + 14, paint="ink", font_weight=600))
        top += LINE + 6
        for paint, names in paints.items():
            parts.append(element("rect", x=0, y=top + 3, width=12, height=12, paint=paint))
            told_names = lines(", ".join(names), NARROW - 18)
            parts.append(paragraph(told_names, 18, top + 14, paint="ink"))
            top += LINE * len(told_names) + 2
        ends: dict[str, int] = {}
        for band in (band for band in bands if band.start == node.key):
            ends[band.end] = ends.get(band.end, 0) + band.value
        for end, amount in ends.items():
            onward = lines(f"→ {nodes[end].label}\u00a0·\u00a0{amount}", NARROW)
            parts.append(named(paragraph(onward, 0, top + 14, paint="ink"), nodes[end].href))
            top += LINE * len(onward) + 2
        top += 8
    return Drawing(NARROW, top, tuple(parts))


def _drawn(columns: Sequence[Sequence[FlowNode]], bands: Sequence[Band]) -> Drawing:
    boxes, height = _placed(columns, bands)
    parts: list[str] = []
    # In the order of the things at both ends, so that bands cross as little as can be.
    place = {key: index for index, key in enumerate(boxes)}
    parts += [
        _band(band, boxes[band.start], boxes[band.end])
        for band in sorted(bands, key=lambda band: (place[band.start], place[band.end]))
    ]
    for box in boxes.values():
        drawn = element("rect", x=box.x, y=box.y, width=box.wide, height=box.tall, rx=4, paint="box")
        top = box.y + box.tall / 2 - LINE * len(box.told) / 2 + 14
        parts.append(named(drawn + paragraph(box.told, box.x + 6, top, paint="ink"), box.node.href))
    return Drawing(WIDE, height, tuple(parts))


def _placed(columns: Sequence[Sequence[FlowNode]], bands: Sequence[Band]) -> tuple[dict[str, _Box], float]:
    rooms = _ROOMS[: len(columns)]
    space = (WIDE - 2 - sum(rooms)) / (len(columns) - 1)
    placed: list[list[_Box]] = []
    x = 1.0
    for column, room in zip(columns, rooms, strict=True):
        y = 2.0
        made: list[_Box] = []
        for node in column:
            most = max(
                sum(b.value for b in bands if b.start == node.key), sum(b.value for b in bands if b.end == node.key)
            )
            told = lines(f"{node.label}\u00a0·\u00a0{most}", room - 12)
            tall = max(LINE * len(told) + 8, most * _UNIT + 4)
            made.append(_Box(node, told, x, room, y, tall))
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
