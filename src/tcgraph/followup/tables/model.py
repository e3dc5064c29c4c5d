"""What every reader gives: tables of rows of cells, each cell with its text and the place it was read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tcgraph.diagnostics import CellLocation, Diagnostic, Level, Location

OUTSIDE = "outside the tables"
ENTRY = 11
"""The level of a list's entries; those within another's have a higher one."""
"""Why a paragraph or line of a document's body is in no row."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a cell stands, for people and for programs.

    Attributes:
        words: ``table 2, row 14, column 3``, or ``Sheet1!C14``.
        location: the same as a location that editors and reports understand.
    """

    words: str
    location: Location


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell's text, with line feeds as its only line ends and its white space otherwise as in the source."""

    text: str
    place: CellPlace


@dataclass(frozen=True, slots=True)
class Row:
    """One row; cells merged over several rows are repeated in each.

    Attributes:
        cells: its cells in order.
        texts: their texts, without the white space around them.
    """

    cells: tuple[TextCell, ...]
    texts: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # They are asked for once for each column, by each question about it.
        object.__setattr__(self, "texts", tuple(cell.text.strip() for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table, sheet or block.

    Attributes:
        name: what the source calls it, or ``table 1``.
        rows: every row that is not wholly empty, the heading row included.
        captions: text that stands before the table, nearest last.
        after: how many stretches of the file's ``unread`` stand before it.
        headed: whether the file itself sets its first row apart as headings.
    """

    name: str
    rows: tuple[Row, ...]
    captions: tuple[str, ...] = ()
    after: int = 0
    headed: bool = False


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A stretch of the source that no row of the draft holds.

    Attributes:
        text: its words.
        place: where it stands.
        why: what it is taken for: prose, a footnote, a title, a table without headings.
        after: the words of its paragraph that a note hangs on.
    """

    text: str
    place: CellPlace
    why: str
    after: str = ""


@dataclass(slots=True)
class TableFile:
    """What a file holds.

    Attributes:
        path: the file.
        sheets: its tables in order.
        findings: what a reader noticed: odd encodings, line ends, cut-off cells.
        unread: what stands in the file outside the rows of its tables.
        loose: whether its one table is a text's lines, of which some may be prose and some parts of a row.
        levels: of lines that stand in an outline, by their order: 1 to 6 for headings, 7 for bold lines, 8 for what is
            quoted, from 11 for entries of lists.
        looks: of paragraphs of a document, by their order: the style or class that each has, and how far it is set in.
        drawn: the tables that a loose text has among its lines, each with a line of dashes below its headings.
        hidden: the names of its sheets that are hidden, and not read.
        merged: blocks of cells that were made one, each by its first cell and its extent.
        printed: reads the file's lines as they are printed, where its paragraphs are not told apart.
    """

    path: Path
    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    unread: list[UnreadText] = field(default_factory=list)
    loose: bool = False
    levels: dict[int, int] = field(default_factory=dict)
    looks: dict[int, str] = field(default_factory=dict)
    drawn: list[Sheet] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    printed: Callable[[], TableFile] | None = None

    def find(self, rule: str, level: Level, message: str, location: Location | None = None) -> None:
        """Record a finding about this file."""
        self.findings.append(Diagnostic(rule, level, message, location or Location(self.path)))

    def prose(self, index: int) -> list[UnreadText]:
        """The paragraphs right before a table; those after the last one where the index is the number of tables."""
        edges = [0, *(sheet.after for sheet in self.sheets), len(self.unread)]
        return [one for one in self.unread[edges[index] : edges[index + 1]] if OUTSIDE in one.why]

    @property
    def is_prose(self) -> bool:
        """Whether more stands outside its tables than in them."""
        outside = sum(len(one.text) for one in self.unread if OUTSIDE in one.why)
        return outside > sum(len(text) for sheet in self.sheets for row in sheet.rows for text in set(row.texts))

    def as_text(self) -> TableFile:
        """The same file as one loose text: its paragraphs in their order, those in tables cell by cell."""
        if self.printed is not None:
            return self.printed()
        file = TableFile(self.path, findings=self.findings, loose=True)
        rows: list[Row] = []
        for index in range(len(self.sheets) + 1):
            begin = self.sheets[index - 1].after if index else 0
            end = self.sheets[index].after if index < len(self.sheets) else len(self.unread)
            for number in range(begin, end):
                one = self.unread[number]
                if OUTSIDE not in one.why:
                    file.unread.append(one)
                    continue
                if level := self.levels.get(number):
                    file.levels[len(rows)] = level
                if look := self.looks.get(number):
                    file.looks[len(rows)] = look
                rows.append(Row((TextCell(one.text, one.place),)))
            for row in self.sheets[index].rows if index < len(self.sheets) else ():
                said = {cell.text: cell for cell in row.cells}
                rows += [Row((TextCell(line, cell.place),)) for cell in said.values() for line in cell.text.split("\n")]
        file.sheets = [Sheet(self.path.stem, tuple(rows))]
        return file

    def leave(self, text: str, why: str, place: CellPlace | None = None, after: str = "") -> None:
        """Record a stretch that is in no row."""
        if text.strip():
            self.unread.append(UnreadText(text.strip(), place or CellPlace(why, Location(self.path)), why, after))


def column_letters(index: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def table_place(path: Path, table: int, row: int, column: int, line: int | None = None) -> CellPlace:
    """The place of a cell in a document that has no sheet names; counts from 1.

    The cell reference uses the table's name as its sheet, so that findings sort and read as in a workbook.
    """
    cell = None if line is not None else CellLocation(column_letters(column - 1), row, f"table {table}")
    return CellPlace(f"table {table}, row {row}, column {column}", Location(path, line, cell=cell))


def filled_row(path: Path, table: int, number: int, texts: list[str]) -> Row | None:
    """A row of a document's table; None where all of its cells are empty."""
    if not any(text.strip() for text in texts):
        return None
    return Row(tuple(TextCell(text, table_place(path, table, number, i)) for i, text in enumerate(texts, start=1)))
