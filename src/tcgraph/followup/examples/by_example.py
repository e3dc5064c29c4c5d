"""Read a file as one or two of its rows show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.errors import BrokenInput
from tcgraph.followup.examples.document_blocks import VIEWS, DocumentBlock, headings_of, view_of
from tcgraph.followup.examples.learning import BlockWords, Example, PatternRows, learn, letters_of
from tcgraph.followup.examples.row_pattern import LikeRow, RowPattern, fits
from tcgraph.followup.layout.cells import heads
from tcgraph.followup.layout.column_words import meanings_of
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.columns_given import WrongColumns, laid_over, untold
from tcgraph.followup.layout.entry import AskedItem, Piece, Reply, TableReading
from tcgraph.followup.layout.layout_checks import check_gaps
from tcgraph.followup.layout.layout_headings import Given, find_headings
from tcgraph.followup.layout.role_checks import unlikely_asked
from tcgraph.followup.layout.row_status import RowStatus
from tcgraph.followup.layout.tables_or_prose import read_file
from tcgraph.followup.tables import Row, Sheet, TableFile, TextCell

_BETTER: Final = 1.3
"""A view is taken in the place of one that keeps more of the layout where it finds so many times the rows."""

_TABLES: Final = 2
_LISTED: Final = 4
_SAID: Final = 60

SHOW: Final = (
    "show one row of it by the words that it begins with: tcgraph import {path} --draft draft "
    "--like 'words that were asked' --answer 'words of the answer'"
)
"""What helps where a document is not understood."""


def read_as_told(file: TableFile, columns: Given | None, like: Sequence[RowPattern] | None) -> TableReading:
    """Read a file by the rows that were shown, by the columns that were given, or as its own words tell.

    Raises:
        BrokenInput: nothing that was asked was found, or what was found makes no sense; it says what helps.
    """
    if like:
        return read_like(file, like, columns)
    try:
        return read_file(file, columns)
    except BrokenInput as error:
        raise BrokenInput(f"{error.reason}; or {SHOW.format(path=file.path)}", path=file.path) from error


def learn_rows(file: TableFile, examples: Sequence[Example]) -> list[RowPattern]:
    """The kinds of rows that examples show, of which each finds the examples again.

    Raises:
        BrokenInput: the words of an example do not stand in the file, or nothing tells such rows from all the rest.
    """
    best: list[PatternRows] = []
    known: list[BlockWords] = []
    for view in VIEWS:
        known.append(BlockWords(view_of(view, file)))
        found = learn(view, known[-1], examples)
        if found and (not best or _worth(found) > _BETTER * _worth(best)):
            best = found
        ways = {one.pattern.way for one in best}
        if best and ways <= {"row", "none"} and ("row" not in ways or file.printed is None):
            break  # a cell is as sure as can be; a page's columns may be guessed wrongly
    if not best:
        alone = (
            one for one in examples if not any(learn(view, at, [one]) for view, at in zip(VIEWS, known, strict=True))
        )
        raise BrokenInput(_why_not(known, examples, next(alone, examples[-1])), path=file.path)
    return [one.pattern for one in best]


def _worth(found: Sequence[PatternRows]) -> float:
    return sum(one.worth for one in found)


def _why_not(known: Sequence[BlockWords], examples: Sequence[Example], odd: Example) -> str:
    for said in (words for one in examples for words in (one.asked, one.answer) if words):
        if not any(words.places(said) for words in known):
            return f"{said!r} does not stand in it; copy some words that stand there one after another"
    return (
        f"nothing tells what begins with {odd.asked[:60]!r} from the rest of it by its place, mark, label, "
        "letters or title; show another row, or the row with the words of its label"
    )


def read_like(file: TableFile, patterns: Sequence[RowPattern], given: Given | None = None) -> TableReading:
    """Read every row of some kinds, and tell how many there are, and what looks the same and was left out.

    Args:
        file: as it was read; it is left as the blocks that the rows were read from.
        patterns: the kinds, all of one view.
        given: which other columns tell the number, the status, who acts and by when, where a person says it.

    Raises:
        BrokenInput: no table has a column that was given.
    """
    view = patterns[0].view
    text = file.as_text() if view == "text" and not file.loose else file
    blocks = view_of(view, text)
    found = [PatternRows(one, tuple(one.find(blocks))) for one in patterns]
    records = _together(found)
    maker = _Maker([] if view == "text" else file.drawn if file.loose else file.sheets, given or {})
    for record in records:
        maker.add(record)
    if given and not maker.fitting:
        raise BrokenInput(f"what is given with --columns fits no table of these rows: {maker.wrong}", path=file.path)
    if view == "text":
        rows = tuple(Row((TextCell(block.text, block.place),)) for block in blocks)
        file.sheets, file.unread, file.loose = [Sheet(file.path.stem, rows)], text.unread, True
    elif file.loose:
        lines = [row for sheet in file.sheets for row in sheet.rows]
        drawn = {cell.place.location.line for sheet in file.drawn for row in sheet.rows for cell in row.cells}
        for row in (row for row in lines if row.cells[0].place.location.line not in drawn):
            file.leave(" ".join(row.texts), "a line outside the tables", row.cells[0].place)
        file.sheets, file.loose, file.drawn = file.drawn, False, []
    _tell(file, found, records, blocks, [] if given else maker.reading.columns)
    _tell_of_tables(file, found, records, maker.sheets)
    if why := unlikely_asked([ask.text for ask in maker.reading.asks]):
        message = (
            f"{why}; if the example is turned round, give with --like what was asked, with --answer what answers it"
        )
        file.find("example", Level.WARNING, message, records[0].asked[0].place.location)
    check_gaps(file, maker.reading)
    return maker.reading


def _together(found: Sequence[PatternRows]) -> list[LikeRow]:
    """The rows of several kinds in order, each once: a row of a table is one, and words said again are the same."""
    records: dict[object, LikeRow] = {}
    for one in found:
        for record in one.records:
            spot = record.asked[0].spot
            place = spot[:2] if spot is not None and one.pattern.way == "row" else record.at
            first = records.setdefault(place, record)
            if first is not record and not first.answer_text:
                records[place] = record
            elif first is not record and spot is not None:
                first.answer = first.answer + [block for block in record.answer if block not in first.answer]
    kept: dict[object, LikeRow] = {}
    for record in sorted(records.values(), key=lambda record: record.at):
        said = letters_of(record.asked_text) if record.asked[0].spot is None else record.at
        if said not in kept or (record.answer_text and not kept[said].answer_text):
            kept[said] = record
    return list(kept.values())


class _Maker:
    """Makes rows of what was found; in a table, with what its other columns say."""

    def __init__(self, sheets: Sequence[Sheet], given: Given) -> None:
        self.reading = TableReading()
        self.sheets, self.given, self.headings = sheets, given, headings_of(sheets)
        self.columns: dict[int, tuple[Columns, RowStatus]] = {}
        self.fitting, self.wrong = False, "they stand in no table"

    def add(self, record: LikeRow) -> None:
        first = record.asked[0]
        asked = [Piece(record.asked_text, first.place), *(Piece("", one.place) for one in record.asked[1:])]
        number = first.number if record.skip else ""
        ask = AskedItem(number, int(number) if number.isdigit() else None, [one for one in asked if one.text])
        self.reading.asks.append(ask)
        ask.beside = first.text[first.start : record.skip].strip(" :–—-")
        replies = []
        if record.answer_text:
            where = (record.answer or record.asked)[0].place
            replies = [Reply(ask, [Piece(record.answer_text, where)])]
        said = {role: block for name, block in record.fields.items() for role in meanings_of(name)[:1]}
        told = {
            role: block.text[block.label_end if block.spot is None else 0 :].strip() for role, block in said.items()
        }
        if "status" in said and not replies:
            replies = [Reply(ask, [Piece(told["status"], said["status"].place)])]
        ask.agent_text = told.get("agent", "")
        for reply in replies:
            reply.status_text, reply.agent_text, reply.due_text = (told.get(r, "") for r in ("status", "agent", "due"))
        self.reading.replies += replies
        if first.spot is not None and not record.fields:
            self._beside(first.spot, ask, replies, {one.spot[2] for one in (*record.asked, *record.answer) if one.spot})

    def _beside(self, spot: tuple[int, int, int], ask: AskedItem, replies: Sequence[Reply], read: set[int]) -> None:
        sheet = self.sheets[spot[0]]
        if spot[0] not in self.columns:
            self.columns[spot[0]] = self._columns(sheet, *self.headings[spot[0]])
        columns, rate = self.columns[spot[0]]
        row = sheet.rows[spot[1]]
        texts = [" ".join(text.split()) for text in row.texts]

        def of(index: int | None) -> str:
            return texts[index] if index is not None and index not in read and index < len(texts) else ""

        if number := of(columns.number):
            ask.reference, ask.number = number, int(number) if number.isdigit() else None
        ask.section, ask.agent_text = of(columns.section), of(columns.agent)
        if not ask.section and len(self.sheets) > 1 and sheet.captions and heads(sheet.captions[-1]):
            ask.section = sheet.captions[-1]
        roles = {columns.number, columns.section, columns.agent, columns.status, *columns.due}
        others = [i for i in range(len(texts)) if i not in read and (i not in roles or not replies)]
        said = [(columns.headings[i] if i < len(columns.headings) else "", of(i)) for i in others]
        ask.beside = "; ".join(filter(None, (ask.beside, *(f"{name}: {text}" for name, text in said if text))))
        status = rate.of(row) if columns.status not in read or columns.status is None else ""
        for reply in replies:
            reply.status_text, reply.agent_text = status, of(columns.agent)
            reply.due_text = next((text for i in reversed(columns.due) if (text := of(i))), "")
        if not replies and status:
            cell = row.cells[min(columns.status or 0, len(row.cells) - 1)]
            self.reading.replies.append(Reply(ask, [Piece(status, cell.place)], status_text=status))

    def _columns(self, sheet: Sheet, first: int, names: tuple[str, ...]) -> tuple[Columns, RowStatus]:
        found = find_headings(sheet) if names else None
        first, made = found or (first, untold(sheet.rows[0].texts if names else ()))
        try:
            made = laid_over(made, self.given)
            self.fitting = True
        except WrongColumns as wrong:
            self.wrong = str(wrong)
        self.reading.columns.append(made)
        return made, RowStatus(made, sheet.rows[first:])


def _tell(
    file: TableFile,
    found: Sequence[PatternRows],
    records: Sequence[LikeRow],
    blocks: Sequence[DocumentBlock],
    columns: Sequence[Columns],
) -> None:
    answered = sum(bool(record.answer_text) for record in records)
    shown = any(one.pattern.answer is not None or one.pattern.way == "within" for one in found)
    silent = len(records) - answered if shown else 0
    where = records[0].asked[0].place.location if records else None
    message = f"{len(records)} rows are like the example, {answered} of them with an answer"
    file.find("example", Level.INFO, message, where)
    for doubt in dict.fromkeys(one.status_doubt for one in columns if one.status_doubt):
        file.find("columns", Level.WARNING, doubt, where)
    if silent:
        first = next(record for record in records if not record.answer_text)
        file.find(
            "example",
            Level.WARNING,
            f"{silent} rows look the same and have no answer, the first one: {first.asked_text[:60]!r}",
            first.asked[0].place.location,
        )
    filled = [one for one in found if one.pattern.way == "row"]
    if filled and (empty := [record for record in records if not _is_like(record, filled)]):
        message = f"{len(empty)} rows say nothing where the example was asked; what they say at length is taken for it"
        file.find("example", Level.WARNING, message, empty[0].asked[0].place.location)
    known = {id(block) for record in records for block in (*record.asked, *record.answer)}
    for one in found:
        wider = one.pattern.without(("under", "chapter"))
        if wider.ask != one.pattern.ask and wider.way in ("none", "within"):
            others = [block for block in blocks if fits(wider.ask, block) and id(block) not in known]
            if others:
                message = (
                    f"{len(others)} more look the same under other titles and are not read; show one of them, too, "
                    f"to have them: {others[0].text[:60]!r}"
                )
                file.find("example", Level.WARNING, message, others[0].place.location)


def _tell_of_tables(
    file: TableFile, found: Sequence[PatternRows], records: Sequence[LikeRow], sheets: Sequence[Sheet]
) -> None:
    """Tell how many rows each of several tables gave, and which gave none."""
    if len(sheets) < _TABLES or any(one.pattern.way != "row" for one in found):
        return
    rows = Counter(record.asked[0].spot[0] for record in records if record.asked[0].spot is not None)
    told = [f"{count} in {sheets[i].name!r}" for i, count in sorted(rows.items())][:_LISTED]
    file.find("example", Level.INFO, f"they stand in {len(rows)} of its {len(sheets)} tables: {', '.join(told)}")
    left = [sheet for i, sheet in enumerate(sheets) if i not in rows and find_headings(sheet) is not None]
    if left:
        names = ", ".join(f"{one.name} ({' | '.join(one.rows[0].texts)[:_SAID]})" for one in left[:_LISTED])
        message = (
            f"{len(left)} tables have other headings and are not read; to have one, show a row of it, too: {names}"
        )
        file.find("example", Level.WARNING, message, left[0].rows[0].cells[0].place.location)


def _is_like(record: LikeRow, found: Sequence[PatternRows]) -> bool:
    return any(fits(one.pattern.ask, record.asked[0]) for one in found)
