"""The few SVG elements that the charts are made of, written by hand and escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

FONT = "system-ui, 'Noto Sans', sans-serif"
# Told apart in print and by colour-blind readers by their pattern; the colours also differ in lightness.
PAINT = {
    "taken": "#1e2dbe",
    "under-way": "url(#half)",
    "planned": "url(#ring)",
    "standing": "url(#dots)",
}
_PATTERNS = (
    '<defs><pattern id="half" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#f3e3bb"/><rect width="3" height="6" fill="#8a5a00"/></pattern>'
    '<pattern id="ring" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#ffffff"/><path d="M0 3H6" stroke="#5b6270" stroke-width="1"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#cfe8e2"/><circle cx="3" cy="3" r="1.6" fill="#05695c"/></pattern></defs>'
)


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """One element; ``content`` is markup already, attribute values are escaped, ``_`` in names means ``-``."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(content: str, x: float, y: float, **attributes: object) -> str:
    """A line of text."""
    return element("text", escape(content, quote=False), x=_short(x), y=_short(y), **attributes)


def title(content: str) -> str:
    """What a pointer resting on the element is told."""
    return element("title", escape(content, quote=False))


def document(label: str, width: float, height: float, parts: Iterable[str], *, role: str = "img") -> str:
    """A whole picture that scales to the room it has."""
    body = title(label) + _PATTERNS + "".join(parts)
    return element(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        width=_short(width),
        height=_short(height),
        role=role,
        aria_label=label,
        font_family=FONT,
        font_size="13",
        fill="currentColor",
    )


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def shortened(label: str, length: int) -> str:
    """A text of at most ``length`` characters, with an ellipsis where it was cut."""
    return label if len(label) <= length else label[: length - 1].rstrip() + "…"
