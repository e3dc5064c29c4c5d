"""The facts as tables, one for each kind of thing, complete enough to be read back into the same statements."""

from tcgraph.export.fact_tables.model import Column, ColumnKind, ExportTable, tables_of

__all__ = ["Column", "ColumnKind", "ExportTable", "tables_of"]
