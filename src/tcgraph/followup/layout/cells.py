"""What the cells of a row say: bullets, whom they name, and of what was asked its words, its number or a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tcgraph.followup.layout.cell_kinds import NO_WORDS
from tcgraph.followup.layout.entry import Piece
from tcgraph.followup.tables import Row, TextCell

_BULLET: Final = re.compile(r"^\s*(?:[•▪‣●○◦■□\uf0b7\uf0a7–]|[-*])\s+")
_WORD: Final = re.compile(r"(?!(?:and|et|y|to|à|a)\b)[^\W\d_]{3,}|[^\W\d_]{2}\s+[^\W\d_]{2}", re.IGNORECASE)
_ITEMS: Final = re.compile(r"[\s:,–-]*\([a-z]{1,4}\)(?:[\s,–-]*(?:and|et|y|to|à|a)?[\s,–-]*\([a-z]{1,4}\))*\s*$")
"""What of it a grade is of: "[C]: (d) and (e)"."""
_REFERENCE: Final = re.compile(r"(?=[^\n]*\d)[\w .,/()°º:#-]{1,24}")

ENDED: Final = re.compile(r"[.;:!?][\"”’')\]]*\s*$")
"""How a sentence ends, or what introduces a list."""
_LETTER: Final = re.compile(r"(?:^|\n|(?<=[.;:])\s|(?<=[.;:] and)\s)\s*(?P<mark>\(?(?P<letter>[a-h])\))\s+(?=\S)")
_SEVERAL: Final = 3
_BEFORE_DAY: Final = re.compile(r"\b(?:on|by|of|in|since|until|to|le|du|au|avant|depuis|el|del|al|hasta|desde|de)$")


def heads(caption: str) -> bool:
    """Whether what stands before a table is a heading, and no sentence."""
    return 3 < len(caption) <= 100 and ENDED.search(caption) is None


def goes_on(above: str, below: str) -> bool:
    """Whether the text of a cell is the rest of the one above: in small letters, or the day that is called for."""
    if ENDED.search(above) is not None:
        return False
    return below[0].islower() or (below[0].isdigit() and _BEFORE_DAY.search(above) is not None)


def has_words(text: str) -> bool:
    """Whether a text has a word of letters; "[C]", "(a)", "1." and "B2" have none, and ask for nothing."""
    return _WORD.search(text) is not None


def is_number(text: str) -> bool:
    """Whether a text without words is what something is called, and no mark."""
    return any(char.isdigit() for char in text)


def grade_of(mark: str) -> str:
    """A mark without the items that it grades; as it stands where it is nothing else."""
    return _ITEMS.sub("", mark) or mark


def named_above(text: str) -> tuple[str, str]:
    """A reference that stands in a line of its own above a title, and the title; no reference where none does."""
    first, _, rest = text.strip().partition("\n")
    return (first.strip(), rest.strip()) if rest.strip() and _REFERENCE.fullmatch(first.strip()) else ("", text.strip())


def balanced(reference: str) -> str:
    """A number without the marks that end it; a bracket that it opens itself belongs to it."""
    tidy = reference.rstrip(".:").strip()
    if tidy.count(")") > tidy.count("("):
        tidy = tidy[: tidy.rindex(")")].rstrip(".")
    return tidy[1:-1] if re.fullmatch(r"\(\w+\)", tidy) else tidy


def cell_at(row: Row, index: int | None) -> TextCell | None:
    """A row's cell; None where the row ends before it, or there is no such column."""
    return row.cells[index] if index is not None and index < len(row.cells) else None


def is_alike(rows: Sequence[Row], index: int) -> bool:
    """Whether a column says the same in each of several rows, and so nothing of any of them."""
    said = [" ".join(row.texts[index].split()) if index < len(row.cells) else "" for row in rows]
    return len(said) >= _SEVERAL and len(set(said)) == 1 and bool(said[0])


def listed(cell: TextCell | None) -> str:
    """Who a cell names, with semicolons where its lines end."""
    lines = [" ".join(line.split()) for line in cell.text.split("\n")] if cell is not None else []
    return "; ".join(line.rstrip(";") for line in lines if line)


def _lettered(text: str) -> list[str]:
    """The paragraphs (a), (b) … of a text, each with its letter; a line of introduction is a part of the first."""
    cuts, wanted = [], "a"
    for found in _LETTER.finditer(text):
        if found["letter"] == wanted:
            cuts.append(found.start("mark"))
            wanted = chr(ord(wanted) + 1)
    edges = [0, *cuts[1:], len(text)]
    return [text[start:end].strip() for start, end in pairwise(edges)]


def parts_of(cell: TextCell) -> list[Piece]:
    """The bullets of a cell; lines without a bullet belong to the one before."""
    if len(lettered := _lettered(cell.text)) > 1:
        return [Piece(" ".join(part.split()), cell.place) for part in lettered]
    lines = [line for line in cell.text.split("\n") if line.strip()]
    if not any(_BULLET.match(line) for line in lines):
        text = " ".join(line.strip() for line in lines)
        return [Piece(text, cell.place)] if text.strip(NO_WORDS) else []
    parts: list[str] = []
    for line in lines:
        if _BULLET.match(line) or not parts:
            parts.append(_BULLET.sub("", line).strip())
        else:
            parts[-1] += f" {line.strip()}"
    return [Piece(part, cell.place) for part in parts if part]
