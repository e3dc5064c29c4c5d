"""The W3C SHACL suite through the command: what it writes as a report is what the validator found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.rdf import NamedNode
from tcgraph.shacl.shapes import Shapes
from tests.conformance.test_shacl import CORE, MF, SHT, SPARQL, expected, local
from tests.conformance.test_shacl12 import told_by_command
from tests.conftest import mostly_at_size


@pytest.fixture(autouse=True)
def _suite(conformance: Path) -> None:
    """Skips where the suite is absent."""


@pytest.mark.parametrize("path", mostly_at_size((*CORE, *SPARQL), *CORE[::10]), ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    manifest = Shapes.of_files([path]).graph
    (action,) = [value for _, value in manifest.pairs(NamedNode(MF + "action"))]
    (result,) = [value for _, value in manifest.pairs(NamedNode(MF + "result"))]
    data, shapes = (manifest.value(action, NamedNode(SHT + name)) for name in ("dataGraph", "shapesGraph"))
    assert data is not None
    assert shapes is not None
    wanted = expected(manifest, result)
    found, conforms = told_by_command([str(local(data)), "--shapes", str(local(shapes))])
    assert found == wanted
    assert conforms == (wanted != "failure" and wanted[0])
