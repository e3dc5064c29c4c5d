"""A project at two revisions of git: its files as they were, and what differs as facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tcgraph.diagnostics.git_changes import files_below, repository_of
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.iri import iri_path
from tcgraph.project import Project, Role
from tcgraph.rdf import GraphFormat, NamedNode, Quad, Triple, parse
from tcgraph.shacl.transition import facts_changed, named_by_content

_LINE = "file:///"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two revisions of a project.

    Attributes:
        engine: holds the ontology and data of the later one, each file in its graph.
        removed: what held and no longer does, in whatever file of the compared ones.
        added: what holds and did not.
        before: the files that differ, by their path in the project, as they were; those of shapes and queries too.
        after: the same as they are.
    """

    engine: EmbeddedEngine
    removed: set[Triple]
    added: set[Triple]
    before: Mapping[str, str]
    after: Mapping[str, str]

    def rules_before(self) -> list[Triple]:
        """The shapes of the files that differ, as they were."""
        texts = (text for name, text in self.before.items() if name.startswith(f"{Role.SHAPES}/"))
        found = (quad for text in texts for quad in parse(text.encode(), GraphFormat.TURTLE, base=_LINE))
        return [Triple(quad.subject, quad.predicate, quad.object) for quad in found]


def compare_revisions(project: Project, old: str, new: str | None, below: Path | None = None) -> Compared:
    """Compare a project at two revisions.

    Args:
        project: the project; its folder names decide which files count.
        old: a commit, branch or tag.
        new: a later one; None for the files as they are now.
        below: compare only files in this folder, or this one file.

    Raises:
        GitFailed: git cannot tell.
        BrokenInput: a file does not parse at one of the two; or ``below`` lies outside the repository.
    """
    was, now = _files(project, old), _files(project, new)
    names = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    if below is not None:
        inside = below.resolve()
        names = {name for name in names if (project.root / name).resolve().is_relative_to(inside)}
    engine = EmbeddedEngine()
    for name, content in now.items():
        if name.startswith(("ontology/", "data/")) and name.endswith(".ttl"):
            engine.insert(_quads(project, name, content))
    gone: set[Quad] = set()
    come: set[Quad] = set()
    for name in names:
        if name.endswith(".ttl"):
            gone |= set(_quads(project, name, was.get(name, b"")))
            come |= set(_quads(project, name, now.get(name, b"")))
    rules = [quad for quad in come if f"/{Role.SHAPES}/" in str(quad.graph_name)]
    engine.insert(rules)
    removed, added = facts_changed(engine, gone - come, come - gone)
    engine.remove(rules)
    texts = [{name: files.get(name, b"").decode("utf-8", "replace") for name in sorted(names)} for files in (was, now)]
    return Compared(engine, removed, added, texts[0], texts[1])


def _files(project: Project, revision: str | None) -> dict[str, bytes]:
    folders = ("ontology", "data/ttl", "shapes", "queries")
    if revision is None:
        repository_of(project.root)
        paths = (path for folder in folders for path in sorted((project.root / folder).rglob("*")))
        return {
            path.relative_to(project.root).as_posix(): path.read_bytes()
            for path in paths
            if path.suffix in (".ttl", ".rq") and path.is_file()
        }
    found = files_below(revision, project.root, folders)
    return {name: content for name, content in found.items() if name.endswith((".ttl", ".rq"))}


def _quads(project: Project, name: str, content: bytes) -> Iterator[Quad]:
    graph: NamedNode = project.graph_of(project.root / name)
    try:
        parsed = list(parse(content, GraphFormat.TURTLE, base=_LINE + iri_path(name)))
    except SyntaxError as error:
        raise BrokenInput(f"does not parse, so nothing can be compared with it: {error}", path=Path(name)) from error
    yield from named_by_content(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed)
