"""The documentation tells every term with all that is said of it, and what changed since a released version."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.compare import isomorphic

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.export.ontology import ONTOLOGY, read_ontology
from tcgraph.export.ontology.term_changes import changes, triples_of
from tcgraph.export.rebase import Rebase, staged_under
from tcgraph.pages.ontology_files import write_ontology
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries
from tests.http.running import ROOT, Running, running

BASE = "https://w3id.org/tcgraph/"
TC = rdflib.Namespace(BASE + "ns#")
KINDS = (rdflib.OWL.Class, rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty, rdflib.OWL.AnnotationProperty)


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
        write_ontology(engine, Project(ROOT), read_queries(ROOT / "queries"), scratch)
    return directory


def sections(page: str) -> dict[str, str]:
    """The text of each section by its anchor."""
    # Where a long word may break in two is no part of it.
    whole = page.replace("<wbr>", "")
    found = re.findall(r'<section class="term" id="([^"]+)">(.*?)</section>', whole, re.DOTALL)
    return {anchor: " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for anchor, text in found}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_term_has_its_place_and_its_words(
    files: Path, stated: rdflib.Graph, rebase: Rebase, language: str
) -> None:
    name = "index.html" if language == "en" else f"index.{language}.html"
    told = sections((files / name).read_text(encoding="utf-8"))
    terms = {term for kind in KINDS for term in stated.subjects(rdflib.RDF.type, kind) if str(term).startswith(str(TC))}
    terms = {term for term in terms if (term, rdflib.RDFS.label, None) in stated}
    assert len(terms) > 150
    for term in terms:
        section = told[str(term).removeprefix(str(TC))]
        for label in stated.objects(term, rdflib.RDFS.label):
            assert str(label) in section, term
        for property_ in (rdflib.SKOS.definition, rdflib.SKOS.scopeNote, rdflib.SKOS.example):
            for text in stated.objects(term, property_):
                if isinstance(text, rdflib.Literal) and text.language == "en":
                    assert " ".join(rebase.text(str(text)).split()) in section, term


def test_links_go_both_ways_and_every_anchor_is_there(files: Path) -> None:
    page = (files / "index.html").read_text(encoding="utf-8")
    anchors = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) - anchors == set()
    told = sections(page)
    assert "Kind of instrument" in told["Convention"]
    assert "Convention" in told["Instrument"].partition("Narrower")[2]
    assert "The other way round is addressed by" in told["addresses"]
    assert "one value at most" in told["status"]
    assert "Exactly those with kind of instrument" in told["Convention"]
    assert "Identified by" in told["Country"]
    assert "donors-by-recommendation" in told["donor"]
    # One shape holds for either, through the path of its own.
    assert "funding-donor" in told["donor"]
    assert "funding-donor" in told["inferredDonor"]


def test_it_is_whole_without_a_server(files: Path) -> None:
    for page in files.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert not re.search(r'<(?:img|link|iframe)[^>]+(?:src|href)="https?:', text)
        for target in re.findall(r'href="((?!https?:|#|urn:)[^"#]+)"', text):
            assert (page.parent / target).is_file(), target


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
        names = write_ontology(again, Project(ROOT), read_queries(ROOT / "queries"), scratch)
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
    write_ontology(engine, project, read_queries(project.queries), root / "docs", release=True)
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
