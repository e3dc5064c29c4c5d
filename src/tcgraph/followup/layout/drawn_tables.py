"""Read the tables that a text draws among its lines, and not the lines, where one of them says what was asked."""

from __future__ import annotations

from tcgraph.followup.layout.columns_given import WrongColumns
from tcgraph.followup.layout.layout_headings import Given, find_headings
from tcgraph.followup.layout.layout_labels import is_labelled
from tcgraph.followup.tables import Sheet, TableFile


def take_drawn(file: TableFile, given: Given | None = None) -> None:
    """Put the tables of a text in the place of its lines, unless labels among these tell what was asked.

    Minutes have an attendance table, one of actions and much prose: the one of actions is what follows up.

    Args:
        file: as it was read; the lines outside its tables are left as not read.
        given: what a person says the columns hold.
    """
    if not file.drawn or not any(_fits(sheet, given) for sheet in file.drawn):
        return
    lines = [row for sheet in file.sheets for row in sheet.rows]
    if given is None and is_labelled(" ".join(row.texts).strip(" *#|") for row in lines):
        return
    drawn = {cell.place.location.line for sheet in file.drawn for row in sheet.rows for cell in row.cells}
    for row in lines:
        if row.cells[0].place.location.line not in drawn:
            file.leave(" ".join(row.texts), "a line outside the tables", row.cells[0].place)
    file.sheets, file.drawn, file.loose = file.drawn, [], False


def _fits(sheet: Sheet, given: Given | None) -> bool:
    try:
        return find_headings(sheet, given) is not None
    except WrongColumns:
        return False
