"""Tables in plain text: cells between tabs or bars, as scanning and copying leave them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tcgraph.diagnostics import Location
from tcgraph.followup.tables.decode import decode
from tcgraph.followup.tables.html import tables_within
from tcgraph.followup.tables.markdown import is_marked_up, without_marks
from tcgraph.followup.tables.model import OUTSIDE, CellPlace, Row, Sheet, TableFile, TextCell
from tcgraph.followup.tables.ruled import RULE, piped_tables, ruled_tables, ticked, ticked_list

# What a scan makes of a bullet that stood in a column of its own: a letter or two, seldom with a mark.
_DEBRIS = re.compile(r"(?:\w{1,2}\s*){0,8}")


_MARKED = {".md", ".rst"}


def read_text(path: Path) -> TableFile:
    """Read the tables drawn in a text; or, where it has none, the text as one loose table whose rows are its lines.

    A line without any separator is a row of one cell; whoever reads the rows tells prose from table. Lines of bars
    and dashes are dropped, as they carry no text.
    """
    file = TableFile(path)
    lines = ticked(decode(path.read_bytes(), file).split("\n"))
    if path.suffix.lower() not in _MARKED and not is_marked_up(lines):
        return lines_of_text(path, lines, file)
    tables, lines = tables_within(lines, path)
    return lines_of_text(path, without_marks(lines, file), file, tables)


def lines_of_text(path: Path, lines: Sequence[str], file: TableFile, tables: Sequence[Sheet] = ()) -> TableFile:
    """The same for lines that were taken from elsewhere, such as a PDF's pages."""
    ruled, read = ruled_tables(path, lines)
    file.sheets = [*tables, *ruled]
    drawn = file.sheets or piped_tables(path, lines)
    tasks = ticked_list(path, len(drawn) + 1, lines)
    if file.sheets:
        file.sheets += tasks
        read |= {row.cells[0].place.location.line or 0 for sheet in tasks for row in sheet.rows}
        begin = {sheet.rows[0].cells[0].place.location.line: i for i, sheet in enumerate(file.sheets)}
        for number, line in enumerate(lines, start=1):
            if (begun := begin.get(number)) is not None:
                file.sheets[begun] = replace(file.sheets[begun], after=len(file.unread))
            if number not in read and not RULE.fullmatch(line):
                file.leave(line, f"a line {OUTSIDE}", _line(path, number))
        return file
    file.loose, file.drawn = True, [*drawn, *tasks]
    rows: list[Row] = []
    levels, file.levels = file.levels, {}
    for number, line in enumerate(lines, start=1):
        if RULE.fullmatch(line):
            continue
        if number - 1 in levels:
            file.levels[len(rows)] = levels[number - 1]
        separator = "|" if line.count("|") >= 2 and "\t" not in line else "\t"
        texts = line.strip("|").split(separator) if separator == "|" else line.split(separator)
        place, kept = _line(path, number), _whole(list(texts))
        file.leave(_dropped(texts, kept), "pieces between the columns", place)
        rows.append(Row(tuple(TextCell(text, place) for text in kept)))
    file.sheets.append(Sheet(path.stem, tuple(rows)))
    return file


def _line(path: Path, number: int) -> CellPlace:
    return CellPlace(f"line {number}", Location(path, number, 1))


def _dropped(texts: Sequence[str], kept: Sequence[str]) -> str:
    """What is in none of the cells that are kept."""
    held = " ".join(kept)
    return " ".join(text.strip() for text in texts if text.strip() and text.strip() not in held)


def _whole(texts: list[str]) -> list[str]:
    """Drop the trailing empty cell, and debris that stands between the columns."""
    while texts and not texts[-1].strip():
        texts.pop()
    if len(texts) > 3:
        kept = [text for i, text in enumerate(texts) if i == 0 or len(text.strip()) > 12 or not text.strip()]
        middle = [text for text in kept[1:] if text.strip()]
        if kept and not kept[0].strip() and len(middle) == 1:
            return [kept[0], "", middle[0]]
        if len(middle) == 2:
            return [kept[0], *middle]
        # A right-hand cell that was cut into several pieces is one cell all the same.
        if kept and len(middle) > 2:
            return [kept[0], middle[0], " ".join(middle[1:])]
    if len(texts) == 3 and texts[1].strip() and _DEBRIS.fullmatch(texts[1].strip()) and not texts[0].strip():
        return ["", "", texts[2]]
    return texts
