"""The ontology as files, a folder for each version, and what changed since a released one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.compare import isomorphic

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.export.ontology import ONTOLOGY, read_ontology
from tcgraph.export.ontology.released import triples_of, write_ontology
from tcgraph.export.ontology.term_changes import changes
from tcgraph.export.rebase import Rebase
from tcgraph.export.rebased_files import staged_under
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tests.http.running import ROOT, Running, running

BASE = "https://w3id.org/tcgraph/"
TC = rdflib.Namespace(BASE + "ns#")


@pytest.fixture(scope="module")
def stated() -> rdflib.Graph:
    """The files of the ontology, read by rdflib."""
    graph = rdflib.Graph()
    for file in sorted((ROOT / "ontology").rglob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    made = EmbeddedEngine()
    load_project(made, Project(ROOT), roles=(Role.ONTOLOGY,))
    return made


@pytest.fixture(scope="module")
def files(engine: EmbeddedEngine, rebase: Rebase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("docs")
    with staged_under(directory, rebase) as scratch:
        write_ontology(engine, Project(ROOT), scratch)
    return directory


def test_the_data_is_the_ontology(files: Path, stated: rdflib.Graph, rebase: Rebase) -> None:
    expected = rdflib.Graph().parse(data=rebase.text(stated.serialize(format="nt")), format="nt")
    for suffix, form in ((".ttl", "turtle"), (".nt", "nt"), (".rdf", "xml")):
        graph = rdflib.Graph().parse(files / "1.0.0" / f"ontology{suffix}", format=form)
        assert isomorphic(graph, expected)


def test_the_same_ontology_gives_the_same_bytes(
    engine: EmbeddedEngine, files: Path, rebase: Rebase, tmp_path: Path
) -> None:
    again = EmbeddedEngine()
    load_project(again, Project(ROOT), roles=(Role.ONTOLOGY,))
    with staged_under(tmp_path, rebase) as scratch:
        names = write_ontology(again, Project(ROOT), scratch)
    for name in names:
        assert (tmp_path / name).read_bytes() == (files / name).read_bytes(), name


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project one version on: one property more, one less, one narrowed, one advised against."""
    root = tmp_path_factory.mktemp("project")
    for part in ("ontology", "shapes", "queries", "data"):
        shutil.copytree(ROOT / part, root / part)
    project = Project(root)
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY,))
    write_ontology(engine, project, root / "docs", release=True)
    for file in project.ontology.rglob("*.ttl"):
        file.write_text(file.read_text(encoding="utf-8").replace('"1.0.0"', '"1.1.0"'), encoding="utf-8")
    targets = project.ontology / "targets.ttl"
    text = targets.read_text(encoding="utf-8")
    begin = text.index("tc:measure a ")
    text = text[:begin] + text[text.index("\n\n", begin) + 2 :]
    text += f'\ntc:tally a owl:DatatypeProperty ; rdfs:label "tally"@en ; rdfs:isDefinedBy <{BASE}ontology/targets> .\n'
    text += "tc:unit owl:deprecated true ; rdfs:subPropertyOf tc:tally .\n"
    targets.write_text(text, encoding="utf-8")
    return project


def test_what_changed_is_told_term_by_term(later: Project) -> None:
    engine = EmbeddedEngine()
    load_project(engine, later, roles=(Role.ONTOLOGY,))
    before = read_ontology(triples_of(later.ontology / "released" / "1.0.0.trig"))
    found = changes(before, read_ontology(engine.construct(ONTOLOGY)))
    assert (found.before, found.after, found.breaking) == ("1.0.0", "1.1.0", True)
    assert (found.added, found.removed, found.deprecated) == ((TC + "tally",), (TC + "measure",), (TC + "unit",))
    assert next(changed.what for changed in found.changed if changed.iri == str(TC.unit)) == ("rdfs:subPropertyOf",)
    assert {changed.iri for changed in found.changed} == {str(TC.unit)}


def test_a_version_compared_with_itself_has_not_changed(engine: EmbeddedEngine) -> None:
    present = read_ontology(engine.construct(ONTOLOGY))
    found = changes(present, present)
    assert (found.added, found.removed, found.deprecated, found.changed) == ((), (), (), ())


@pytest.fixture(scope="module")
def server(later: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(later.root, tmp_path_factory.mktemp("state"), "--no-check") as it:
        yield it


def test_each_version_answers_at_its_own_iri(server: Running) -> None:
    for version, term in (("1.0.0", "measure"), ("1.1.0", "tally")):
        for path in (f"/ontology/{version}", f"/ontology/{version}/targets"):
            answer = httpx.get(server.url + path, headers={"accept": "text/html"}, follow_redirects=True)
            assert answer.status_code == 200
            assert f"Ontology {version}" in answer.text
            assert f"<code>tc:{term}</code>" in answer.text
        data = httpx.get(f"{server.url}/ontology/{version}", headers={"accept": "text/turtle"}, follow_redirects=True)
        assert f"tc:{term} a" in data.text
    assert httpx.get(f"{server.url}/ontology/0.9.0.ttl").status_code == 404
    now = httpx.get(server.url + "/versions", headers={"accept": "text/html"}).text
    assert "1.0.0 → 1.1.0" in now
    assert ">tally</a></dd>" in now.partition('id="changes"')[2]


def test_a_term_leads_to_its_place_on_the_page(server: Running) -> None:
    sent = httpx.get(server.url + "/ns", headers={"accept": "text/html"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/ontology")
    assert "/terms/Recommendation" in httpx.get(server.url + "/ontology", headers={"accept": "text/html"}).text
