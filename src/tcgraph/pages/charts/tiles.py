"""A row of numbered tiles for each name: which numbers stand beside it, and below each number in what manner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import LINE, NARROW, WIDE, Drawing, element, lines, mark, named, paragraph, text

_STEP, _TALL, _STRIP = 28, 26, 7
_SIDE = 300


@dataclass(frozen=True, slots=True)
class Tile:
    """A number, the colours of its manners, what it tells, and the page behind it."""

    number: str
    paints: Sequence[str]
    told: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class TileRow:
    """A name, its tiles, and its page."""

    label: str
    tiles: Sequence[Tile]
    href: str = ""


def tile_rows(rows: Sequence[TileRow]) -> tuple[Drawing, ...]:
    """Rows of tiles for a wide and for a narrow screen."""
    return _drawn(rows, WIDE), _drawn(rows, NARROW)


def _drawn(rows: Sequence[TileRow], width: int) -> Drawing:
    start = _SIDE + 12 if width > NARROW else 0
    across = (width - start) // _STEP
    parts: list[str] = []
    top = 4.0
    for row in rows:
        label = lines(f"{row.label}\u00a0·\u00a0{len(row.tiles)}", start - 12 if start else width)
        parts.append(named(paragraph(label, 0, top + 15, paint="ink"), row.href))
        first = top if start else top + LINE * len(label) + 4
        for place, tile in enumerate(row.tiles):
            parts += _tile(tile, start + place % across * _STEP, first + place // across * (_TALL + 2))
        end = first + -(-len(row.tiles) // across) * (_TALL + 2)
        top = max(end, top + LINE * len(label) + 2) + (4 if start else 8)
    return Drawing(width, top, tuple(parts))


def _tile(tile: Tile, x: float, y: float) -> list[str]:
    """A number above a strip for each of its manners; a pattern behind the number would make it hard to read."""
    wide = (_STEP - 2) / max(1, len(tile.paints))
    ground = mark("rect", tile.told, 1, tile.href, x=x, y=y, width=_STEP - 2, height=_TALL, rx=2, paint="tile")
    strips = [
        element(
            "rect", x=round(x + wide * at, 1), y=y + _TALL - _STRIP, width=round(wide, 1), height=_STRIP, paint=paint,
            pointer_events="none",
        )
        for at, paint in enumerate(tile.paints)
    ]  # fmt: skip
    middle = x + (_STEP - 2) / 2
    number = text(
        tile.number,
        middle,
        y + (14 if tile.paints else 18),
        text_anchor="middle",
        font_size=12,
        paint="ink",
        pointer_events="none",
    )
    return [ground, *strips, number]
