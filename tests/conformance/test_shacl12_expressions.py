"""The W3C's cases for node expressions of SHACL 1.2: the terms that each stands for, in order."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term
from tcgraph.shacl.names import TYPE
from tcgraph.shacl.node_expressions import Context, Evaluator
from tcgraph.shacl.plan import evaluate
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.validation_run import ValidationRun
from tests.conformance.test_shacl import MF, SHT
from tests.conftest import SHARED

SUITE = SHARED / "conformance" / "shacl12" / "node-expr"
REASONS: dict[str, str] = {}
"""Cases that are not met, each with the reason."""


def _cases() -> list[tuple[str, Path, Term]]:
    found: list[tuple[str, Path, Term]] = []
    for path in sorted(SUITE.glob("shnex*/*.ttl")):
        graph = Shapes.of_files([path]).graph
        entries = graph.having(TYPE, NamedNode(f"{SHT}EvalNodeExpr"))
        found += [(f"{path.parent.name}/{str(entry).rsplit('/', 1)[-1].rstrip('>')}", path, entry) for entry in entries]
    return found


CASES = _cases() if SUITE.is_dir() else []


@pytest.fixture(autouse=True)
def _suite(conformance: Path) -> None:
    """Skips where the suite is absent."""


def value(term: Term) -> tuple[str, str]:
    """A number by its value: engines write 42.0 as 42; any other term as it is."""
    if isinstance(term, Literal) and term.datatype.value.endswith(("#decimal", "#integer")):
        return term.datatype.value, str(Decimal(term.value).normalize())
    return type(term).__name__, str(term)


def run(path: Path, entry: Term) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The terms that a case asks for and those that are found."""
    shapes = Shapes.of_files([path])
    graph = shapes.graph
    (action,), (result,) = (graph.objects(entry, NamedNode(MF + name)) for name in ("action", "result"))
    (expression,) = graph.objects(action, NamedNode(SHT + "nodeExpr"))
    start = f"{SHT}scope-"
    scope = {
        predicate.value.removeprefix(start): graph.objects(action, predicate)[0]
        for predicate in graph.predicates(action)
        if predicate.value.startswith(start)
    }
    engine = EmbeddedEngine()
    engine.load(path, GraphFormat.TURTLE, graph=NamedNode("urn:data"), base=path.as_uri())
    evaluator = Evaluator(graph, shapes.reader.shape, ValidationRun(engine), evaluate)
    context = Context(graph.value(action, NamedNode(SHT + "focusNode")), scope)
    ((*found,),) = evaluator.values(expression, [context])
    wanted = [value(term) for term in graph.items(result)]
    if graph.value(action, NamedNode(SHT + "ignoreOrder")) is not None:
        return sorted(wanted), sorted(map(value, found))
    return wanted, list(map(value, found))


@pytest.mark.parametrize(("name", "path", "entry"), CASES, ids=[name for name, _, _ in CASES])
def test_case(name: str, path: Path, entry: Term) -> None:
    if name in REASONS:
        pytest.skip(REASONS[name])
    wanted, found = run(path, entry)
    assert found == wanted


def test_all_cases_are_run() -> None:
    assert len(CASES) == 143
