"""Columns of marks: which of several is ticked, and what "✓" means under a heading such as "Implemented"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.totals import is_total
from tcgraph.followup.tables import Row
from tcgraph.followup.wording.status_labels import SURE, read_label

MARK: Final = re.compile(r"[xX✓✔✅☑☒●■√•*]")
_YES: Final = re.compile(r"[✓✔✅☑√]|(?:yes|oui|si|true|vrai|verdadero)\W*")
_LABEL: Final = 3
_ACCEPTED: Final = re.compile(r"(?:accept|agree|concur|position|acept|posicion)")
_NO: Final = re.compile(r"[✗✘❌✖]|(?:no|non|false|faux|falso)\W*")


def tick_columns(headings: Sequence[str], body: Sequence[Row]) -> tuple[int, ...]:
    """Columns that hold nothing but marks, under headings that are statuses; one such column alone says nothing."""
    found: list[int] = []
    empty: list[int] = []
    body = [row for row in body if not is_total(row.texts)]
    for i, heading in enumerate(headings):
        cells = [row.texts[i] for row in body if i < len(row.cells) and row.texts[i]]
        marks = sum(MARK.fullmatch(text) is not None for text in cells)
        if heading and marks >= 0.8 * len(cells) and read_label(tick_label(headings, i).partition("/")[0]) is not None:
            (found if marks else empty).append(i)
    return tuple(sorted({*found, *empty})) if len(found) + len(empty) > 1 and found else ()


def tick_label(headings: Sequence[str], index: int) -> str:
    """What a column of marks says where it is ticked: its heading, without the words that it shares with a neighbour.

    Where one heading spans the columns ("Status after verification"), each column's begins with it.
    """
    words = headings[index].split()
    shared = 0
    for near in (index - 1, index + 1):
        beside = headings[near].split() if 0 <= near < len(headings) else []
        same = next((i for i, (a, b) in enumerate(zip(words, beside, strict=False)) if a != b), 0)
        shared = max(shared, same)
    own = " ".join(words[shared:])
    return own if read_label(own) is not None else headings[index]


def is_answer(text: str) -> bool:
    """Whether a cell says yes or no to its column's heading; a cross may be either."""
    words = plain_words(text)
    return _YES.fullmatch(words) is not None or _NO.fullmatch(words) is not None


def refusal(heading: str, text: str) -> str:
    """What a cell says under a heading that asks whether it was accepted, where it was not; "" where it was.

    >>> refusal("Accepted? (Yes/No)", "No")
    'not accepted'
    """
    if _ACCEPTED.match(plain_words(heading)) is None:
        return ""
    if _NO.fullmatch(plain_words(text)) is not None:
        return "not accepted"
    label = read_label(text) if len(text.split()) <= _LABEL else None
    return text if label is not None and label[0] == "rejected" and label[1] >= SURE else ""


def only_mark(cells: Sequence[str]) -> str:
    """The one mark of few letters that a column holds where it holds anything, such as "on" or "x"; else ""."""
    said = {text for text in cells if text}
    mark = said.pop() if len(said) == 1 else ""
    return mark if len(mark) <= _LABEL and not is_answer(mark) and mark not in ("0", "-", "–") else ""


def label_of_answer(heading: str, text: str, mark: str = "") -> str:
    """What "✓" or "no" says under a heading that is itself a status word; "" where it is none, or no such answer.

    Args:
        heading: the column's.
        text: the cell's.
        mark: what stands for a tick in this column.

    >>> label_of_answer("Implemented?", "✗")
    'not implemented'
    """
    words = re.sub(r"\W*\(.*", "", plain_words(heading)).strip(" ?:")
    label = read_label(words)
    if label is None or label[0] != "taken" or not (text == mark or is_answer(text)):
        return ""
    return words if text == mark or _YES.fullmatch(plain_words(text)) else f"not {words}"
