"""The W3C's cases for inference rules of SHACL 1.2, as far as they are in RDF 1.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.shacl.names import TYPE
from tcgraph.shacl.rules import INFERRED, apply_rules
from tcgraph.shacl.shapes import Shapes
from tests.conformance.test_shacl import MF, SHT
from tests.conftest import SHARED

SUITE = SHARED / "conformance" / "shacl12" / "inference-rules"
RDF_12 = {"run-once-example"}
"""Its results are reifiers of triple terms."""
CASES = sorted(
    path for path in SUITE.glob("*.ttl") if f"{SHT}Infer" in path.read_text() or "sht:Infer" in path.read_text()
)


@pytest.fixture(autouse=True)
def _suite(conformance: Path) -> None:
    """Skips where the suite is absent."""


@pytest.mark.parametrize("path", [path for path in CASES if path.stem not in RDF_12], ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    manifest = Shapes.of_files([path]).graph
    (entry,) = manifest.having(TYPE, NamedNode(SHT + "Infer"))
    (result,) = manifest.objects(entry, NamedNode(MF + "result"))
    wanted = {tuple(map(str, manifest.items(row))) for row in manifest.items(result)}
    engine = EmbeddedEngine()
    engine.load(path, GraphFormat.TURTLE, graph=NamedNode("urn:data"), base=path.as_uri())
    assert apply_rules(engine, Shapes.of_files([path]))[1] == []
    assert {(str(q.subject), str(q.predicate), str(q.object)) for q in engine.quads(INFERRED)} == wanted
