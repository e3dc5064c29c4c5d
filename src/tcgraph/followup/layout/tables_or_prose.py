"""Read a file in each way that it can be read in, and keep the first that makes sense of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.errors import BrokenInput
from tcgraph.followup.layout.drawn_tables import take_drawn
from tcgraph.followup.layout.entry import AskedItem, TableReading
from tcgraph.followup.layout.forms_in_text import forms_in_text
from tcgraph.followup.layout.layout_headings import Given
from tcgraph.followup.layout.layout_table import read_rows
from tcgraph.followup.layout.layout_text import read_layout, read_paragraphs
from tcgraph.followup.tables import TableFile
from tcgraph.followup.wording.status_labels import tells_of_deed

_WORDS: Final = 4
"""What is asked has, as a rule, at least so many words."""
_TRACKED: Final = 3
_FEW: Final = 3
_LINES: Final = 10
"""Of a text with so many times as many lines as rows, and few of these, more is likely to be left out."""
_CODE: Final = re.compile(r"^\W*[A-Z]{0,4}[\d.]*\d\W+")


def read_file(file: TableFile, given: Given | None = None) -> TableReading:
    """Find what was asked and answered in a file's tables, or where these say nothing of it among its paragraphs.

    Args:
        file: as it was read; it is left as what it was read by, its tables or its lines.
        given: what a person says the columns hold.

    Raises:
        BrokenInput: nothing that was asked was found, or what was found makes no sense.
    """
    if given is not None or not _notes_all(file):
        take_drawn(file, given)
    if given is not None or not (file.loose or file.is_prose):
        return read_rows(file, given, rough=given is None)
    tables = replace(file, sheets=[*file.sheets], findings=[*file.findings], unread=[*file.unread])
    text = tables if file.loose else tables.as_text()
    problem: BrokenInput | None = None
    best: TableReading | None = None
    try:
        best = read_layout(file) if file.loose else read_rows(file)
    except BrokenInput as error:
        problem = error
    if best is not None and _is_tracked(best):
        return best
    told = read_paragraphs(text, guess=False) if not file.loose else None
    if told is not None and (best is None or _worth(told) > _worth(best) or _is_of_labels(best, told)):
        # Minutes have a table of who was there, a cover a box for its title: what was asked stands beside them.
        best = _take(file, text, told)
    formed = forms_in_text(text)
    told = _rows_of(formed) if formed is not None else None
    if formed is not None and told is not None and (best is None or _says_more(told, best)):
        best = _take(file, formed, told)
    if best is None and (told := read_paragraphs(text)) is not None:
        best = _take(file, text, told)
    if best is None:
        assert problem is not None
        raise problem
    if len(best.asks) < _FEW and _LINES * len(best.asks) < len(text.sheets[0].rows):
        message = f"only {len(best.asks)} rows were found among {len(text.sheets[0].rows)} lines"
        file.find("headings", Level.WARNING, message, best.asks[0].pieces[0].place.location)
    return best


def _notes_all(file: TableFile) -> bool:
    """Whether the lines of a text tell of more than the lists of tasks among them, and of each of these."""
    if not file.drawn:
        return False
    told = read_paragraphs(replace(file, findings=[], unread=[]), guess=False)
    lines = {ask.pieces[0].place.location.line for ask in told.asks} if told is not None else set()
    return lines > {row.cells[0].place.location.line for sheet in file.drawn for row in sheet.rows[1:]}


def _rows_of(file: TableFile) -> TableReading | None:
    """What a file's tables say; None where they make no sense."""
    try:
        return read_rows(file)
    except BrokenInput:
        return None


def _take(file: TableFile, other: TableFile, told: TableReading) -> TableReading:
    """Leave a file as the one that it was read by."""
    file.sheets, file.findings, file.unread, file.loose = other.sheets, other.findings, other.unread, True
    return told


def _is_of_labels(reading: TableReading, told: TableReading) -> bool:
    """Whether no column says what was read, and the paragraphs say as much: what a page cuts in boxes are its lines."""
    more = len(told.asks) >= len(reading.asks) and len(told.replies) >= len(reading.replies)
    return not reading.columns and more and _answered(told) >= _answered(reading)


def _is_tracked(reading: TableReading) -> bool:
    """Whether tables have a column of what was asked, and one that says in known words how far most of it has come."""
    told = {id(reply.ask) for reply in reading.replies if tells_of_deed(reply.status_text or reply.text)}
    said = {ask.text for ask in reading.asks if id(ask) in told}
    columned = all(columns.ask is not None and columns.status is not None for columns in reading.columns)
    return bool(reading.columns) and columned and len(said) >= _TRACKED and 2 * len(said) > len(reading.asks)


def _answered(reading: TableReading) -> int:
    """How many things it has that were asked in words and answered."""
    answered = {id(reply.ask) for reply in reading.replies if reply.text}
    return _count(ask for ask in reading.asks if id(ask) in answered)


def _says_more(told: TableReading, best: TableReading) -> bool:
    """Whether as many things are answered in one reading as in another, and it leaves out but few that are asked.

    It does not where its answers, or all that it has, are what the other one reads below "Decisions, actions".
    """
    said = {one.text for one in told.replies or told.asks}
    if 2 * sum(any(ask.text in text for text in said) for ask in best.asks) > len(best.asks):
        return False
    return _answered(told) >= _answered(best) and 2 * _worth(told) >= _worth(best)


def _worth(reading: TableReading) -> int:
    """How many things it has that were asked in words."""
    return _count(reading.asks)


def _count(asks: Iterable[AskedItem]) -> int:
    """How many things are asked in words; "B1.1 What we heard" and "B2.1 What we heard" are one, a label."""
    words = {_CODE.sub("", ask.text) for ask in asks}
    return sum(len(text.split()) >= _WORDS for text in words)
