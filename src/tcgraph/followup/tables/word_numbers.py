"""The numbers and bullets that Word prints before a paragraph and keeps out of its text (ECMA-376-1 §17.9)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BULLET: Final = "• "
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


@dataclass(slots=True)
class WordNumbers:
    """Counts a document's lists as Word does while its paragraphs are read in order."""

    document: Any
    _levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    _counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _list_of: dict[str, str] = field(default_factory=dict)
    _styles: dict[str, tuple[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        part = next((r.target_part for r in self.document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None:
            self._read(part.element)
        for style in self.document.styles.element.iter(f"{_W}style"):
            found = _number_of(style.find(f"{_W}pPr"))
            if found is not None:
                self._styles[style.get(f"{_W}styleId")] = found

    def label(self, paragraph: Any) -> str:
        """What is printed before a paragraph, with a space after it; "" where nothing is.

        Args:
            paragraph: a ``w:p`` element.
        """
        properties = paragraph.find(f"{_W}pPr")
        found = _number_of(properties)
        if found is None and properties is not None:
            style = properties.find(f"{_W}pStyle")
            found = self._styles.get(style.get(f"{_W}val")) if style is not None else None
        if found is None or found[0] == "0":
            return ""
        number, depth = found
        level = self._levels.get((number, depth))
        if level is None:
            return _BULLET
        if level.form == "bullet":
            return _BULLET
        counts = self._counts[self._list_of.get(number, number)]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        words = level.text
        for other in range(depth + 1):
            of = self._levels.get((number, other), level)
            words = words.replace(f"%{other + 1}", _written(counts.get(other, of.start), of.form))
        return f"{words} " if words.strip() else ""

    def _read(self, numbering: Any) -> None:
        kinds: dict[str, dict[int, _Level]] = {}
        for kind in numbering.iter(f"{_W}abstractNum"):
            levels = {int(one.get(f"{_W}ilvl")): _level(one) for one in kind.iter(f"{_W}lvl")}
            kinds[kind.get(f"{_W}abstractNumId")] = levels
        for number in numbering.iter(f"{_W}num"):
            name = number.get(f"{_W}numId")
            kind = _value(number, "abstractNumId")
            restarted = number.find(f"{_W}lvlOverride/{_W}startOverride") is not None
            self._list_of[name] = name if restarted else f"kind {kind}"
            for depth, level in kinds.get(kind, {}).items():
                self._levels[name, depth] = level
            for override in number.iter(f"{_W}lvlOverride"):
                depth = int(override.get(f"{_W}ilvl"))
                own = override.find(f"{_W}lvl")
                if own is not None:
                    self._levels[name, depth] = _level(own)
                elif (start := _value(override, "startOverride")) and (name, depth) in self._levels:
                    before = self._levels[name, depth]
                    self._levels[name, depth] = _Level(int(start), before.form, before.text)


def _number_of(properties: Any) -> tuple[str, int] | None:
    """The list and level that a paragraph's or style's properties name."""
    number = properties.find(f"{_W}numPr") if properties is not None else None
    if number is None:
        return None
    name = _value(number, "numId")
    return (name, int(_value(number, "ilvl") or 0)) if name else None


def _level(element: Any) -> _Level:
    return _Level(
        int(_value(element, "start") or 1), _value(element, "numFmt") or "decimal", _value(element, "lvlText")
    )


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return child.get(f"{_W}val") or "" if child is not None else ""


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        words, left = "", number
        for value, letters in _ROMAN:
            words += letters * (left // value)
            left %= value
        return words if form == "lowerRoman" else words.upper()
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)
