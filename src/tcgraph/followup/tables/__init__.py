"""Tables as people keep them (Word, Excel, CSV, HTML, plain text), read into rows of cells that know their place."""

from tcgraph.followup.tables.model import (
    ENTRY,
    OUTSIDE,
    CellPlace,
    Row,
    Sheet,
    TableFile,
    TextCell,
    UnreadText,
    column_letters,
)
from tcgraph.followup.tables.read import read_tables

__all__ = [
    "ENTRY",
    "OUTSIDE",
    "CellPlace",
    "Row",
    "Sheet",
    "TableFile",
    "TextCell",
    "UnreadText",
    "column_letters",
    "read_tables",
]
