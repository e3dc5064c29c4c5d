"""RDF of any syntax, packed or not, as quads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tcgraph.engine.embedded import parsing
from tcgraph.export.compression import open_packed
from tcgraph.rdf import GraphFormat, Quad, parse

_PACKED = (".gz", ".zst")


def read_rdf(path: Path) -> Iterator[Quad]:
    """Read an RDF file; its ending, before ``.gz`` or ``.zst``, names the syntax.

    Raises:
        BrokenInput: it does not parse; the message has the line and column where they are known.
    """
    format_ = GraphFormat.of_path(path.with_suffix("") if path.suffix in _PACKED else path)
    with parsing(path), open_packed(path) as packed:
        yield from parse(packed.read(), format_)
