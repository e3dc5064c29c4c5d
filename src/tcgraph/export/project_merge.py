"""Merging what came from outside into a project: one graph grows by what no graph of the project says yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tcgraph.engine.embedded import parsing
from tcgraph.errors import BadParameter
from tcgraph.export.dump import serialize
from tcgraph.file_kinds import START, opened, syntax_of_start
from tcgraph.project import Project, Role
from tcgraph.rdf import BlankNode, GraphFormat, Quad, parse

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")


@dataclass(frozen=True, slots=True)
class MergedFacts:
    """What a merge comes to.

    Attributes:
        text: the graph's file after it, in Turtle.
        added: how many statements are new to the project.
        known: how many were there already.
    """

    text: str
    added: int
    known: int


def target_of(project: Project, name: str) -> Path:
    """The file of a graph of data, such as ``partners/nl``, whether it exists or not.

    Raises:
        BadParameter: the name could not be a graph's.
    """
    if not _NAME.fullmatch(name):
        raise BadParameter(f"--into {name!r} cannot name a graph; use lower-case words and slashes, as in partners/nl.")
    return project.data / f"{name}.ttl"


def merge(project: Project, target: Path, quads: Iterable[Quad], source: str) -> MergedFacts:
    """Merge statements into a graph; nothing is written.

    Args:
        project: what it says in any graph of data or ontology is known.
        target: the graph's file; what it holds is kept.
        quads: what came; graph names do not matter.
        source: what to call where they came from.

    Raises:
        BadParameter: something that came is a blank node, which could not be known again; or the file has been
            written by hand and would lose its comments.
        BrokenInput: a file of the project does not parse.
    """
    came = {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    for quad in came:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise BadParameter(f"{source} speaks of the blank node in {quad}; give it an IRI before merging it.")
    mark = "# Merged by `tcgraph import --into`"
    if target.exists() and not target.read_text(encoding="utf-8").startswith(mark):
        raise BadParameter(f"{target} was not written by an import and would lose its comments; name another graph.")
    said = {
        Quad(quad.subject, quad.predicate, quad.object)
        for file in project.files(Role.ONTOLOGY, Role.DATA)
        for quad in read_rdf(file.path)
    }
    mine = set(read_rdf(target)) if target.exists() else set()
    fresh = came - said
    text = serialize(mine | fresh, GraphFormat.TURTLE).decode()
    return MergedFacts(f"{mark}, last from {source}.\n{text}", len(fresh), len(came) - len(fresh))


def read_rdf(path: Path) -> Iterator[Quad]:
    """Read an RDF file; what is in it tells how it is packed and in which syntax it is, and its ending helps.

    Raises:
        BrokenInput: it does not parse; the message has the line and column where they are known.
    """
    with parsing(path), opened(path) as file:
        content = file.read()
        yield from parse(content, syntax_of_start(content[:START], path))
