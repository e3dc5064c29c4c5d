"""What texts have in common that differ in their IRIs alone, such as the look-ups of one program."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tcgraph.sparql.lexer import COMMENT, IRI, STRING

_PIECE = re.compile(rf"""[^<"'#\\]++ | {IRI} | << | {COMMENT} | {STRING} | \\?[\s\S]""", re.VERBOSE)
"""As much of a text as has to be looked at together to know its IRIs and its comments from what only looks like one.

Nothing that ``<<`` is a part of begins an IRI, and what a backslash stands before in a name (PN_LOCAL_ESC) begins none,
no comment and no string.
"""
_DECLARING = (":", "base")
"""What stands before an IRI that is declared, in small letters. It may stand before another, which then is not left out
either."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A text without its IRIs.

    Attributes:
        key: the same for texts that differ in IRIs and in what their comments say alone; those that differ in white
            space may have another.
        iris: those that were left out, in order, without ``<`` and ``>``; those of declarations are in the key.
        places: where they begin.
    """

    key: str
    iris: tuple[str, ...]
    places: tuple[int, ...]


def outline(text: str) -> Outline:
    """The outline of any text."""
    kept: list[str] = []
    iris: list[str] = []
    places: list[int] = []
    place = 0
    before = ""
    for piece in _PIECE.findall(text):
        if piece[0] == "#":
            kept.append(" ")
        elif piece[0] == "<" and piece[-1] == ">" and not before.rstrip()[-4:].lower().endswith(_DECLARING):
            iris.append(piece[1:-1])
            places.append(place)
            kept.append("<>")
        else:
            kept.append(piece)
            before = before if piece.isspace() else piece
        place += len(piece)
    return Outline("".join(kept).rstrip(), tuple(iris), tuple(places))
