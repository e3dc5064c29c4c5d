"""What stands around one thing: the thing in the middle, its neighbours in two columns, a line for each link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import document, element, shortened, text, title

_WIDTH = 960
_BOX = 270
_ROW = 40


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing linked with the one in the middle.

    Attributes:
        label: its name.
        link: the name of the property.
        href: its page.
        towards: whether the link leads from the neighbour to the middle.
    """

    label: str
    link: str
    href: str
    towards: bool


def network(label: str, middle: str, neighbours: Sequence[Neighbour]) -> str:
    """A picture of a neighbourhood; its boxes are links, in the order of the list."""
    columns = (
        [n for n in neighbours if n.towards],
        [n for n in neighbours if not n.towards],
    )
    height = max(120, 24 + _ROW * max(len(column) for column in columns))
    cx, cy = _WIDTH / 2, height / 2
    parts: list[str] = []
    for side, column in enumerate(columns):
        left = 0 if side == 0 else _WIDTH - _BOX
        gap = height / (len(column) + 1)
        for index, neighbour in enumerate(column):
            y = round(gap * (index + 1), 1)
            edge = _BOX if side == 0 else _WIDTH - _BOX
            bend = cx + (-135 if side == 0 else 135)
            curve = f"M{edge} {y} C{(edge + bend) / 2} {y} {(edge + bend) / 2} {cy} {bend} {cy}"
            parts.append(element("path", d=curve, fill="none", stroke="#8b93a3", stroke_width=1))
            box = (
                title(f"{neighbour.link}: {neighbour.label}")
                + element(
                    "rect", x=left + 1, y=y - 17, width=_BOX - 2, height=34, rx=6, fill="#eef0fd", stroke="#1e2dbe"
                )
                + text(shortened(neighbour.label, 33), left + 10, y - 2, fill="#14141f")
                + text(shortened(neighbour.link, 44), left + 10, y + 12, font_size="11", fill="#4a5160")
            )
            parts.append(element("a", box, href=neighbour.href))
    parts.append(element("rect", x=cx - 135, y=cy - 22, width=270, height=44, rx=8, fill="#230050"))
    parts.append(text(shortened(middle, 29), cx, cy + 5, text_anchor="middle", fill="#ffffff", font_weight="600"))
    return document(label, _WIDTH, height, parts, role="group")
