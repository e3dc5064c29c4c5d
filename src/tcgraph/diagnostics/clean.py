"""The last state of a project's files in which nothing was wrong, kept so that an edit can be judged by itself."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import tcgraph
from tcgraph.diagnostics.check import Check
from tcgraph.diagnostics.edits import Edits
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.rdf import BlankNode, Quad, Triple, parse

_MOST = 2000
"""An edit of more triples than this is checked no faster by itself."""

_CODE = ("diagnostics", "engine", "graph", "sources")
"""Packages whose code decides what is wrong; after a change in them nothing is known to be clean."""


class CleanState:
    """Copies of the files as they were when a check last found nothing, and what they were checked against.

    Args:
        folder: where it is kept; made when first needed.
        check: a check of a whole project.
        fixed: those of its files (the ontology) that decide how the others are judged. Like the shapes and our own
            code, they must not have changed.
    """

    def __init__(self, folder: Path, check: Check, fixed: Collection[Path]) -> None:
        self._folder = folder
        self._check = check
        self._fixed = {path.resolve() for path in fixed}
        self._contents = {file.graph.value: file.path.read_bytes() for file in check.files if file.path.is_file()}
        self._digests = {graph: hashlib.sha256(content).hexdigest() for graph, content in self._contents.items()}

    def edits(self) -> Edits | None:
        """What has changed since; None when that alone does not tell whether the files are still clean."""
        try:
            kept = json.loads(self._index.read_text(encoding="utf-8"))
            if kept["against"] != self._against:
                return None
            before: dict[str, str] = kept["files"]
            files = {file.graph.value: file for file in self._check.files}
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
        # A blank node has another name in the engine: what leads to it could not be found there.
        found = [*removed, *added]
        return (
            None
            if len(found) > _MOST or any(_has_blank(quad) for quad in found)
            else Edits(frozenset(removed), frozenset(added))
        )

    def record(self) -> None:
        """Remember the files as they are now, in which nothing was found; where nothing can be written, do nothing."""
        state = {"against": self._against, "files": dict(sorted(self._digests.items()))}
        text = json.dumps(state, indent=1)
        with suppress(OSError):
            if self._index.is_file() and self._index.read_text(encoding="utf-8") == text:
                return
            self._copies.mkdir(parents=True, exist_ok=True)
            for graph, digest in self._digests.items():
                if not (self._copies / digest).is_file():
                    _write(self._copies / digest, self._contents[graph])
            _write(self._index, text.encode())
            for path in self._copies.iterdir():
                if path.name not in self._digests.values():
                    path.unlink(missing_ok=True)

    @property
    def _index(self) -> Path:
        return self._folder / "clean.json"

    @property
    def _copies(self) -> Path:
        return self._folder / "files"

    def _kept(self, digest: str) -> bytes:
        """A file as it was.

        Raises:
            ValueError: the copy is not what was kept.
        """
        content = (self._copies / digest).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError(digest)
        return content

    @cached_property
    def _against(self) -> str:
        """A digest of all that the files are judged by."""
        digest = hashlib.sha256(repr(self._check.namespaces).encode())
        for path in _code():
            status = path.stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
        for path in self._check.shapes:
            digest.update(f"{path}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
        for file in self._check.files:
            if file.path.resolve() in self._fixed:
                digest.update(f"{file.graph}\0{self._digests.get(file.graph.value)}\0".encode())
        return digest.hexdigest()


def _code() -> Iterable[Path]:
    package = Path(tcgraph.__file__).parent
    return sorted(path for part in _CODE for path in (package / part).rglob("*.py"))


def _quads(file: CheckedFile, content: bytes) -> set[Quad]:
    parsed = parse(content, file.format, base=file.base)
    return {Quad(quad.subject, quad.predicate, quad.object, file.graph) for quad in parsed}


def _has_blank(quad: Quad) -> bool:
    return any(isinstance(term, BlankNode | Triple) for term in (quad.subject, quad.object))


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
