"""What a report is made of, before it is set in any format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or bullet.

    Attributes:
        text: what it says.
        lead: words at its start that stand out, such as a status or a number.
        source: where it is known from: an endnote.
        bullet: whether it is one of a list.
        aside: whether it is a remark on what stands beside it, set small.
    """

    text: str
    lead: str = ""
    source: str = ""
    bullet: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title, of level 2 or 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        headings: one a column.
        rows: cells, each a list of lines.
        widths: parts of the page's width, one a column.
        caption: what it shows, for those who do not see it.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    widths: tuple[int, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of a document of a body; what is not known stays empty and is left out.

    Attributes:
        body: the body.
        symbol: the document's symbol.
        session: the session, with its place and time.
        committee: the committee that it goes to.
        purpose: what it asks for, such as "For decision".
        item: the item of the agenda.
        address: where the document is shown to the public.
    """

    body: str = ""
    symbol: str = ""
    session: str = ""
    committee: str = ""
    purpose: str = ""
    item: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report ready to be set.

    Attributes:
        title: its title.
        symbol: its document symbol.
        day: the day that it reports for, in words.
        blocks: its body.
        masthead: what stands above the title.
        language: what it is written in.
        author: who submits it.
        notes_heading: what the endnotes are headed.
        page_word: what stands before a page's number.
        one_page: whether it is set small, with its notes in one paragraph, to stand on one page.
        notice: what a reader has to know first, above the masthead and at the head of every page; may be empty.
    """

    title: str
    symbol: str
    day: str
    blocks: tuple[Heading | Line | Grid, ...] = field(default=())
    masthead: Masthead = Masthead()
    language: str = "en"
    author: str = ""
    notes_heading: str = "Notes"
    page_word: str = "Page"
    one_page: bool = False
    notice: str = ""

    def notes(self) -> dict[str, int]:
        """The endnotes in the order in which the text refers to them: each text once, with its number."""
        found: dict[str, int] = {}
        for line in self._lines():
            if line.source:
                found.setdefault(line.source, len(found) + 1)
        return found

    def _lines(self) -> Iterable[Line]:
        for block in self.blocks:
            if isinstance(block, Line):
                yield block
            elif isinstance(block, Grid):
                yield from (line for row in block.rows for lines in row for line in lines)


def cell(*texts: str) -> tuple[Line, ...]:
    """A table cell of plain paragraphs."""
    return tuple(Line(text) for text in texts)
