"""The catalogue as files beside what it describes, with addresses that follow the directory wherever it is put."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tcgraph.export.catalogue.release import RELATIVE
from tcgraph.export.dump import serialize
from tcgraph.export.rebase import Rebase
from tcgraph.export.staging import staged
from tcgraph.rdf import GraphFormat, Quad

CATALOGUE_FILES = {"catalogue.ttl": GraphFormat.TURTLE, "catalogue.jsonld": GraphFormat.JSON_LD}


def write_catalogue(quads: Iterable[Quad], directory: Path, rebase: Rebase | None = None) -> list[str]:
    """Write a catalogue in Turtle and JSON-LD.

    Args:
        quads: what :func:`~tcgraph.export.catalogue.catalogue` gives.
        directory: where to.
        rebase: renames our IRIs.

    Returns:
        The files written, relative to the directory.
    """
    described = list(quads)
    with staged(directory) as scratch:
        for name, syntax in CATALOGUE_FILES.items():
            text = serialize(described, syntax, rebase).decode()
            # Both syntaxes resolve a relative reference against the document's own address (RFC 3986 §5.1.3).
            relative = text.replace(f"<{RELATIVE}", "<").replace(f'"{RELATIVE}', '"')
            (scratch / name).write_text(relative, encoding="utf-8")
    return sorted(CATALOGUE_FILES)
