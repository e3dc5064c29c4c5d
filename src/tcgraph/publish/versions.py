"""Published versions on disk: a directory each, named by what went in, and one pointer to the version in force.

``versions/<name>/`` holds ``dump.nq`` (sorted N-Quads), ``report.json`` (what validation found) and
``manifest.json``; it is complete before it gets its name and never changes after. ``current`` is a symbolic link
that is replaced in one step, so a reader sees the old version or the new one and nothing between.

A published version put into a SPARQL server, in one request, so that nobody ever sees half of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.errors import EngineError, TcgraphError
from tcgraph.project import Project
from tcgraph.rdf import GraphFormat, NamedNode, parse
from tcgraph.terms import GRAPH, PREFIXES

_STATE_VARIABLE = "TCGRAPH_STATE"


class NoVersion(TcgraphError):
    """Nothing has been published yet, or not under that name."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version is made of.

    Attributes:
        name: the version's name, the SHA-256 of its inputs, shortened.
        sha256: digest of ``dump.nq``.
        quads: how many there are.
        inferred: how many of them reasoning added.
        graphs: size of each named graph, by IRI.
        violations: how many results of that severity validation found.
        warnings: likewise.
        notes: what a person should know about this version, one sentence each.
    """

    name: str
    sha256: str
    quads: int
    inferred: int
    graphs: Mapping[str, int]
    violations: int
    warnings: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One published version."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """Its name, good for a cache key and an ETag."""
        return self.manifest.name

    @property
    def dump(self) -> Path:
        """Every quad, N-Quads, sorted."""
        return self.path / "dump.nq"

    @property
    def report(self) -> Path:
        """What validation found, as JSON."""
        return self.path / "report.json"


class VersionStore:
    """The versions below one directory.

    Args:
        root: made when something is published, not before.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def _versions(self) -> Path:
        return self.root / "versions"

    @property
    def _pointer(self) -> Path:
        return self.root / "current"

    def find(self, name: str) -> Version | None:
        """The version of that name, or None."""
        path = self._versions / name
        try:
            given = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
            return Version(path, Manifest(**{**given, "notes": tuple(given["notes"])}))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def current(self) -> Version | None:
        """The version in force, or None when nothing was published."""
        try:
            name = self._pointer.readlink().name
        except OSError:
            return None
        return self.find(name)

    def names(self) -> list[str]:
        """Every complete version's name, the most recently published last."""
        try:
            found = [path for path in self._versions.iterdir() if (path / "manifest.json").is_file()]
        except OSError:
            return []
        return [path.name for path in sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))]

    def add(self, name: str, fill: Callable[[Path], Manifest]) -> Version:
        """Make a version; it appears under its name only once it is complete and on disk.

        Args:
            name: its name; a version of that name is replaced.
            fill: writes ``dump.nq`` and ``report.json`` into the directory it is given.

        Raises:
            EngineError: the directory cannot be written.
        """
        with _said_plainly(self.root):
            self._versions.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=self._versions))
            try:
                manifest = fill(draft)
                (draft / "manifest.json").write_text(
                    json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n", encoding="utf-8"
                )
                draft.chmod(0o755)
                for written in draft.iterdir():
                    sync(written)
                sync(draft)
                target = self._versions / name
                if target.exists():
                    shutil.rmtree(target)
                draft.rename(target)
                sync(self._versions)
            except BaseException:
                shutil.rmtree(draft, ignore_errors=True)
                raise
        return Version(target, manifest)

    def swap(self, version: Version) -> None:
        """Put a version in force, in one step.

        Raises:
            EngineError: the directory cannot be written.
        """
        with _said_plainly(self.root):
            fresh = self.root / f".current-{os.getpid()}"
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(Path("versions") / version.name)
            fresh.replace(self._pointer)
            sync(self.root)

    def prune(self, keep: int) -> list[str]:
        """Delete the oldest versions, never the one in force.

        Args:
            keep: how many to leave.

        Returns:
            The names deleted.
        """
        current = self.current()
        others = [name for name in self.names() if current is None or name != current.name]
        surplus = others[: max(0, len(others) + (current is not None) - keep)]
        for name in surplus:
            shutil.rmtree(self._versions / name, ignore_errors=True)
        return surplus


def state_directory(project: Project, environment: Mapping[str, str]) -> Path:
    """Where a project's versions and journal live.

    Args:
        project: the project.
        environment: ``TCGRAPH_STATE`` names the directory; ``XDG_CACHE_HOME`` is honoured. A project with its
            demonstration data has a directory ``demo`` inside, so that the two never take each other's place.

    Returns:
        ``.tcgraph`` inside the project where that can be written, else a directory of its own in the user's cache
        (the graph that an installed package carries lies where users often may not write).
    """
    root = _state_root(project, environment)
    return root / "demo" if project.demo else root


def _state_root(project: Project, environment: Mapping[str, str]) -> Path:
    named = environment.get(_STATE_VARIABLE)
    if named:
        return Path(named)
    inside = project.root / ".tcgraph"
    if os.access(inside if inside.exists() else project.root, os.W_OK):
        return inside
    cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    mark = hashlib.sha256(str(project.root.resolve()).encode()).hexdigest()[:12]
    return cache / "tcgraph" / mark


def sync(path: Path) -> None:
    """Wait until a file or directory is on the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _said_plainly(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"Cannot write in {root}: {error.strerror or error}. Free some space, or name another directory "
            f"with {_STATE_VARIABLE}."
        ) from error


MARK = NamedNode(GRAPH + "published")
"""The graph, and the thing in it, whose ``dcterms:identifier`` names the version that a server holds."""


def publish_to(engine: Engine, version: Version) -> int:
    """Make a server's graphs those of a version; graphs below our base that it lacks are dropped, others are left.

    Args:
        engine: the server.
        version: what it is to hold.

    Returns:
        How many quads were sent.

    Raises:
        EngineError: the server refused or failed; by SPARQL 1.1 Update §2.2 it then holds what it held before.
    """
    graphs: dict[str, list[str]] = defaultdict(list)
    count = 0
    for quad in parse(version.dump, GraphFormat.N_QUADS):
        graphs[str(quad.graph_name)].append(f"{quad.subject} {quad.predicate} {quad.object} .")
        count += 1
    old = [graph for graph in engine.graphs() if graph.value.startswith(GRAPH)]
    engine.update(
        " ;\n".join([*(f"DROP SILENT GRAPH {graph}" for graph in old), _insert(graphs.items(), version.name)])
    )
    return count


def _insert(graphs: Iterable[tuple[str, list[str]]], name: str) -> str:
    blocks = [f"GRAPH {graph} {{\n{chr(10).join(lines)}\n}}" for graph, lines in graphs]
    blocks.append(f'GRAPH {MARK} {{ {MARK} <{PREFIXES["dcterms"]}identifier> "{name}" }}')
    return f"INSERT DATA {{\n{chr(10).join(blocks)}\n}}"
