"""A release as an RO-Crate 1.1: every form of the graph, what it was made from, and how, in one directory."""

from tcgraph.export.crate.write import write_crate

__all__ = ["write_crate"]
