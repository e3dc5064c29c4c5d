"""What stands around one thing: the thing in the middle, its neighbours beside it, a line for each link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import LINE, NARROW, WIDE, Drawing, element, lines, named, paragraph

_GAP = 12
_SMALL = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing linked with the one in the middle.

    Attributes:
        label: its name.
        link: the name of the property.
        href: where it leads.
        towards: whether the link leads from the neighbour to the middle.
    """

    label: str
    link: str
    href: str
    towards: bool


def network(middle: str, neighbours: Sequence[Neighbour]) -> tuple[Drawing, ...]:
    """A neighbourhood for a wide and for a narrow screen; its boxes are links, in the order of the list."""
    return _beside(middle, neighbours), _below(middle, neighbours)


def _beside(middle: str, neighbours: Sequence[Neighbour]) -> Drawing:
    """Those that lead here on the left, those that this leads to on the right."""
    box, core = 290.0, 240.0
    columns = ([n for n in neighbours if n.towards], [n for n in neighbours if not n.towards])
    tall = [sum(_height(n, box) + _GAP for n in column) for column in columns]
    name = lines(middle, core - 20, 15)
    height = max(*tall, LINE * len(name) + 24)
    cx, cy = WIDE / 2, height / 2
    parts: list[str] = []
    for side, column in enumerate(columns):
        y = (height - tall[side]) / 2 + _GAP / 2
        for neighbour in column:
            room = _height(neighbour, box)
            at = y + room / 2
            edge, ends = (box, cx - core / 2) if side == 0 else (WIDE - box, cx + core / 2)
            bend = (edge + ends) / 2
            parts.append(
                element("path", d=f"M{edge:g} {at:g}C{bend:g} {at:g} {bend:g} {cy:g} {ends:g} {cy:g}", paint="line")
            )
            parts.append(_box(neighbour, 0 if side == 0 else WIDE - box, y, box))
            y += room + _GAP
    core_top = cy - (LINE * len(name) + 20) / 2
    parts.append(_middle(name, cx - core / 2, core_top, core))
    return Drawing(WIDE, height, tuple(parts))


def _below(middle: str, neighbours: Sequence[Neighbour]) -> Drawing:
    """One below the other on a line that begins at the middle."""
    name = lines(middle, NARROW - 20, 15)
    y = LINE * len(name) + 20.0
    parts = [_middle(name, 0, 0, NARROW)]
    at = y
    for neighbour in neighbours:
        room = _height(neighbour, NARROW - 30)
        y += _GAP
        at = y + room / 2
        parts.append(element("path", d=f"M14 {at:g}H30", paint="line"))
        parts.append(_box(neighbour, 30, y, NARROW - 30))
        y += room
    parts.insert(0, element("path", d=f"M14 10V{at:g}", paint="line"))
    return Drawing(NARROW, y + 4, tuple(parts))


def _told(neighbour: Neighbour) -> str:
    return f"{'→' if neighbour.towards else '←'} {neighbour.link}" if neighbour.link else ""


def _height(neighbour: Neighbour, box: float) -> float:
    told = len(lines(_told(neighbour), box - 20, _SMALL)) if neighbour.link else 0
    return LINE * len(lines(neighbour.label, box - 20)) + LINE * told + 12.0


def _box(neighbour: Neighbour, left: float, top: float, box: float) -> str:
    name = lines(neighbour.label, box - 20)
    drawn = element("rect", x=left + 1, y=top, width=box - 2, height=_height(neighbour, box), rx=6, paint="box")
    drawn += paragraph(name, left + 10, top + 19, paint="ink")
    if neighbour.link:
        told = lines(_told(neighbour), box - 20, _SMALL)
        drawn += paragraph(told, left + 10, top + 19 + LINE * len(name), paint="soft", font_size=_SMALL)
    return named(drawn, neighbour.href)


def _middle(name: list[str], left: float, top: float, wide: float) -> str:
    box = element("rect", x=left, y=top, width=wide, height=LINE * len(name) + 20, rx=8, paint="middle")
    return box + paragraph(name, left + 10, top + 24, paint="on-middle", font_weight=600)
