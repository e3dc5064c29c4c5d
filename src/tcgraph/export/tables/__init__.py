"""The facts as tables, one for each kind of thing, complete enough to be read back into the same statements."""

from tcgraph.export.tables.model import Column, ColumnKind, ExportTable
from tcgraph.export.tables.pivot import tables_of

__all__ = ["Column", "ColumnKind", "ExportTable", "tables_of"]
