"""Cubes on disk: all of them in RDF, and a table of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.export.cube.sdmx import sdmx_tables
from tcgraph.export.dump import serialize
from tcgraph.export.fact_tables.csvw import METADATA, write_metadata, write_rows
from tcgraph.export.staging import staged
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat, Quad, parse

_TITLE = "Counts of actions and of what is funded, as SDMX-CSV"

_STRUCTURE = Path(__file__).with_name("structure.ttl")
_PREFIX = "cube-"


def write_cubes(
    quads: Iterable[Quad], directory: Path, *, formats: Sequence[GraphFormat] = (GraphFormat.TURTLE,)
) -> list[str]:
    """Write ``cube.ttl`` (and other syntaxes), a CSV file for each cube, and ``csv-metadata.json``.

    Args:
        quads: what :func:`~tcgraph.export.cube.cubes` gives.
        directory: where to.
        formats: RDF syntaxes.

    Returns:
        The files written, relative to the directory.
    """
    known = list(quads)
    tables = list(sdmx_tables(known))
    with staged(directory) as scratch:
        for format_ in formats:
            (scratch / f"cube{format_.suffix}").write_bytes(serialize(known, format_))
        for table in tables:
            write_rows(scratch / f"{table.name}.csv", table.header, table.rows)
        write_metadata(scratch, _TITLE, [table.description for table in tables])
    return sorted([*(f"cube{each.suffix}" for each in formats), *(f"{table.name}.csv" for table in tables), METADATA])


def cubes(engine: Engine, queries: QueryCatalogue) -> Iterator[Quad]:
    """The structure definitions, then the observations, slices and code lists of every cube.

    Args:
        engine: what to count in.
        queries: the project's; those of kind ``construct`` whose names begin with ``cube-`` are run.
    """
    yield from parse(_STRUCTURE.read_bytes(), GraphFormat.TURTLE)
    for query in queries.of_kind("construct"):
        if query.name.startswith(_PREFIX):
            for triple in engine.construct(query.text):
                yield Quad(triple.subject, triple.predicate, triple.object)
