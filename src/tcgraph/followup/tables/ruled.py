"""Tables drawn in plain text: cells between bars or tabs, the same number in each line, or columns set with spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from tcgraph.followup.tables.model import Row, Sheet, TextCell, table_place

RULE = re.compile(r"[\s|+:=_-]*")
"""A line that draws the table, or an empty one: it has no words."""
_SPACED = re.compile(r"\s*[-=_]{2,}(?:\s+[-=_]{2,})+\s*")
_DASHES = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*")
_HEADED = 2
_TASK = re.compile(r"\s*[-*+]\s+\[(?P<mark>[ xX~])\]\s+(?P<words>\S.*?)\s*(?:<!--.*-->)?\s*")
_BULLET = re.compile(r"(?P<bullet>\s*[-*+]\s+)(?!\[[ xX]\])(?P<words>\S.*)")
_STRUCK = re.compile(r":strike:`(?P<rst>[^`]*)`|~~(?P<md>(?:(?!~~).)+)~~")
"""Words that are struck out: in reStructuredText by a role, in Markdown by two tildes (GFM 0.29, §6.5)."""
_FEW = 3
_BEGINS = re.compile(r"\(?\d{1,4}[.)]|[A-Z]{1,6}[\w./-]*\d")

Line = tuple[int, str]
"""A line's number and text."""
Lines = list[Line]


def ruled_tables(path: Path, lines: Sequence[str]) -> tuple[list[Sheet], set[int]]:
    """Find the tables of a text whose lines are drawn as rows.

    Returns:
        The tables, and the numbers of the lines that they were read from; none where the lines are not regular enough
        to be read so: a scan's are not.
    """
    numbered = list(enumerate(lines, start=1))
    runs = [(separator, rows) for separator in "|\t" for rows in _separated(numbered, separator)]
    if runs:
        first, drawn = runs[0][1][0][0], sum(len(rows) for _, rows in runs)
        # Lines without a separator are notes while they are few; else they are parts of cells, as a scan leaves them.
        prose = sum(bool(line.strip()) and not RULE.fullmatch(line) for line in lines[first - 1 :]) - drawn
        regular = len({separator for separator, _ in runs}) == 1 and all(_is_regular(rows) for _, rows in runs)
        if not regular or prose > drawn / 2:
            return [], set()
        sheets = [_sheet(path, order, rows, lines) for order, (_, rows) in enumerate(runs, start=1)]
        return sheets, {number for _, rows in runs for number, _ in rows}
    blocks = list(_spaced(numbered))
    sheets = [_sheet(path, order, rows, lines) for order, (rows, _) in enumerate(blocks, start=1)]
    return sheets, {number for _, read in blocks for number in read}


def piped_tables(path: Path, lines: Sequence[str]) -> list[Sheet]:
    """The tables that are drawn with bars among other lines, as GitHub's Markdown (GFM 0.29) has them.

    Returns:
        Those with a line of dashes below their headings, by which they are none but tables.
    """
    found: list[Sheet] = []
    for piped, run in groupby(enumerate(lines, start=1), key=lambda line: "|" in line[1]):
        drawn = list(run)
        if piped and len(drawn) > _HEADED and _DASHES.fullmatch(drawn[1][1]):
            rows = [(number, _cut(line, "|")) for number, line in (drawn[0], *drawn[2:])]
            found.append(_sheet(path, len(found) + 1, rows, lines))
    return found


def ticked(lines: Sequence[str]) -> list[str]:
    """Lines whose lists tick what was done by striking it out, with boxes in the place of the strokes.

    What is struck out from its beginning is done; of what is struck out within, nobody can tell how much is left.
    """
    entries = [found for line in lines if (found := _BULLET.fullmatch(line)) is not None]
    if sum(_STRUCK.match(one["words"]) is not None for one in entries) < max(_FEW, len(entries) / _FEW):
        return [*lines]
    made = []
    for line in lines:
        entry = _BULLET.fullmatch(line)
        if entry is not None:
            struck = _STRUCK.search(entry["words"])
            mark = " " if struck is None else "x" if struck.start() == 0 else "~"
            line = f"{entry['bullet']}[{mark}] {_STRUCK.sub(lambda one: one['rst'] or one['md'] or '', entry['words'])}"
        made.append(line)
    return made


def ticked_list(path: Path, order: int, lines: Sequence[str]) -> list[Sheet]:
    """A text's task lists as one table, as GitHub's Markdown (GFM 0.29) has them.

    Returns:
        None but where some tasks are ticked: where no one is, nobody told what was done.
    """
    found = [(number, task) for number, line in enumerate(lines, start=1) if (task := _TASK.fullmatch(line))]
    marks = {task["mark"].strip() for _, task in found}
    if len(found) <= _HEADED or len(marks) == 1:
        return []
    rows = [(number, [task["words"], f"[{task['mark']}]"]) for number, task in found]
    return [_sheet(path, order, [(found[0][0], ["Action", "Status"]), *rows], lines)]


Cells = list[tuple[int, list[str]]]
"""Rows: the line that each begins in, and its texts."""


def _separated(lines: Lines, separator: str) -> Iterator[Cells]:
    """Runs of lines with the separator."""
    least = 2 if separator == "|" else 1
    for drawn, run in groupby(lines, key=lambda line: line[1].count(separator) >= least):
        if drawn and (rows := [(number, _cut(line, separator)) for number, line in run if not RULE.fullmatch(line)]):
            yield rows


def _is_regular(rows: Cells) -> bool:
    """Whether there are several rows, nearly all of as many cells."""
    width, often = Counter(len(cells) for _, cells in rows).most_common(1)[0]
    return len(rows) > 1 and width > 1 and often >= 0.9 * len(rows)


def _cut(line: str, separator: str) -> list[str]:
    return (line.strip().strip("|") if separator == "|" else line).split(separator)


def _spaced(lines: Lines) -> Iterator[tuple[Cells, list[int]]]:
    """Tables under a line of dashes with gaps, which shows where columns begin, and the numbers of their lines."""
    for index, (_, line) in enumerate(lines):
        if not _SPACED.fullmatch(line):
            continue
        starts = [found.start() for found in re.finditer(r"(?<!\S)\S", line)]
        above: Lines = []
        for earlier in reversed(lines[:index]):
            if not earlier[1].strip() or len(above) == 3:
                break
            above.insert(0, earlier)
        if not above or (index and any(_SPACED.fullmatch(text) for _, text in above)):
            continue
        below: Lines = []
        for (number, text), (_, following) in pairwise([*lines[index + 1 :], (0, ""), (0, "")]):
            if _SPACED.fullmatch(text) or not (text.strip() or following.strip()):
                break
            below.append((number, text))
        cut = [(number, _columns(text, starts)) for number, text in below]
        rows = [_joined([(number, _columns(text, starts)) for number, text in above]), *map(_joined, _grouped(cut))]
        yield rows, [number for number, _ in (*above, *below)]


def _columns(line: str, starts: list[int]) -> list[str]:
    return [line[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _grouped(lines: Cells) -> Iterator[Cells]:
    """The lines of each row: an empty line parts rows, or they begin where the column least often filled is filled."""
    blocks = [list(run) for filled, run in groupby(lines, key=lambda line: any(line[1])) if filled]
    if len(blocks) > 1:
        yield from blocks
        return
    filled = [line for line in lines if any(line[1])]
    if not filled:
        return
    first = [i for i, text in enumerate(filled[0][1]) if text]
    marker = min(first, key=lambda i: sum(bool(cells[i]) for _, cells in filled))
    row: Cells = []
    for line in filled:
        if row and (line[1][marker] or _BEGINS.match(line[1][0])):
            yield row
            row = []
        row.append(line)
    yield row


def _joined(lines: Cells) -> tuple[int, list[str]]:
    return lines[0][0], ["\n".join(filter(None, texts)) for texts in zip(*(cells for _, cells in lines), strict=True)]


def _sheet(path: Path, order: int, rows: Cells, lines: Sequence[str]) -> Sheet:
    before = [line.strip() for line in lines[: rows[0][0] - 1] if line.strip() and not RULE.fullmatch(line)]
    made = [
        Row(
            tuple(
                TextCell(text.strip(), table_place(path, order, at, column, number))
                for column, text in enumerate(cells, start=1)
            )
        )
        for at, (number, cells) in enumerate(rows, start=1)
    ]
    headed = any(made[0].texts) and any(_DASHES.fullmatch(line) for line in lines[rows[0][0] : rows[0][0] + 1])
    return Sheet(f"table {order}", tuple(row for row in made if any(row.texts)), tuple(before[-3:]), headed=headed)
