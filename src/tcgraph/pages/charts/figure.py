"""A picture with what belongs to it, and as a file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tcgraph.pages.charts.svg import (
    FONT,
    LINE,
    PATTERNS,
    SIZE,
    WIDE,
    Drawing,
    document,
    element,
    lines,
    mirrored,
    painted,
    paragraph,
    text,
    width_of,
)

_EDGE = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table beside a picture: its text, and the page behind it, if any."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what belongs to it.

    Attributes:
        key: its name in addresses and file names.
        title: what it shows.
        drawings: the picture; where there are two, one for wide and one for narrow screens.
        nearer: of a map of the world, what part of it narrow screens show, in words.
        unit: what its marks count or measure.
        says: what is to be seen in it, in words: a heading, and what stands after it; may be empty.
        source: where the figures come from.
        counts: what its figures count and leave out, in the words of the question that they answer; may be empty.
        note: what else a reader must know to read it right, of the drawing itself; may be empty.
        caveat: what its page tells beside it, and its file has to tell alone; may be empty.
        link: the address of the page that tells its facts.
        legend: what its colours mean, by their names in :data:`tcgraph.pages.charts.svg.PAINT`.
        rest: what belongs in it and is not drawn, by what is told of it: names that a page folds away.
        heads: the headings of its table.
        rows: the same figures as a table, for those who do not see the picture.
        direction: ``rtl`` where readers begin at the right.
    """

    key: str
    title: str
    drawings: tuple[Drawing, ...]
    nearer: str = ""
    unit: str = ""
    says: tuple[tuple[str, str], ...] = ()
    source: str = ""
    counts: str = ""
    note: str = ""
    caveat: str = ""
    link: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    rest: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    direction: str = "ltr"

    def svgs(self) -> list[str]:
        """The drawings for a page, the wide one first."""
        return [document(self.title, drawing) for drawing in self.drawings]


def standalone(figure: Figure, origin: str = "", licence: str = "") -> str:
    """A figure as a file: the picture under its title and unit and above its key, note, source and address.

    Args:
        figure: what to write.
        origin: scheme and host of this server; links in the picture begin with it.
        licence: under which terms the picture may be used.
    """
    drawing = figure.drawings[0]
    room = WIDE - 2 * _EDGE
    scale = room / drawing.width
    y = _EDGE + 22.0
    frame: list[str] = []
    for line in lines(figure.title, room, 25):
        frame.append(text(line, _EDGE, y, font_size=22, font_weight=700))
        y += 28
    y = _paragraph(frame, [figure.unit, *(f"{head} – {told}" for head, told in figure.says)], y, room)
    y = _legend(frame, figure.legend, y, room)
    # A file is wide, and has no use for what a map tells on narrow screens.
    inner = "".join(part for part in drawing.parts if not part.startswith(('<g class="narrow"', '<g class="middle"')))
    inner = inner.replace('href="/', f'href="{origin}/') if figure.link else re.sub(r' href="[^"]*"', "", inner)
    inner = re.sub(r'<g class="knob">.*?</g>', "", inner)  # nothing opens in a file
    placed = f"translate({_EDGE} {y:g}) scale({scale:.3f}) translate({-drawing.left:g} {-drawing.top:g})"
    picture = element("g", inner, transform=placed)
    y += drawing.height * scale + LINE + 4
    rest = (f"{told}: {'; '.join(cell.text for cell in cells)}" for told, cells in figure.rest)
    told = (figure.counts, *rest, figure.note, figure.caveat, figure.source, figure.link, licence)
    y = _paragraph(frame, told, y, room)
    if figure.direction == "rtl":
        frame = list(mirrored(Drawing(WIDE, y, tuple(frame))).parts)
    ground = element("rect", width="100%", height="100%", fill="#ffffff")
    return painted(
        element(
            "svg", element("title", figure.title) + ground + PATTERNS + "".join(frame) + picture,
            xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDE} {y:.0f}", width=WIDE, height=f"{y:.0f}",
            role="img", aria_label=figure.title, font_family=FONT, font_size=SIZE, fill="currentColor",
            color="#1b1b24", direction=figure.direction,
        )
    )  # fmt: skip


def _paragraph(parts: list[str], texts: Iterable[str], y: float, room: float) -> float:
    for told in texts:
        if told:
            broken = lines(told, room)
            parts.append(paragraph(broken, _EDGE, y, paint="soft"))
            y += LINE * len(broken)
    return y


def _legend(parts: list[str], legend: Iterable[tuple[str, str]], y: float, room: float) -> float:
    x = float(_EDGE)
    entries = list(legend)
    for paint, label in entries:
        broken = lines(label, room - 22)
        wide = 22 + max(map(width_of, broken)) + 16
        if x > _EDGE and x + wide > room:
            x, y = float(_EDGE), y + LINE + 4
        parts.append(element("rect", x=x, y=y - 11, width=14, height=14, paint=paint))
        parts.append(paragraph(broken, x + 20, y))
        x, y = x + (wide if len(broken) == 1 else room), y + LINE * (len(broken) - 1)
    return y + (LINE if entries else 0)
