"""Quads in RDFC-1.0 order: the one sequence that every dump is written in, so that equal graphs give equal bytes.

RDFC-1.0 sorts the canonical N-Quads lines by code point and labels blank nodes by what is said of them. A label
depends only on the quads that mention a blank node, so those alone are held in memory; the rest goes through
sorted runs on disk that are merged, whatever the size of the graph.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from typing import IO

import pyoxigraph

from tcgraph.rdf import DefaultGraph, Quad

_RUN = 400_000
_SHA_256 = pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0


def canonical_lines(
    quads: Iterable[Quad], *, named: bool = True, run: int = _RUN, progress: Callable[[int], None] | None = None
) -> Iterator[str]:
    """Write quads as canonical N-Quads, sorted.

    Args:
        quads: in any order, each once.
        named: keep graph names; otherwise the lines are canonical N-Triples of the merged graph.
        run: how many lines are sorted in memory at a time.
        progress: called now and then with the number of quads read so far.

    Yields:
        Lines with their line feed, in code point order, each once (RDFC-1.0 §5).
    """
    with ExitStack() as files:
        blank: list[Quad] = []
        lines: list[str] = []
        runs: list[Iterable[str]] = []
        for count, quad in enumerate(quads, 1):
            line = str(quad) if named else str(quad.triple)
            # A text that happens to hold these two characters costs some memory, no more.
            if "_:" in line:
                blank.append(quad if named else in_default_graph(quad))
            else:
                lines.append(line + " .\n")
            if len(lines) >= run:
                runs.append(_spill(lines, files))
                lines = []
            if progress and count % 10_000 == 0:
                progress(count)
        lines.extend(f"{quad} .\n" for quad in _labelled(blank))
        lines.sort()
        merged = heapq.merge(*runs, lines) if runs else iter(lines)
        for line, _ in groupby(merged):
            yield line


def _spill(lines: list[str], files: ExitStack) -> IO[str]:
    """Put one sorted run on disk. Lines end in LF alone: canonical N-Quads escapes every other line break."""
    lines.sort()
    run = files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115
    run.writelines(lines)
    run.seek(0)
    return run


def _labelled(quads: list[Quad]) -> Iterable[Quad]:
    if not quads:
        return []
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(_SHA_256)
    return dataset


def in_default_graph(quad: Quad) -> Quad:
    """The same statement without its graph name."""
    return quad if isinstance(quad.graph_name, DefaultGraph) else Quad(quad.subject, quad.predicate, quad.object)
