"""The W3C SHACL test suite: every case of Core and SHACL-SPARQL, by conforms flag and multiset of results."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tcgraph.engine.literal_forms import TermEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Term
from tcgraph.shacl.report_graph import read_report
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validate import report_graph, validate
from tcgraph.shacl.validation_report import Report
from tests.conftest import SHARED

SUITE = SHARED / "conformance" / "data-shapes"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
SH = "http://www.w3.org/ns/shacl#"
Outcome = tuple[bool, Counter[tuple[str, ...]]] | str


def cases(part: str) -> list[Path]:
    return sorted(
        path
        for path in (SUITE / part).rglob("*.ttl")
        if f"{SHT}Validate" in {str(t.object).strip("<>") for t in Shapes.of_files([path])}
    )


CORE, SPARQL = cases("core"), cases("sparql")


@pytest.fixture(autouse=True)
def _suite(conformance: Path) -> None:
    """Skips where the suite is absent."""


def local(node: Term) -> Path:
    assert isinstance(node, NamedNode)
    return Path(node.value.removeprefix("file://"))


def expected(manifest: TripleIndex, result: Term) -> Outcome:
    if result == NamedNode(SHT + "Failure"):
        return "failure"
    return outcome(read_report(reachable(manifest, result)))


def reachable(graph: TripleIndex, start: Term) -> TripleIndex:
    found, frontier, seen = TripleIndex(), [start], set[Term]()
    while frontier:
        node = frontier.pop()
        if node in seen:
            continue
        seen.add(node)
        for predicate in graph.predicates(node):
            for value in graph.objects(node, predicate):
                for triple in (
                    t for t in graph if t.subject == node and t.predicate == predicate and t.object == value
                ):
                    found.add(triple)
                if isinstance(value, BlankNode) or predicate.value == SH + "result":
                    frontier.append(value)
    return found


def outcome(report: Report) -> Outcome:
    def text(term: Term | None) -> str:
        return "_:" if isinstance(term, BlankNode) else str(term)

    rows: Counter[tuple[str, ...]] = Counter(
        (text(f.focus), str(f.path), str(f.component), text(f.value)) for f in report.findings
    )
    return report.conforms, rows


def run(path: Path) -> tuple[Outcome, Outcome, Report | None]:
    manifest = Shapes.of_files([path]).graph
    (action,) = [value for _, value in manifest.pairs(NamedNode(MF + "action"))]
    (result,) = [value for _, value in manifest.pairs(NamedNode(MF + "result"))]
    data = manifest.value(action, NamedNode(SHT + "dataGraph"))
    shapes = manifest.value(action, NamedNode(SHT + "shapesGraph"))
    assert data is not None
    assert shapes is not None
    engine = TermEngine()
    name = NamedNode("urn:data")
    engine.load(local(data), GraphFormat.TURTLE, graph=name, base=local(data).as_uri())
    engine.load(local(shapes), GraphFormat.TURTLE, graph=NamedNode("urn:shapes"), base=local(shapes).as_uri())
    read = Shapes.of_files([local(shapes)], name=NamedNode("urn:shapes"))
    try:
        report = validate(engine, read, data_graphs=[name])
    except BrokenInput:
        return expected(manifest, result), "failure", None
    return expected(manifest, result), outcome(report), report


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)
def test_core(path: Path) -> None:
    wanted, found, _ = run(path)
    assert found == wanted


@pytest.mark.parametrize("path", SPARQL, ids=lambda path: path.stem)
def test_sparql(path: Path) -> None:
    wanted, found, _ = run(path)
    assert found == wanted


def test_whole_suite_is_run() -> None:
    """The manifests list 98 and 22 cases; one more file of SHACL-SPARQL is in none of them."""
    assert (len(CORE), len(SPARQL)) == (98, 23)


@pytest.mark.parametrize("path", CORE[::7], ids=lambda path: path.stem)
def test_report_reads_back(path: Path) -> None:
    """What is written as a standard report says the same when read."""
    _, _, report = run(path)
    assert report is not None
    again = read_report(TripleIndex(report_graph(report)))
    assert outcome(again) == outcome(report)
    assert [f.severity for f in again.findings] == [f.severity for f in report.findings]
    assert not any(isinstance(f.value, Literal) and f.value.value == "" for f in report.findings)
