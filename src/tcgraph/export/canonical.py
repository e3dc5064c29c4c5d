"""Quads in RDFC-1.0 order: the one sequence that every dump is written in, so that equal graphs give equal bytes.

RDFC-1.0 sorts the canonical N-Quads lines by code point and labels blank nodes by what is said of them. A label
depends only on the quads that mention a blank node, so those alone are held in memory; the rest goes through
sorted runs on disk that are merged, whatever the size of the graph.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from typing import IO

import pyoxigraph

from tcgraph.rdf import DefaultGraph, Quad

_RUN = 400_000
_CHUNK = 10_000
_SHA_256 = pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0


def canonical_lines(quads: Iterable[Quad], *, named: bool = True, run: int = _RUN) -> Iterator[str]:
    """Write quads as canonical N-Quads, sorted.

    Args:
        quads: in any order, each once.
        named: keep graph names; otherwise the lines are canonical N-Triples of the merged graph.
        run: how many lines are sorted in memory at a time.

    Yields:
        Lines with their line feed, in code point order, each once (RDFC-1.0 §5).
    """
    with ExitStack() as files:
        blank: list[Quad] = []
        lines: list[str] = []
        runs: list[Iterable[str]] = []
        remaining = iter(quads)
        while chunk := list(islice(remaining, min(run, _CHUNK))):
            fresh = [f"{quad} .\n" for quad in chunk] if named else [f"{quad.triple} .\n" for quad in chunk]
            # A text that happens to hold these two characters costs some memory, no more.
            if "_:" in "".join(fresh):
                mentioning = [quad for quad, line in zip(chunk, fresh, strict=True) if "_:" in line]
                blank += mentioning if named else map(in_default_graph, mentioning)
                fresh = [line for line in fresh if "_:" not in line]
            lines += fresh
            if len(lines) >= run:
                runs.append(_spill(lines, files))
                lines = []
        lines.extend(f"{quad} .\n" for quad in _labelled(blank))
        lines.sort()
        for line, _ in groupby(heapq.merge(*runs, lines) if runs else lines):
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
