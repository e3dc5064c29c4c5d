"""What is wrong, where, and what to do about it: from findings to messages for people, editors and CI."""

from tcgraph.diagnostics.diagnostic import CellLocation, Diagnostic, Level, Location

__all__ = ["CellLocation", "Diagnostic", "Level", "Location"]
