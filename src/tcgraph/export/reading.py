"""RDF of any syntax, packed or not, as quads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tcgraph.engine.embedded import parsing
from tcgraph.file_kinds import START, opened, syntax_of_start
from tcgraph.rdf import Quad, parse


def read_rdf(path: Path) -> Iterator[Quad]:
    """Read an RDF file; what is in it tells how it is packed and in which syntax it is, and its ending helps.

    Raises:
        BrokenInput: it does not parse; the message has the line and column where they are known.
    """
    with parsing(path), opened(path) as file:
        content = file.read()
        yield from parse(content, syntax_of_start(content[:START], path))
