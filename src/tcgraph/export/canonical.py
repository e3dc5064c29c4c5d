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
from datetime import datetime
from itertools import groupby, islice
from typing import IO

import pyoxigraph

from tcgraph import terms
from tcgraph.rdf import DefaultGraph, Literal, NamedNode, Quad, Term

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


# -- a growing list of statements, written the way Turtle reads: a subject, then its properties

_XSD = terms.PREFIXES["xsd"]


class Statements:
    """Statements about named things; each is kept once, in the order in which it was made."""

    def __init__(self) -> None:
        self._quads: dict[Quad, None] = {}

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._quads)

    def __len__(self) -> int:
        return len(self._quads)

    def add(self, subject: NamedNode, kind: str | None = None, **values: Term | str | int | datetime | None) -> None:
        """Say what a thing is and has.

        Args:
            subject: the thing.
            kind: its class, as ``prefix:name``.
            **values: ``prefix_name`` to one value. Texts are English, whole numbers and times are typed, None is
                left out.
        """
        if kind is not None:
            self.link(subject, "rdf:type", terms.expand(kind))
        for name, value in values.items():
            if value is not None:
                self.link(subject, name.replace("_", ":", 1), _term(value))

    def link(self, subject: NamedNode, name: str, *values: Term) -> None:
        """Say one property with any number of values."""
        predicate = terms.expand(name)
        for value in values:
            self._quads[Quad(subject, predicate, value)] = None


def typed(value: str, datatype: str) -> Literal:
    """A literal of a datatype given as ``prefix:name``."""
    return Literal(value, datatype=terms.expand(datatype))


def _term(value: Term | str | int | datetime) -> Term:
    if isinstance(value, str):
        return Literal(value, language="en")
    if isinstance(value, datetime):
        return Literal(value.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=NamedNode(_XSD + "dateTime"))
    if isinstance(value, int):
        return Literal(value)
    return value
