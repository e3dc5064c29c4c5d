"""Read tables in which each thing asked has a block of its own: its label and answer across the table, actions below.

So evaluations are answered: "Evaluation recommendation 1. …", "Management response: …", then "Key action | Time frame |
Responsible unit | Comments | Status" with a row for each action; or a label in each row of two columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tcgraph.followup.layout.column_words import meanings_of
from tcgraph.followup.layout.entry import Piece, Reply, TableReading
from tcgraph.followup.layout.layout_labels import Block, begun, go_on, is_labelled, label_of, parts_of
from tcgraph.followup.tables import CellPlace, Row, Sheet, TableFile, TextCell, UnreadText

_FEWEST: Final = 2
_HEADING: Final = 60
_AGAIN: Final = 120
"""Headings that stand again above other rows may say more, such as what a cell can say."""
_STAMP: Final = re.compile(r"\[[^\[\]:]{3,20}:\s*\d{4}[/-]\d\d?[/-]\d\d?\]")
"""When a database was told so: "[Last Updated: 2012/10/08]"."""
_CALLS: Final = re.compile(r"(?:\S+\s+){0,4}\S+:")
"""What calls the table below it something: "Key actions:"."""


def read_records(file: TableFile) -> TableReading | None:
    """Find what is asked under labels within tables, or among the paragraphs before them.

    Args:
        file: the tables; paragraphs that say what was asked or answered are no longer among what it leaves unread.

    Returns:
        None where fewer than two labels stand there, or where nothing answers most of what they ask.
    """
    records = _Records(Counter(row.texts for sheet in file.sheets for row in sheet.rows))
    for index in range(len(file.sheets) + 1):
        for one in file.prose(index):
            if records.paragraph(one):
                records.taken.add(id(one))
        if index < len(file.sheets):
            records.sheet(file.sheets[index])
    records.end()
    answered = {id(reply.ask) for reply in records.reading.replies}
    if records.labels < _FEWEST or (not records.across and 2 * len(answered) <= records.labels):
        return None
    file.unread = [one for one in file.unread if id(one) not in records.taken]
    return records.reading


@dataclass(slots=True)
class _Records:
    said: Counter[tuple[str, ...]]
    """How often each row stands in the file: headings of actions stand above those of each thing asked."""
    reading: TableReading = field(default_factory=TableReading)
    labels: int = 0
    across: int = 0
    """How many of the labels stand within tables."""
    block: Block | None = None
    rows: list[Reply] = field(default_factory=list)
    headings: list[list[str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def paragraph(self, one: UnreadText) -> bool:
        """A line before a table, of which is told whether it is part of what was asked or answered."""
        if not is_labelled([one.text], fewest=1) and (self.block is None or self.rows or _CALLS.fullmatch(one.text)):
            return False  # what follows the actions is no longer of what was asked
        self.line(one.text, one.place)
        return self.block is not None

    def sheet(self, sheet: Sheet) -> None:
        """Take in one table; one that lacks a label for what is asked goes on with what was asked before."""
        self.headings, above = [], False
        for row in sheet.rows:
            cells = _distinct(row)
            action = bool(self.headings) and sum(map(bool, row.texts)) == 1 < len(row.cells) - 1
            action = action and not is_labelled([cells[0].text], fewest=1)  # an action of which nothing else is told
            if not action and (line := _line(cells)) is not None:
                labels = self.labels
                self.line(*line)
                self.across += self.labels - labels
            elif cells and (above or not self.headings) and (found := self._headings(row)):
                self.headings, above = _merged(self.headings, found), True
                self.names = [" ".join(text.split()) for text in row.texts]
            elif self.headings and self.block is not None:
                above = False
                self.action(row)

    def line(self, text: str, place: CellPlace) -> None:
        """A line across the table or before it, or a label with what it says."""
        if self.block is not None:
            self.block.beside += _STAMP.findall(text)
        for part in parts_of(_STAMP.sub("", text)):
            found = label_of(part)
            if found is not None:
                self.end()
                self.labels += 1
                self.headings = []
                self.block = begun(found, place)
            elif self.block is not None:
                go_on(self.block, part, place, after_space=False)

    def action(self, row: Row) -> None:
        """A row of actions: what is to be done and what was, who does it, by when, and how far it has come."""
        assert self.block is not None
        assert self.block.ask is not None
        said: dict[str, list[TextCell]] = {}
        beside = []
        for meanings, cell, name in zip(self.headings, row.cells, self.names, strict=False):
            if not cell.text.strip():
                continue
            role = meanings[0] if meanings else ""
            if role in ("ask", "about"):
                role = "reply"
            if role in ("reply", "status", "agent", "due"):
                said.setdefault(role, []).append(cell)
            else:
                beside.append(f"{name}: {' '.join(cell.text.split())}")
        told = said.get("reply") or said.get("status", [])
        if not told:
            return
        words = [" ".join(_STAMP.sub("", cell.text).split()) for cell in told]
        beside += [stamp for cell in told for stamp in _STAMP.findall(cell.text)]
        made = Reply(self.block.ask, [Piece(text, cell.place) for text, cell in zip(words, told, strict=True)])
        made.status_text = _first(said.get("status"))
        made.agent_text, made.due_text = _first(said.get("agent")), _first(said.get("due"))
        made.beside = "; ".join(beside)
        made.heading = next(
            (name for one, name in zip(self.headings, self.names, strict=False) if one[:1] == ["reply"]), ""
        )
        self.rows.append(made)

    def _headings(self, row: Row) -> list[list[str]]:
        """What the columns hold, where a row says it of two at least; else nothing."""
        texts = [" ".join(text.split()) for text in row.texts]
        longest = _HEADING if self.said[row.texts] < _FEWEST else _AGAIN
        found = [meanings_of(text) if 0 < len(text) <= longest else [] for text in texts]
        said, called = {*texts} - {""}, {text for text, meaning in zip(texts, found, strict=True) if meaning}
        told = any(len(text) > longest or text.endswith(".") or text[:1].isdigit() for text in texts)
        return found if len(called) > 1 and 2 * len(called) > len(said) and not told else []

    def end(self) -> None:
        """Put what was asked, and all that answers it, into the reading."""
        if self.block is not None:
            self.block.put(self.reading, "")
            self.reading.replies += self.rows
        self.block, self.rows = None, []


def _distinct(row: Row) -> list[TextCell]:
    """The cells of a row, those that were merged once."""
    found: dict[str, TextCell] = {}
    for cell in row.cells:
        if text := " ".join(cell.text.split()):
            found.setdefault(text, cell)
    return list(found.values())


def _line(cells: Sequence[TextCell]) -> tuple[str, CellPlace] | None:
    """What stands across a row, or the label and the words of a row that has two cells."""
    texts = [" ".join(cell.text.split()) for cell in cells]
    if len(cells) == 1:
        return cells[0].text, cells[0].place
    if len(cells) == 2 and (label_of(f"{texts[0]}: {texts[1]}") is not None or _is_label(texts[0])):
        return f"{texts[0].rstrip(' :')}: {texts[1]}", cells[1].place
    return None


def _is_label(text: str) -> bool:
    return len(text) <= 40 and bool(meanings_of(text)) and text[:1].isupper() and text[-1:] not in ".;"


def _merged(above: list[list[str]], below: list[list[str]]) -> list[list[str]]:
    """The meanings of two rows of headings: the lower one says it more closely."""
    if len(above) != len(below):
        return below
    return [low or high for high, low in zip(above, below, strict=True)]


def _first(cells: Sequence[TextCell] | None) -> str:
    return " ".join(cells[0].text.split()) if cells else ""
