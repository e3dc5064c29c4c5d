"""Cubes in RDF: the structure as it is written beside this module, the observations as named queries give them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat, Quad, parse

_STRUCTURE = Path(__file__).with_name("structure.ttl")
_PREFIX = "cube-"


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
