"""Countries as equal tiles by region: where, without borders that would say more than we know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import document, element, text, title

_SIDE = 54
_ACROSS = 10


@dataclass(frozen=True, slots=True)
class Tile:
    """One country: its alpha-3 code, name, and the number that is told of it."""

    code: str
    name: str
    count: int


def tile_map(label: str, regions: Sequence[tuple[str, Sequence[Tile]]]) -> str:
    """A picture of countries by region."""
    parts: list[str] = []
    top = 8.0
    for name, tiles in regions:
        parts.append(text(name, 4, top + 16, font_weight="600"))
        top += 26
        for index, tile in enumerate(tiles):
            x, y = 4 + (index % _ACROSS) * (_SIDE + 6), top + (index // _ACROSS) * (_SIDE + 6)
            parts.append(
                element(
                    "g",
                    title(f"{tile.name}: {tile.count}")
                    + element("rect", x=x, y=y, width=_SIDE, height=_SIDE, rx=4, fill="#e6e9fb", stroke="#1e2dbe")
                    + text(tile.code, x + _SIDE / 2, y + 24, text_anchor="middle", font_weight="600", fill="#14141f")
                    + text(str(tile.count), x + _SIDE / 2, y + 43, text_anchor="middle", fill="#14141f"),
                )
            )
        top += ((len(tiles) - 1) // _ACROSS + 1) * (_SIDE + 6) + 8
    return document(label, _ACROSS * (_SIDE + 6) + 8, top + 4, parts)
