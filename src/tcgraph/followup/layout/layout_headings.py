"""Find a table's headings: in one row or two, where there are any, or as somebody gave them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.cell_kinds import is_day
from tcgraph.followup.layout.column_words import is_legend, meanings_of
from tcgraph.followup.layout.columns import Columns, columns_of
from tcgraph.followup.layout.columns_given import WrongColumns, given_columns
from tcgraph.followup.layout.likely_data import is_data
from tcgraph.followup.tables import Row, Sheet, column_letters
from tcgraph.followup.wording.status_labels import read_label

Given = Mapping[str, Sequence[str]]
"""For each role of a column the letters or headings that were given for it."""


_LEGEND: Final = 6
"""A table that says what words mean has fewer columns."""
_STATUS: Final = 3
_SHORT: Final = 40
_MORE: Final = 2
"""A row of headings below another one calls so many columns more."""
_PART: Final = 90
"""The part of a heading may be longer where others reach down beside it."""


def _names_roles(sheet: Sheet) -> bool:
    """Whether the rows of a table of two columns are called as columns are, each once: a list of what those hold."""
    rows = [row.texts for row in sheet.rows if len(row.texts) == 2 and all(row.texts)]
    first = [text for text, _ in rows if len(text) < 40]
    called = sum(bool(meanings_of(text)) for text in first)
    return len(rows) > 3 and len(set(first)) == len(rows) and called > 0.6 * len(rows)


def find_headings(sheet: Sheet, given: Given | None = None) -> tuple[int, Columns] | None:
    """Find a table's headings, in one row or two.

    Args:
        sheet: the table.
        given: what a person says the columns hold; else their headings have to tell.

    Returns:
        Where the rows below them begin, and the columns; None where no row of the first ones is a heading row.

    Raises:
        WrongColumns: none of the first rows has the columns that were given.
    """
    if given is None and _names_roles(sheet):
        return None
    problem: WrongColumns | None = None
    best: tuple[int, Columns] | None = None
    for index, row in enumerate(sheet.rows[:12]):
        said = {text for text in row.texts if text}
        if len(said) < 2:
            continue
        if best is not None and (index > best[0] or is_data(row.texts, sheet.rows[index + 1 :])):
            break
        below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else None
        legend = (len(said) < _LEGEND and any(map(is_legend, said))) or _is_legend(sheet)  # what other words mean
        if given is None and best is None and (legend or is_data(row.texts, sheet.rows[index + 1 :])):
            return None  # its headings stand elsewhere, and none of its rows is one
        two = below is not None and _is_second_row(row, below)
        texts = list(row.texts)
        if two and below is not None:
            texts = [
                " ".join(dict.fromkeys(filter(None, pair))) for pair in zip_longest(texts, below.texts, fillvalue="")
            ]
        first = index + 1 + two
        if given is not None:
            try:
                if is_data(texts, sheet.rows[first:]) and index == 0:
                    return 0, given_columns(given, [""] * len(texts), sheet.rows)
                return first, given_columns(given, texts, sheet.rows[first:])
            except WrongColumns as wrong:
                problem = problem or wrong
        # Above them may stand what several of them have in common: the row that calls most columns tells.
        elif (columns := columns_of(texts, sheet.rows[first:])) is not None and (
            best is None or _called(columns) > _called(best[1]) + _MORE
        ):
            best = first, columns
    if problem is not None:
        raise problem
    return best


def _called(columns: Columns) -> int:
    """How many columns are called what they hold, by names and not by what is in them."""
    return sum(bool(meanings_of(text)) and len(text) <= _PART for text in columns.headings)


def _is_legend(sheet: Sheet) -> bool:
    """Whether a table of two columns describes statuses, each of them once: what the words of another one mean."""
    rows = [row.texts for row in sheet.rows if len(row.texts) == 2 and all(row.texts)]
    labels = [text for text, _ in rows[1:]]
    known = any(read_label(text) is not None for text in labels)
    said = {text for text, _ in rows}
    heads = bool(rows) and meanings_of(rows[0][0])[:1] == ["status"] and meanings_of(rows[0][1])[:1] == ["about"]
    return (
        heads
        and len(rows) == len(sheet.rows) == len(said)
        and known
        and all(len(text.split()) <= _STATUS for text in labels)
    )


def asks(columns: Columns) -> bool:
    """Whether a table has a column that is called what was asked, and not only one that can be taken for it."""
    return columns.ask is not None and meanings_of(columns.headings[columns.ask])[:1] == ["ask"]


def goes_on(sheet: Sheet, columns: Columns) -> bool:
    """Whether a table without headings that are known goes on with the columns of the one before it.

    It has as many columns, and its first row is none of headings: of short words of which two say what a column holds.
    """
    if {len(row.cells) for row in sheet.rows} != {len(columns.headings)}:
        return False
    first = [text for text in sheet.rows[0].texts if text]
    called = [text for text in first if len(text) < 40 and meanings_of(text)]
    if any(map(is_legend, first)):
        return False
    told = [i for i in (columns.status, *columns.due) if i is not None]
    cells = [row.texts[i] for row in sheet.rows[1:] or sheet.rows for i in told]
    if len(told) > 1 and not any(is_day(text) or (read_label(text) or [""])[0] for text in cells):
        return False  # no status and no date stands where the other table has them
    return len(called) < 2 or any(len(text) > 60 for text in first)


def is_headed_alike(sheet: Sheet, columns: Columns) -> bool:
    """Whether a table's headings are those of the one before it, all but one: "Action" and then "Actions completed"."""
    both = list(zip(map(plain_words, columns.headings), map(plain_words, sheet.rows[0].texts), strict=False))
    alike = sum(bool(above) and above == below for above, below in both)
    return len(columns.headings) == len(sheet.rows[0].texts) > 2 and alike == len(both) - 1


def likely_headings(sheet: Sheet) -> str:
    """The first row that can be one of headings, each with its letter, for a person to choose from."""
    row = next((row for row in sheet.rows if len({text for text in row.texts if text}) > 1), sheet.rows[0])
    return ", ".join(f"{column_letters(i)} {text[:40]!r}" for i, text in enumerate(row.texts))


def _is_second_row(above: Row, below: Row) -> bool:
    """Whether a row names the parts of headings above that span several columns, and says nothing else."""
    upper, parts = above.texts, 0
    reach = any(text and text == over for text, over in zip(below.texts, upper, strict=False))
    for index, text in enumerate(below.texts):
        over = upper[index] if index < len(upper) else ""
        if not text or text == over:
            continue
        beside = upper[max(0, index - 1) : index] + upper[index + 1 : index + 2]
        if len(text) > (_PART if reach else _SHORT) or (over and over not in beside):
            return False
        parts += 1
    return parts > 0
