"""Read a text in which numbered paragraphs ask, lines such as "Status: …" stand beneath, and a paragraph answers.

So secretariats report on what auditors recommended: "12. The Board recommended that …", then "Department
responsible: …", "Status: …", "Target date: …", then "13. The Office has …".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tcgraph.diagnostics import Location
from tcgraph.followup.layout.entry import AskedItem, Piece, TableReading
from tcgraph.followup.layout.layout_labels import Block
from tcgraph.followup.layout.minutes import DUE, STATUS, WHO
from tcgraph.followup.layout.turns import Line
from tcgraph.followup.tables import CellPlace, TableFile

_NUMBERED: Final = re.compile(r"^\(?(?P<number>\d{1,4}(?:\.\d{1,3})*)[.)]\s+(?P<rest>\S.*)$")
_DETAIL: Final = re.compile(r"^(?P<label>[A-ZÀ-Þ][^.:;]{2,40})\s*:\s+(?P<rest>\S.{0,150})$")
_ASKS: Final = re.compile(r"\b(?:recommend(?:ed|s)?|recommand(?:e|é|ait)|recom(?:ienda|endó)) (?:that|que)\b")
"""What one of them asks that has nothing such beneath."""
_STATUS_WORDS: Final = 5
_FEWEST: Final = 2


@dataclass(slots=True)
class _Paragraph:
    """Lines that stand together; ``details`` where each of them is a label with what it says."""

    lines: list[Line] = field(default_factory=list)
    number: str = ""
    details: bool = False


def read_detailed(file: TableFile) -> TableReading | None:
    """Read what numbered paragraphs ask; None where not two of them have their status or the like beneath.

    Args:
        file: a text whose lines are the rows of one loose table.
    """
    paragraphs = _paragraphs(file)
    asking = {id(one) for one, below in pairwise(paragraphs) if one.number and below.details}
    if len(asking) < _FEWEST:
        return None
    reading = TableReading()
    block: Block | None = None
    for one in paragraphs:
        if id(one) in asking or (block is not None and block.told and one.number and _ASKS.search(one.lines[0][0])):
            _end(block, reading)
            number = int(one.number) if one.number.isdigit() else None
            block = Block(AskedItem(one.number, number, [Piece(*one.lines[0])]), asked=one.lines, answered=True)
        elif block is not None and one.details and not block.told:
            for line in one.lines:
                _detail(block, line)
        elif block is not None and (not block.told or not _heads(one)):
            block.told += one.lines
        elif block is not None:
            _end(block, reading)
            block = None  # a heading of what follows
    _end(block, reading)
    return reading


def _heads(one: _Paragraph) -> bool:
    """Whether a paragraph that has no number is a heading, as a short line without a full stop is."""
    words = one.lines[0][0]
    return len(one.lines) == 1 and not one.number and len(words) <= 80 and not words.endswith((".", ";", ":"))


def _end(block: Block | None, reading: TableReading) -> None:
    if block is not None:
        block.put(reading, "")


def _detail(block: Block, line: Line) -> None:
    text, place = line
    if (found := STATUS.match(text)) is not None and len(found["rest"].split()) <= _STATUS_WORDS:
        block.status = (found["rest"].strip(), place)
    elif (found := WHO.match(text)) is not None:
        block.who = found["rest"].strip()
    elif (found := DUE.match(text)) is not None:
        block.beside += [text] if block.due else []
        block.due = block.due or found["rest"].strip()
    else:
        block.beside.append(text)


def _paragraphs(file: TableFile) -> list[_Paragraph]:
    nowhere = CellPlace("", Location(file.path))
    found: list[_Paragraph] = []
    opened = False
    for row in file.sheets[0].rows:
        text = " ".join(" ".join(cell.text.split()) for cell in row.cells).strip()
        if not text:
            opened = False
            continue
        place = row.cells[0].place if row.cells else nowhere
        number = _NUMBERED.match(text)
        detail = number is None and _DETAIL.match(text) is not None
        if number is not None:
            found.append(_Paragraph([(number["rest"], place)], number["number"]))
        elif not opened or detail != found[-1].details or (detail and not _is_told(found[-1].lines)):
            found.append(_Paragraph([(text, place)], details=detail))
        else:
            found[-1].lines.append((text, place))
        opened = True
    return [_checked(one) for one in found]


def _is_told(lines: Sequence[Line]) -> bool:
    return all(_DETAIL.match(text) is not None for text, _ in lines)


def _checked(one: _Paragraph) -> _Paragraph:
    """A paragraph whose lines are details only where one of them is known: a status, who acts or by when."""
    one.details = one.details and any(_is_known(text) for text, _ in one.lines)
    return one


def _is_known(text: str) -> bool:
    status = STATUS.match(text)
    if status is not None:
        return len(status["rest"].split()) <= _STATUS_WORDS
    return WHO.match(text) is not None or DUE.match(text) is not None
