"""The W3C SHACL suite through the command: what it writes as a report is what the validator found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tcgraph.cli.validate  # noqa: F401 -- adds the command
from tcgraph.cli.app import app
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, NamedNode, Triple, parse
from tcgraph.shacl.report_graph import read_report
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import TripleIndex
from tests.conformance.test_shacl import CORE, MF, SHT, SPARQL, Outcome, expected, local, outcome


@pytest.fixture(autouse=True)
def _suite(conformance: Path) -> None:
    """Skips where the suite is absent."""


def told(arguments: list[str]) -> tuple[Outcome, bool]:
    """The report that the command writes, and whether its JSON says that the data conforms."""
    turtle, as_json = (
        CliRunner().invoke(app, ["validate", *arguments, "--strict", "-f", name]) for name in ("turtle", "json")
    )
    if isinstance(turtle.exception, BrokenInput):
        return "failure", False
    quads = parse(turtle.stdout.encode(), GraphFormat.TURTLE)
    report = read_report(TripleIndex(Triple(quad.subject, quad.predicate, quad.object) for quad in quads))
    return outcome(report), json.loads(as_json.stdout)["conforms"]


@pytest.mark.parametrize("path", [*CORE, *SPARQL], ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    manifest = Shapes.of_files([path]).graph
    (action,) = [value for _, value in manifest.pairs(NamedNode(MF + "action"))]
    (result,) = [value for _, value in manifest.pairs(NamedNode(MF + "result"))]
    data, shapes = (manifest.value(action, NamedNode(SHT + name)) for name in ("dataGraph", "shapesGraph"))
    assert data is not None
    assert shapes is not None
    wanted = expected(manifest, result)
    found, conforms = told([str(local(data)), "--shapes", str(local(shapes))])
    assert found == wanted
    assert conforms == (wanted != "failure" and wanted[0])
