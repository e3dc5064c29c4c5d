"""The counts as RDF Data Cubes, and the same as SDMX-CSV with CSV on the Web metadata."""

from tcgraph.export.cube.observations import cubes
from tcgraph.export.cube.write import write_cubes

__all__ = ["cubes", "write_cubes"]
