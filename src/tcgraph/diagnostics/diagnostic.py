"""One thing that is wrong, in words a data steward understands, with its place and a remedy."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tcgraph.errors import BrokenInput
from tcgraph.shacl.validation_report import Finding

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


class Level(StrEnum):
    """How grave it is; ``error`` alone makes a check fail by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that helps to understand a diagnostic, with what it has to do with it."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A located problem.

    Attributes:
        rule: what was broken: a shape's short name (``tc-shape:Action-summary``), or ``syntax``, ``undefined-term`` …
        level: how grave.
        message: one sentence: what is wrong.
        location: where; None when the fact stands in no file (it was inferred, or came over the network).
        help: what to do, if there is more to say than the message does; may hold a suggestion.
        subject: the node it is about, by label or short name.
        related: other places.
        finding: the SHACL result behind it, when there is one.
        fix: what to write at that very place instead, where there is one answer.
    """

    rule: str
    level: Level
    message: str
    location: Location | None = None
    help: str | None = None
    subject: str | None = None
    related: tuple[Related, ...] = ()
    finding: Finding | None = field(default=None, compare=False)
    fix: str | None = field(default=None, compare=False)

    def sort_key(self) -> tuple[object, ...]:
        """By file and place; what has no place comes last; equal places by gravity, rule, text and value."""
        place = (0, *self.location.sort_key()) if self.location else (1, "", 0, 0, "", 0, 0)
        value = "" if self.finding is None else str(self.finding.value)
        return (*place, self.level.rank, self.rule, self.message, value)

    @property
    def fingerprint(self) -> str:
        """A digest that stays the same when lines move: rule, file, node and message, never the line.

        ``--baseline`` and SARIF's ``partialFingerprints`` (SARIF 2.1.0 §3.27.17) rest on it.
        """
        path = self.location.path.as_posix() if self.location else ""
        cell = str(self.location.cell) if self.location and self.location.cell and not self.finding else ""
        focus = value = ""
        if self.finding is not None:
            # Blank nodes are called otherwise in the next run.
            focus, value = (
                "" if term[:2] == "_:" else term for term in map(str, (self.finding.focus, self.finding.value))
            )
        parts = (self.rule, path, cell, self.subject or "", focus, value, self.message)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics in their one stable order.

    What was said before is left out, but for results: two that read alike, with other values behind them or found on
    other ways, are two of ``sh:ValidationResult``, and every format counts them so.
    """
    distinct = {d if d.finding is None else id(d.finding): d for d in diagnostics}
    return sorted(distinct.values(), key=Diagnostic.sort_key)


# -- known problems that a project has agreed to live with for now, so that only new ones are reported

_VERSION = 1


def write_baseline(path: Path, diagnostics: Iterable[Diagnostic]) -> None:
    """Write down the diagnostics as known; the same ones give the same bytes."""
    entries = [
        {
            "fingerprint": diagnostic.fingerprint,
            "rule": diagnostic.rule,
            "file": diagnostic.location.path.as_posix() if diagnostic.location else None,
            "message": diagnostic.message,
        }
        for diagnostic in diagnostics
    ]
    entries.sort(key=lambda entry: (entry["file"] or "", entry["rule"] or "", entry["fingerprint"] or ""))
    content = {"version": _VERSION, "known": entries}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def only_new(path: Path, diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], int]:
    """Leave out what a baseline knows.

    Returns:
        The new ones, and how many known ones are gone, so that the baseline can be written again without them.
        A problem that stands in the baseline once and is found twice is new once.

    Raises:
        BrokenInput: the file is no baseline.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        known = Counter(str(entry["fingerprint"]) for entry in content["known"])
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenInput("not a baseline; write one with --write-baseline FILE", path=path) from error
    new: list[Diagnostic] = []
    for diagnostic in diagnostics:
        if known[diagnostic.fingerprint] > 0:
            known[diagnostic.fingerprint] -= 1
        else:
            new.append(diagnostic)
    return new, sum(known.values())
