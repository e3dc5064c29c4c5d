"""Whether what was read fits the roles that headings gave to columns: if not, a person has to say what they hold.

A heading can mean two things, and a wrong guess makes a draft that looks like a result. So what came of it is looked at
before it is let through.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tcgraph.followup.layout.cell_kinds import ADDRESSES, RATE, is_day
from tcgraph.followup.layout.column_words import ASKED_ONE, heading_words
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.entry import Reply, TableReading
from tcgraph.followup.layout.ticks import MARK
from tcgraph.followup.wording.status_labels import read_label

_FEWEST: Final = 3
_LABEL: Final = 3
_CODE: Final = 3


def unlikely_roles(reading: TableReading) -> str:
    """Why the columns are likely to hold something else than they were taken for; "" where nothing tells so.

    Args:
        reading: what was read by headings alone.
    """
    asks, replies = reading.asks, reading.replies
    if len(asks) < _FEWEST:
        return ""
    asked = [ask.text or ask.title for ask in asks]
    if reading.columns and all(columns.ask is None for columns in reading.columns):
        return "" if any(map(_numbers_things, reading.columns)) or _tell(replies) else "no column tells what was asked"
    if all(columns.ask is not None for columns in reading.columns) and 2 * asked.count("") > len(asked):
        return "in most rows nothing would be asked"
    if why := unlikely_asked(asked):
        return why
    told = [reply for reply in replies if not reply.status_text and reply.text]
    if len(told) >= _FEWEST and 2 * sum(_is_code(reply.text) for reply in told) > len(told):
        return "what would be answered is letters or codes"
    if any(map(_is_turned, reading.columns)):
        return "what would be asked stands right of what would answer it"
    return ""


def unlikely_asked(asked: Sequence[str]) -> str:
    """Why texts are likely to be nothing that was asked: most are words for a status, or addresses, days, figures."""
    if 2 * sum(bool(text) and _is_answer(text) for text in asked) > len(asked):
        return "what would be asked reads like answers"
    bare = sum(bool(ADDRESSES.fullmatch(text) or RATE.fullmatch(text) or is_day(text)) for text in asked)
    return "what would be asked is addresses, days or figures" if 2 * bare > len(asked) else ""


def _numbers_things(columns: Columns) -> bool:
    """Whether the numbers are of things that were asked elsewhere."""
    return columns.number is not None and ASKED_ONE.search(heading_words(columns.headings[columns.number])) is not None


def _tell(replies: Sequence[Reply]) -> bool:
    """Whether some of the answers have a status."""
    return any(reply.status_text or read_label(reply.text) is not None for reply in replies)


def _is_answer(text: str) -> bool:
    return len(text.split()) <= _LABEL and read_label(text) is not None


def _is_code(text: str) -> bool:
    """Whether a text is a letter or a code, and neither a status nor a day, a rate or a mark."""
    known = read_label(text) is not None or is_day(text) or RATE.fullmatch(text) or MARK.fullmatch(text)
    return len(text) <= _CODE and not known and any(map(str.isalnum, text))


def _is_turned(columns: Columns) -> bool:
    told = [i for i in columns.replies if i != columns.status]
    return columns.ask is not None and bool(told) and columns.ask > max(told)
