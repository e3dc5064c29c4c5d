"""Read a real table (Word, Excel, CSV, HTML): headings say what columns hold, a row is one ask and its replies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from tcgraph.diagnostics import Level, Location
from tcgraph.followup.dates import read_date
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout import cells
from tcgraph.followup.layout.across import spread
from tcgraph.followup.layout.column_words import ACTS, heading_words
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.columns_given import WrongColumns
from tcgraph.followup.layout.content_roles import by_content
from tcgraph.followup.layout.entry import AskedItem, Piece, Reply, TableReading
from tcgraph.followup.layout.layout_checks import (
    check_count,
    check_gaps,
    check_numbers,
    check_read,
    tell_left_out,
    where_of,
)
from tcgraph.followup.layout.layout_headings import Given, asks, find_headings, goes_on, is_headed_alike
from tcgraph.followup.layout.layout_labels import label_of
from tcgraph.followup.layout.layout_records import read_records
from tcgraph.followup.layout.leading_numbers import leading_number
from tcgraph.followup.layout.row_status import RowStatus
from tcgraph.followup.layout.subheadings import Subheadings, in_capitals
from tcgraph.followup.layout.totals import is_total
from tcgraph.followup.layout.upright import is_upright, turn
from tcgraph.followup.tables import Row, TableFile, column_letters

_TIDY: Final = re.compile(
    r"^(?:nos?\.?|nr\.?|rec(?:ommendation)?\.?|item|para(?:graph)?\.?|decision)\s+", re.IGNORECASE
)
_HEADING: Final = 60
_PART: Final = 20
_TITLE: Final = 200  # themes of a treaty and topics of an agenda are as long
_NOTHING: Final = {"none", "nil", "n/a", "na", "aucun", "aucune", "neant", "ninguno", "ninguna", "-", "--"}


def read_rows(file: TableFile, given: Given | None = None, *, rough: bool = False) -> TableReading:
    """Find asks and replies in a file's tables.

    Args:
        file: the tables.
        given: what a person says the columns hold.
        rough: whether to take sentences for what was asked, and to say so, where nothing tells it for sure.

    Raises:
        BrokenInput: no table has headings that tell what was asked from what was done, or the columns given fit none.
    """
    if given is None:
        if (records := _in_blocks(file)) is not None:
            return records
        turn(file)
        file.sheets = [spread(sheet) for sheet in file.sheets]
    reading = TableReading()
    columns: Columns | None = None
    wrong: WrongColumns | None = None
    for sheet in file.sheets:
        try:
            found = find_headings(sheet, given)
        except WrongColumns as error:
            found, wrong = None, wrong or error
        if found is not None:
            first, columns = found
        elif columns is not None and is_headed_alike(sheet, columns):
            first = 1
        elif columns is not None and not sheet.headed and goes_on(sheet, columns):
            first = 0
            message = f"{sheet.name} has no headings of its own; read on with those of the table before it"
            file.find("headings", Level.INFO, message, where_of(sheet.rows[0]))
        else:
            message = f"{sheet.name}: no headings such as 'Recommendation' and 'Action taken'; not read"
            file.find("headings", Level.WARNING, message, where_of(sheet.rows[0]))
            continue
        if given is None and tell_left_out(file, columns, sheet.rows[first:]) and not asks(columns):
            continue
        reading.columns.append(columns)
        rows = _Rows(file, reading, columns, sheet.rows[first:])
        if len(file.sheets) > 1 and sheet.captions and cells.heads(sheet.captions[-1]):
            rows.part = sheet.captions[-1]  # a document of several tables calls each by what it is about
        rows.read()
        captions = [*sheet.captions, *(" ".join(dict.fromkeys(row.texts)) for row in sheet.rows[:first])]
        check_count(file, sheet, captions, len(rows.asks), rows.count)
    for sure in (True, False) if rough and not is_upright(file) else (True,):
        for sheet in file.sheets if given is None and not reading.columns else ():
            if (guessed := by_content(sheet, sure=sure)) is not None:
                reading.columns.append(guessed[1])
                _Rows(file, reading, guessed[1], sheet.rows[guessed[0] :]).read()
    check_read(file, reading, wrong, given=given is not None)
    check_numbers(file, reading)
    return reading


def _in_blocks(file: TableFile) -> TableReading | None:
    """What is asked under labels across tables of which none has a column for it."""
    found = [one[1] for sheet in file.sheets if (one := find_headings(sheet)) is not None and asks(one[1])]
    # "Actions to be taken" below a recommendation are its answer.
    acts = all(ACTS.search(heading_words(one.headings[one.ask or 0])) for one in found)
    records = read_records(file) if acts else None
    if records is not None:
        check_gaps(file, records)
    return records


class _Rows:
    def __init__(self, file: TableFile, reading: TableReading, columns: Columns, rows: Sequence[Row]) -> None:
        self.file, self.reading, self.columns, self.rows = file, reading, columns, rows
        self.seen: dict[tuple[str, ...], str] = {}
        asked = [text for row in rows if cells.has_words(text := self._text(row, columns.ask))]
        self.leading = leading_number([text for text in asked if text not in columns.headings])
        numbers = [text for row in rows if (text := self._text(row, columns.number))]
        self.numbered = sum(any(char.isdigit() for char in text) for text in numbers) > 0.5 * len(numbers)
        self.status = RowStatus(columns, rows)
        self.headings = Subheadings(columns, rows)
        self.heading = ""
        self.part = ""
        self.called = ""
        """The number of a recommendation whose title stands across the table, until the row that it heads."""
        self.asks: list[AskedItem] = []
        self.count = 0
        self.last: Sequence[str] = ()
        self.open: dict[int, list[Piece]] = {}
        self.alone = True
        """Whether nothing was asked yet under the last title."""

    def read(self) -> None:
        self._take_out_alike()
        unread = [i for i in self.columns.others if i not in (self.columns.title, self.columns.section)]
        if unread and self.rows:
            names = ", ".join(repr(self._heading(i)) for i in unread)
            message = f"nothing is read from {names}; the review file shows it beside each row"
            self.file.find("columns", Level.INFO, message, where_of(self.rows[0]))
        for doubt in self.columns.doubts if self.rows else ():
            self.file.find("columns", Level.WARNING, doubt, where_of(self.rows[0]))
        for row, following in zip_longest(self.rows, self.rows[1:]):
            texts = [" ".join(text.split()) for text in row.texts]
            if self._is_headings(texts):
                continue  # repeated on a new page
            if is_total(texts):
                message = f"{' | '.join(filter(None, texts))[:80]!r} sums up other rows; taken for a total"
                self.file.find("total", Level.INFO, message, where_of(row))
                continue
            if self._is_bare(texts):
                self._bare(texts, where_of(row))
                continue
            if self._is_title(texts) or self.headings.is_one(row):
                self.heading = max(texts, key=len)
                self._title(self.heading, where_of(row))
                continue
            self.row(row, graded=following is not None and bool(self._mark(following)))
        self._tell_apart()

    def _take_out_alike(self) -> None:
        """Take out the columns that say the same in every row, such as a report's title: it is said once."""
        rows = [row for row in self.rows if len(set(row.texts)) > 1 and not self._is_headings(row.texts)]
        alike = [i for i in self.columns.others if cells.is_alike(rows, i)]
        for i in alike:
            cell = rows[0].cells[i]
            self.file.leave(f"{self._heading(i)}: {cell.text}", "the same in every row", cell.place)
        self.columns = replace(self.columns, others=tuple(i for i in self.columns.others if i not in alike))

    def row(self, row: Row, *, graded: bool = False) -> None:
        columns = self.columns
        place = row.cells[0].place
        if len(row.cells) < columns.needed:
            message = f"{place.words}: the row ends before the column it needs; read as empty"
            self.file.find("row-width", Level.WARNING, message, place.location)
        key = tuple(" ".join(text.split()).lower() for text in row.texts)
        if key in self.seen:
            message = f"the same row stands at {self.seen[key]}; kept, but proposed for leaving out"
            self.file.find("duplicate", Level.WARNING, message, place.location)
        repeated = key in self.seen
        self.seen.setdefault(key, place.words)
        mark = self._mark(row)
        if mark and self.alone:
            message = f"{mark!r} is a mark, and nothing that was asked stands above it; not read"
            self.file.find("mark", Level.WARNING, message, place.location)
            return
        if self._goes_on(row):
            return
        self.count += 1
        ask = self._ask(row)
        self.last = row.texts
        status = self.status.of(row) or cells.grade_of(mark)
        if len(ticked := self.status.ticked(row)) > 1:
            self.file.find("ticks", Level.WARNING, f"the row ticks several: {status}", place.location)
        asked = self._text(row, columns.ask)
        found = {
            i: cells.parts_of(cell)
            for i in columns.replies
            if (cell := cells.cell_at(row, i)) is not None and not (asked and asked == self._text(row, i))
        }  # a cell across both columns asks, and answers nothing
        for i, parts in found.items():
            if not parts:
                self.file.leave(row.texts[i], "a mark that stands for nothing", row.cells[i].place)
        if not any(found.values()) and status:
            at = next(i for i in (columns.status, *ticked, columns.ask) if i is not None)
            found = {at: [Piece(status, row.cells[at].place)]}
        if not any(found.values()) and (columns.replies or columns.ticks) and not graded:
            reply = cells.cell_at(row, columns.replies[0]) if columns.replies else None
            where = reply.place.location if reply is not None else place.location
            self.file.find(
                "nothing-reported", Level.INFO, f"nothing is reported on {ask.reference or 'this row'}", where
            )
        self.open = {}
        for column, part in ((column, part) for column, parts in found.items() for part in parts):
            made = Reply(ask, [part])
            self.open[column] = made.pieces
            # A bare "1" or "100" is a rate, and the lowest of several tells.
            read = columns.status not in columns.replies or status != self._text(row, columns.status)
            of_status = read and column not in columns.answers
            made.status_text = status if of_status else ""
            made.of_answer = self.status.is_answer(row, status)
            made.agent_text = cells.listed(cells.cell_at(row, columns.agent))
            made.agent_heading = self._heading(columns.agent) if columns.agent is not None else made.agent_heading
            made.heading = columns.headings[column]
            made.due_text, made.due_place = self._due(row)
            made.due_heading = " ".join(map(self._heading, columns.due))
            made.beside = "; ".join(filter(None, (self._beside(row), self._graded(mark, status))))
            made.reason = "repeated row" if repeated else ""
            self.reading.replies.append(made)

    def _goes_on(self, row: Row) -> bool:
        """Add the rest of a row that a page break cut in two to the row above it."""
        columns = self.columns
        if not self.asks or self._text(row, columns.number):
            return False
        if self.status.of(row) and columns.status not in columns.replies:
            return False
        above = self.open if columns.ask is None else {columns.ask: self.asks[-1].pieces, **self.open}
        rest = [(i, " ".join(cell.text.split()), cell.place) for i, cell in enumerate(row.cells) if cell.text.strip()]
        if not rest or any(i not in above or not cells.goes_on(above[i][-1].text, text) for i, text, _ in rest):
            return False
        for i, text, place in rest:
            above[i].append(Piece(text, place))
        message = f"{rest[-1][1][:40]!r} goes on with the row above; joined to it"
        self.file.find("split-cell", Level.INFO, message, where_of(row))
        return True

    def _ask(self, row: Row) -> AskedItem:
        columns = self.columns
        cell = cells.cell_at(row, next((i for i in (columns.ask, *columns.titles) if self._text(row, i)), columns.ask))
        text = cell.text.strip() if cell is not None and not self._mark(row) else ""
        lead = cells.cell_at(row, columns.lead)
        above, name = cells.named_above(lead.text) if lead is not None else ("", "")
        printed = self._text(row, columns.number) or above
        if columns.number is None and not printed and text and not cells.has_words(text):
            printed, text = text, ""
        if columns.number is None and (found := self.leading.match(text)) is not None:
            printed, text = found[1], text[found.end() :]
        printed, self.called = printed or self.called, ""
        reference = cells.balanced(_TIDY.sub("", " ".join(printed.split())))
        place = (cell or row.cells[0]).place
        if printed and not reference:
            reference = printed.strip()
        last = self.asks[-1] if self.asks else None
        more = {self._text(row, i): row.cells[i].place for i in columns.also if i < len(row.cells)}
        also = [Piece(words, at) for words, at in more.items() if words not in ("", text, name)]
        if not (printed or text or name or also) and last is not None:
            if any(self._text(row, i) for i in columns.replies):
                message = f"the row names nothing asked; read as one more answer to {last.reference or 'the row above'}"
                self.file.find("same-again", Level.INFO, message, where_of(row))
            return last  # an empty cell under another means the same again
        if last is not None and self._is_same(row, reference, text):
            return last
        if not (text or name or also) and columns.ask is not None:
            where = place.location
            self.file.find("empty", Level.WARNING, f"the row numbered {reference!r} does not say what was asked", where)
        number = int(reference) if re.fullmatch(r"\d{1,6}", reference) else None
        if columns.number is not None and not printed:
            self.file.find("number", Level.WARNING, "the row has no number", row.cells[columns.number].place.location)
        left = [self._text(row, i) for i in columns.others if columns.number is not None and i < columns.number]
        named = lead is not None and bool(name) and plain_words(name) not in plain_words(text)
        pieces = [Piece(name, lead.place)] if lead is not None and named else []
        pieces += [Piece(text, place)] if text or not pieces else []
        pieces = [*(one for one in pieces if one.text or not also), *also]
        ask = AskedItem(reference, number, pieces, group=" ".join(text for text in left if text))
        ask.beside, ask.under = self._beside_ask(row), self.heading
        ask.agent_text = cells.listed(cells.cell_at(row, columns.agent))
        above = self.asks[-1].section if self.asks else ""
        ask.section = self.part if columns.section is None else self._text(row, columns.section) or above
        ask.title = self._text(row, columns.title) if text != self._text(row, columns.title) else ""
        self.reading.asks.append(ask)
        self.asks.append(ask)
        self.alone = False
        return ask

    def _mark(self, row: Row) -> str:
        """A grade or letter that stands where what was asked does: "[C]", "(a)"; "" where none does."""
        text = self._text(row, self.columns.ask) if self.columns.number is None else ""
        return text if text and not cells.has_words(text) and not cells.is_number(text) else ""

    def _graded(self, mark: str, status: str) -> str:
        """A mark that says more than the status, such as of which items it is: "[C]: (b)"."""
        return f"{self._heading(self.columns.ask or 0)}: {mark}" if mark and mark != status else ""

    def _is_headings(self, texts: Sequence[str]) -> bool:
        """Whether a row repeats the headings, be it that one column is called otherwise."""
        said = [(text, heading) for text, heading in zip(texts, self.columns.headings, strict=False) if text]
        other = [text for text, _ in said if text not in self.columns.headings]
        same = sum(text == heading for text, heading in said)
        longest = _HEADING if len(other) == 1 else _PART  # the second row of headings, where they stand in two
        return not other or (same > max(1, len(other)) and all(len(text) <= longest for text in other))

    def _is_same(self, row: Row, reference: str, text: str) -> bool:
        """Whether a row asks what the one above it asks: it says so in the same words, and adds an answer of its own.

        The same row once more is one of its own, and so is each where a table has nothing but a status for an answer:
        what one state recommended and another one, too, or what two bodies were asked.
        """
        last = self.asks[-1]
        if reference != last.reference or text != last.pieces[0].text:
            return False
        if self.reading.replies and self.last == row.texts:
            return False
        return any(i != self.columns.status and self._text(row, i) for i in self.columns.replies)

    def _tell_apart(self) -> None:
        """Put what stands left of the number before it where numbers begin anew, as in one tracker of many reports."""
        said = Counter(ask.reference for ask in self.asks if ask.reference)
        whole = Counter((ask.group, ask.reference) for ask in self.asks if ask.reference)
        if max(said.values(), default=1) == 1 or max(whole.values()) > 1 or not all(ask.group for ask in self.asks):
            return
        for ask in self.asks:
            ask.reference, ask.number = f"{ask.group} {ask.reference}".strip(), None

    def _title(self, words: str, where: Location) -> None:
        self.alone = True
        if (len(words) > _TITLE and not in_capitals(words)) or cells.ENDED.search(words):
            message = f"{words[:80]!r} stands across the table and is part of no row; read it yourself"
            self.file.find("title", Level.WARNING, message, where)
        else:
            self.part = words
            label = label_of(words)
            self.called = label["number"] or "" if label is not None else ""
            self.file.find("title", Level.INFO, f"{words!r} stands across the table; taken for a title", where)

    def _is_bare(self, texts: list[str]) -> bool:
        """Whether a row says one thing, in a column that nothing is read from: what the rows below have in common."""
        columns = self.columns
        number = columns.number if columns.number is not None and columns.headings[columns.number] else None
        read = {columns.ask, number, columns.status, columns.agent, *columns.replies, *columns.due}
        said = [i for i, text in enumerate(texts) if text]
        return len(said) == 1 and len(texts) > 2 and not {*said} & {*read, *columns.titles, *columns.ticks}

    def _bare(self, texts: list[str], where: Location) -> None:
        words = max(texts, key=len)
        if plain_words(words) in _NOTHING or words.isdigit():
            self.file.find("title", Level.INFO, f"{words!r} stands alone in its row; nothing is asked there", where)
        else:
            self.heading = words
            self._title(words, where)

    def _is_title(self, texts: list[str]) -> bool:
        said = [text for text in texts if text]
        if len(texts) > 1 and len(set(said)) == 1 and len(said) == len(texts):
            return len(texts) > 2 or (len(said[0]) <= _TITLE and not cells.ENDED.search(said[0]))
        columns = self.columns
        if len(said) != 1 or columns.number is None or columns.ask is None or not texts[columns.number]:
            return False
        words = texts[columns.number]
        return (len(words) > 12 and " " in words) or (self.numbered and not any(char.isdigit() for char in words))

    def _due(self, row: Row) -> tuple[str, Location | None]:
        found = [(text, row.cells[i].place.location) for i in self.columns.due if (text := self._text(row, i))]
        days = [one for one in found if read_date(one[0]) is not None] or found
        return days[-1] if days else ("", None)

    def _beside(self, row: Row) -> str:
        said = [(self._heading(i), self._text(row, i)) for i in self.columns.others]
        due = [text for i in self.columns.due if (text := self._text(row, i))]
        first = [(self.columns.headings[self.columns.due[0]], due[0])] if len(due) > 1 else []
        return "; ".join(f"{heading}: {text}" for heading, text in [*said, *first] if text)

    def _beside_ask(self, row: Row) -> str:
        """What stands in a row besides what was asked: nothing of it is lost where nobody answered."""
        columns = self.columns
        said = [("under", self.heading)] if self.heading else []
        said += [(self._heading(i), self._text(row, i)) for i in (*columns.others, *columns.due)]
        said += [(self._heading(i), self._text(row, i)) for i in (columns.status, columns.agent) if i is not None]
        return "; ".join(f"{heading}: {text}" for heading, text in said if text)

    def _heading(self, index: int) -> str:
        return self.columns.headings[index] or f"column {column_letters(index)}"

    @staticmethod
    def _text(row: Row, index: int | None) -> str:
        cell = cells.cell_at(row, index)
        return " ".join(cell.text.split()) if cell is not None else ""
