"""Where a project keeps what: ontology, data, shapes and queries, and which graph each file fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tcgraph import terms
from tcgraph.about import About, about
from tcgraph.errors import ProjectNotFound
from tcgraph.follow_ups import FollowUp, follow_ups
from tcgraph.iri import iri_path
from tcgraph.rdf import NamedNode

_PARTS = ("ontology", "data/ttl", "shapes", "queries")
_PACKAGED = Path(__file__).parent / "_project"
_HOME_VARIABLE = "TCGRAPH_PROJECT"


class Role(StrEnum):
    """What a file of the project is for; each role has its own branch of graph names."""

    ONTOLOGY = "ontology"
    DATA = "data"
    SHAPES = "shapes"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One RDF file of the project and the named graph that it alone fills.

    Attributes:
        path: the file.
        graph: its graph, ``https://w3id.org/tcgraph/graph/`` and the path without its ending.
        role: what the file is for.
    """

    path: Path
    graph: NamedNode
    role: Role


@dataclass(frozen=True, slots=True)
class Project:
    """A directory with the four fixed parts. Holds paths only; reads a directory when asked, never earlier.

    Attributes:
        root: the directory.
        demo: whether the invented demonstration data counts as data of the project.
    """

    root: Path
    demo: bool = False

    @property
    def ontology(self) -> Path:
        """OWL modules, SKOS schemes (``vocab/``) and alignments (``align/``)."""
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        """The asserted facts, one Turtle file a graph."""
        return self.root / "data" / "ttl"

    @property
    def demonstration(self) -> Path:
        """Invented facts to try the questions on; no part of the graph unless :attr:`demo` is set."""
        return self.root / "data" / "demo"

    @property
    def shapes(self) -> Path:
        """SHACL shapes."""
        return self.root / "shapes"

    @property
    def about(self) -> About:
        """Who and what it is about.

        Raises:
            BrokenInput: its ``project.toml`` cannot be read.
        """
        return about(self.root)

    @property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """What is followed up here, the project's own first.

        Raises:
            BrokenInput: a file that describes one cannot be read.
        """
        return follow_ups(self.data, self.about.code)

    @property
    def queries(self) -> Path:
        """Named queries, one ``.rq`` each."""
        return self.root / "queries"

    def files(self, *roles: Role) -> list[SourceFile]:
        """Every RDF file with one of ``roles`` (all, when none is given), sorted by path."""
        wanted = roles or tuple(Role)
        return [file for role in Role if role in wanted for file in self._files_of(role)]

    def graph_of(self, path: Path) -> NamedNode:
        """The graph that ``path`` fills; the path must lie inside the project."""
        # A file may be a link that leads outside; it is named by where it stands.
        here = path.parent.resolve() / path.name
        relative = here.relative_to(self.root.resolve()).with_suffix("").as_posix()
        return NamedNode(terms.GRAPH + iri_path(relative.removeprefix("data/ttl/").removeprefix("data/")))

    def _files_of(self, role: Role) -> Iterator[SourceFile]:
        folders = {Role.ONTOLOGY: [self.ontology], Role.DATA: [self.data], Role.SHAPES: [self.shapes]}[role]
        if self.demo and role is Role.DATA:
            folders = [*folders, self.demonstration]
        for folder in folders:
            for path in sorted(folder.rglob("*.ttl")):
                yield SourceFile(path, self.graph_of(path), role)


def find_project(start: Path, environment: Mapping[str, str]) -> Project:
    """Find the project to work on.

    Args:
        start: where to look first; its parents follow.
        environment: ``TCGRAPH_PROJECT`` in it, when set, is the answer.

    Returns:
        The named project, else the nearest one at or above ``start``, else the graph shipped inside the package.

    Raises:
        ProjectNotFound: the variable names no project, or nothing was found at all.
    """
    named = environment.get(_HOME_VARIABLE)
    if named:
        return open_project(Path(named))
    for folder in (start.resolve(), *start.resolve().parents):
        if _is_project(folder):
            return Project(folder)
    if _is_project(_PACKAGED):
        return Project(_PACKAGED)
    raise ProjectNotFound(f"No tcgraph project at or above {start}. Change into one, or name it with --project DIR.")


def shipped_project() -> Project:
    """The project that tcgraph comes with: inside an installed package, or beside the code in a checkout.

    Raises:
        ProjectNotFound: neither is there.
    """
    for folder in (_PACKAGED, Path(__file__).parents[2]):
        if _is_project(folder):
            return Project(folder)
    raise ProjectNotFound("This installation has no project of its own; install tcgraph again.")


def open_project(root: Path) -> Project:
    """The project at exactly ``root``.

    Raises:
        ProjectNotFound: one of its four parts is missing; the message names which.
    """
    missing = [part for part in _PARTS if not (root / part).is_dir()]
    if missing:
        raise ProjectNotFound(f"{root} is not a tcgraph project: it has no {', '.join(missing)} directory.")
    return Project(root)


def _is_project(folder: Path) -> bool:
    return all((folder / part).is_dir() for part in _PARTS)
