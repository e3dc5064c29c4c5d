"""The ontology: its profile and consistency by reasoners not ours, what it entails, and that its terms are used."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import owlrl
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN
from rdflib.namespace import DefinedNamespace

from tcgraph.project import Project, Role
from tcgraph.rdf import GraphFormat, NamedNode, parse
from tcgraph.terms import ID, PREFIXES, TC
from tests.conftest import PATIENCE, mostly_at_size

VOCAB = PREFIXES["vocab"]
FULL = rdflib.Namespace(TC)
NOT_IN_OWL_2 = {PREFIXES["xsd"] + name for name in ("date", "gYear", "gYearMonth")}
"""XSD datatypes that OWL 2's datatype map lacks (OWL 2 Structural Specification §4); shapes check them instead."""

needs_java = pytest.mark.skipif(
    shutil.which("java") is None or not all(map(importlib.util.find_spec, ("jpype", "owlready2"))),
    reason="needs a Java runtime, jpype1 and owlready2 (apt install default-jre-headless)",
)


@pytest.fixture(scope="session")
def ontology(project: Project) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in project.files(Role.ONTOLOGY):
        graph.parse(file.path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def named(project: Project) -> set[str]:
    """Every IRI in the data."""
    facts = (quad for file in project.files(Role.DATA) for quad in parse(file.path.read_bytes(), GraphFormat.TURTLE))
    terms = (term for quad in facts for term in (quad.subject, quad.predicate, quad.object))
    return {term.value for term in terms if isinstance(term, NamedNode)}


@pytest.fixture(scope="session")
def examined(ontology: rdflib.Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the OWL API and HermiT say of the ontology, and of ontologies that are wrong on purpose."""
    wrong = {f"reason:{name}": ontology + rdflib.Graph().parse(data=_turtle(text)) for name, text in WRONG.items()}
    return _examine({"reason:ontology": ontology, **wrong}, tmp_path_factory.mktemp("owl"))


def _examine(cases: dict[str, rdflib.Graph], folder: Path) -> dict[str, dict[str, Any]]:
    arguments = []
    for case, graph in cases.items():
        task, _, name = case.partition(":")
        path = folder / f"{name.replace(' ', '-')}.owl"
        _one_ontology(graph).serialize(path, format="xml")
        arguments.append(f"{task}:{path}")
    script = Path(__file__).parent / "owl_profiles.py"
    done = subprocess.run(
        [sys.executable, script, *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    names = (case.partition(":")[2] for case in cases)
    return dict(zip(names, map(json.loads, done.stdout.splitlines()), strict=True))


WRONG = {
    "outside RL": "tc:Action rdfs:subClassOf"
    " [ a owl:Restriction ; owl:onProperty tc:agent ; owl:someValuesFrom tc:Agent ] .",
    "outside DL": "tc:partOf a owl:FunctionalProperty .",
    "unsatisfiable": "tc:Odd a owl:Class ; rdfs:subClassOf tc:Country, tc:Agent .",
    "inconsistent": "<urn:odd> a tc:Convention, tc:InternationalRecommendation .",
}


def _turtle(text: str) -> str:
    prefixes = ("tc", "owl", "rdfs", "xsd")
    return "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in prefixes) + text


def _one_ontology(graph: rdflib.Graph) -> rdflib.Graph:
    """The same axioms under one header, without imports to fetch and without values that OWL 2 has no datatype for."""
    merged = rdflib.Graph()
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    for subject, predicate, value in graph:
        outside = isinstance(value, rdflib.Literal) and str(value.datatype) in NOT_IN_OWL_2
        header = subject in headers and (
            predicate in (OWL.imports, OWL.versionIRI, OWL.versionInfo) or value == OWL.Ontology
        )
        if not outside and not header:
            merged.add((subject, predicate, value))
    merged.add((rdflib.URIRef("urn:merged"), RDF.type, OWL.Ontology))
    return merged


def _relations(data: rdflib.Graph) -> rdflib.Graph:
    """What links things with things, and their kinds: the part of the document's data that could contradict itself.

    Values, and passages and countries, which are mostly values, would cost the reasoner minutes; shapes check them.
    """
    values = set(data.subjects(RDF.type, FULL.Passage)) | set(data.subjects(RDF.type, FULL.Country))
    graph = rdflib.Graph()
    for triple in data:
        if not isinstance(triple[2], rdflib.Literal) and not values & {triple[0], triple[2]}:
            graph.add(triple)
    return graph


def _without_keys(graph: rdflib.Graph) -> rdflib.Graph:
    """Without owl:hasKey, which compares every pair of things and has nothing to compare without values."""
    graph.remove((None, OWL.hasKey, None))
    return graph


@pytest.mark.at_size
@needs_java
@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_the_ontology_is_inside_its_profiles(profile: str, examined: dict[str, dict[str, Any]]) -> None:
    assert examined["ontology"]["axioms"] > 2000
    assert examined["ontology"][profile] == []


@pytest.mark.at_size
@needs_java
def test_it_is_consistent_and_every_class_can_have_members(examined: dict[str, dict[str, Any]]) -> None:
    assert examined["ontology"]["consistent"]
    assert examined["ontology"]["unsatisfiable"] == []


@needs_java
@pytest.mark.at_size
def test_the_data_is_consistent_with_it_and_declares_what_it_uses(
    project: Project, ontology: rdflib.Graph, tmp_path: Path
) -> None:
    data = rdflib.Graph()
    for file in project.files(Role.DATA):
        data.parse(file.path, format="turtle")
    relations = _without_keys(ontology + _relations(data))
    examined = _examine({"profiles:with data": ontology + data, "reason:with relations": relations}, tmp_path)
    assert examined["with data"]["axioms"] > 10_000
    assert examined["with data"]["DL"] == []
    assert examined["with relations"]["consistent"]


@pytest.mark.at_size
@needs_java
def test_the_checkers_see_what_is_wrong(examined: dict[str, dict[str, Any]]) -> None:
    assert examined["outside RL"]["RL"] != []
    assert examined["outside RL"]["DL"] == []
    assert examined["outside DL"]["DL"] != []
    assert examined["unsatisfiable"]["unsatisfiable"] == [TC + "Odd"]
    assert not examined["inconsistent"]["consistent"]


def _close(ontology: rdflib.Graph, facts: str) -> rdflib.Graph:
    """Facts closed by owlrl under the logical part of the ontology; its documentation adds time and no conclusions."""
    annotations = set(ontology.subjects(RDF.type, OWL.AnnotationProperty)) | {RDFS.label, RDFS.isDefinedBy}
    graph = rdflib.Graph().parse(data=_turtle(facts))
    for triple in ontology:
        if triple[1] not in annotations:
            graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False).expand(graph)
    return graph


def _errors(graph: rdflib.Graph) -> list[str]:
    error = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return sorted(str(message) for message in graph.objects(None, error))


def test_owlrl_draws_the_conclusions_that_questions_rest_on(ontology: rdflib.Graph) -> None:
    graph = _close(
        ontology,
        """
        <urn:action> tc:reportedBy <urn:entry> ; tc:hasObservation <urn:observation> ; tc:inferredAgent <urn:office> .
        <urn:entry> tc:respondsTo <urn:recommendation> .
        <urn:participation> tc:inAction <urn:action> .
        <urn:recommendation> tc:inSection <urn:section> . <urn:section> tc:partOf <urn:document> .
        <urn:senegal> tc:inRegion <urn:western-africa> . <urn:western-africa> tc:partOf <urn:africa> .
        <urn:c144> a tc:Convention .
        <urn:code> tc:instrumentKind <https://w3id.org/tcgraph/vocab/instrument-kind/code-of-practice> .
        <urn:one> a tc:Country ; tc:iso3 "SEN" . <urn:other> a tc:Country ; tc:iso3 "SEN" .
        <urn:passage-of-it> a tc:Passage . <urn:entry> tc:passage <urn:passage-of-it> .
        """,
    )
    for subject, predicate, value in (
        ("action", FULL.addresses, "recommendation"),
        ("recommendation", FULL.addressedBy, "action"),
        ("entry", FULL.reports, "action"),
        ("recommendation", FULL.hasEntry, "entry"),
        ("observation", FULL.ofAction, "action"),
        ("action", FULL.agent, "office"),
        ("action", FULL.involves, "participation"),
        ("recommendation", FULL.partOf, "document"),
        ("senegal", FULL.inRegion, "africa"),
        ("one", OWL.sameAs, "other"),
        ("entry", PROV.wasDerivedFrom, "passage-of-it"),
    ):
        assert (rdflib.URIRef(f"urn:{subject}"), predicate, rdflib.URIRef(f"urn:{value}")) in graph, (
            subject,
            predicate,
        )
    kind = rdflib.URIRef(VOCAB + "instrument-kind/convention")
    assert (rdflib.URIRef("urn:c144"), FULL.instrumentKind, kind) in graph
    assert (rdflib.URIRef("urn:code"), RDF.type, FULL.CodeOfPractice) in graph
    assert _errors(graph) == []


@pytest.mark.parametrize(
    "facts",
    mostly_at_size(
        [
            "<urn:nld> a tc:Country, tc:Organisation .",
            "<urn:r> a tc:Ratification ; tc:instrument <urn:r152> . <urn:r152> a tc:InternationalRecommendation .",
            "@prefix s: <https://w3id.org/tcgraph/vocab/status/> . <urn:o> tc:status s:taken, s:planned .",
        ]
    ),
    ids=["country-as-agent", "ratified-recommendation", "two-statuses"],
)
def test_owlrl_finds_contradictions(ontology: rdflib.Graph, facts: str) -> None:
    assert _errors(_close(ontology, facts)) != []


def test_aligned_terms_exist(ontology: rdflib.Graph) -> None:
    """Each term of a vocabulary that rdflib knows whole is in it; the file on UNDO names the release it was read in."""
    known: dict[str, type[DefinedNamespace]] = {
        str(namespace): namespace for namespace in (DCAT, DCTERMS, FOAF, ORG, PROV, SDO, SKOS, VANN)
    }
    used = {str(term) for triple in ontology for term in triple if isinstance(term, rdflib.URIRef)}
    checked = 0
    for term in used:
        base, _, name = term.rpartition("#") if "#" in term else term.rpartition("/")
        namespace = known.get(f"{base}{term[len(base)]}")
        if namespace is not None:
            assert name in namespace, term
            checked += 1
    assert checked > 30


def test_terms_used_are_terms_defined(project: Project, ontology: rdflib.Graph, named: set[str]) -> None:
    used = {uri for uri in named if uri.startswith((TC, VOCAB))} - {TC, VOCAB}
    used |= {TC + name for name in _names_in_queries(project)}
    used |= {str(term) for triple in _shapes(project) for term in triple if str(term).startswith(TC)} - {TC}
    defined = {str(term) for term in ontology.subjects()}
    assert sorted(used - defined) == []


def test_terms_defined_are_terms_used(project: Project, ontology: rdflib.Graph, named: set[str]) -> None:
    """No term for its own sake: the data has it, or a shape, a question or an export needs it."""
    used = named | {TC + name for name in _names_in_queries(project)}
    used |= {str(term) for triple in _shapes(project) for term in triple}
    used |= {str(predicate) for predicate in ontology.predicates()}
    # What a rule concludes is there to be asked with.
    used |= {TC + name for rule in ontology.objects(None, SH.construct) for name in re.findall(r"tc:(\w+)", str(rule))}
    code = "".join(path.read_text(encoding="utf-8") for path in (project.root / "src").rglob("*.py"))
    inverses = {str(term) for pair in ontology.subject_objects(OWL.inverseOf) for term in pair}
    defined = {str(term) for term in ontology.subjects(RDFS.isDefinedBy) if str(term).startswith(TC)} - {TC}
    idle = {term for term in defined - used - inverses if not re.search(rf"\b{term.removeprefix(TC)}\b", code)}
    assert sorted(idle) == []


def _names_in_queries(project: Project) -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in project.queries.rglob("*.rq"))
    return {name for text in texts for name in re.findall(r"\btc:([A-Za-z]\w*)", text)}


def _shapes(project: Project) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in project.files(Role.SHAPES):
        graph.parse(file.path, format="turtle")
    return graph


def test_no_document_thing_is_defined_by_the_ontology(ontology: rdflib.Graph) -> None:
    assert not [term for term in ontology.subjects() if str(term).startswith(ID)]
