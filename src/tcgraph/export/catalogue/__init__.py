"""A catalogue of the graph: DCAT 3 by the rules of DCAT-AP 3, with VoID statistics and the PROV of its making."""

from tcgraph.export.catalogue.catalogue import catalogue, write_catalogue
from tcgraph.export.catalogue.distributions import ReleaseFile, scan
from tcgraph.export.catalogue.release import Release

__all__ = ["Release", "ReleaseFile", "catalogue", "scan", "write_catalogue"]
