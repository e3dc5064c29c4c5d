"""Read back a review file: what a person decided, row by row, whichever rows were deleted, added, split or moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.review import ACTIONS, ASKS, BODIES
from tcgraph.followup.drafts.review_words import in_english
from tcgraph.followup.folded_text import slug
from tcgraph.followup.tables import Sheet, TextCell
from tcgraph.followup.tables.xlsx import read_xlsx

_NEEDED: Final = {"Document", "Actions"}


def parts_of(words: str) -> list[str]:
    """What a cell lists, between semicolons."""
    return [part.strip() for part in words.split(";") if part.strip()]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row of a sheet of the review file.

    Attributes:
        cells: what it says, by the key of its column; a deleted column is missing.
    """

    cells: Mapping[str, TextCell]

    def text(self, key: str) -> str:
        """What a cell says, or "" where it is empty or missing."""
        cell = self.cells.get(key)
        return cell.text.strip() if cell is not None else ""

    def number(self, key: str) -> int | None:
        """A cell's whole number; None where it has none."""
        words = self.text(key)
        return int(words) if words.isascii() and words.isdigit() else None

    def cell(self, key: str) -> TextCell:
        """The cell to blame; the row's first one where the column is missing."""
        return self.cells.get(key) or next(iter(self.cells.values()))


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A review file as it was handed back.

    Attributes:
        path: the workbook.
        given: the sheet Document: what each line is about, and its second column.
        asks: the rows of the sheet Asked; empty where it was left out or deleted.
        actions: the rows of the sheet Actions.
        bodies: the rows of the sheet New bodies.
        words: the text that the draft was made from, in which passages count.
    """

    path: Path
    given: Mapping[str, str]
    words: str
    actions: list[ReviewRow] = field(default_factory=list)
    asks: list[ReviewRow] = field(default_factory=list)
    bodies: list[ReviewRow] = field(default_factory=list)


def words_beside(path: Path, table: str = "") -> Path:
    """Where the text stands that a review file's passages count in.

    Args:
        path: the review file; it may have got another name on its way by mail.
        table: the file name of the table that it was made from.
    """
    words = path.with_name(path.name.removesuffix(".review.xlsx") + ".txt")
    return words if words.is_file() or not table else path.with_name(slug(Path(table).stem) + ".txt")


def read_review(path: Path) -> ReviewFile:
    """Read a review file; its text must stand beside it, as it was written.

    Raises:
        BrokenInput: the file is no review file, or its text is missing.
    """
    sheets = {in_english(sheet.name): sheet for sheet in read_xlsx(path).sheets}
    if not sheets.keys() >= _NEEDED:
        raise BrokenInput("not a review file: it has no sheets Document and Actions", path=path)
    given = {in_english(row.texts[0]): row.texts[1] if len(row.cells) > 1 else "" for row in sheets["Document"].rows}
    text_path = words_beside(path, given.get("File", ""))
    try:
        words = text_path.read_text(encoding="utf-8")
    except OSError as error:
        message = "the text that the draft was made from is missing; make the draft again"
        raise BrokenInput(message, path=text_path) from error
    return ReviewFile(
        path,
        given,
        words,
        list(_rows(sheets["Actions"], ACTIONS)),
        list(_rows(sheets["Asked"], ASKS)) if "Asked" in sheets else [],
        list(_rows(sheets["New bodies"], BODIES)) if "New bodies" in sheets else [],
    )


def _rows(sheet: Sheet, columns: tuple[tuple[str, str, int], ...]) -> Iterator[ReviewRow]:
    headings = {in_english(cell.text): index for index, cell in enumerate(sheet.rows[0].cells)}
    for row in sheet.rows[1:]:
        yield ReviewRow(
            {
                key: row.cells[headings[heading]]
                for key, heading, _ in columns
                if heading in headings and headings[heading] < len(row.cells)
            }
        )
