"""Dumps: the graph in every RDF syntax, whole and graph by graph, with checksums and a manifest.

Each part is first written once as canonical N-Quads (:mod:`tcgraph.export.canonical`); every other syntax is
converted from that stream, so all of them say the same in the same order and memory does not grow with the graph.

Compressed files whose bytes depend on their content alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.export.canonical import canonical_lines
from tcgraph.export.rebase import Rebase, staged
from tcgraph.export.syntaxes import document, write
from tcgraph.file_kinds import zstandard_library
from tcgraph.rdf import GraphFormat, NamedNode, Quad, parse

_LEVEL_GZIP = 6
_LEVEL_ZSTD = 10


class Compression(StrEnum):
    """How a dump is packed; the value is the name on the command line."""

    NONE = "none"
    GZIP = "gzip"
    ZSTD = "zstd"

    @property
    def suffix(self) -> str:
        """The file ending it adds."""
        return {"none": "", "gzip": ".gz", "zstd": ".zst"}[self.value]

    @property
    def media_type(self) -> str | None:
        """The registered media type of the packed file, for ``dcat:compressFormat``."""
        return {"none": None, "gzip": "application/gzip", "zstd": "application/zstd"}[self.value]

    @contextmanager
    def create(self, path: Path) -> Iterator[IO[bytes]]:
        """A file to write to, packed on the way.

        Raises:
            BadParameter: zstd was asked for and no library for it is installed.
        """
        with path.open("wb") as raw:
            if self is Compression.NONE:
                yield raw
            elif self is Compression.GZIP:
                # No name and no time in the header (RFC 1952 §2.3), so that the bytes repeat.
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=_LEVEL_GZIP) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                with zstandard_library().ZstdCompressor(level=_LEVEL_ZSTD).stream_writer(raw, closefd=False) as packed:
                    yield packed


MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file of a dump.

    Attributes:
        path: relative to the dump, with slashes.
        part: ``asserted``, ``inferred``, or the IRI of the one graph it holds.
        format: media type of the RDF inside.
        compression: ``none``, ``gzip`` or ``zstd``.
        statements: how many quads or triples.
        bytes: the file's size.
        sha256: the file's digest.
    """

    path: str
    part: str
    format: str
    compression: str
    statements: int
    bytes: int
    sha256: str


def write_dump(
    engine: Engine,
    directory: Path,
    *,
    formats: Sequence[GraphFormat] = tuple(GraphFormat),
    compression: Compression = Compression.GZIP,
    each_graph: bool = True,
    rebase: Rebase | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> list[DumpFile]:
    """Write the graph to ``directory``.

    What was asserted and what reasoning added go to files of their own. A syntax without graph names holds the
    merged graph.

    Args:
        engine: what to dump.
        directory: where to; made if need be, and untouched unless all goes well.
        formats: syntaxes to write.
        compression: how to pack the files.
        each_graph: also write every named graph by itself, below ``graph/``.
        rebase: renames our IRIs, for a deployment's own copy.
        progress: called with what is being written, and for how many statements of all files that is done.

    Returns:
        The files written, sorted by path; the same is in ``manifest.json`` and ``SHA256SUMS``.

    Raises:
        BrokenInput: the directory cannot be written to, or a syntax cannot hold some statement.
    """
    renamed = rebase or Rebase()
    graphs = engine.graphs()
    asserted = [graph for graph in graphs if graph != terms.INFERRED]
    parts: list[tuple[str, str, list[NamedNode]]] = [("tcgraph", "asserted", asserted)]
    if terms.INFERRED in graphs:
        parts.append(("tcgraph-inferred", "inferred", [terms.INFERRED]))
    if each_graph:
        parts += [(f"graph/{_name(graph)}", renamed.iri(graph.value), [graph]) for graph in graphs]
    files: list[DumpFile] = []
    done = 0
    with staged(directory) as scratch:
        canonical = scratch / "canonical.tmp"
        for stem, part, members in parts:
            quads = renamed.quads(quad for graph in members for quad in engine.quads(graph))
            sizes = _write_canonical(quads, canonical, named=not stem.startswith("graph/"))
            for format_ in formats:
                path = f"{stem}{format_.suffix}{compression.suffix}"
                (scratch / path).parent.mkdir(parents=True, exist_ok=True)
                with compression.create(scratch / path) as out:
                    ordered = parse(canonical, GraphFormat.N_QUADS)
                    watched = _watched(ordered, path, done, progress) if progress else ordered
                    write(watched, out, format_, renamed.prefixes())
                done += sizes.quads
                count = sizes.quads if format_.holds_graph_names else sizes.triples
                files.append(_entry(scratch, path, part, format_, compression, count))
        canonical.unlink(missing_ok=True)
        files.sort(key=lambda file: file.path)
        write_manifest(scratch, files)
    return files


def write_manifest(directory: Path, files: Iterable[DumpFile]) -> None:
    """Write ``manifest.json`` and ``SHA256SUMS`` (checkable with ``sha256sum -c``)."""
    listed = [asdict(file) for file in files]
    (directory / MANIFEST).write_text(
        json.dumps({"files": listed}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    sums = "".join(f"{file['sha256']}  {file['path']}\n" for file in listed)
    (directory / CHECKSUMS).write_text(sums, encoding="utf-8")


def serialize(quads: Iterable[Quad], format_: GraphFormat, rebase: Rebase | None = None) -> bytes:
    """A small set of quads as a document, in the order of a dump.

    Args:
        quads: what to write; graph names are kept where the syntax has them.
        format_: the syntax.
        rebase: renames our IRIs and the prefixes with them.
    """
    renamed = rebase or Rebase()
    lines = "".join(canonical_lines(renamed.quads(quads), named=format_.holds_graph_names))
    return document(parse(lines.encode(), GraphFormat.N_QUADS), format_, renamed.prefixes())


@dataclass(slots=True)
class _Sizes:
    """How many statements there are, with and without regard to graph names."""

    quads: int = 0
    triples: int = 0


def _write_canonical(quads: Iterable[Quad], path: Path, *, named: bool) -> _Sizes:
    """Write a part once, sorted; every syntax is made from that file."""
    sizes = _Sizes()
    last = ""

    def counted() -> Iterator[str]:
        nonlocal last
        for line in canonical_lines(quads, named=named):
            sizes.quads += 1
            # Lines of one triple in several graphs follow each other and differ in their last term alone.
            triple = line[: line.rfind(" ", 0, -3)] if named else line
            sizes.triples += triple != last
            last = triple
            yield line

    with path.open("w", encoding="utf-8", newline="\n") as output:
        output.writelines(counted())
    return sizes


def _watched(quads: Iterable[Quad], path: str, done: int, progress: Callable[[str, int], None]) -> Iterator[Quad]:
    for count, quad in enumerate(quads, done + 1):
        if count % 50_000 == 0:
            progress(path, count)
        yield quad


def _entry(
    directory: Path, path: str, part: str, format_: GraphFormat, compression: Compression, count: int
) -> DumpFile:
    with (directory / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = (directory / path).stat().st_size
    return DumpFile(path, part, format_.media_type, compression.value, count, size, digest)


def _name(graph: NamedNode) -> str:
    return graph.value.removeprefix(terms.GRAPH)
