"""Results that another thread lets go of, as the garbage of kept errors is wherever it happens to be collected."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.evaluate import QueryRequest, evaluate
from tcgraph.errors import EngineError, TcgraphError
from tcgraph.rdf import NamedNode, Quad

ALL = "{ ?s ?p ?o }"
FAILING = "{ SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    made = EmbeddedEngine()
    name, graph = NamedNode("urn:a"), NamedNode("urn:g")
    made.insert(Quad(name, name, NamedNode(f"urn:{number}"), graph) for number in range(9))
    return made


@pytest.fixture(scope="module", autouse=True)
def _little_to_look_at() -> None:
    """What tests before these left is not looked for here, and would be looked through again and again."""
    gc.collect()
    gc.freeze()


def half_read(found: object) -> None:
    for _ in found:  # type: ignore[attr-defined]
        raise TcgraphError("no more of it")


WAYS: dict[str, Callable[[EmbeddedEngine], object]] = {
    "failing": lambda engine: list(engine.select(f"SELECT * {FAILING}")),
    "failing graph": lambda engine: list(engine.construct(f"CONSTRUCT {ALL} {FAILING}")),
    "half a table": lambda engine: half_read(engine.select(f"SELECT * {ALL}")),
    "half a graph": lambda engine: half_read(engine.construct(f"CONSTRUCT {ALL} {ALL}")),
    "half of all": lambda engine: half_read(engine.quads()),
    "no table": lambda engine: engine.select(f"CONSTRUCT {ALL} {ALL}"),
    "no graph": lambda engine: engine.construct(f"SELECT * {ALL}"),
    "no answer": lambda engine: engine.ask(f"SELECT * {ALL}"),
    "too large": lambda engine: evaluate(engine, QueryRequest(f"SELECT * {ALL}", limit=10)),
    "too large a graph": lambda engine: evaluate(engine, QueryRequest(f"CONSTRUCT {ALL} {ALL}", limit=10)),
    "not wanted": lambda engine: evaluate(engine, QueryRequest(f"SELECT * {ALL}", results=None)),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_collected_in_any_thread(engine: EmbeddedEngine, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gc.collect()  # what the test before this one left is not looked at
    complaints: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: complaints.append(str(told.exc_value)))
    gc.disable()
    try:
        with pytest.raises(TcgraphError) as raised:
            WAYS[way](engine)
        kept: list[object] = [raised.value]
        kept.append(kept)
        del kept, raised
        other = threading.Thread(target=gc.collect)
        other.start()
        other.join()
    finally:
        gc.enable()
    assert not complaints


def test_a_graph_that_cannot_be_read_on_is_a_failure_of_the_engine(engine: EmbeddedEngine) -> None:
    with pytest.raises(EngineError, match="failed"):
        list(engine.construct(f"CONSTRUCT {ALL} {FAILING}"))
