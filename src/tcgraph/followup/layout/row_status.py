"""What a row says of how far things have come: in its column of a status, of marks, of rates, of dates, of answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.layout import cells
from tcgraph.followup.layout.column_words import heading_words
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.ticks import label_of_answer, only_mark, refusal, tick_label
from tcgraph.followup.tables import Row
from tcgraph.followup.wording.status_labels import SURE, UNSURE, is_acceptance, read_label, tells_answer, tells_of_deed

_RATE: Final = re.compile(r"\b(?:rate|percent\w*|taux|pourcentage|porcentaje)\b|%")
_PROGRESS: Final = re.compile(r"\b(?:progress|completion|avancement|avances?|cumplimiento|ejecucion)\b")

_NUMBER: Final = re.compile(r"[-−–]?\d+(?:[.,]\d+)?")
_SIGN: Final = re.compile(r"(?<=\w\W)[✓✔✅☑√✗✘❌✖]$|(?<=\w\W\W)[✓✔✅☑√✗✘❌✖]$")
"""A tick at the end of what a cell says."""
_FEWEST: Final = 3
_MOST: Final = 200
"""More than was meant to be done may have been; numbers far above are no rates."""


class RowStatus:
    """Reads the statuses of a table's rows."""

    def __init__(self, columns: Columns, rows: Sequence[Row]) -> None:
        self._columns = columns
        words = [_text(row, columns.status) for row in rows]
        heading = columns.headings[columns.status] if columns.status is not None else ""
        self._mark = only_mark(words)
        self._of_answer = tells_answer(heading, filter(None, words))
        self._refuses = any((label := read_label(text)) and label[:2] == ("rejected", SURE) for text in words)
        width = max((len(row.cells) for row in rows), default=0) if columns.status is None and not columns.ticks else 0
        signed = [sum(_SIGN.search(_text(row, i)) is not None for row in rows) for i in range(width)]
        self._signed = next((i for i, n in enumerate(signed) if n >= _FEWEST and 2 * n > len(rows)), None)
        self._scale = 0
        """What turns bare numbers into per cent; 0 where they are none."""
        if columns.status is not None and _is_rate(heading, words):
            self._scale = 100 if _are_parts(words) else 1

    def ticked(self, row: Row) -> list[int]:
        """The columns of marks that a row ticks."""
        return [i for i in self._columns.ticks if _text(row, i)]

    def is_answer(self, row: Row, status: str) -> bool:
        """Whether a row's status tells how those who were asked stand to it; "noted" does where it stands for a no."""
        label = read_label(status)
        noted = label is not None and label[:2] == ("rejected", UNSURE)
        return self._of_answer and status == _text(row, self._columns.status) and not (noted and self._refuses)

    def of(self, row: Row) -> str:
        """What a row says, in its own words; "" where it says nothing."""
        columns = self._columns
        later = (text for i in columns.later if tells_of_deed(text := _text(row, i)))
        words = next(later, _text(row, columns.status))
        if not words and (sign := _SIGN.search(_text(row, self._signed))) is not None:
            words = sign[0]
        if words and columns.status is not None:
            words = label_of_answer(columns.headings[columns.status], words, self._mark) or words
        words = _lowest([words, *(_text(row, i) for i in columns.rates)])
        if not words or (self._of_answer and is_acceptance(words)):
            words = self._elsewhere(row) or words
        words = words or "; ".join(tick_label(columns.headings, i) for i in self.ticked(row))
        return f"{round(_number(words) * self._scale)}%" if self._scale and _NUMBER.fullmatch(words) else words

    def _elsewhere(self, row: Row) -> str:
        """What the columns of dates and of answers say of a status: "Implemented" for a date, "Accepted? No"."""
        due = [_text(row, i) for i in self._columns.due]
        # "Permanent" in a column of dates is what was asked for, and no answer.
        said = [text for text in due if tells_of_deed(text) and (read_label(text) or [""])[0] not in ("", "standing")]
        said += [refusal(self._columns.headings[i], _text(row, i)) for i in self._columns.others]
        return next(filter(None, said), "")


def _text(row: Row, index: int | None) -> str:
    cell = cells.cell_at(row, index)
    return " ".join(cell.text.split()) if cell is not None else ""


def _lowest(words: Sequence[str]) -> str:
    """The lowest of the rates of a row's parts, as what was asked is done when all of it is; else the first words."""
    whole = words[0].endswith("%")  # "0,4" beside "40%" is the same as a part of one
    rates = [one for one in words if _NUMBER.fullmatch(one.removesuffix("%").rstrip()) and one.endswith("%") == whole]
    if len(rates) < 2 or not words[0]:
        return words[0]
    return min(rates, key=_number)


def _is_rate(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column's numbers are per cent: by its heading, or as they tell of progress and run up to a hundred."""
    words = heading_words(heading)
    if _RATE.search(words) or _PROGRESS.search(words) is None:
        return _RATE.search(words) is not None
    said = [text for text in cells if text]
    if not all(re.fullmatch(r"[-−–]?\d{1,3}(?:[.,]\d+)?", text) for text in said):
        return False
    return _are_parts(said) or ("100" in said and max(map(_number, said)) <= _MOST)


def _number(text: str) -> float:
    """What a rate's digits say, with whatever sign stands for minus."""
    return float(text.rstrip(" %").replace(",", ".").replace("−", "-").replace("–", "-"))


def _are_parts(words: Sequence[str]) -> bool:
    """Whether rates are parts of one: none is more, and some are fractions."""
    said = [text for text in words if text]
    fractions = any(re.fullmatch(r"0[.,]\d+", text) for text in said)
    return fractions and all(_NUMBER.fullmatch(text) and _number(text) <= 1 for text in said)
