"""Read a real table (Word, Excel, CSV, HTML): headings say what columns hold, a row is one ask and its replies."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import Final

from tcgraph.diagnostics import Level, Location
from tcgraph.errors import BrokenInput
from tcgraph.followup.columns import Columns, columns_of
from tcgraph.followup.entry import Ask, Piece, Reading, Reply
from tcgraph.followup.tables import Row, Sheet, TableFile, TextCell

_BULLET: Final = re.compile(r"^\s*(?:[•▪‣●○◦■□\uf0b7\uf0a7–]|[-*])\s+")
_LEADING_NUMBER: Final = re.compile(r"^\(?(\d{1,4})[.)]\s+")
_TIDY: Final = re.compile(r"^(?:no\.?|nr\.?|rec(?:ommendation)?\.?|item|para(?:graph)?\.?|decision)\s*", re.IGNORECASE)
_COUNT: Final = re.compile(
    r"\b(\d{1,4})\s+(?:\w+\s+)?(?:decisions?|recommendations?|items?|rows?|entries|actions?|decision points?)\b",
    re.IGNORECASE,
)


def read_rows(file: TableFile) -> Reading:
    """Find asks and replies in a file's tables.

    Raises:
        BrokenInput: no table has headings that tell what was asked from what was done.
    """
    reading = Reading()
    understood = False
    for sheet in file.sheets:
        found = _headings(sheet)
        if found is None:
            message = f"{sheet.name}: no headings such as 'Recommendation' and 'Action taken'; not read"
            file.find("headings", Level.WARNING, message, _where(sheet.rows[0]))
            continue
        understood = True
        index, columns = found
        before = len(reading.asks)
        _Rows(file, reading, columns, sheet.rows[index].texts).read(sheet.rows[index + 1 :])
        captions = [*sheet.captions, *(" ".join(row.texts) for row in sheet.rows[:index])]
        _check_count(file, sheet, captions, len(reading.asks) - before, len(sheet.rows) - index - 1)
    if not understood:
        hint = "its headings must name what was asked (Decision, Recommendation …) and what was done (Action, Status …)"
        raise BrokenInput(f"no table could be understood; {hint}", path=file.path)
    _check_numbers(file, reading)
    return reading


class _Rows:
    def __init__(self, file: TableFile, reading: Reading, columns: Columns, headings: tuple[str, ...]) -> None:
        self.file, self.reading, self.columns, self.headings = file, reading, columns, headings
        self.seen: dict[tuple[str, ...], str] = {}
        self.width = max((i for i in _positions(columns)), default=0) + 1

    def read(self, rows: tuple[Row, ...]) -> None:
        for row in rows:
            if row.texts == self.headings:
                continue  # repeated on a new page
            if len({text for text in row.texts if text}) == 1 and len(row.cells) > 1 and row.texts[0] == row.texts[-1]:
                continue  # a title that spans the table
            self.row(row)

    def row(self, row: Row) -> None:
        columns = self.columns
        place = row.cells[0].place
        if len(row.cells) < self.width:
            message = f"{place.words}: the row ends before the column it needs; read as empty"
            self.file.find("row-width", Level.WARNING, message, place.location)
        key = tuple(" ".join(text.split()).lower() for text in row.texts)
        if key in self.seen:
            message = f"the same row stands at {self.seen[key]}; kept, but proposed for leaving out"
            self.file.find("duplicate", Level.WARNING, message, place.location)
        repeated = key in self.seen
        self.seen.setdefault(key, place.words)
        ask = self._ask(row)
        reply = _cell(row, columns.reply)
        status = self._text(row, columns.status)
        parts = _parts(reply) if reply is not None else []
        if not parts and status and columns.status is not None and (cell := _cell(row, columns.status)) is not None:
            parts = [Piece(status, cell.place)]
        if not parts:
            where = reply.place.location if reply is not None else place.location
            self.file.find("nothing-reported", Level.INFO, f"nothing is reported on {ask.reference or 'it'}", where)
        for part in parts:
            made = Reply(ask, [part])
            made.status_text = status if columns.status != columns.reply else ""
            made.agent_text = self._text(row, columns.agent)
            made.due_text = self._text(row, columns.due)
            made.reason = "repeated row" if repeated else ""
            self.reading.replies.append(made)

    def _ask(self, row: Row) -> Ask:
        columns = self.columns
        cell = _cell(row, columns.ask)
        text = cell.text.strip() if cell is not None else ""
        printed = self._text(row, columns.number)
        if columns.number is None and (found := _LEADING_NUMBER.match(text)) is not None:
            printed, text = found[1], text[found.end() :]
        reference = _TIDY.sub("", " ".join(printed.split())).rstrip(".)").strip()
        place = (cell or row.cells[0]).place
        if printed and not reference:
            reference = printed.strip()
        last = self.reading.asks[-1] if self.reading.asks else None
        if not printed and not text and last is not None:
            return last  # an empty cell under another means the same again
        if last is not None and reference == last.reference and text == last.text:
            return last
        if not text:
            where = place.location
            self.file.find("empty", Level.WARNING, f"the row numbered {reference!r} does not say what was asked", where)
        number = int(reference) if re.fullmatch(r"\d{1,6}", reference) else None
        if columns.number is not None and not printed:
            self.file.find("number", Level.WARNING, "the row has no number", row.cells[columns.number].place.location)
        ask = Ask(reference, number, [Piece(text, place)])
        self.reading.asks.append(ask)
        return ask

    @staticmethod
    def _text(row: Row, index: int | None) -> str:
        cell = _cell(row, index)
        return " ".join(cell.text.split()) if cell is not None else ""


def _cell(row: Row, index: int | None) -> TextCell | None:
    return row.cells[index] if index is not None and index < len(row.cells) else None


def _parts(cell: TextCell) -> list[Piece]:
    """The bullets of a cell; lines without a bullet belong to the one before."""
    lines = [line for line in cell.text.split("\n") if line.strip()]
    if not any(_BULLET.match(line) for line in lines):
        text = " ".join(line.strip() for line in lines)
        return [Piece(text, cell.place)] if text.strip(" -–—.") else []
    parts: list[str] = []
    for line in lines:
        if _BULLET.match(line) or not parts:
            parts.append(_BULLET.sub("", line).strip())
        else:
            parts[-1] += f" {line.strip()}"
    return [Piece(part, cell.place) for part in parts if part]


def _headings(sheet: Sheet) -> tuple[int, Columns] | None:
    for index, row in enumerate(sheet.rows[:8]):
        columns = columns_of(row)
        if columns is not None and len({text for text in row.texts if text}) > 1:
            return index, columns
    return None


def _check_count(file: TableFile, sheet: Sheet, captions: list[str], asks: int, rows: int) -> None:
    for caption in captions:
        for found in _COUNT.finditer(caption):
            said = int(found[1])
            if said not in (asks, rows):
                message = f"{sheet.name}: the text before it says {found[0]!r}, the table has {rows} rows on {asks}"
                file.find("count", Level.WARNING, message, _where(sheet.rows[0]))


def _check_numbers(file: TableFile, reading: Reading) -> None:
    by_reference: dict[str, list[Ask]] = defaultdict(list)
    for ask in reading.asks:
        if ask.reference:
            by_reference[ask.reference.lower()].append(ask)
    for asks in by_reference.values():
        for ask in asks[1:]:
            if ask.text != asks[0].text:
                where = ask.pieces[0].place.location
                first = asks[0].pieces[0].place.words
                file.find("duplicate-number", Level.WARNING, f"number {ask.reference} also stands at {first}", where)
    numbers = [ask for ask in reading.asks if ask.number is not None]
    if len(numbers) < max(3, len(reading.asks) // 2):
        return
    for before, after in pairwise(numbers):
        assert before.number is not None
        assert after.number is not None
        where = after.pieces[0].place.location
        if after.number < before.number:
            message = f"number {after.number} comes after {before.number}"
            file.find("number-order", Level.WARNING, message, where)
        elif before.number + 1 < after.number <= before.number + 20:
            missing = ", ".join(str(n) for n in range(before.number + 1, after.number))
            if not {str(n) for n in range(before.number + 1, after.number)} <= by_reference.keys():
                file.find("number-gap", Level.WARNING, f"no row for {missing} before {after.number}", where)


def _positions(columns: Columns) -> list[int]:
    named = (columns.reply, columns.ask, columns.number, columns.status)
    return [position for position in named if position is not None]


def _where(row: Row) -> Location:
    return row.cells[0].place.location
