"""Versions of the ontology that were released, each kept as one file, so that its IRI answers for good."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tcgraph.export.dump import serialize
from tcgraph.export.ontology.model import Ontology
from tcgraph.export.ontology.read import read_ontology
from tcgraph.project import Project
from tcgraph.rdf import GraphFormat, Quad, Triple, parse

_VERSION = re.compile(r"\d+\.\d+\.\d+")


def folder(project: Project) -> Path:
    """Where they are kept; as TriG, since every Turtle file below ``ontology/`` belongs to the version in force."""
    return project.ontology / "released"


def released(project: Project) -> dict[str, Path]:
    """The files by version, the oldest first."""
    found = {path.stem: path for path in folder(project).glob("*.trig") if _VERSION.fullmatch(path.stem)}
    return dict(sorted(found.items(), key=lambda item: [int(part) for part in item[0].split(".")]))


def triples_of(path: Path) -> list[Triple]:
    """The statements of a released version.

    Raises:
        BrokenInput: the file does not parse.
    """
    return [quad.triple for quad in parse(path.read_bytes(), GraphFormat.TRIG)]


def read_released(project: Project) -> list[Ontology]:
    """The released versions, the oldest first.

    Raises:
        BrokenInput: a file does not parse.
    """
    return [read_ontology(triples_of(path)) for path in released(project).values()]


def written(triples: Iterable[Triple], syntax: GraphFormat) -> bytes:
    """A version as one document; the same statements give the same bytes."""
    return serialize((Quad(*triple) for triple in set(triples)), syntax)
