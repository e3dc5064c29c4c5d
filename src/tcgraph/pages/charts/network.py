"""What stands around a thing: boxes that open in place, a line for each link; and the way from one thing to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import LINE, NARROW, WIDE, Drawing, element, lines, linked, named, paragraph, text

_GAP = 10
_SMALL = 12
_KNOB = 30
"""The side of the square that opens a box; a finger needs 24 on the narrowest screen."""
_COLUMNS = ((1.0, 210.0), (262.0, 310.0), (609.0, 310.0))
"""Where the columns of a wide picture begin, and how wide their boxes are."""
_CLOSED = ((1.0, 250.0), (320.0, 599.0))
"""The same where no box is open."""
_INDENT = 18.0


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A thing in the picture.

    Attributes:
        label: its name.
        link: how it is linked with the thing that it hangs on, as it is read: before its own name where that thing says
            so of it, after its name where it says so of that thing; empty for the one in the middle.
        href: its page.
        towards: whether the link leads from this thing to the one that it hangs on.
        knob: the address with this box opened or closed; empty where it cannot be.
        knob_label: what that address does.
        below: what hangs on it, where it is open.
    """

    label: str
    link: str = ""
    href: str = ""
    towards: bool = False
    knob: str = ""
    knob_label: str = ""
    below: tuple[NetworkNode, ...] = ()


def network(middle: NetworkNode) -> tuple[Drawing, ...]:
    """A neighbourhood for a wide and for a narrow screen; what is deeper than the third column has no room in it."""
    wide: list[str] = []
    columns = _COLUMNS if any(spot.below for spot in middle.below) else _CLOSED
    height, _ = _column(wide, middle, columns, 0, 2.0)
    narrow: list[str] = []
    tall = _outline(narrow, middle, 0, 2.0)
    return Drawing(WIDE, height, tuple(wide)), Drawing(NARROW, tall, tuple(narrow))


def chain(spots: Sequence[NetworkNode]) -> tuple[Drawing, ...]:
    """The way from the first thing to the last, one below the other with the link between them."""
    return _chain(spots, WIDE), _chain(spots, NARROW)


def _column(
    parts: list[str], spot: NetworkNode, columns: Sequence[tuple[float, float]], depth: int, y: float
) -> tuple[float, float]:
    """Draw a thing and what hangs on it from a height on; returns the height after them and that of its own middle."""
    left, room = columns[depth]
    middles: list[float] = []
    below = y
    for other in spot.below if depth + 1 < len(columns) else ():
        below, middle = _column(parts, other, columns, depth + 1, below)
        middles.append(middle)
    tall = _height(spot, room)
    own = y if depth else y + max(0.0, ((below - y) - tall) / 2 if below - y < 600 else 0.0)
    at = own + tall / 2
    edge, start = left + room, columns[min(depth + 1, len(columns) - 1)][0]
    for middle in middles:
        bend = (edge + start) / 2
        curve = f"M{edge:g} {at:.1f}C{bend:g} {at:.1f} {bend:g} {middle:.1f} {start:g} {middle:.1f}"
        parts.append(element("path", d=curve, paint="line"))
    parts += [_head(start, middle) for middle, other in zip(middles, spot.below, strict=False) if not other.towards]
    if middles and any(other.towards for other in spot.below):
        parts.append(_head(edge, at, back=True))
    parts.append(_box(spot, left, own, room, core=depth == 0))
    return max(below, own + tall + _GAP), at


def _outline(parts: list[str], spot: NetworkNode, depth: int, y: float) -> float:
    """Draw a thing and, indented below it, what hangs on it; returns the height after them."""
    left = _INDENT * min(depth, 4)
    room = NARROW - left - 2
    tall = _height(spot, room)
    parts.append(_box(spot, left + 1, y, room, core=depth == 0))
    end = y + tall
    after = end + _GAP
    for other in spot.below:
        end = after + _height(other, room - _INDENT) / 2
        parts.append(element("path", d=f"M{left + 8:g} {end:.1f}h{_INDENT - 8:g}", paint="line"))
        parts.append(_head(left + 8, end, back=True) if other.towards else _head(left + _INDENT, end))
        after = _outline(parts, other, depth + 1, after)
    if spot.below:
        parts.insert(0, element("path", d=f"M{left + 8:g} {y + tall:.1f}V{end:.1f}", paint="line"))
    return after


def _chain(spots: Sequence[NetworkNode], width: int) -> Drawing:
    parts: list[str] = []
    y = 2.0
    for index, spot in enumerate(spots):
        if index:
            head = f"M19 {y + 7:g}l5 -7l5 7" if spot.towards else f"M19 {y + 23:g}l5 7l5 -7"
            parts.append(element("path", d=f"M24 {y:g}v30", paint="line", stroke_width=1.5))
            parts.append(element("path", d=head, paint="line", stroke_width=1.5))
            parts.append(text(spot.link, 40, y + 20, paint="soft", font_size=_SMALL))
            y += 30
        bare = NetworkNode(spot.label, href=spot.href)
        parts.append(_box(bare, 1, y, width - 2, core=index in (0, len(spots) - 1)))
        y += _height(bare, width - 2)
    return Drawing(width, y + 2, tuple(parts))


def _head(x: float, y: float, *, back: bool = False) -> str:
    """The head of an arrow that ends at an edge of a box: the left one, or the right one of what it leads back to."""
    base = x + 8 if back else x - 8
    return element("path", d=f"M{base:g} {y - 5:.1f}L{x:g} {y:.1f}L{base:g} {y + 5:.1f}z", paint="bar")


def _inside(spot: NetworkNode, room: float) -> float:
    return room - 20 - (_KNOB if spot.knob else 0)


def _height(spot: NetworkNode, room: float) -> float:
    told = len(lines(spot.link, _inside(spot, room), _SMALL)) if spot.link else 0
    written = LINE * (len(lines(spot.label, _inside(spot, room))) + told) + 12.0
    return max(written, _KNOB + 4.0 if spot.knob else 0.0)


def _box(spot: NetworkNode, left: float, top: float, room: float, *, core: bool) -> str:
    inside = _inside(spot, room)
    name = lines(spot.label, inside)
    tall = _height(spot, room)
    ink = "on-middle" if core else "ink"
    drawn = element("rect", x=left, y=top, width=room, height=tall, rx=6, paint="middle" if core else "box")
    told = lines(spot.link, inside, _SMALL) if spot.link else []
    above, below = (0, len(name)) if spot.towards else (len(told), 0)
    drawn += paragraph(name, left + 10, top + 19 + LINE * above, paint=ink)
    drawn += paragraph(told, left + 10, top + 19 + LINE * below, paint="soft", font_size=_SMALL)
    return named(drawn, spot.href) + (_knob(spot, left + room - _KNOB - 2, top + 2) if spot.knob else "")


def _knob(spot: NetworkNode, x: float, y: float) -> str:
    middle, centre = x + _KNOB / 2, y + _KNOB / 2
    sign = f"M{middle - 5:g} {centre:g}h10" + ("" if spot.below else f"M{middle:g} {centre - 5:g}v10")
    ground = element("rect", x=x, y=y, width=_KNOB, height=_KNOB, rx=4, paint="ground")
    pressed = linked(ground + element("path", d=sign, paint="sign", stroke_width=2), spot.knob, spot.knob_label)
    return element("g", pressed, class_="knob")
