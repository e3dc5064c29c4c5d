"""The public OWL 2 RDF-Based test collection, sub-suite owl2rl, without the 156 cases about single datatypes."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.owl.reason import reason
from tcgraph.rdf import BlankNode, GraphFormat, NamedNode, Quad
from tests.conftest import SHARED

SUITE = SHARED / "conformance" / "owl2-rdfbased" / "subsuites" / "owl2rl"
PREMISES = NamedNode("http://example.org/premises")
CASES = sorted(path.name for path in SUITE.glob("rdfbased-*") if not path.name.startswith("rdfbased-dat-"))


def _graph(case: str, part: str) -> bytes:
    return (SUITE / case / f"{case}.{part}.ttl").read_bytes()


def _is_entailment(case: str) -> bool:
    return b"POSITIVE_ENTAILMENT" in (SUITE / case / f"{case}.metadata.properties").read_bytes()


def _reasoned(turtle: bytes, **options: object) -> tuple[EmbeddedEngine, bool]:
    engine = EmbeddedEngine()
    engine.load(turtle, GraphFormat.TURTLE, graph=PREMISES)
    outcome = reason(engine, same_as="all", trivial=True)
    return engine, outcome.consistent


def _holds(engine: EmbeddedEngine, conclusion: bytes) -> bool:
    """Whether some mapping of the conclusion's blank nodes makes every triple of it true (simple entailment)."""
    other = EmbeddedEngine()
    other.load(conclusion, GraphFormat.TURTLE, graph=PREMISES)

    def node(term: object) -> str:
        return f"?b{term.value}" if isinstance(term, BlankNode) else str(term)

    def pattern(number: int, quad: Quad) -> str:
        return f"GRAPH ?g{number} {{ {node(quad.subject)} {node(quad.predicate)} {node(quad.object)} }}"

    return engine.ask("ASK { " + " ".join(pattern(*item) for item in enumerate(other.quads())) + " }")


@pytest.mark.skipif(not CASES, reason="the conformance suites are not beside this checkout")
@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    if _is_entailment(case):
        engine, _ = _reasoned(_graph(case, "premisegraph"))
        assert _holds(engine, _graph(case, "conclusiongraph"))
    else:
        _, consistent = _reasoned(_graph(case, "graph"))
        assert not consistent


@pytest.mark.skipif(not CASES, reason="the conformance suites are not beside this checkout")
def test_the_suite_is_whole() -> None:
    entailments = [case for case in CASES if _is_entailment(case)]
    assert (len(entailments), len(CASES) - len(entailments)) == (94, 23)
