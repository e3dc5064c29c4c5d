"""The embedded engine in a directory: files fill an empty store bit by bit, and one that is broken leaves it empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, NamedNode

GRAPH = NamedNode("urn:g")
GOOD = b"".join(b"<urn:s%d> <urn:p> <urn:o> .\n" % n for n in range(1_000))
BROKEN = GOOD + b"<urn:s> <urn:p> .\n"


def file(folder: Path, content: bytes) -> Path:
    made = folder / "data.nt"
    made.write_bytes(content)
    return made


def test_a_file_fills_an_empty_store_and_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "store")
    engine.load(file(tmp_path, GOOD), GraphFormat.N_TRIPLES, graph=GRAPH)
    engine.close()
    assert EmbeddedEngine(tmp_path / "store", read_only=True).size(GRAPH) == 1_000


def test_a_broken_file_leaves_an_empty_store_empty_and_another_as_it_was(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "store")
    for before in (0, 1_000):
        with pytest.raises(BrokenInput):
            engine.load(file(tmp_path, BROKEN), GraphFormat.N_TRIPLES, graph=GRAPH)
        assert engine.size() == before
        assert engine.graphs() == ([GRAPH] if before else [])
        engine.load(file(tmp_path, GOOD), GraphFormat.N_TRIPLES, graph=GRAPH)
