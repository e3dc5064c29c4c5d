"""An engine that answers wrongly is not believed: its data is checked elsewhere, with the same outcome."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tcgraph.engine import UNION, Engine, Scope, Solutions
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import EngineError
from tcgraph.rdf import BlankNode, NamedNode, Quad, Term
from tcgraph.shacl.engine_trust import alone, engine_for, gathered
from tcgraph.shacl.validate import validate
from tests.shacl.generated import engine_with, rows, shapes_of, triples_of

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

    def select(
        self,
        query: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        scope: Scope = UNION,
        as_found: bool = False,
    ) -> Solutions:
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


def test_a_list_of_graphs_is_checked_as_their_union_alone() -> None:
    """Copied together, and never with what stands in other graphs."""
    engine, names = EmbeddedEngine(), [NamedNode(f"http://example.org/graph/{number}") for number in range(5)]
    for name, statement in zip(names, [*DATA, ("ex:n0", "ex:p", "ex:n1")], strict=True):
        engine.insert(Quad(t.subject, t.predicate, t.object, name) for t in triples_of(statement))
    shapes = shapes_of("ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] .")
    assert [str(f.focus) for f in validate(engine, shapes).findings] == ["<http://example.org/n0>"]
    assert gathered(engine, shapes, tuple(names[:4])) is not engine
    assert validate(engine, shapes, data_graphs=names[:4]).conforms
    assert not validate(engine, shapes, data_graphs=names).conforms
    assert gathered(engine, shapes, tuple(names)) is engine


@pytest.mark.parametrize("fails", [False, True])
def test_the_others_are_set_aside_and_put_back(fails: bool) -> None:
    engine, many = EmbeddedEngine(), [NamedNode(f"urn:g:{number}") for number in range(5)]
    engine.insert(Quad(NamedNode("urn:a"), NamedNode("urn:p"), graph, graph) for graph in many)
    engine.insert([Quad(BlankNode("b"), NamedNode("urn:p"), NamedNode("urn:a"), NamedNode("urn:other"))])
    before = set(engine.quads())
    seen = []
    try:
        with alone(engine, shapes_of(PLAIN), tuple(many)):
            seen = engine.graphs()
            if fails:
                raise EngineError("it broke off")
    except EngineError:
        assert fails
    assert seen == many
    assert set(engine.quads()) == before
    with alone(engine, shapes_of(PLAIN), tuple(many[:2])):
        assert set(engine.quads()) == before, "a few graphs are as soon asked one by one"
