"""The counts as RDF Data Cubes, and the same as SDMX-CSV with CSV on the Web metadata."""

from tcgraph.export.cube.sdmx import cubes, write_cubes

__all__ = ["cubes", "write_cubes"]
