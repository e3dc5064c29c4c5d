"""Read a file in each way that it can be read in, and keep the first that makes sense of it."""

from __future__ import annotations

from dataclasses import replace

from tcgraph.errors import BrokenInput
from tcgraph.followup.layout.drawn_tables import take_drawn
from tcgraph.followup.layout.entry import TableReading
from tcgraph.followup.layout.layout_headings import Given
from tcgraph.followup.layout.layout_table import read_rows
from tcgraph.followup.layout.layout_text import read_layout, read_paragraphs
from tcgraph.followup.tables import TableFile


def read_file(file: TableFile, given: Given | None = None) -> TableReading:
    """Find what was asked and answered in a file's tables, or where these say nothing of it among its paragraphs.

    Args:
        file: as it was read; it is left as what it was read by, its tables or its lines.
        given: what a person says the columns hold.

    Raises:
        BrokenInput: nothing that was asked was found, or what was found makes no sense.
    """
    take_drawn(file, given)
    if given is not None or not file.loose:
        before = replace(file, sheets=[*file.sheets], findings=[*file.findings], unread=[*file.unread])
        try:
            return read_rows(file, given)
        except BrokenInput:
            # Minutes have a table of who was there, a cover a box for its title: what was asked stands beside them.
            if given is not None or not before.is_prose:
                raise
            text = before.as_text()
            reading = read_paragraphs(text)
            if reading is None:
                raise
            file.sheets, file.findings, file.unread, file.loose = text.sheets, text.findings, text.unread, True
            return reading
    return read_layout(file)
