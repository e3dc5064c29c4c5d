"""Read tables in which each thing asked has a block of its own: its label and answer across the table, actions below.

So evaluations are answered: "Evaluation recommendation 1. …", "Management response: …", then "Key action | Time frame |
Responsible unit | Comments | Status" with a row for each action; or a label in each row of two columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tcgraph.followup.layout.column_words import meanings_of
from tcgraph.followup.layout.entry import Piece, Reply, TableReading
from tcgraph.followup.layout.layout_labels import Block, begun, go_on, label_of
from tcgraph.followup.tables import Row, Sheet, TableFile, TextCell

_FEWEST: Final = 2
_HEADING: Final = 60


def read_records(file: TableFile) -> TableReading | None:
    """Find what is asked under labels within tables; None where fewer than two labels stand across them.

    Args:
        file: the tables.
    """
    records = _Records()
    for sheet in file.sheets:
        records.sheet(sheet)
    records.end()
    return records.reading if records.labels >= _FEWEST else None


@dataclass(slots=True)
class _Records:
    reading: TableReading = field(default_factory=TableReading)
    labels: int = 0
    block: Block | None = None
    rows: list[Reply] = field(default_factory=list)
    headings: list[list[str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def sheet(self, sheet: Sheet) -> None:
        """Take in one table; one that lacks a label for what is asked goes on with what was asked before."""
        self.headings, above = [], False
        for row in sheet.rows:
            cells = _distinct(row)
            if (line := _line(cells)) is not None:
                self.line(*line)
            elif cells and (above or not self.headings) and (found := _headings(row)):
                self.headings, above = _merged(self.headings, found), True
                self.names = [" ".join(text.split()) for text in row.texts]
            elif self.headings and self.block is not None:
                above = False
                self.action(row)

    def line(self, text: str, cell: TextCell) -> None:
        """A line across the table, or a label with what it says."""
        found = label_of(text)
        if found is not None:
            self.end()
            self.labels += 1
            self.headings = []
            self.block = begun(found, cell.place)
        elif self.block is not None:
            go_on(self.block, text, cell.place, after_space=False)

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
        made = Reply(self.block.ask, [Piece(" ".join(cell.text.split()), cell.place) for cell in told])
        made.status_text = _first(said.get("status"))
        made.agent_text, made.due_text = _first(said.get("agent")), _first(said.get("due"))
        made.beside = "; ".join(beside)
        made.heading = next(
            (name for one, name in zip(self.headings, self.names, strict=False) if one[:1] == ["reply"]), ""
        )
        self.rows.append(made)

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


def _line(cells: Sequence[TextCell]) -> tuple[str, TextCell] | None:
    """What stands across a row, or the label and the words of a row that has two cells."""
    texts = [" ".join(cell.text.split()) for cell in cells]
    if len(cells) == 1:
        return texts[0], cells[0]
    if len(cells) == 2 and (label_of(f"{texts[0]}: {texts[1]}") is not None or _is_label(texts[0])):
        return f"{texts[0].rstrip(' :')}: {texts[1]}", cells[1]
    return None


def _is_label(text: str) -> bool:
    return len(text) <= 40 and bool(meanings_of(text)) and text[:1].isupper() and text[-1:] not in ".;"


def _headings(row: Row) -> list[list[str]]:
    """What the columns hold, where a row says it of two at least; else nothing."""
    texts = [" ".join(text.split()) for text in row.texts]
    found = [meanings_of(text) if 0 < len(text) <= _HEADING else [] for text in texts]
    said, called = {*texts} - {""}, {text for text, meaning in zip(texts, found, strict=True) if meaning}
    told = any(len(text) > _HEADING or text.endswith(".") or text[:1].isdigit() for text in texts)
    return found if len(called) > 1 and 2 * len(called) > len(said) and not told else []


def _merged(above: list[list[str]], below: list[list[str]]) -> list[list[str]]:
    """The meanings of two rows of headings: the lower one says it more closely."""
    if len(above) != len(below):
        return below
    return [low or high for high, low in zip(above, below, strict=True)]


def _first(cells: Sequence[TextCell] | None) -> str:
    return " ".join(cells[0].text.split()) if cells else ""
