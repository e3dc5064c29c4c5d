"""Tables of two rows for each thing asked: what was asked across the table, and beneath it what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from tcgraph.followup.layout.column_words import asks_itself
from tcgraph.followup.tables import Row, Sheet, TextCell

_FEWEST: Final = 3
_HEADING: Final = 25
"""Headings of sections are shorter than what is asked, most of them."""
_ASKED: Final = "Recommendation"
"""What the column is called that the lines across the table get, where the table does not call it anything."""


def spread(sheet: Sheet) -> Sheet:
    """Put the lines across a table in a column of their own, left of the rows beneath, where each has a row of its own.

    Lines across a table are headings of sections as a rule: several rows stand beneath each. Where one row or two do,
    they are what is asked.

    Args:
        sheet: as it was read; cells merged over several columns are repeated in each.

    Returns:
        The same sheet where its lines are headings.
    """
    across = [_is_across(row) for row in sheet.rows]
    begins = next((i for i, one in enumerate(across) if not one), len(across))
    lines = [i for i, one in enumerate(across) if one and i > begins]
    below = [b - a - 1 for a, b in pairwise([*lines, len(across)]) if b - a > 1]
    long = sum(len(sheet.rows[i].texts[0]) > _HEADING for i in lines)
    if begins < len(across) and asks_itself(sheet.rows[begins].texts):
        return sheet
    if len(below) < _FEWEST or 2 * long < len(lines) or sum(n < 3 for n in below) < 0.8 * len(below):
        return sheet
    return replace(sheet, rows=tuple(_spread(sheet.rows, across, begins)))


def _spread(rows: Sequence[Row], across: Sequence[bool], begins: int) -> list[Row]:
    found: list[Row] = []
    line: TextCell | None = None
    for i, row in enumerate(rows):
        if across[i]:
            # A section's heading has the next line right beneath it.
            if i + 1 < len(rows) and not across[i + 1]:
                line = row.cells[0]
            else:
                found.append(row)
            continue
        if line is None or i == begins:
            line = TextCell(line.text if line is not None else _ASKED, (line or row.cells[0]).place)
        found.append(Row((line, *row.cells)))
    return found


def _is_across(row: Row) -> bool:
    return len(row.cells) > 1 and len(set(row.texts)) == 1
