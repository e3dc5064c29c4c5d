"""A place that a person can go to: lines and columns of a text file, or a cell of a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class CellLocation:
    """A cell of a spreadsheet or of a CSV file.

    Attributes:
        column: its letters, ``A`` … ``XFD``.
        row: 1-based, the heading row included, as spreadsheet programs count.
        sheet: the sheet's name; None for CSV.
    """

    column: str
    row: int
    sheet: str | None = None

    @classmethod
    def parse(cls, reference: str) -> CellLocation:
        """Read ``B7`` or ``Sheet!B7``.

        Raises:
            ValueError: the reference is neither.
        """
        sheet, bang, cell = reference.rpartition("!")
        found = _REFERENCE.fullmatch(cell.replace("$", ""))
        if found is None:
            raise ValueError(f"{reference!r} is no cell reference such as B7 or Sheet!B7")
        return cls(found[1], int(found[2]), sheet.strip("'") if bang else None)

    @property
    def column_number(self) -> int:
        """The column as a 1-based number: A is 1, AA is 27."""
        number = 0
        for letter in self.column:
            number = number * 26 + ord(letter) - ord("A") + 1
        return number

    def __str__(self) -> str:
        """The reference as spreadsheet programs write it, ``Sheet!B7``."""
        own = f"{self.column}{self.row}"
        return f"{self.sheet}!{own}" if self.sheet is not None else own


_NOWHERE = CellLocation("A", 0, "")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file.

    Attributes:
        path: the file as the user named it, or relative to the project.
        line: 1-based; None when only the file is known.
        column: 1-based, in characters (Unicode code points).
        end_line: the line of the last character of the place.
        end_column: the column just after that character.
        cell: the cell, for a spreadsheet; for CSV, ``line`` and ``column`` are set as well.
        content: where the text is, if not in that file: unpacked, or fetched.
    """

    path: Path
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    cell: CellLocation | None = None
    content: Path | None = field(default=None, compare=False)

    def sort_key(self) -> tuple[str, int, int, str, int, int]:
        """By file, then by place in it."""
        cell = self.cell or _NOWHERE
        return (self.path.as_posix(), self.line or 0, self.column or 0, cell.sheet or "", cell.row, cell.column_number)

    def __str__(self) -> str:
        """``path:line:column`` as compilers and editors write it, or ``path[Sheet!B7]``."""
        if self.cell is not None and self.line is None:
            return f"{self.path.as_posix()}[{self.cell}]"
        place = "" if self.line is None else f":{self.line}" if self.column is None else f":{self.line}:{self.column}"
        return f"{self.path.as_posix()}{place}"
