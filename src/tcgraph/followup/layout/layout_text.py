"""Read the lines of a scanned or copied table: numbers that OCR spoilt, cells cut by pages, two separate blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.errors import BrokenInput
from tcgraph.followup.layout.entry import AskedItem, Piece, Reply, TableReading
from tcgraph.followup.layout.layout_checks import DRAW
from tcgraph.followup.layout.layout_details import read_detailed
from tcgraph.followup.layout.layout_labels import read_labelled
from tcgraph.followup.layout.pairing import pair_in_order
from tcgraph.followup.tables import CellPlace, Row, TableFile

_FEWEST: Final = 2
_NUMBER: Final = re.compile(r"^[-•*\s]*\**\(?(\d{1,3})[.)]\**\s+(?=\S)")
_NUMBER_CELL: Final = re.compile(r"^[-•*\s]*(\d{0,3})[.)]*$")
_BULLET: Final = re.compile(r"^\s*[-•▪‣●○◦■□*·\uf0b7\uf0a7]\s+")
_INNER_BULLET: Final = re.compile(r"\s+[•▪‣●○◦■□\uf0b7\uf0a7]\s+")
_LETTERS: Final = re.compile(r"^(?:[a-z1(]\s){2,}(?=[A-Z])")
_SECTION: Final = re.compile(r"^\s*[IVXLC]{1,5}\.\s+\S")
_ENDED: Final = re.compile(r"[.;:!?][\"”’')\]]*\s*$")


def read_layout(file: TableFile) -> TableReading:
    """Find asks and replies in the lines of a text.

    Where each stands under a label ("Recommendation 4"), the labels tell. Else, or where more is answered so, rows
    start where a number stands at the left. A number that breaks the sequence is corrected and reported. Lines without
    any separator that follow a numbered block are replies to be paired by likeness.

    Raises:
        BrokenInput: no line begins a row.
    """
    told, rows = (replace(file, findings=[*file.findings], unread=[*file.unread]) for _ in range(2))
    labelled, reader = read_paragraphs(told), _Reader(rows)
    for row in file.sheets[0].rows:
        reader.row(row)
    reader.end_block()
    reading, kept = reader.reading, rows
    if labelled is not None and len({id(reply.ask) for reply in reading.replies}) <= len(labelled.asks):
        reading, kept = labelled, told
    if len(reading.asks) < _FEWEST and labelled is None:
        raise BrokenInput(f"no row of a status table was found in the text; {DRAW}", path=file.path)
    file.findings, file.unread = kept.findings, kept.unread
    return reading


def read_paragraphs(file: TableFile, *, guess: bool = True) -> TableReading | None:
    """Find asks and replies in a text whose lines are no parts of rows; None where nothing tells what was asked.

    Args:
        file: the text, as one loose table.
        guess: whether headings may be taken for what was asked where nothing calls it so.
    """
    return read_detailed(file) or read_labelled(file, guess=guess)


class _Reader:
    def __init__(self, file: TableFile) -> None:
        self.file = file
        self.reading = TableReading()
        self.in_table = False
        self.block_asks: list[AskedItem] = []
        self.block_replies: list[Piece] = []
        self.open: Reply | None = None

    @property
    def last(self) -> int:
        numbers = [ask.number for ask in self.reading.asks if ask.number is not None]
        return numbers[-1] if numbers else 0

    def row(self, row: Row) -> None:
        texts = row.texts
        if _repeats_headings(row):
            self.end_block()
            self.in_table = True
            return
        if _SECTION.match(texts[0]) and len(texts) == 1:
            self.end_block()
            self.open = None
            self.in_table = False
            return
        if len(row.cells) > 1:
            self.cells(row)
        elif self.in_table or self.block_asks:
            self.line(row)
        elif texts[0] == "Issue" or re.match(r"Action\b.{0,40}\b(taken|envisaged)", texts[0]):
            self.in_table = True

    def cells(self, row: Row) -> None:
        self.end_block()
        self.in_table = True
        cells = [(cell.text.strip(), cell.place) for cell in row.cells]
        number_cell = _NUMBER_CELL.match(cells[0][0]) if len(cells) > 2 else None
        if number_cell and cells[0][0]:
            ask = self.ask(number_cell[1], cells[0][0], cells[1][0], cells[1][1])
            self.replies(ask, cells[2][0], cells[2][1])
        elif len(cells) > 2:
            self.continued(cells[1], cells[2])
        elif (found := _NUMBER.match(cells[0][0])) is not None:
            ask = self.ask(found[1], found[0], cells[0][0][found.end() :], cells[0][1])
            self.replies(ask, cells[1][0], cells[1][1])
        else:
            ask = self.ask("", "", cells[0][0], cells[0][1])
            self.replies(ask, cells[1][0], cells[1][1])

    def continued(self, left: tuple[str, CellPlace], right: tuple[str, CellPlace]) -> None:
        """A row without number: its left cell goes on with the ask above, its right cell is one more reply."""
        if not self.reading.asks:
            return
        ask = self.reading.asks[-1]
        if left[0]:
            ask.pieces.append(Piece(left[0], left[1]))
        if right[0]:
            self.replies(ask, right[0], right[1])

    def line(self, row: Row) -> None:
        text, place = row.cells[0].text.strip(), row.cells[0].place
        if re.fullmatch(r"(Issue|Action\b.{0,40}\b(taken|envisaged))", text):
            return
        if (found := _NUMBER.match(text)) is not None and self.expected(int(found[1])):
            number = int(found[1])
            body = text[found.end() :]
            if self.reading.asks and self.reading.asks[-1].number == number:
                self.reading.asks[-1].pieces.append(Piece(body, place))
                return
            self.block_asks.append(self.ask(found[1], found[0], body, place))
            return
        if self.block_asks:
            bulleted = bool(_BULLET.match(text))
            piece = Piece(_BULLET.sub("", text), place)
            if bulleted or text[:1].isupper():
                self.block_replies.append(piece)
            else:
                self.block_asks[-1].pieces.append(piece)
            return
        if not self.reading.asks:
            return
        ask = self.reading.asks[-1]
        body = _BULLET.sub("", text)
        unfinished = bool(ask.pieces) and not _ENDED.search(ask.pieces[-1].text)
        if body[:1].islower() and self.open is not None and not _ENDED.search(self.open.text) and _BULLET.match(text):
            self.open.pieces.append(Piece(body, place))
        elif body[:1].islower() and unfinished:
            ask.pieces.append(Piece(body, place))
        elif body[:1].isupper() or _BULLET.match(text):
            self.replies(ask, body, place)
        else:
            ask.pieces.append(Piece(body, place))

    def expected(self, number: int) -> bool:
        return self.last <= number <= self.last + 5

    def ask(self, digits: str, printed: str, text: str, place: CellPlace) -> AskedItem:
        follows = self.last + 1
        number = int(digits) if digits else follows
        where = place.location
        if not digits:
            what = f"a row has {printed.strip()!r} for its number" if printed.strip() else "a row has no number"
            self.file.find("number", Level.INFO, f"{what}; read as {follows}, which follows {self.last}", where)
        elif number != follows and (number < follows or number > follows + 5):
            message = f"{printed.strip()!r} stands where {follows} is expected; read as {follows}"
            self.file.find("number", Level.INFO, message, where)
            number = follows
        elif number != follows:
            gap = ", ".join(str(n) for n in range(follows, number))
            self.file.find("number-gap", Level.WARNING, f"no row for {gap} before {number}", where)
        ask = AskedItem(str(number), number, [Piece(text, place)])
        self.reading.asks.append(ask)
        return ask

    def replies(self, ask: AskedItem, text: str, place: CellPlace) -> None:
        text = _LETTERS.sub("", text)
        parts = [part for part in _INNER_BULLET.split(f" {text}") if part.strip()]
        for index, part in enumerate(parts):
            body = part.strip()
            if index == 0 and self.open is not None and not _ENDED.search(self.open.text):
                body = _without_repetition(self.open.text, body)
                head, rest = _first_sentence(body)
                self.open.pieces.append(Piece(head, place))
                message = f"{head[:40]!r} goes on with the sentence begun in the cell before; moved there"
                self.file.find("split-cell", Level.INFO, message, place.location)
                body = rest
            if body:
                self.open = Reply(ask, [Piece(body, place)])
                self.reading.replies.append(self.open)

    def end_block(self) -> None:
        asks, pieces = self.block_asks, self.block_replies
        self.block_asks, self.block_replies = [], []
        if not asks:
            return
        self.open = None
        if not pieces:
            return
        span = f"{asks[0].reference} to {asks[-1].reference}" if len(asks) > 1 else asks[0].reference
        pairs = pair_in_order([ask.text for ask in asks], [piece.text for piece in pieces])
        for piece, (chosen, others) in zip(pieces, pairs, strict=True):
            reason = f"Printed apart from the rows {span}; paired by order and by the words they share."
            alternatives = [asks[j] for j in others]
            self.reading.replies.append(Reply(asks[chosen], [piece], len(asks) == 1, alternatives, reason))
        message = f"{len(pieces)} replies are printed apart from the rows {span}; check how they are paired"
        self.file.find("separate-blocks", Level.WARNING, message, pieces[0].place.location)


def _repeats_headings(row: Row) -> bool:
    """Whether a row of a text repeats the table's headings, whole or torn apart ("Cor|text and elements …")."""
    text = re.sub(r"\W+", "", "".join(row.texts)).lower()
    return len(text) < 120 and bool(
        re.match(r"(con?textandelements|cortext|issue|decision|recommendation|element)", text)
        and re.search(r"(taken|envisaged|implementation|followup|status|undertaken)", text)
    )


def _first_sentence(text: str) -> tuple[str, str]:
    found = re.search(r"[.;]\s+(?=[A-Z])", text)
    if found is None:
        return text, ""
    return text[: found.start() + 1], text[found.end() :]


def _without_repetition(before: str, text: str) -> str:
    """Leave out of ``text`` what a page break printed twice: the unfinished sentence that ``before`` ends with."""
    tail = re.split(r"(?<=[.;:])\s+", before)[-1]
    return text[len(tail) :].lstrip() if len(tail) > 20 and text.startswith(tail) else text
