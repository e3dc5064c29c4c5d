"""What a report is made of, before it is set in any format."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or bullet.

    Attributes:
        text: what it says.
        lead: words at its start that stand out, such as a status.
        source: where it is known from; set small at its end.
        bullet: whether it is one of a list.
    """

    text: str
    lead: str = ""
    source: str = ""
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the report's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        headings: one a column.
        rows: cells, each a list of lines.
        widths: parts of the page's width, one a column.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report ready to be set.

    Attributes:
        title: its title.
        symbol: its document symbol.
        day: the day that it reports for.
        blocks: its body.
    """

    title: str
    symbol: str
    day: str
    blocks: tuple[Heading | Line | Grid, ...] = field(default=())


def cell(*texts: str) -> tuple[Line, ...]:
    """A table cell of plain paragraphs."""
    return tuple(Line(text) for text in texts)


def in_words(value: str) -> str:
    """A day of a query's answer as a report writes it; any other text as it is ("2008-09" may be a biennium)."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value
    day = datetime.date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}"
