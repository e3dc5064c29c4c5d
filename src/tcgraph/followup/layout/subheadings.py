"""Rows of a table that are headings of the rows below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.tables import Row

_ENDED: Final = re.compile(r"[.;:!?][\"”’')\]]*\s*$")
_NUMBERED: Final = re.compile(r"^\W{0,2}(?:[A-Za-z]{0,6}[.\s]?\d|\(?[a-z]{1,3}\))")


_BRACKETS: Final = re.compile(r"\([^()]*\)")


def in_capitals(text: str) -> bool:
    """Whether words are set in capitals; a place or date in brackets may follow in small letters."""
    letters = [char for char in _BRACKETS.sub("", text) if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) > 0.6 * len(letters)


_REFERRED: Final = re.compile(r"[\[({][^\[\]{}]*\d[^\[\]{}]*[\])}][\s.]*$")
"""A reference at the end, such as "(para. 6)"."""


class Subheadings:
    """Tells headings from things asked, where both stand in the same column.

    Only a row that says nothing but what was asked can be a heading. It is one where it is set apart from the rows
    with answers: in capitals, or short and without a full stop where nearly all of those are long or end in one, or
    without a number before it or a reference behind it where they have one.
    """

    def __init__(self, columns: Columns, rows: Sequence[Row]) -> None:
        self._columns = columns
        bare = [_alone(row, columns) for row in rows]
        full = [text for row, alone in zip(rows, bare, strict=True) if not alone and (text := _text(row, columns.ask))]
        self._candidates = {id(row) for row, following in pairwise([*rows, None]) if row and self._may(row, following)}
        self._long = median(map(len, full)) if full else 0
        self._numbered = bool(full) and sum(_NUMBERED.match(text) is not None for text in full) > 0.8 * len(full)
        self._referred = bool(full) and sum(_REFERRED.search(text) is not None for text in full) > 0.8 * len(full)
        self._ended = bool(full) and sum(_ENDED.search(text) is not None for text in full) > 0.8 * len(full)

    def is_one(self, row: Row) -> bool:
        """Whether a row is a heading of those below it."""
        text = _alone(row, self._columns)
        if not text or id(row) not in self._candidates:
            return False
        unnumbered = self._numbered and _NUMBERED.match(text) is None
        unnumbered = unnumbered or (self._referred and _REFERRED.search(text) is None)
        short = len(text) < min(90, 0.6 * self._long) and not _ENDED.search(text)
        return in_capitals(text) or unnumbered or (short and (self._ended or len(text) < 0.3 * self._long))

    def _may(self, row: Row, following: Row | None) -> bool:
        """A heading heads something: the last row of a table is none."""
        return bool(_alone(row, self._columns)) and following is not None


def _alone(row: Row, columns: Columns) -> str:
    """What a row says in the column of what was asked, where it says nothing else; "" where it does."""
    text = _text(row, columns.ask)
    rest = [words for words in row.texts if words and " ".join(words.split()) != text]
    return text if text and not rest and (columns.replies or columns.ticks or columns.others) else ""


def _text(row: Row, index: int | None) -> str:
    return " ".join(row.texts[index].split()) if index is not None and index < len(row.cells) else ""
