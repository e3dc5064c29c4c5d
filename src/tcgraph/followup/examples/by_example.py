"""Read a file as one or two of its rows show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tcgraph.diagnostics import CellLocation, Level
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
from tcgraph.followup.tables import CellPlace, Row, Sheet, TableFile, TextCell

_STRONG: Final = 7
"""A title is above strong lines, which are of this level."""
_SYMBOL: Final = re.compile(r"[☑☒✓-✘✅❌⏳⛔⚠\U0001f300-\U0001faff]|\[[ xX]\]")
"""What stands before the words and says how they stand: a tick, a coloured dot; no bullet."""
_BETTER: Final = 1.3
"""A view is taken in the place of one that keeps more of the layout where it finds so many times the rows."""

_TABLES: Final = 2
_LISTED: Final = 4
_SAID: Final = 60
Spot = tuple[int | None, CellLocation | None]
"""What a cell of a table and a line of the same file's text have in common where they are one."""

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

    What cannot be told from the rest beside what can is a finding of the file.

    Raises:
        BrokenInput: the words of an example do not stand in the file, or nothing tells such rows from all the rest.
    """
    known = {view: BlockWords(view_of(view, file)) for view in VIEWS}
    for said in (words for one in examples for words in (one.asked, one.answer) if words):
        if not any(words.places(said) for words in known.values()):
            message = f"{said!r} does not stand in it; copy some words that stand there one after another"
            raise BrokenInput(message, path=file.path)
    if (together := _best_view(known, file, examples)) is not None:
        return [together.pattern]
    each = [(one, _best_view(known, file, [one]) if len(examples) > 1 else None) for one in examples]
    if not (kinds := [found.pattern for _, found in each if found is not None]):
        raise BrokenInput(_not_told(examples[0]), path=file.path)
    for odd in (one for one, found in each if found is None):
        file.find("example", Level.WARNING, _not_told(odd))
    return [kind for at, kind in enumerate(kinds) if kind not in kinds[:at]]


def _best_view(known: Mapping[str, BlockWords], file: TableFile, examples: Sequence[Example]) -> PatternRows | None:
    best: PatternRows | None = None
    for view, words in known.items():
        found = learn(view, words, examples)
        if found is not None and (best is None or found.worth > _BETTER * best.worth):
            best = found
        way = best.pattern.way if best is not None else ""
        if way == "none" or (way == "row" and file.printed is None):
            break  # a cell is as sure as can be; a page's columns may be guessed wrongly
    return best


def _not_told(odd: Example) -> str:
    return (
        f"nothing tells what begins with {odd.asked[:60]!r} from the rest of it by its place, mark, label, "
        "letters or title; show another row, or the row with the words of its label"
    )


def read_like(file: TableFile, patterns: Sequence[RowPattern], given: Given | None = None) -> TableReading:
    """Read every row of some kinds, and tell how many there are, and what looks the same and was left out.

    Args:
        file: as it was read; it is left as the blocks that the rows were read from.
        patterns: the kinds.
        given: which other columns tell the number, the status, who acts and by when, where a person says it.

    Raises:
        BrokenInput: no table has a column that was given.
    """
    views = {one.view for one in patterns}
    text = file.as_text() if "text" in views and not file.loose else file
    sheets = [] if views == {"text"} else file.drawn if file.loose else file.sheets
    blocks = {view: view_of(view, text if view == "text" else file) for view in views}
    found = list(_rows_of(patterns, blocks))
    if "text" in views and sheets:
        asked = (block for one in found for row in one.records for block in row.asked)
        tables = {block.spot[0] for block in asked if block.spot is not None}
        inside = {_spot(cell.place) for i in tables for row in sheets[i].rows for cell in row.cells}
        found = [replace(one, records=tuple(_outside(one.records, inside))) for one in found]
    records = _together(found, blocks.get("text", []))
    maker = _Maker(sheets, given or {})
    sections = titles_above(records, blocks.get("text", []))
    for record in records:
        maker.add(record, sections.get(id(record), ""))
    if given and not maker.fitting:
        raise BrokenInput(f"what is given with --columns fits no table of these rows: {maker.wrong}", path=file.path)
    if "text" in views:
        outside = (block for block in blocks["text"] if not (sheets and _spot(block.place) in inside))
        rows = tuple(Row((TextCell(block.text, block.place),)) for block in outside)
        read = [sheets[i] for i in sorted(tables)] if sheets else []
        file.sheets, file.unread, file.loose = [Sheet(file.path.stem, rows), *read], text.unread, True
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


def _rows_of(patterns: Sequence[RowPattern], blocks: Mapping[str, Sequence[DocumentBlock]]) -> Iterator[PatternRows]:
    starts = [one.starts(blocks[one.view]) for one in patterns]
    for one in patterns:
        others = {i for other, of in zip(patterns, starts, strict=True) if other.view == one.view for i in of}
        yield PatternRows(one, tuple(one.find(blocks[one.view], others)))


def _spot(place: CellPlace) -> Spot:
    return place.location.line, place.location.cell


def _outside(records: Sequence[LikeRow], inside: Collection[Spot]) -> Iterator[LikeRow]:
    """Rows of a text without what stands in tables of which each row is one; what only heads such a table is none."""
    for record in records:
        answered = bool(record.answer)
        if record.asked[0].spot is None:
            record.asked = [block for block in record.asked if _spot(block.place) not in inside]
            record.answer = [block for block in record.answer if _spot(block.place) not in inside]
        if record.asked and bool(record.answer) == answered:
            yield record


def _position(row: LikeRow, text: Sequence[Spot]) -> int:
    """Where a row stands among a file's other rows: a table's cells, where the same words stand in its text."""
    if row.asked[0].spot is None or not text:
        return row.at
    line, cell = _spot(row.asked[0].place)
    return max((at for at, one in enumerate(text) if one[1] == cell and (one[0] or 0) <= (line or 0)), default=0)


def _together(found: Sequence[PatternRows], text: Sequence[DocumentBlock]) -> list[LikeRow]:
    """The rows of several kinds in order, each once: a row of a table is one, and words said again are the same."""
    records: dict[object, LikeRow] = {}
    for one in found:
        for record in one.records:
            spot = record.asked[0].spot
            place = spot[:2] if spot is not None and one.pattern.way == "row" else (one.pattern.view, record.at)
            first = records.setdefault(place, record)
            if first is not record and not first.answer_text:
                records[place] = record
            elif first is not record and spot is not None:
                first.answer = first.answer + [block for block in record.answer if block not in first.answer]
    kept: dict[object, LikeRow] = {}
    spots = [_spot(block.place) for block in text]
    for record in sorted(records.values(), key=lambda row: _position(row, spots)):
        said = letters_of(record.asked_text) if record.asked[0].spot is None else id(record.asked[0])
        if said not in kept or (record.answer_text and not kept[said].answer_text):
            kept[said] = record
    return list(kept.values())


def titles_above(records: Sequence[LikeRow], blocks: Sequence[DocumentBlock]) -> dict[int, str]:
    """The title that each row of a text stands under, by the row's identity; none where it is that of all of them."""
    begun = {id(record.asked[0]): record for record in records}
    said = {id(block) for record in records for block in (*record.asked, *record.answer)}
    above: list[DocumentBlock] = []
    found: dict[int, str] = {}
    for block in blocks:
        if (record := begun.get(id(block))) is not None:
            over = [one for one in above if not block.rank or one.rank < block.rank]
            found[id(record)] = over[-1].text if over else ""
        elif 0 < block.rank < _STRONG and id(block) not in said:
            above = [*(one for one in above if one.rank < block.rank), block]
    return found if len(set(found.values())) > 1 else {}


class _Maker:
    """Makes rows of what was found; in a table, with what its other columns say."""

    def __init__(self, sheets: Sequence[Sheet], given: Given) -> None:
        self.reading = TableReading()
        self.sheets, self.given, self.headings = sheets, given, headings_of(sheets)
        self.columns: dict[int, tuple[Columns, RowStatus]] = {}
        self.fitting, self.wrong = False, "they stand in no table"

    def add(self, record: LikeRow, section: str = "") -> None:
        """Add a row that was found, under a title."""
        first = record.asked[0]
        number = first.number if record.skip else ""
        ask = AskedItem(number, int(number) if number.isdigit() else None, record.asked_pieces)
        self.reading.asks.append(ask)
        ask.beside = first.text[first.start : record.skip].strip(" ·|:–—-")
        ask.section = section
        replies: list[Reply] = []
        said = {role: block for name, block in record.fields.items() for role in meanings_of(name)[:1]}
        told = {
            role: block.text[block.label_end if block.spot is None else 0 :].strip() for role, block in said.items()
        }
        mark = _SYMBOL.search(first.text[: first.start])
        stated = record.status or said.get("status")
        status = record.status.text if record.status is not None else told.get("status") or (mark[0] if mark else "")
        pieces = [piece for piece in record.answer_pieces if piece.text]
        if pieces or status:
            where = stated.place if stated is not None else first.place
            replies = [Reply(ask, pieces or [Piece(status, where)], status_text=status)]
        ask.agent_text = told.get("agent", "")
        for reply in replies:
            reply.agent_text, reply.due_text = told.get("agent", ""), told.get("due", "")
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
            reply.status_text, reply.agent_text = status or reply.status_text, of(columns.agent)
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
    blocks: Mapping[str, Sequence[DocumentBlock]],
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
    if filled and (empty := [row for row in records if row.asked[0].spot is not None and not _is_like(row, filled)]):
        message = f"{len(empty)} rows say nothing where the example was asked; what they say at length is taken for it"
        file.find("example", Level.WARNING, message, empty[0].asked[0].place.location)
    _tell_within(file, records)
    known = {id(block) for record in records for block in (*record.asked, *record.answer)}
    for one in found:
        wider = one.pattern.without(("under", "chapter"))
        if wider.ask != one.pattern.ask and wider.way in ("none", "within"):
            others = [block for block in blocks[wider.view] if fits(wider.ask, block) and id(block) not in known]
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


def _tell_within(file: TableFile, records: Sequence[LikeRow]) -> None:
    """Tell what stands inside answers and begins as what was asked does."""
    kinds = {kind for record in records if (kind := _kind(record.asked[0]))}
    asked = {id(record.asked[0]) for record in records}
    inner = [one for row in records for one in (*row.asked[1:], *row.answer[1:]) if _kind(one) in kinds]
    if inner := [block for block in inner if id(block) not in asked]:
        message = (
            f"{len(inner)} paragraphs inside these rows begin as what was asked does; show one of them, too, if it is "
            f"a row: {inner[0].text[:60]!r}"
        )
        file.find("example", Level.WARNING, message, inner[0].place.location)


def _kind(block: DocumentBlock) -> tuple[str, ...] | None:
    """What is seen of a block that is a row's: the word before its number, its label, its mark beside its look."""
    of = block.traits
    told = of["head"] or of["label"] or of["mark"]
    return (of["level"], told, of.get("look", "")) if told and block.spot is None else None


def _is_like(record: LikeRow, found: Sequence[PatternRows]) -> bool:
    return any(fits(one.pattern.ask, record.asked[0]) for one in found)
