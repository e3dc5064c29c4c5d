"""Media types that are no RDF's, each said once."""

from __future__ import annotations

from typing import Final

CSV: Final = "text/csv"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET: Final = "application/vnd.apache.parquet"
TABLE: Final = f"{CSV}; charset=utf-8; header=present"
"""CSV as we send it (RFC 4180 §3)."""
