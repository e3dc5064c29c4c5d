"""The copy as a project's files: one Turtle file a named graph, written anew where something changed."""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from tcgraph.errors import EngineError
from tcgraph.export.dump import serialize
from tcgraph.feed.members import GENID, renamed
from tcgraph.publish.versions import sync as to_disk
from tcgraph.rdf import BlankNode, DefaultGraph, GraphFormat, NamedNode, Quad, parse
from tcgraph.sync.store import CopyStore
from tcgraph.terms import GRAPH

STATE = ".sync"
_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,80}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._~-]+")
_BRANCHES = ("ontology", "shapes")


class CopyTarget:
    """Where a copy of a stream is put.

    A directory that is new or empty becomes a project that has the stream's graphs under their own names. In a
    project that is there already, every graph of the stream lies under ``data/ttl/synced/``, and nothing else is
    touched.
    """

    def __init__(self, directory: Path, url: str) -> None:
        self.directory = directory
        self._publisher = _slug(httpx.URL(url).netloc.decode())
        state = directory / STATE
        # The lock is the first thing that a run makes in a new directory, and may be all that a killed one has made.
        mirrored = (state / "copy.lock").exists()
        fresh = not directory.exists() or all(path.name == STATE for path in directory.iterdir())
        self.whole = mirrored or (fresh and not any(state.glob("*.lock")))
        name = "copy" if self.whole else f"{self._publisher}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
        self.record = state / f"{name}.sqlite"

    def path_of(self, graph: str) -> Path:
        """The file of a named graph; the empty text is the default graph."""
        if not self.whole:
            return self.directory / "data" / "ttl" / "synced" / self._publisher / f"{_slug(graph or 'default')}.ttl"
        local = graph.removeprefix(GRAPH).split("/") if graph.startswith(GRAPH) else []
        # Whoever publishes the stream chooses these names: nothing but plain ones may become a path.
        if local and len(local) < 8 and all(_SEGMENT.fullmatch(segment) for segment in local):
            folder = self.directory if local[0] in _BRANCHES and len(local) > 1 else self.directory / "data" / "ttl"
            return folder.joinpath(*local[:-1], f"{local[-1]}.ttl")
        return self.directory / "data" / "ttl" / self._publisher / f"{_slug(graph or 'default')}.ttl"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs away.

        Raises:
            EngineError: another one is at work, or the directory cannot be written.
        """
        try:
            self.record.parent.mkdir(parents=True, exist_ok=True)
            lock = self.record.with_suffix(".lock").open("w", encoding="ascii")
        except OSError as error:
            raise EngineError(
                f"{self.directory} cannot be written: {error.strerror}. Choose another --into."
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise EngineError(f"Another sync is at work in {self.directory}; wait for its end.") from error
            yield

    def prepare(self) -> None:
        """Make a new directory a project, without named queries yet."""
        for part in ("ontology", "data/ttl", "shapes", "queries") if self.whole else ():
            (self.directory / part).mkdir(parents=True, exist_ok=True)

    def begin_queries(self, texts: Mapping[str, str]) -> None:
        """Give a new copy its named queries, all or none; one that has some keeps them.

        Args:
            texts: of each file, by its path below the folder of queries.
        """
        draft = self.directory / STATE / "queries.part"
        shutil.rmtree(draft, ignore_errors=True)
        for name, text in texts.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_text(text, encoding="utf-8")
        (self.directory / "queries").rmdir()
        draft.rename(self.directory / "queries")

    @property
    def needs_queries(self) -> bool:
        """Whether a new copy has no named queries yet."""
        return self.whole and not any((self.directory / "queries").iterdir())

    def pending(self, store: CopyStore) -> Iterator[tuple[str, Path, list[Quad]]]:
        """The graphs that are otherwise than in their files, each with its file and what it is to hold."""
        for graph in store.stale():
            yield graph, self.path_of(graph), list(_quads(store, graph))

    def write(self, store: CopyStore) -> list[Path]:
        """Write every graph that is otherwise than in its file.

        A graph counts as written only when its file is on the disk, so that a run cut off here is made up for by the
        next one.

        Returns:
            The files that were written or deleted.
        """
        done: list[Path] = []
        for graph, path, quads in self.pending(store):
            if quads:
                _replace(path, serialize(quads, GraphFormat.TURTLE))
            else:
                path.unlink(missing_ok=True)
            store.written(graph)
            done.append(path)
        return done


def _quads(store: CopyStore, graph: str) -> Iterator[Quad]:
    wanted = NamedNode(graph) if graph else DefaultGraph()
    for number, (_, content) in enumerate(store.contents(graph)):
        for quad in parse(content.encode(), GraphFormat.N_QUADS):
            if quad.graph_name == wanted:
                apart = renamed(quad, partial(_apart, number))
                yield Quad(_back(apart.subject), apart.predicate, _back(apart.object))


def _apart(number: int, node: BlankNode) -> BlankNode:
    return BlankNode(f"m{number}{node.value}")


def _back(term: Any) -> Any:
    """What stands for a shared blank node, as a blank node again (RDF 1.1 Concepts §3.5)."""
    if isinstance(term, NamedNode) and term.value.startswith(GENID):
        return BlankNode("shared" + _UNSAFE.sub("", term.value.removeprefix(GENID)).replace(".", ""))
    return term


def _slug(text: str) -> str:
    """A plain file name for a name; two names never share one."""
    plain = _UNSAFE.sub("-", text).strip("-.~")[:80]
    return plain if plain == text else f"{plain}-{hashlib.sha256(text.encode()).hexdigest()[:8]}".strip("-")


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place whole; readers never see half of one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
            file.write(content)
        draft = Path(file.name)
        draft.chmod(0o644)
        to_disk(draft)
        draft.replace(path)
        to_disk(path.parent)
    except OSError as error:
        raise EngineError(
            f"{path} cannot be written: {error.strerror}. Free some space, or choose another --into."
        ) from error
