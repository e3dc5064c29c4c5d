"""Versions of the ontology that were released, each kept as one file, so that its IRI answers for good."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.export.dump import serialize
from tcgraph.export.ontology.model import Ontology
from tcgraph.export.ontology.read import ONTOLOGY, read_ontology
from tcgraph.project import Project
from tcgraph.rdf import GraphFormat, Quad, Triple, parse

FORMS = tuple(syntax for syntax in GraphFormat if not syntax.holds_graph_names or syntax is GraphFormat.JSON_LD)
"""The formats in which the ontology can be had; it is one graph."""
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


def write_ontology(engine: Engine, project: Project, directory: Path, *, release: bool = False) -> list[str]:
    """Write the data of the version in force and of each released one, a folder for each.

    Args:
        engine: holds the ontology in force.
        project: whose released versions are written.
        directory: where to; made if need be.
        release: whether to keep the version in force among the project's released ones.

    Returns:
        The files, relative to the directory.

    Raises:
        BrokenInput: a released version does not parse.
    """
    triples = list(engine.construct(ONTOLOGY))
    in_force = read_ontology(triples).version
    versions = {version: triples_of(path) for version, path in released(project).items()} | {in_force: triples}
    files = {
        f"{version}/ontology{syntax.suffix}": written(stated, syntax)
        for version, stated in versions.items()
        for syntax in FORMS
    }
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if release:
        folder(project).mkdir(exist_ok=True)
        (folder(project) / f"{in_force}.trig").write_bytes(written(triples, GraphFormat.TURTLE))
    return sorted(files)
