"""A drawing for readers who begin at the right: every mark on the other side, every text still readable."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Final

from tcgraph.pages.charts.svg import Drawing

_TURNED: Final = str.maketrans("←→", "→←")
_ISOLATE, _END = "\u2068", "\u2069"


def mirrored(drawing: Drawing) -> Drawing:
    """A drawing in a mirror, without turning its letters: a text is placed from its other side."""
    axis = 2 * drawing.left + drawing.width
    # Only what our own functions have written is read here.
    root = ET.fromstring(f"<g>{''.join(drawing.parts)}</g>")  # noqa: S314
    for each in root.iter():
        _turn(each, axis)
    parts = tuple(ET.tostring(child, encoding="unicode") for child in root)
    return replace(drawing, parts=parts, direction="rtl")


def _turn(each: ET.Element, axis: float) -> None:
    if each.tag == "path":
        each.set("transform", f"matrix(-1 0 0 1 {axis:g} 0)")
    elif each.tag == "circle":
        each.set("cx", f"{axis - float(each.get('cx', 0)):g}")
    elif each.tag == "rect":
        each.set("x", f"{axis - float(each.get('x', 0)) - float(each.get('width', 0)):g}")
    elif each.tag == "text":
        # From the right a text's start is its right end, so its anchor stays what it was.
        each.set("x", f"{axis - float(each.get('x', 0)):g}")
        each.text = f"{_ISOLATE}{(each.text or '').translate(_TURNED)}{_END}"
