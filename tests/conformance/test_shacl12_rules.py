"""The W3C's cases for inference rules of SHACL 1.2."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, NamedNode, Quad, Triple
from tcgraph.shacl.names import TYPE
from tcgraph.shacl.rules import INFERRED, apply_rules
from tcgraph.shacl.shapes import Shapes
from tests.conformance.test_shacl import MF, SHT
from tests.conftest import SHARED

SUITE = SHARED / "conformance" / "shacl12" / "inference-rules"
CASES = sorted(
    path for path in SUITE.glob("*.ttl") if f"{SHT}Infer" in path.read_text() or "sht:Infer" in path.read_text()
)


@pytest.fixture(autouse=True)
def _suite(conformance: Path) -> None:
    """Skips where the suite is absent."""


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    manifest = Shapes.of_files([path]).graph
    (entry,) = manifest.having(TYPE, NamedNode(SHT + "Infer"))
    (result,) = manifest.objects(entry, NamedNode(MF + "result"))
    wanted = [Triple(*manifest.items(row)) for row in manifest.items(result)]  # type: ignore[arg-type]
    engine = EmbeddedEngine()
    engine.load(path, GraphFormat.TURTLE, graph=NamedNode("urn:data"), base=path.as_uri())
    assert apply_rules(engine, Shapes.of_files([path]))[1] == []
    assert canonical(Triple(q.subject, q.predicate, q.object) for q in engine.quads(INFERRED)) == canonical(wanted)


def canonical(triples: Iterable[Triple]) -> set[str]:
    """A graph whose blank nodes have names that tell what is said of them."""
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, dataset))
