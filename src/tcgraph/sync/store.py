"""The copy and how far it has come, in one SQLite file: what a page brought is stored with the page, or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from tcgraph.errors import EngineError
from tcgraph.export.dump import serialize
from tcgraph.feed.members import GENID, renamed
from tcgraph.publish.versions import sync as to_disk
from tcgraph.query_files import RECORD, is_begun
from tcgraph.rdf import BlankNode, DefaultGraph, GraphFormat, NamedNode, Quad, parse
from tcgraph.terms import GRAPH

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (url TEXT PRIMARY KEY, etag TEXT NOT NULL, immutable INTEGER NOT NULL,
  oldest TEXT NOT NULL, leads TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS things (entity TEXT PRIMARY KEY, moment TEXT NOT NULL, number INTEGER NOT NULL,
  content TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS graphs (graph TEXT NOT NULL, entity TEXT NOT NULL,
  PRIMARY KEY (graph, entity)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stale (graph TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class StreamChange:
    """What a member of a stream says of a thing.

    Attributes:
        entity: its IRI.
        moment: when, so written that moments sort as texts; empty when the stream does not say.
        number: orders changes of the same moment.
        content: its description from then on, canonical N-Quads; empty when it was deleted.
    """

    entity: str
    moment: str
    number: int
    content: str


@dataclass(frozen=True, slots=True)
class PageState:
    """What has to be known of a page that has been taken in.

    Attributes:
        url: its address.
        etag: to ask again with.
        immutable: whether it need never be asked for again.
        oldest: the earliest moment on it.
        leads: the addresses of pages that it leads to.
    """

    url: str
    etag: str
    immutable: bool
    oldest: str
    leads: tuple[str, ...]


class CopyStore:
    """One copy of one stream.

    Args:
        path: the file; made if need be.

    Raises:
        EngineError: it cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._database.execute("PRAGMA journal_mode = WAL")
            # Written through to the disk before the next page is asked for: a position never runs ahead of its data.
            self._database.execute("PRAGMA synchronous = FULL")
            for statement in _TABLES.split(";"):
                self._database.execute(statement)
        except (sqlite3.Error, OSError) as error:
            raise EngineError(f"The copy's record {path} cannot be used: {error}. Choose another --into.") from error

    def get(self, key: str) -> str:
        """A note; empty when there is none."""
        found = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def note(self, **notes: str) -> None:
        """Remember notes, all at once."""
        with self._whole():
            self._note(notes)

    @property
    def generation(self) -> int:
        """How often the copy was begun anew."""
        return int(self.get("generation") or 0)

    def begin_anew(self, **notes: str) -> None:
        """Forget how far it has come; what is not met again is deleted when the stream has been read through."""
        with self._whole():
            self._database.execute("DELETE FROM pages")
            self._note({**notes, "generation": str(self.generation + 1), "head": "", "completed": ""})

    def page(self, url: str) -> PageState | None:
        """What is known of a page, or None."""
        row = self._database.execute(
            "SELECT etag, immutable, oldest, leads FROM pages WHERE url = ?", (url,)
        ).fetchone()
        return PageState(url, row[0], bool(row[1]), row[2], tuple(json.loads(row[3]))) if row else None

    def take(self, page: PageState, changes: Iterable[StreamChange]) -> tuple[int, int]:
        """Store what a page brought, and that it was taken in, in one step.

        A change counts when it is not older than what is known of its thing, so taking a page twice, or pages in any
        order, comes to the same.

        Returns:
            How many things came to be otherwise than they were, and how many of these were deleted.
        """
        changed = deleted = 0
        with self._whole():
            generation = self.generation
            for change in changes:
                before = self._take(change, generation)
                if before is not None and before != change.content:
                    changed += 1
                    deleted += not change.content
            self._database.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)",
                (page.url, page.etag, page.immutable, page.oldest, json.dumps(page.leads)),
            )
        return changed, deleted

    def complete(self, **notes: str) -> int:
        """The stream has been read through: delete what was not met since the copy was begun anew.

        Returns:
            How many things were deleted.
        """
        with self._whole():
            query = "SELECT entity FROM things WHERE seen < ? AND content <> ''"
            lost = [entity for (entity,) in self._database.execute(query, (self.generation,))]
            for entity in lost:
                self._mark(entity)
                self._database.execute("DELETE FROM graphs WHERE entity = ?", (entity,))
            self._database.execute("DELETE FROM things WHERE seen < ?", (self.generation,))
            self._note(notes)
        return len(lost)

    @property
    def size(self) -> int:
        """How many things there are."""
        return int(self._database.execute("SELECT count(*) FROM things WHERE content <> ''").fetchone()[0])

    def stale(self) -> list[str]:
        """Graphs that are otherwise than when they were last marked as written; the default graph is empty text."""
        return [graph for (graph,) in self._database.execute("SELECT graph FROM stale ORDER BY graph")]

    def written(self, graph: str) -> None:
        """A graph has been written down."""
        self._database.execute("DELETE FROM stale WHERE graph = ?", (graph,))

    def contents(self, graph: str) -> Iterator[tuple[str, str]]:
        """The things that a graph describes, each with its description in all graphs."""
        query = "SELECT entity, content FROM graphs JOIN things USING (entity) WHERE graph = ? ORDER BY entity"
        return iter(self._database.execute(query, (graph,)))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _take(self, change: StreamChange, generation: int) -> str | None:
        """Store a change; returns what was there before, or None when that is newer."""
        row = self._database.execute(
            "SELECT moment, number, content, seen FROM things WHERE entity = ?", (change.entity,)
        ).fetchone()
        moment, number, before, seen = row or ("", 0, "", generation)
        # What stems from before the copy was begun anew yields to anything that the stream says now.
        if seen == generation and (change.moment, change.number) < (moment, number):
            return None
        if before != change.content:
            self._mark(change.entity)
            self._database.execute("DELETE FROM graphs WHERE entity = ?", (change.entity,))
            rows = [(graph, change.entity) for graph in _graphs(change.content)]
            self._database.executemany("INSERT INTO graphs VALUES (?, ?)", rows)
            self._database.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(graph,) for graph, _ in rows])
        self._database.execute(
            "INSERT OR REPLACE INTO things VALUES (?, ?, ?, ?, ?)",
            (change.entity, change.moment, change.number, change.content, generation),
        )
        return str(before)

    def _mark(self, entity: str) -> None:
        self._database.execute("INSERT OR IGNORE INTO stale SELECT graph FROM graphs WHERE entity = ?", (entity,))

    def _note(self, notes: dict[str, str]) -> None:
        self._database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", notes.items())

    @contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            raise EngineError(f"The copy's record {self.path} cannot be written: {error}. Free some space.") from error


def _graphs(content: str) -> set[str]:
    names = (quad.graph_name for quad in parse(content.encode(), GraphFormat.N_QUADS))
    return {name.value if isinstance(name, NamedNode) else "" for name in names}


# -- the copy as a project's files: one Turtle file a named graph, written anew where something changed

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
            texts: of each file, by its path below the folder of queries; what it lacks the program brings.
        """
        if not texts:
            (self.directory / RECORD).touch()
            return
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
        return self.whole and not (is_begun(self.directory) or any((self.directory / "queries").iterdir()))

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
