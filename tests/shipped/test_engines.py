"""The shipped graph on real servers: load, reason, validate, query and export give what the embedded engine gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tcgraph.engine import Engine, open_engine
from tcgraph.explain.triple import Explainer
from tcgraph.export.dump import Compression, write_dump
from tcgraph.owl.proof import Reasoning
from tcgraph.owl.reason import reason
from tcgraph.owl.reason_change import reason_change
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries
from tcgraph.rdf import GraphFormat, Literal, Term
from tcgraph.shacl.validate import Shapes, validate
from tcgraph.terms import INFERRED, expand

pytestmark = [pytest.mark.servers, pytest.mark.at_size]


@pytest.fixture(scope="module")
def here(project: Project) -> tuple[Engine, Reasoning]:
    engine = open_engine(None, {})
    load_project(engine, project)
    return engine, reason(engine)


@pytest.fixture(scope="module", params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)])
def there(request: pytest.FixtureRequest, project: Project) -> tuple[Engine, Reasoning]:
    server = request.getfixturevalue(request.param)
    engine = open_engine(server.location, server.environment)
    for graph in engine.graphs():
        engine.drop(graph)
    load_project(engine, project)
    return engine, reason(engine)


Pair = tuple[Engine, Reasoning]


def test_every_graph_is_whole(here: Pair, there: Pair) -> None:
    assert {graph: there[0].size(graph) for graph in there[0].graphs()} == {
        graph: here[0].size(graph) for graph in here[0].graphs()
    }


def test_reasoning(here: Pair, there: Pair) -> None:
    assert there[1] == here[1]
    assert {str(quad) for quad in there[0].quads(INFERRED)} == {str(quad) for quad in here[0].quads(INFERRED)}


def test_following_an_edit(here: Pair, there: Pair, project: Project) -> None:
    data = [quad for file in project.files(Role.DATA) for quad in here[0].quads(file.graph)]
    kinds = [expand(kind) for kind in ("tc:hasObservation", "tc:inRegion", "tc:agent")]
    edits = [quad for kind in kinds for quad in sorted((quad for quad in data if quad.predicate == kind), key=str)[:2]]
    assert len(edits) == 6
    for removed, added in ((edits, []), ([], edits)):
        changes = []
        for engine, outcome in (here, there):
            engine.remove(removed)
            engine.insert(added)
            changes.append(reason_change(engine, added, removed, previous=outcome))
        assert changes[0] == changes[1]
        assert changes[0].anew is None
        assert changes[0].added or changes[0].removed
    test_reasoning(here, there)


_ANY = re.compile(r'(?<=_:)\w+|"(?:[^"\\]|\\.)*"@[\w-]+')


def test_proofs(here: Pair, there: Pair) -> None:
    """A sample of what was concluded: the same proof of each, but for the names that blank nodes go by.

    Of a text that a premise only asks for, a server may give it in any of its languages.
    """
    found = sorted((quad for quad in here[0].quads(INFERRED) if "_:" not in str(quad)), key=str)[::300]
    assert len(found) > 15
    local, remote = (Explainer(engine) for engine, _ in (here, there))
    for quad in found:
        fact = (quad.subject, quad.predicate, quad.object)
        shown = []
        for explainer in (local, remote):
            proof = explainer.explain(fact)
            assert proof is not None
            shown.append([(p.rule, _ANY.sub("", " ".join(map(str, p.conclusion)))) for p in proof.walk()])
            assert all(p.graphs for p in proof.asserted())
        assert shown[0] == shown[1]
    assert remote.explain((found[0].subject, found[0].predicate, Literal("never said"))) is None


def test_validation(here: Pair, there: Pair, project: Project) -> None:
    shapes = Shapes.of_files([file.path for file in project.files(Role.SHAPES)])
    local, remote = (validate(engine, shapes) for engine, _ in (here, there))
    assert remote == local


ENDLESS = frozenset((("virtuoso", "regions"),))
"""Questions that a server does not end: Virtuoso 7.2 goes on at the places of a region once facts have been changed."""


def test_every_answer(here: Pair, there: Pair, project: Project, request: pytest.FixtureRequest) -> None:
    answered = []
    server = request.node.callspec.params["there"]
    for query in read_queries(project.queries).values():
        if (server, query.name) in ENDLESS:
            continue
        if query.kind == "answer" and not any(parameter.required for parameter in query.parameters):
            local, remote = (engine.select(query.bind({})) for engine, _ in (here, there))
            assert remote.variables == local.variables
            assert sorted(map(settled, remote)) == sorted(map(settled, local)), query.name
            answered.append(query.name)
    assert answered


def settled(row: Iterable[Term | None]) -> str:
    """A row's text; the parts of a GROUP_CONCAT sorted, whose order SPARQL 1.1 §11 leaves open."""
    return " | ".join(" ".join(sorted(re.split(r"; | ", str(getattr(term, "value", ""))))) for term in row)


def test_export(here: Pair, there: Pair, tmp_path: Path) -> None:
    formats = [GraphFormat.N_QUADS]
    for engine, name in ((here[0], "local"), (there[0], "remote")):
        write_dump(engine, tmp_path / name, formats=formats, compression=Compression.NONE, each_graph=False)
    for file in (tmp_path / "local").glob("*.nq"):
        assert (tmp_path / "remote" / file.name).read_text().splitlines() == file.read_text().splitlines()


def test_the_default_graph_is_all_there_is(here: Pair, there: Pair) -> None:
    """What a stranger counts first: every statement once, whichever engine holds it."""
    counts = [
        list(engine.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(!isBlank(?s) && !isBlank(?o)) }"))
        for engine, _ in (here, there)
    ]
    assert counts[0] == counts[1]


def test_full_text_search(here: Pair, there: Pair) -> None:
    query = 'SELECT ?t { ?t tcs:matches ("child labour" "en") ; a ?c . } ORDER BY ?t'
    local, remote = ([str(row[0]) for row in engine.select(query)] for engine, _ in (here, there))
    assert remote == local
    assert len(local) >= 5
