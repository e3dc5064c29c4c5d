"""What answers have by our reading alone is told: in a column of theirs, or in the note that goes with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import conclude, load_project
from tcgraph.queries import NamedQuery, read_queries
from tcgraph.rdf import NamedNode, Quad, plain

TC = "https://w3id.org/tcgraph/ns#"
INFERRED = NamedNode("https://w3id.org/tcgraph/vocab/certainty/inferred")
TOLD = ("inferred", "our reading", "our judgement", "given by us")
"""What a row, or a note, says of what is our reading."""
OF_OTHER_THINGS = {
    "follow-up-matrix": "counts actions; who takes part only chooses among them",
    "answered-elsewhere": "every row is an answer that we give, which its summary says",
    "find": "tells what a word stands in, and not who does what",
}


def _taken_away(quads: list[Quad]) -> Iterator[Quad]:
    """What is left of a graph without what is our reading."""
    ours = {quad.subject for quad in quads if quad.predicate.value == f"{TC}certainty" and quad.object == INFERRED}
    undated = {
        quad.subject for quad in quads if quad.predicate.value == f"{TC}dateCertainty" and quad.object == INFERRED
    }
    for quad in quads:
        name = quad.predicate.value
        day = name in (f"{TC}startDate", f"{TC}endDate") and quad.subject in undated
        if quad.subject not in ours and not name.startswith(f"{TC}inferred") and not day:
            yield quad


@pytest.fixture(scope="module")
def as_stated(project: Project) -> EmbeddedEngine:
    """The shipped graph without what is our reading, and with what follows from the rest."""
    whole, engine = EmbeddedEngine(), EmbeddedEngine()
    load_project(whole, project, roles=[Role.ONTOLOGY, Role.DATA])
    engine.insert(_taken_away(list(whole.quads())))
    conclude(engine, project)
    return engine


def _rows(engine: EmbeddedEngine, query: NamedQuery) -> list[tuple[str, ...]]:
    return [tuple(plain(term) for term in row) for row in engine.select(engine.searched(query.bind({})))]


def test_what_is_our_reading_in_an_answer_is_told(
    project: Project, shipped: EmbeddedEngine, as_stated: EmbeddedEngine
) -> None:
    queries = read_queries(project.queries)
    read, untold = [], []
    for query in queries.of_kind("answer"):
        if not query.question or any(parameter.required for parameter in query.parameters):
            continue
        kept = _rows(as_stated, query)
        lost = [row for row in _rows(shipped, query) if row not in kept]
        if lost and query.name not in OF_OTHER_THINGS:
            told = any(word in cell for row in lost for cell in row for word in TOLD)
            read.append(query.name)
            told = told or bool(query.sure) or any(word in query.note for word in TOLD)
            untold += [] if told else [f"{query.name}: {lost[:3]}"]
            for name in query.sure:
                assert _rows(shipped, queries[name]), name
    assert not untold, "\n".join(untold)
    assert len(read) > 10


def test_every_manner_of_reading_is_among_the_facts_to_use_with_care(project: Project, shipped: EmbeddedEngine) -> None:
    query = read_queries(project.queries)["how-sure"]
    listed = {plain(row[1]) for row in shipped.select(query.bind({}))}
    inferred = {
        quad.predicate.value: quad.subject
        for quad in shipped.quads()
        if quad.predicate.value.startswith(f"{TC}inferred")
    }
    assert len(inferred) == 8
    for name, thing in inferred.items():
        assert isinstance(thing, NamedNode)
        assert thing.value in listed, f"{name} of {thing.value}"
