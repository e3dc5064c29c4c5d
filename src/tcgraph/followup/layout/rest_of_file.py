"""What of a file's tables the draft has, and what it has not: all that a table says, and what stands in no row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tcgraph.followup.layout.column_words import WHERE, heading_words
from tcgraph.followup.layout.entry import TableReading
from tcgraph.followup.tables import CellPlace, TableFile, UnreadText

_SHORT: Final = 80
"""Whom a cell names is no longer."""
_FEW: Final = 3
_PLACE: Final = 40
_NAMED: Final = re.compile(
    r"(?!(?i:all|any|every|each|various|several|none|other|tous|toutes|toute|tout|divers\w*|aucun\w*|autres?|tod[oa]s?"
    r"|vari[oa]s|ningun[oa]|otr[oa]s?|n/?a|not|non?)\b)[A-ZÀ-ÖØ-Þ][a-zà-ÿ].*[^.:!?]$"
)


def left_over(file: TableFile, reading: TableReading) -> list[UnreadText]:
    """The rows of which the draft has nothing: headings, titles, totals, notes, whole tables that are no status table.

    A row that gave anything gave all of it, as what is not read from it is kept beside it.
    """
    pieces = [piece for ask in reading.asks for piece in ask.pieces]
    pieces += [piece for reply in reading.replies for piece in reply.pieces]
    used = {_row_of(piece.place) for piece in pieces}
    rows = [row for sheet in file.sheets for row in sheet.rows]
    many = Counter(place for row in rows for place in {_row_of(cell.place) for cell in row.cells})
    said = _letters(" ".join(_words_of(reading)))
    headings = {columns.headings for columns in reading.columns}
    found = []
    for row in rows:
        # Of the lines of a page, or of what stands outside the tables, nothing but their words tells which were read.
        if any(
            (place := _row_of(cell.place)) in used and (many[place] == 1 or _letters(cell.text) in said)
            for cell in row.cells
        ):
            continue
        texts = tuple(" ".join(text.split()) for text in row.texts)
        why = "headings" if texts in headings else "no row of the draft"
        found.append(UnreadText(" | ".join(dict.fromkeys(filter(None, texts))), row.cells[0].place, why))
    return found


def _words_of(reading: TableReading) -> Iterator[str]:
    for ask in reading.asks:
        yield from (ask.reference, ask.text, ask.beside, ask.title, ask.section, ask.agent_text)
    for reply in reading.replies:
        yield from (reply.text, reply.status_text, reply.agent_text, reply.due_text, reply.beside)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def told_by(file: TableFile, reading: TableReading, unread: Sequence[UnreadText]) -> list[str]:
    """All that a file says, cell by cell, but for headings and what its tables have no column for."""
    headings = {columns.headings for columns in reading.columns}
    told = [
        cell.text
        for sheet in file.sheets
        for row in sheet.rows
        if tuple(" ".join(text.split()) for text in row.texts) not in headings
        for cell in row.cells
    ]
    told += [piece.text for ask in reading.asks for piece in ask.pieces]
    told += [piece.text for reply in reading.replies for piece in reply.pieces]
    return [*told, *(left.text for left in unread if left.why != "headings")]


def cells_of_parties(file: TableFile, reading: TableReading, is_known: Callable[[str], bool]) -> Iterator[str]:
    """The cells of columns of which most are nothing but a name that is known, as of the states that recommend.

    What else such a column says is a name, too: "CAT" among states.

    Args:
        file: the tables.
        reading: what was read from them.
        is_known: whether words are, whole, a name that the graph or the world's lists have.
    """
    others = {columns.headings: columns.others for columns in reading.columns}
    for sheet in file.sheets:
        rows = [tuple(" ".join(text.split()) for text in row.texts) for row in sheet.rows]
        for headings in [row for row in rows if row in others]:
            for i in others[headings]:
                cells = [row[i] for row in rows if row != headings and i < len(row) and row[i]]
                known = sum(len(cell) <= _SHORT and is_known(cell) for cell in cells)
                if known >= _FEW and 2 * known >= len(cells):
                    yield from (cell for cell in cells if len(cell) <= _SHORT)


def cells_of_places(file: TableFile, reading: TableReading) -> Iterator[str]:
    """What columns of places say, each place by itself; "all districts" and the like are none."""
    others = {columns.headings: columns.others for columns in reading.columns}
    for sheet in file.sheets:
        rows = [tuple(" ".join(text.split()) for text in row.texts) for row in sheet.rows]
        for headings in [row for row in rows if row in others]:
            for i in (i for i in others[headings] if WHERE.search(heading_words(headings[i]))):
                cells = [row[i] for row in rows if row != headings and i < len(row) and row[i] != row[i - 1]]
                parts = [part.strip() for cell in cells for part in re.split(r"[;,/]", cell)]
                yield from (part for part in parts if len(part) <= _PLACE and _NAMED.match(part) is not None)


def _row_of(place: CellPlace) -> tuple[str, int]:
    """What the cells of one row have in common."""
    cell = place.location.cell
    if cell is not None:
        return cell.sheet or "", cell.row
    return place.words.rpartition(", column ")[0] or place.words, 0
