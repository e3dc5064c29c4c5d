"""The W3C's cases for validation by SHACL 1.2: Core, SPARQL and node expressions; each failure with its reason."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tcgraph.cli.validate  # noqa: F401 -- adds the command
from tcgraph.cli.app import app
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term, Triple, parse
from tcgraph.shacl.names import TYPE, sh
from tcgraph.shacl.report_graph import read_report
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validate import validate
from tcgraph.shacl.validation_report import Report
from tests.conformance.test_shacl import MF, SHT, Outcome, local, outcome, reachable
from tests.conftest import SHARED, mostly_at_size

DISALLOWS = sh("conformanceDisallows")
SUITE = SHARED / "conformance" / "shacl12"
REASONS = {
    "core/node/nodeKind-002": "its target is a blank node, which a graph of shapes cannot name in one of data",
    "core/node/xone-003": "in no manifest of the suite; the result that it asks for lacks the path of its shape",
}
"""Cases that are not met, each with the reason."""


def _cases() -> list[tuple[str, Path, Term]]:
    found: list[tuple[str, Path, Term]] = []
    for path in sorted(path for part in ("core", "sparql", "node-expr") for path in (SUITE / part).rglob("*.ttl")):
        if "-incomplete-" in path.name or "sht:Validate" not in path.read_text():
            continue
        graph = Shapes.of_files([path]).graph
        entries = graph.having(TYPE, NamedNode(f"{SHT}Validate"))
        found += [(path.relative_to(SUITE).with_suffix("").as_posix(), path, entry) for entry in entries]
    return found


CASES = _cases() if SUITE.is_dir() else []


@pytest.fixture(autouse=True)
def _suite(conformance: Path) -> None:
    """Skips where the suite is absent."""


def told(report: Report, *, conforms: bool) -> Outcome:
    """What a report says, with severities and shapes that have names."""
    rows = Counter(
        (*row, str(f.own_severity or f.severity), str(f.shape) if isinstance(f.shape, NamedNode) else "")
        for f in report.findings
        for row in outcome(Report((f,)))[1]
    )
    return conforms, rows


def said(manifest: TripleIndex, result: Term) -> tuple[bool, set[Term]]:
    """What the case has for sh:conforms, and which severities it wants to keep data from conforming."""
    conforms = manifest.value(result, sh("conforms"))
    return isinstance(conforms, Literal) and conforms.value == "true", {*manifest.objects(result, DISALLOWS)}


def run(path: Path, entry: Term) -> tuple[Outcome, Outcome]:
    manifest: TripleIndex = Shapes.of_files([path]).graph
    (action,), (result,) = (manifest.objects(entry, NamedNode(MF + name)) for name in ("action", "result"))
    data, shapes = (manifest.value(action, NamedNode(SHT + name)) for name in ("dataGraph", "shapesGraph"))
    assert data is not None
    assert shapes is not None
    engine, name = TermEngine(), NamedNode("urn:data")
    engine.load(local(data), GraphFormat.TURTLE, graph=name, base=local(data).as_uri())
    engine.load(local(shapes), GraphFormat.TURTLE, graph=NamedNode("urn:shapes"), base=local(shapes).as_uri())
    read = Shapes.of_files([local(shapes)], name=NamedNode("urn:shapes"))
    wanted: Outcome = "failure"
    if result != NamedNode(SHT + "Failure"):
        conforms, disallowed = said(manifest, result)
        wanted = told(read_report(reachable(manifest, result)), conforms=conforms)
    try:
        report = validate(engine, read, data_graphs=[name])
    except BrokenInput as error:
        return wanted, "failure" if wanted == "failure" else f"failure: {error}"
    severe = {f.own_severity or sh(f.severity.value) for f in report.findings}
    found = report.conforms if wanted == "failure" or not disallowed else severe.isdisjoint(disallowed)
    return wanted, told(report, conforms=found)


@pytest.mark.parametrize(("name", "path", "entry"), CASES, ids=[name for name, _, _ in CASES])
def test_case(name: str, path: Path, entry: Term) -> None:
    wanted, found = run(path, entry)
    if name in REASONS:
        assert found != wanted, "is met now: take its reason out"
        pytest.skip(REASONS[name])
    assert found == wanted


def told_by_command(arguments: list[str]) -> tuple[Outcome, bool]:
    """The report that the command writes, and whether its JSON says that the data conforms."""
    turtle, as_json = (
        CliRunner().invoke(app, ["validate", *arguments, "--strict", "-f", name]) for name in ("turtle", "json")
    )
    if isinstance(turtle.exception, BrokenInput):
        return "failure", False
    quads = parse(turtle.stdout.encode(), GraphFormat.TURTLE)
    report = read_report(TripleIndex(Triple(quad.subject, quad.predicate, quad.object) for quad in quads))
    return outcome(report), json.loads(as_json.stdout)["conforms"]


@pytest.mark.parametrize("case", mostly_at_size(CASES, *CASES[::10]), ids=[name for name, _, _ in CASES])
def test_case_through_the_command(case: tuple[str, Path, Term]) -> None:
    name, path, entry = case
    if name in REASONS:
        pytest.skip(REASONS[name])
    manifest = Shapes.of_files([path]).graph
    (action,), (result,) = (manifest.objects(entry, NamedNode(MF + part)) for part in ("action", "result"))
    data, shapes = (manifest.value(action, NamedNode(SHT + part)) for part in ("dataGraph", "shapesGraph"))
    assert data is not None
    assert shapes is not None
    found, conforms = told_by_command([str(local(data)), "--shapes", str(local(shapes))])
    if result == NamedNode(SHT + "Failure"):
        assert found == "failure"
        return
    assert found[1] == outcome(read_report(reachable(manifest, result)))[1]
    wanted, disallowed = said(manifest, result)
    assert conforms == wanted or disallowed


def test_all_cases_are_run() -> None:
    assert len(CASES) == 174
