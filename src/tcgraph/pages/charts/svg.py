"""The few SVG elements that figures are made of, written by hand and escaped; colours by name; drawings in a mirror."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Final

FONT: Final = "system-ui, 'Noto Sans', sans-serif"
SIZE: Final = 14
LINE: Final = 18
WIDE: Final = 920
NARROW: Final = 340

_TOLD = tomllib.loads(Path(__file__).with_name("paint.toml").read_text(encoding="utf-8"))
PAINT: Final[Mapping[str, Mapping[str, str]]] = _TOLD["paint"]
"""The colours by name, as they are on paper."""
TEXTURES: Final[Mapping[str, Sequence[str]]] = _TOLD["textures"]
"""By the texture of each meaning, the colours that have it."""

_WIDE_LETTERS, _NARROW_LETTERS = frozenset("mwMW—%@"), frozenset("iljtfrI.,:;'’|!()[] /-")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture without its frame: markup in a room of so many units.

    Attributes:
        width: units across.
        height: units down.
        parts: the markup.
        left: where the room begins; other than 0 for a part of a map.
        top: the same, downwards.
        direction: ``rtl`` where texts begin at the right.
    """

    width: float
    height: float
    parts: tuple[str, ...]
    left: float = 0
    top: float = 0
    direction: str = "ltr"


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """One element; ``content`` is markup already, attribute values are escaped, ``_`` in names means ``-``.

    An attribute that is None is left out; ``paint`` names a colour of :data:`PAINT`.
    """
    if paint := attributes.pop("paint", None):
        attributes = {"class_": f"p-{paint}", **attributes}
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value) if isinstance(value, float) else str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(content: str, x: float, y: float, **attributes: object) -> str:
    """A line of text."""
    return element("text", escape(content, quote=False), x=_short(x), y=_short(y), **attributes)


def paragraph(lines: Iterable[str], x: float, y: float, **attributes: object) -> str:
    """Lines of text below each other, the first on the height ``y``."""
    return "".join(text(line, x, y + LINE * index, **attributes) for index, line in enumerate(lines))


def title(content: str) -> str:
    """What a pointer resting on the element is told."""
    return element("title", escape(content, quote=False))


def said(*parts: object) -> str:
    """What a mark says, in one line: without a colon, before which some languages have a space and others none."""
    return " · ".join(str(part) for part in parts if part != "")


def linked(content: str, href: str, label: str) -> str:
    """Markup as a link, where there is somewhere to lead; its name is told to pointers and to screen readers."""
    return element("a", title(label) + content, href=href, aria_label=label) if href else content


def named(lines_of_text: str, href: str) -> str:
    """Lines of text as a link, where there is somewhere to lead; they are its name."""
    return element("a", lines_of_text.replace("</text><text", " </text><text"), href=href) if href else lines_of_text


def mark(name: str, label: str, value: object, href: str = "", /, **attributes: object) -> str:
    """One mark of a chart: a shape that tells a number, says what it tells, and leads to the facts behind it."""
    told = "" if href else title(label)
    return linked(element(name, told, data_value=value, **attributes), href, label)


def document(label: str, drawing: Drawing) -> str:
    """A drawing as an ``svg`` element for a page; it scales to the room it has."""
    return element(
        "svg",
        "".join(drawing.parts),
        viewBox=" ".join(_short(n) for n in (drawing.left, drawing.top, drawing.width, drawing.height)),
        role="group",
        aria_label=label,
        font_family=FONT,
        font_size=SIZE,
        fill="currentColor",
        direction=drawing.direction,
    )


def painted(markup: str) -> str:
    """Markup with colours as attributes in the place of their names, for readers that have no style sheet."""

    def attributes(found: re.Match[str]) -> str:
        given = {name: value for paint in found[1].split() for name, value in PAINT.get(paint, {}).items()}
        return " " + " ".join(f'{name}="{value}"' for name, value in given.items()) if given else ""

    return re.sub(r' class="([^"]*)"', attributes, markup)


def width_of(label: str, size: float = SIZE) -> float:
    """How much room a line of text takes, roughly and rather too much: no font is at hand."""
    share = {**dict.fromkeys(_WIDE_LETTERS, 0.92), **dict.fromkeys(_NARROW_LETTERS, 0.36)}
    return size * sum(share.get(letter, 0.74 if letter.isupper() else 0.63) for letter in label)


def lines(label: str, room: float, size: float = SIZE) -> list[str]:
    """A label broken between words into lines that fit a room; only what is wider than a line is broken inside."""
    made: list[str] = []
    # A space that does not break, as French has before its signs, keeps what it joins together; "No." keeps its number.
    for word in re.split(r"(?<!\bNo\.)(?<!\bn[°º])(?<!\bnúm\.)[ \n\t]+", label.strip()):
        if width_of(word, size) > room:
            made += _broken(word, room, size)
        elif made and width_of(f"{made[-1]} {word}", size) <= room:
            made[-1] += f" {word}"
        else:
            made.append(word)
    return made or [""]


def _broken(word: str, room: float, size: float) -> list[str]:
    """A long address in pieces, after its slashes and the like where there are any."""
    made = [""]
    for piece in re.findall(r"[^/?&=#_.-]{1,24}[/?&=#_.-]?|[/?&=#_.-]", word):
        if made[-1] and width_of(made[-1] + piece, size) > room:
            made.append("")
        made[-1] += piece
    return made


def shortened(label: str, length: int) -> str:
    """A text of at most ``length`` characters, with an ellipsis where it was cut."""
    return label if len(label) <= length else label[: length - 1].rstrip() + "…"


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


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


def _pattern(name: str, size: int, ground: str, shape: str, turned: int = 0) -> str:
    return element(
        "pattern", element("rect", paint=ground, width=size, height=size) + shape, id=name, width=size, height=size,
        patternUnits="userSpaceOnUse", patternTransform=f"rotate({turned})" if turned else None,
    )  # fmt: skip


_WAVE = '<path class="p-wave{of}" d="M-1 2q1.75 -2.4 3.5 0t3.5 0t3.5 0" stroke-width="1.4"/>'
PATTERNS: Final = (
    "<defs>"
    + _pattern("half", 6, "way-ground", '<rect class="p-way" width="3" height="6"/>')
    + _pattern("ring", 6, "plan-ground", '<path class="p-plan" d="M0 3H6"/>')
    + _pattern("dots", 6, "stand-ground", '<circle class="p-stand" cx="3" cy="3" r="1.6"/>')
    + _pattern("crossed", 6, "ground", '<path class="p-plan" d="M0 0L6 6M6 0L0 6"/>')
    + _pattern("hedged", 5, "ground", '<rect class="p-bar" width="2.5" height="5"/>', 45)
    + _pattern("inferred", 7, "ground", _WAVE.format(of=""))
    + _pattern("pays", 7, "through", _WAVE.format(of="-pays"))
    + "</defs>"
)
"""What colours are filled with that have a texture; once on a page, and in every file."""
