"""The last state of a project's files in which nothing was wrong, kept so that an edit can be judged by itself."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph

import tcgraph
from tcgraph.diagnostics.check import Check, Outcome
from tcgraph.diagnostics.edits import Edits
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, Quad, Triple, parse

_MOST = 2000
"""An edit of more triples than this is checked no faster by itself."""

_CLOCK = re.compile(rb"(\bYEAR\s*\(\s*NOW\s*\(\s*\)\s*\))|\bNOW\s*\(", re.IGNORECASE)
"""What makes rules find now what they did not find before; in the first group, only in another year."""


class CleanState:
    """Copies of the files as they were when a check last found nothing, and what they were checked against.

    Args:
        folder: where it is kept; made when first needed.
        check: a check of a whole project.
        fixed: those of its files (the ontology) that decide how the others are judged. Like the shapes and our own
            code, they must not have changed.

    What was kept is only believed in the very files that it was written to: a folder that came with the project from
    elsewhere tells nothing, whatever stands in it.
    """

    def __init__(self, folder: Path, check: Check, fixed: Collection[Path]) -> None:
        self._folder = folder
        self._check = check
        self._fixed = {path.resolve() for path in fixed}
        self._contents, self._against = self._read()
        self._digests = {graph: _digest(content) for graph, content in self._contents.items()}

    def edits(self) -> Edits | None:
        """What has changed since; None when that alone does not tell whether the files are still clean."""
        try:
            kept = self._believed()
            before: dict[str, str] = kept["files"]
            files = {file.graph.value: file for file in self._check.files}
            beside, notes = str(kept["beside"]), tuple(map(str, kept["notes"]))
            removed: set[Quad] = set()
            added: set[Quad] = set()
            for graph in sorted(before.keys() | self._digests.keys()):
                if before.get(graph) == self._digests.get(graph):
                    continue
                # A file that is gone has no syntax to read its copy in.
                file = files[graph]
                old = self._kept(before[graph]) if graph in before else b""
                was, now = _quads(file, old), _quads(file, self._contents[graph])
                removed |= was - now
                added |= now - was
        except (OSError, ValueError, KeyError, TypeError, SyntaxError):
            return None
        found = [*removed, *added]
        # A blank node has another name in the engine: what leads to it could not be found there.
        if len(found) > _MOST or any(_has_blank(quad) for quad in found):
            return None
        return Edits(frozenset(removed), frozenset(added), self._conclusions(kept), beside, notes)

    def holds(self, files: Iterable[CheckedFile]) -> bool:
        """Whether these are the files in which nothing was wrong."""
        try:
            kept = self._believed()
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return bool(kept["files"] == {file.graph.value: _digest(_content(file.path)) for file in files})

    def _believed(self) -> dict[str, Any]:
        """What was kept.

        Raises:
            ValueError: it tells nothing of files that are judged as they are now.
        """
        kept: dict[str, Any] = json.loads(self._index.read_text(encoding="utf-8"))
        if kept["against"] != self._against or kept["written"] != _written(self._copies):
            raise ValueError(kept)
        return kept

    def record(self, conclusions: bytes | None = None, *, beside: str = "", notes: Collection[str] = ()) -> None:
        """Remember the files, in which nothing was found.

        Does nothing where nothing can be written, or where a file has changed while it was checked.

        Args:
            conclusions: what follows from the files, as N-Triples; kept where no blank node is in it, which would be
                another one when the files are read again.
            beside: a digest of what else was looked at and had nothing wrong.
            notes: what was told beside that nothing was wrong.
        """
        if self._read() != (self._contents, self._against):
            return
        state: dict[str, object] = {"against": self._against, "files": dict(sorted(self._digests.items()))}
        state |= {"beside": beside, "notes": list(notes)}
        contents = {self._digests[graph]: content for graph, content in self._contents.items()}
        if conclusions is not None and not _may_have_blank(conclusions):
            state["conclusions"] = _digest(conclusions)
            contents[_digest(conclusions)] = conclusions
        with suppress(OSError):
            self._copies.mkdir(parents=True, exist_ok=True)
            for digest, content in contents.items():
                if not (self._copies / digest).is_file():
                    _write(self._copies / digest, content)
            for path in self._copies.iterdir():
                if path.name not in contents:
                    path.unlink(missing_ok=True)
            state["written"] = _written(self._copies)
            _write(self._index, json.dumps(state, indent=1).encode())

    def remember(self, outcome: Outcome, engine: EmbeddedEngine, beside: str = "") -> None:
        """Keep that a check found nothing, if so; the engine holds what follows, and ``beside`` is as in ``record``."""
        if outcome.readable and not outcome.diagnostics:
            concluded = "".join(f"{quad.triple} .\n" for quad in engine.quads(application().inferred))
            self.record(concluded.encode(), beside=beside, notes=outcome.notes)

    @property
    def _index(self) -> Path:
        return self._folder / "clean.json"

    @property
    def _copies(self) -> Path:
        return self._folder / "files"

    def _conclusions(self, kept: Mapping[str, str]) -> bytes | None:
        """What followed from the files; None where that was not kept, or the copy is damaged."""
        try:
            return self._kept(kept["conclusions"])
        except (KeyError, OSError, ValueError):
            return None

    def _kept(self, digest: str) -> bytes:
        """A file as it was.

        Raises:
            ValueError: the copy is not what was kept.
        """
        content = (self._copies / digest).read_bytes()
        if _digest(content) != digest:
            raise ValueError(digest)
        return content

    def _read(self) -> tuple[dict[str, bytes], str]:
        """The files' contents by graph, and a digest of all that they are judged by; an unreadable file is as none."""
        contents: dict[str, bytes] = {}
        against = hashlib.sha256(f"{sys.version}{pyoxigraph.__version__}{self._check.namespaces}".encode())
        against.update("".join(sorted(_code(Path(tcgraph.__file__).parent))).encode())
        rules = [(str(path.resolve()), _content(path)) for path in self._check.shapes]
        for file in self._check.files:
            contents[file.graph.value] = content = _content(file.path)
            if file.path.resolve() in self._fixed:
                rules.append((file.graph.value, content))
        for name, content in rules:
            against.update(f"{name}\0{_digest(content)}\0".encode())
            for clock in _CLOCK.finditer(content):
                against.update(str(time.gmtime().tm_year if clock[1] else time.time_ns()).encode())
        return contents, against.hexdigest()


def _code(folder: Path | str) -> Iterator[str]:
    """What tells whether the code in a folder has changed: it is asked of a thousand files, twice in a check."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".toml")):
                status = entry.stat()
                yield f"{entry.path}\0{status.st_size}\0{status.st_mtime_ns}\0"
            elif entry.is_dir(follow_symlinks=False):
                yield from _code(entry.path)


def _written(folder: Path) -> list[int]:
    """When a folder's names were last changed, which nobody can set: another one for every copy of the folder."""
    status = folder.stat()
    return [status.st_ino, status.st_ctime_ns]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _quads(file: CheckedFile, content: bytes) -> set[Quad]:
    parsed = parse(content, file.format, base=file.base)
    return {Quad(quad.subject, quad.predicate, quad.object, file.graph) for quad in parsed}


def _may_have_blank(triples: bytes) -> bool:
    """Whether a blank node may stand in N-Triples; a text that holds what looks like one counts, too."""
    return triples.startswith(b"_:") or b"\n_:" in triples or b" _:" in triples


def _has_blank(quad: Quad) -> bool:
    return any(isinstance(term, BlankNode | Triple) for term in (quad.subject, quad.object))


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
