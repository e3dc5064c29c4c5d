"""Dumps: the graph in every RDF syntax, whole and graph by graph, with checksums and a manifest.

Each part is first written once as canonical N-Quads (:mod:`tcgraph.export.canonical`); every other syntax is
converted from that stream, so all of them say the same in the same order and memory does not grow with the graph.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar, cast

import pyoxigraph

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.export.canonical import canonical_lines, in_default_graph
from tcgraph.export.compression import Compression
from tcgraph.export.header import StableHeader
from tcgraph.export.rebase import Rebase
from tcgraph.export.staging import staged
from tcgraph.rdf import GraphFormat, NamedNode, Quad

_T = TypeVar("_T")

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
        progress: called with a file's path and the statements written so far.

    Returns:
        The files written, sorted by path; the same is in ``manifest.json`` and ``SHA256SUMS``.

    Raises:
        BrokenInput: the directory cannot be written to.
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
    with staged(directory) as scratch:
        for stem, part, members in parts:
            named = not stem.startswith("graph/")
            quads = renamed.quads(quad for graph in members for quad in engine.quads(graph))
            canonical = scratch / "canonical.tmp"
            with canonical.open("w", encoding="utf-8", newline="\n") as output:
                for line in canonical_lines(quads, named=named):
                    output.write(line)
            for format_ in formats:
                path = f"{stem}{format_.suffix}{compression.suffix}"
                (scratch / path).parent.mkdir(parents=True, exist_ok=True)
                count = _convert(canonical, scratch / path, format_, compression, renamed, path, progress)
                files.append(_entry(scratch, path, part, format_, compression, count))
            canonical.unlink()
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
    named = format_.holds_graph_names
    text = "".join(canonical_lines(renamed.quads(quads), named=named))
    prefixes = _prefixes(format_, renamed)
    if prefixes is not None:
        prefixes = {prefix: namespace for prefix, namespace in prefixes.items() if f"<{namespace}" in text}
    output = io.BytesIO()
    header = StableHeader(output, format_)
    ordered = pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS)
    pyoxigraph.serialize(ordered, cast("IO[bytes]", header), format_.codec, prefixes=prefixes)
    header.finish()
    return output.getvalue()


def _convert(
    canonical: Path,
    target: Path,
    format_: GraphFormat,
    compression: Compression,
    rebase: Rebase,
    label: str,
    progress: Callable[[str, int], None] | None,
) -> int:
    counter = _Counter(label, progress)
    with compression.create(target) as output:
        if format_ is GraphFormat.N_QUADS:
            with canonical.open("rb") as lines:
                counted = counter.each(lines)
                # In blocks: a packed file pays for every single write.
                while block := b"".join(islice(counted, 2_000)):
                    output.write(block)
        else:
            _serialize_file(canonical, output, format_, rebase, counter)
    return counter.count


def _serialize_file(
    canonical: Path, output: IO[bytes], format_: GraphFormat, rebase: Rebase, counter: _Counter
) -> None:
    with canonical.open("rb") as lines:
        quads: Iterator[Quad] = pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_QUADS)
        kept = quads if format_.holds_graph_names else map(in_default_graph, quads)
        header = StableHeader(output, format_)
        pyoxigraph.serialize(
            counter.each(kept), cast("IO[bytes]", header), format_.codec, prefixes=_prefixes(format_, rebase)
        )
        header.finish()


def _prefixes(format_: GraphFormat, rebase: Rebase) -> dict[str, str] | None:
    if format_ in (GraphFormat.N_TRIPLES, GraphFormat.N_QUADS, GraphFormat.JSON_LD):
        return None
    return rebase.prefixes()


class _Counter:
    """Counts what passes and tells it now and then."""

    def __init__(self, label: str, progress: Callable[[str, int], None] | None) -> None:
        self.count = 0
        self._label = label
        self._progress = progress

    def each(self, items: Iterable[_T]) -> Iterator[_T]:
        for item in items:
            self.count += 1
            if self._progress and self.count % 50_000 == 0:
                self._progress(self._label, self.count)
            yield item


def _entry(
    directory: Path, path: str, part: str, format_: GraphFormat, compression: Compression, count: int
) -> DumpFile:
    with (directory / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = (directory / path).stat().st_size
    return DumpFile(path, part, format_.media_type, compression.value, count, size, digest)


def _name(graph: NamedNode) -> str:
    return graph.value.removeprefix(terms.GRAPH)
