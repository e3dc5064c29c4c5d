"""One row of somebody's status table as we understand it: what was asked, what is reported, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass, field

from tcgraph.diagnostics import Location
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.tables import CellPlace


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and where it stands."""

    text: str
    place: CellPlace


@dataclass(slots=True)
class AskedItem:
    """What was decided or recommended.

    Attributes:
        reference: the number as printed, tidied ("12", "GB.320/5", "3 (b)"); "" where none is.
        number: the same as a whole number, corrected where the sequence shows a misprint.
        pieces: its text; several where a cell is split over pages.
        group: what tells its number from the same one elsewhere in the table, such as the report that it is of.
        beside: what its row says in columns that nothing is read from, each with its heading.
        title: what it is called for short; "" where the table has no such column.
        section: the part of the table that it stands in, as its column or a line across the table calls it.
        under: the last line across the table before it, which ``beside`` begins with.
        agent_text: what a column on who is responsible says.
    """

    reference: str
    number: int | None
    pieces: list[Piece] = field(default_factory=list)
    group: str = ""
    beside: str = ""
    title: str = ""
    section: str = ""
    under: str = ""
    agent_text: str = ""

    @property
    def text(self) -> str:
        """The whole text, in reading order."""
        return " ".join(" ".join(piece.text.split()) for piece in self.pieces)


@dataclass(slots=True)
class Reply:
    """One bullet or cell of what is reported.

    Attributes:
        ask: what it is taken to respond to; None where nothing tells.
        pieces: its text.
        stated: whether the table itself puts it beside the ask.
        alternatives: other asks that it might respond to.
        reason: why it is paired so, where the table does not say.
        status_text: what a status column says, as written.
        of_answer: whether that column tells how those who were asked stand to it, and not how far it has come.
        agent_text: what a column on who is responsible says.
        due_text: what a column on dates says.
        due_heading: what that column is called.
        due_place: where it says so, if that is not where the reply stands.
        beside: what columns say that nothing is read from, each with its heading.
        heading: what its own column is called.
        agent_heading: what the column on who is responsible is called.
    """

    ask: AskedItem | None
    pieces: list[Piece]
    stated: bool = True
    alternatives: list[AskedItem] = field(default_factory=list)
    reason: str = ""
    status_text: str = ""
    of_answer: bool = False
    agent_text: str = ""
    due_text: str = ""
    due_heading: str = ""
    due_place: Location | None = None
    beside: str = ""
    heading: str = ""
    agent_heading: str = "who"

    @property
    def text(self) -> str:
        """The whole text, in reading order."""
        return " ".join(" ".join(piece.text.split()) for piece in self.pieces)


@dataclass(slots=True)
class TableReading:
    """Everything that was read from one file's tables, in order.

    Attributes:
        asks: what was asked.
        replies: what is reported.
        columns: what the columns of each table were taken for.
    """

    asks: list[AskedItem] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    columns: list[Columns] = field(default_factory=list)
