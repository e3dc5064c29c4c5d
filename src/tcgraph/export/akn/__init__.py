"""The follow-up table as an Akoma Ntoso 3.0 document, and back."""

from tcgraph.export.akn.read import read_akn
from tcgraph.export.akn.write import write_akn

__all__ = ["read_akn", "write_akn"]
