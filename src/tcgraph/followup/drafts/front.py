"""What a file says of itself above its table: the title, symbol and day of the document that the table is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from tcgraph.about import About
from tcgraph.followup.dates import read_date
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.entry import AskedItem
from tcgraph.followup.tables import OUTSIDE, UnreadText

_LONGEST: Final = 200
_ALONE: Final = re.compile(r"(?=.*\d)(?=.{3,32}$)[A-Z]{1,8}(?![a-z])(?:[./() -]*[A-Z0-9]\w*)*[.)]?")
"""A symbol that has a line of its own."""
_WITHIN: Final = re.compile(r"(?<![\w/.])(?=[A-Z./-]*[\w./-]*\d)[A-Z]{1,8}(?:[./-][A-Z0-9]{1,8}){2,}(?![\w/])")
"""A symbol among other words, such as LCTO/A/43/6."""
_OF_ANOTHER: Final = re.compile(r"(?:resolu\w+|decisi\w+|recom\w+)\s+(?:no?\.?\s*)?$")
"""What is followed up has a symbol too, and is not the document."""
_AT: Final = re.compile(
    r"(?<!\d )\b(?:as (?:of|at)|at|au|al|a|(?P<label>date|fecha))\s*:?\s+"
    r"(?P<day>\d{1,2}(?:st|nd|rd|th|er|º)?\s+(?:of\s+|de\s+)?[a-z]{3,10}"
    r",?\s+(?:de\s+|del\s+)?\d{4}|[a-z]{3,10}\s+\d{1,2},\s*\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b"
)
"""A whole day that something holds at, "status at 31 January 2025", or is dated; no end of "9 to 11 May 2025"."""
_LINES: Final = 5
"""So many lines of a paper's front are looked at before its first paragraph."""
_OF_PAPER: Final = re.compile(
    r"\b(?:report|follow(?:ed)?[ -]?up|status|progress|implementation|matrix|rapport|suivi|suite"
    r"|mise en (?:oe|œ)uvre|etat|informe|seguimiento|situacion|aplicacion|cumplimiento|cuadro|tableau|memoria)\b"
)
"""What a title says that the name of a body, which may stand above it, does not."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the sheet Document of a review begins with.

    Attributes:
        title: the document's, or else the file's name.
        symbol: the document's; "" where none is told.
        day: the day that it says to hold for; None where it tells none, or several.
    """

    title: str
    symbol: str
    day: datetime.date | None


def front_of(path: Path, asks: Iterable[AskedItem], unread: Iterable[UnreadText]) -> FrontMatter:
    """Read what stands above the headings of a file's first table.

    Args:
        path: the file.
        asks: what its tables ask.
        unread: what stands in the file and in no row; a row that heads a section stands below the headings.
    """
    lines = _above([*asks], [*unread])
    alone = next((line for line in lines if _ALONE.fullmatch(line)), "")
    within = {
        found[0]
        for line in lines
        for found in _WITHIN.finditer(line)
        if not _OF_ANOTHER.search(plain_words(line[: found.start()]) + " ")
    }
    dated = [found for line in lines for found in _AT.finditer(plain_words(line))]
    held = [found for found in dated if not found["label"]]
    days = {read_date(found["day"]) for found in held or dated} - {None}
    titles = [line for line in lines if line != alone and _is_title(line)]
    title = next((line for line in titles if _OF_PAPER.search(plain_words(line))), (*titles, path.stem)[0])
    symbol = alone or (next(iter(within)) if len(within) == 1 else "")
    return FrontMatter(title, symbol, next(iter(days)) if len(days) == 1 else None)


def _above(asks: list[AskedItem], unread: list[UnreadText]) -> list[str]:
    """The lines in cells above the headings; where there are none, the first that stand outside the tables."""
    first = next((ask.pieces[0].place.location.cell for ask in asks if ask.pieces), None)
    cells = [(one, cell) for one in unread if first and (cell := one.place.location.cell) and cell.sheet == first.sheet]
    headings = [cell.row for one, cell in cells if one.why == "headings"]
    end = min(headings, default=first.row if first else 0)
    above = [one.text for one, cell in cells if cell.row < end]
    outside = takewhile(lambda text: len(text) <= _LONGEST, (one.text for one in unread if OUTSIDE in one.why))
    return above or [line for text in islice(outside, _LINES) for line in text.splitlines()]


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST and " | " not in line and not line.endswith((".", ":")) and len(line.split()) > 2


def symbol_of(front: FrontMatter, own: About | None) -> str:
    """The symbol that the project was begun with; one that was made of its code stands behind what the file says."""
    given = own.symbol if own else ""
    return front.symbol or given if own and given == own.code.upper() else given or front.symbol
