"""IATI 2.03: projects, actions and fundings as activities, organisations as organisations, and the way back."""

from tcgraph.export.iati.partner import IatiNames
from tcgraph.export.iati.read import read_iati
from tcgraph.export.iati.write import Reporter, covered, write_iati

__all__ = ["IatiNames", "Reporter", "covered", "read_iati", "write_iati"]
