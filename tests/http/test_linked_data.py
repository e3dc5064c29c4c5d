"""Every IRI of ours answers: a page for people, data for programs, alternates linked, unknown names refused."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.compare import to_isomorphic

from tests.http.running import Running

BASE = "https://w3id.org/tcgraph/"
THINGS = (
    "id/recommendation/12",
    "id/action/11-5-b",
    "id/country/SEN",
    "id/organisation/dfid",
    "id/instrument/C144",
    "vocab/status/taken",
    "graph/gb297-tc-3/cover",
)


@pytest.mark.parametrize("path", THINGS)
def test_a_browser_is_sent_to_a_page(server: Running, path: str) -> None:
    answer = httpx.get(f"{server.url}/{path}", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 303
    page = httpx.get(server.url + answer.headers["location"], headers={"accept": "text/html"})
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")


def test_a_page_asked_for_in_a_language_is_led_to_in_that_language(server: Running) -> None:
    answer = httpx.get(f"{server.url}/id/action/9-1-a?lang=fr", headers={"accept": "text/html"})
    path, _, place = answer.headers["location"].partition("#")
    assert path == "/recommendations/9?lang=fr"
    assert place
    data = httpx.get(f"{server.url}/id/action/9-1-a?lang=fr", headers={"accept": "text/turtle"})
    assert data.headers["location"] == "/id/action/9-1-a.ttl"


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/rdf+xml", ".rdf"),
        ("application/n-triples", ".nt"),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.9, text/html;q=0.1", ".ttl"),
        ("*/*", ".ttl"),
        ("", ".ttl"),
    ],
)
def test_a_program_is_sent_to_the_data_it_takes(server: Running, accept: str, suffix: str) -> None:
    answer = httpx.get(f"{server.url}/id/country/SEN", headers={"accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/id/country/SEN{suffix}")
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("path", THINGS)
def test_every_format_says_the_same(server: Running, path: str) -> None:
    """Read by rdflib, which shares no code with the server's serializers."""
    graphs = {}
    for suffix, name in ((".ttl", "turtle"), (".nt", "nt"), (".rdf", "xml"), (".jsonld", "json-ld")):
        answer = httpx.get(f"{server.url}/{path}{suffix}")
        assert answer.status_code == 200, suffix
        graph = rdflib.Graph() if name != "json-ld" else rdflib.Dataset(default_union=True)
        graph.parse(data=answer.content, format=name)
        merged = rdflib.Graph()
        for subject, predicate, value in graph.triples((None, None, None)):
            merged.add((subject, predicate, value))
        graphs[suffix] = to_isomorphic(merged)
    assert len(graphs[".ttl"]) > 3
    assert {suffix: graph == graphs[".ttl"] for suffix, graph in graphs.items()} == dict.fromkeys(graphs, True)
    assert path.startswith("graph/") or any(str(term) == BASE + path for triple in graphs[".ttl"] for term in triple)


def test_the_link_header_names_the_thing_and_every_form(server: Running) -> None:
    links = httpx.get(f"{server.url}/id/recommendation/12.ttl").headers["link"]
    assert f'<{BASE}id/recommendation/12>; rel="describes"' in links
    for media_type in ("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"):
        assert f'rel="alternate"; type="{media_type}"' in links


def test_the_namespace_gives_the_whole_ontology(server: Running, project_ontology_terms: set[str]) -> None:
    answer = httpx.get(f"{server.url}/ns", headers={"accept": "text/turtle"}, follow_redirects=True)
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    described = {str(subject) for subject in graph.subjects()}
    assert project_ontology_terms <= described


@pytest.fixture(scope="module")
def project_ontology_terms() -> set[str]:
    graph = rdflib.Graph()
    for file in (Path(__file__).parents[2] / "ontology").glob("*.ttl"):
        graph.parse(file, format="turtle")
    terms = {str(subject) for subject in graph.subjects() if str(subject).startswith(BASE + "ns#")}
    assert len(terms) > 50
    return terms


@pytest.mark.parametrize("path", ["id/recommendation/99", "id/country/SENX.ttl", "vocab/status/done"])
def test_an_unknown_name_is_404_with_the_nearest(server: Running, path: str) -> None:
    answer = httpx.get(f"{server.url}/{path}")
    assert answer.status_code == 404
    assert "Did you mean" in answer.json()["detail"]


def test_a_client_that_takes_no_form_of_it_is_told(server: Running) -> None:
    assert httpx.get(f"{server.url}/id/country/SEN", headers={"accept": "image/png"}).status_code == 406


def test_head_has_no_body(server: Running) -> None:
    answer = httpx.head(f"{server.url}/id/country/SEN.ttl")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_path_is_never_read_as_sparql(server: Running) -> None:
    for hostile in ("id/x> } SERVICE <http://127.0.0.1:1/", "id/%3E%20%3Fs%20%3Fp%20%7B", "id/..%2f..%2fetc/passwd"):
        assert httpx.get(f"{server.url}/{hostile}").status_code == 404


@pytest.mark.parametrize("ending", ["xml", "tsv", "csv", "json", "srj", "srx"])
def test_a_result_can_be_had_by_suffix_as_by_format(server: Running, ending: str) -> None:
    query = {"query": "SELECT ?n { <https://w3id.org/tcgraph/id/recommendation/12> tc:number ?n }"}
    by_suffix = httpx.get(f"{server.url}/sparql.{ending}", params=query, follow_redirects=True)
    name = {"srj": "json", "srx": "xml"}.get(ending, ending)
    by_format = httpx.get(f"{server.url}/sparql", params={**query, "format": name})
    assert by_suffix.status_code == by_format.status_code == 200
    assert (
        by_suffix.headers["content-type"].partition(";")[0].split("/")[0]
        == by_format.headers["content-type"].split("/")[0]
    )
    assert "12" in by_suffix.text


@pytest.mark.parametrize("ending", ["nt", "rdf", "jsonld", "trig", "nq", "ttl"])
def test_a_graph_can_be_had_by_suffix(server: Running, ending: str) -> None:
    query = {"query": "CONSTRUCT WHERE { <https://w3id.org/tcgraph/id/recommendation/12> tc:number ?n }"}
    answer = httpx.get(f"{server.url}/sparql.{ending}", params=query, follow_redirects=True)
    assert (answer.status_code, "12" in answer.text) == (200, True)


OWL = rdflib.Namespace("http://www.w3.org/2002/07/owl#")


def read(server: Running, path: str) -> rdflib.Graph:
    answer = httpx.get(server.url + path, headers={"accept": "text/turtle"}, follow_redirects=True)
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text, format="turtle")


@pytest.mark.parametrize("module", ["core", "places", "align/skos", "vocab/status"])
def test_a_module_s_address_gives_the_module_and_so_does_its_version(server: Running, module: str) -> None:
    """A tool that imports it reads its axioms there (OWL 2 Structural Specification §3.4), under one header."""
    file = rdflib.Graph().parse(Path(__file__).parents[2] / "ontology" / f"{module}.ttl")
    (header,) = file.subjects(rdflib.RDF.type, OWL.Ontology)
    version = str(file.value(header, OWL.versionIRI))
    # The namespace and the schemes have addresses with meanings of their own.
    for address in {version, f"{BASE}ontology/{module}"}:
        graph = read(server, f"/{address.removeprefix(BASE)}")
        assert list(graph.subjects(rdflib.RDF.type, OWL.Ontology)) == [header]
        assert to_isomorphic(graph) == to_isomorphic(file)


def test_a_version_is_one_ontology(server: Running) -> None:
    whole = read(server, "/ontology/1.0.0")
    assert len(set(whole.subjects(rdflib.RDF.type, OWL.Ontology))) == 1
    assert httpx.get(f"{server.url}/ontology/1.0.0/nothing.ttl").status_code == 404


def test_a_dataset_counts_what_its_dumps_hold(server: Running) -> None:
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    described = read(server, "/.well-known/void")
    dumps = [dump for dump in map(str, described.objects(None, void.dataDump)) if dump.endswith(".nt")]
    assert {dump.rpartition("/")[2] for dump in dumps} == {"tcgraph.nt", "tcgraph-inferred.nt"}
    for dump in dumps:
        (dataset,) = described.subjects(void.dataDump, rdflib.URIRef(dump))
        lines = httpx.get(dump).text.splitlines()
        assert str(described.value(dataset, void.triples)) == str(len(set(lines)))
    publishers = list(described.objects(None, rdflib.DCTERMS.publisher))
    assert all((each, rdflib.RDF.type, rdflib.FOAF.Agent) in described for each in publishers)
