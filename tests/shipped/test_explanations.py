"""The facts of the shipped project are explained: an inferred one by a proof, an asserted one by its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tcgraph import terms
from tcgraph.diagnostics.places import AssertedPlaces
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import RDF_TYPE, application
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import checked_files, load_project
from tcgraph.rdf import Literal, NamedNode, Quad, Term
from tests.explain.test_triple import check

EACH = 12
"""How many conclusions of a kind are proved; all twelve thousand take half a minute."""


@pytest.mark.at_size
def test_inferred_triples_of_every_property_and_class_of_the_shipped_graph(shipped: EmbeddedEngine) -> None:
    """Some of each, from all over the graph: what one rule concludes is explained in one way."""
    alike: dict[tuple[Term, Term | None], list[Quad]] = {}
    for quad in sorted(shipped.quads(application().inferred), key=str):
        kind = quad.object if quad.predicate == RDF_TYPE else None
        alike.setdefault((quad.predicate, kind), []).append(quad)
    assert len(alike) > 50
    some = [quad for each in alike.values() for quad in each[:: max(1, len(each) // EACH)]]
    assert {"prp-spo1", "prp-spo2", "prp-inv1", "prp-trp", "cax-sco", "scm-sco", "scm-spo"} <= check(shipped, some)


def test_every_asserted_triple_of_the_shipped_graph_has_its_place(project: Project) -> None:
    engine = EmbeddedEngine()
    load_project(engine, project)
    graphs = engine.graphs()
    facts = [((q.subject, q.predicate, q.object), graph) for graph in graphs for q in engine.quads(graph)]
    places = AssertedPlaces(engine, checked_files(project), [(fact, [graph]) for fact, graph in facts])
    lines: dict[Path, list[str]] = {}
    for fact, graph in facts:
        (first, *_) = places.locations(fact, [graph])
        if first.path not in lines:
            lines[first.path] = first.path.read_text(encoding="utf-8").split("\n")
        assert first.line
        assert first.column
        text = lines[first.path][first.line - 1][first.column - 1 :]
        if isinstance(fact[2], NamedNode) and not fact[1].value.endswith("#rest"):
            local = re.split(r"[/#]", fact[2].value.rstrip("/#"))[-1]
            assert local in text, (fact, text)
        elif isinstance(fact[2], Literal):
            assert text[0] in "\"'+-0123456789tf", (fact, text)


def test_an_observation_comes_from_the_row_of_its_action(project: Project) -> None:
    engine = EmbeddedEngine()
    load_project(engine, project, roles=[Role.ONTOLOGY, Role.DATA])
    observation = NamedNode(terms.ID + "observation/34-3-a-2006-10")
    rows = AssertedPlaces(engine, [], []).source_rows((observation, terms.RDF_TYPE, observation))
    assert rows
    assert all(row.startswith("row 34, right column") for row in rows)
