"""Every fact of the shipped project is explained: an inferred one by a proof, an asserted one by its place."""

from __future__ import annotations

import re
from pathlib import Path

from tcgraph import terms
from tcgraph.diagnostics.asserted import AssertedPlaces
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.owl.reason import reason
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import checked_files, load_project
from tcgraph.rdf import Literal, NamedNode
from tests.explain.test_triple import check


def test_every_inferred_triple_of_the_shipped_graph(project: Project) -> None:
    engine = EmbeddedEngine()
    load_project(engine, project, roles=[Role.ONTOLOGY, Role.DATA])
    assert reason(engine).inferred > 5000
    assert {"prp-spo1", "prp-spo2", "prp-inv1", "prp-trp", "cax-sco", "scm-sco", "scm-spo"} <= check(engine)


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
