"""Whether a row that stands where headings do is one of the table's own: it looks like the rows below it.

A table may have its headings on the page's header, or none: its first row is then as good as any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.layout.column_words import ACTED, heading_words
from tcgraph.followup.tables import Row

_ALIKE: Final = 2
"""So many of a row's cells have to look like those below them."""
_SENTENCE: Final = 12
_ROWS: Final = 2
_FEWEST: Final = 3


def is_data(texts: Sequence[str], body: Sequence[Row]) -> bool:
    """Whether a row is none of headings.

    Args:
        texts: the row's.
        body: the rows below it.

    Returns:
        Whether two of its cells, or more, are as those below: the same words again, a code made of the same signs
        ("A-008" above "A-009"), or a long sentence that ends.
    """
    tidy = [" ".join(text.split()) for text in texts]
    others = [[" ".join(text.split()) for text in row.texts] for row in body[1:] if len(row.texts) == len(texts)]
    # The row below may name the parts of headings; they span both.
    others = [row for row in others if not _is_again(tidy, row)]
    if len(others) < _ROWS:
        return False
    alike = 0
    for i, text in enumerate(tidy):
        below = [row[i] for row in others if row[i]]
        shape = _shape(text)
        coded = (
            "9" in shape
            and "A" in shape
            and " " not in shape
            and 2 * sum(_shape(one) == shape for one in below) > len(below)
        )
        told = len(text.split()) > _SENTENCE and text.endswith((".", "?", "!"))
        alike += bool(text) and bool(below) and (text in below or coded or told)
    return alike >= _ALIKE


def _is_again(headings: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row repeats headings, as on a new page, be it that some are called otherwise."""
    said = [(text, heading) for text, heading in zip(row, headings, strict=True) if text]
    return 2 * sum(text == heading for text, heading in said) >= len(said)


def _shape(text: str) -> str:
    """A code with its digits and letters made alike; "" of what is longer than a code."""
    if len(text) > 24 or len(text.split()) > 2:
        return ""
    return re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", re.sub(r"\d+", "9", text.replace("*", "A"))))


def is_list(headings: Sequence[str], meanings: Sequence[list[str]], body: Sequence[Row]) -> bool:
    """Whether the rows are things asked without any answer."""
    asks = [i for i, meaning in enumerate(meanings) if meaning[:1] == ["ask"] and len(headings[i].split()) <= 6]
    if any(meaning[:1] in (["agent"], ["due"]) for meaning in meanings):
        asks += [i for i, heading in enumerate(headings) if ACTED.search(heading_words(heading))]
    if not asks and {"agent", "due"} <= {meaning[0] for meaning in meanings if meaning}:
        asks = [i for i, meaning in enumerate(meanings) if meaning[:1] == ["about"]]
    told = [row.texts[asks[0]] for row in body if len(row.cells) > asks[0]] if asks else []
    return 2 * len({*told}) > len(told) and sum(len(text) > 20 for text in told) >= _FEWEST


def has_prose_without_meaning(headings: Sequence[str], meanings: Sequence[list[str]], body: Sequence[Row]) -> bool:
    """Whether a column of sentences stands under a heading that says nothing of them ("Actividad"): what is asked."""
    for i, meaning in enumerate(meanings):
        cells = [row.texts[i] for row in body if i < len(row.cells) and row.texts[i]] if headings[i] else []
        if not meaning and len(cells) >= _FEWEST and sum(map(len, cells)) > 20 * len(cells):
            return True
    return False
