"""An engine that answers wrongly is not believed: its data is checked elsewhere, with the same outcome."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tcgraph.engine import UNION, Engine, Scope, Solutions
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import EngineError
from tcgraph.graph.shacl.trust import engine_for
from tcgraph.graph.validate import validate
from tcgraph.rdf import Term
from tests.graph.shacl.generated import engine_with, rows, shapes_of

DATA = [("ex:n0", "a", "ex:A"), ("ex:n0", "ex:p", '"x"'), ("ex:n1", "a", "ex:A"), ("ex:n1", "ex:p", "ex:n0")]
LISTED = "ex:S sh:targetNode ex:n0, 1 ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ."
NESTED = "sh:or ( [ sh:class ex:A ] [ sh:in ( 1 ) ] )"
PLAIN = f"ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:class ex:A ; {NESTED} ] ."


class Faulty:
    """An engine with Virtuoso's faults: VALUES gives nothing, EXISTS inside an expression is an error."""

    name = "faulty"

    def __init__(self, inner: EmbeddedEngine) -> None:
        self.inner = inner
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    def select(self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION) -> Solutions:
        self.asked.append(query)
        if "(EXISTS" in query or "!(EXISTS" in query:
            raise EngineError("syntax error near EXISTS")
        found = self.inner.select(query, bindings=bindings, scope=scope)
        return Solutions(found.variables, []) if "VALUES" in query else found


@pytest.mark.parametrize("text", [LISTED, PLAIN])
def test_outcome_is_the_same(text: str) -> None:
    shapes, inner = shapes_of(text), engine_with(DATA)
    wanted = validate(inner, shapes)
    assert not wanted.conforms
    assert rows(validate(Faulty(inner), shapes)) == rows(wanted)  # type: ignore[arg-type]


def test_only_shapes_that_depend_on_it_leave_the_engine() -> None:
    engine: Engine = Faulty(engine_with(DATA))  # type: ignore[assignment]
    assert engine_for(engine, shapes_of(PLAIN), None) is engine
    assert engine_for(engine, shapes_of(LISTED), None) is not engine
