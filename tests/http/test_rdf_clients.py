"""Other people's clients load things by their address, as their users would, and find the triples."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
import pyhornedowl
import pytest
import rdflib

from tests.conftest import mostly_at_size
from tests.http.running import THINGS, Running

JS = Path(__file__).parents[1] / "export" / "js"
BASE = "https://w3id.org/tcgraph/"
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,"
    "application/n-quads;q=0.9,application/trig;q=0.9,application/x-trig;q=0.8,*/*;q=0.3"
)
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,"
    "text/xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18,application/json;q=0.135"
)
"""What these two send, version 4.9 of the one and 4.5 of the other."""
FRAME = """
const jsonld = require("jsonld");
const [data, frame] = process.argv.slice(1);
const documentLoader = jsonld.documentLoaders.node({ secure: false });
jsonld.frame(data, frame, { documentLoader }).then((found) => console.log(JSON.stringify(found)));
"""


@pytest.mark.parametrize("path", mostly_at_size(THINGS, "id/recommendation/12"))
@pytest.mark.parametrize("syntax", [None, "turtle", "json-ld", "xml"])
def test_rdflib_loads_a_graph(server: Running, path: str, syntax: str | None) -> None:
    graph = rdflib.Graph().parse(f"{server.url}/{path}", format=syntax)
    assert len(graph) == len(rdflib.Graph().parse(f"{server.url}/{path}", format="turtle")) > 3


@pytest.mark.parametrize("accept", [JENA, COMUNICA], ids=["jena", "comunica"])
@pytest.mark.parametrize("path", THINGS)
def test_a_client_that_reads_everything_is_given_a_graph(server: Running, path: str, accept: str) -> None:
    answer = httpx.get(f"{server.url}/{path}", headers={"accept": accept}, follow_redirects=True)
    media_type = answer.headers["content-type"].partition(";")[0]
    dataset = rdflib.Dataset()
    dataset.parse(data=answer.text, format=media_type)
    assert len(dataset.default_graph) > 3
    assert {graph.identifier for graph in dataset.graphs()} == {dataset.default_graph.identifier}


def test_named_graphs_are_for_who_takes_nothing_else(server: Running) -> None:
    address = f"{server.url}/id/recommendation/12"
    for accept, syntax in (("application/trig", "trig"), ("application/n-quads", "nquads")):
        answer = httpx.get(address, headers={"accept": accept}, follow_redirects=True)
        dataset = rdflib.Dataset()
        dataset.parse(data=answer.text, format=syntax)
        assert f"{BASE}graph/gb297-tc-3/section-3" in {str(graph.identifier) for graph in dataset.graphs()}


@pytest.mark.parametrize(
    ("path", "kind", "inside"),
    [("id/recommendation/12", "Recommendation", "hasElement"), ("id/action/11-5-b", "Action", "hasObservation")],
)
def test_jsonld_js_frames_a_thing_over_http(server: Running, path: str, kind: str, inside: str) -> None:
    node = shutil.which("node")
    if node is None or not (JS / "node_modules" / "jsonld").exists():
        pytest.skip("node or the npm package jsonld is not installed: npm ci in tests/export/js")
    command = [node, "-e", FRAME, f"{server.url}/{path}", f"{server.url}/frames/{kind}.jsonld"]
    found = subprocess.run(command, cwd=JS, capture_output=True, text=True, check=True, env=os.environ)
    record = json.loads(found.stdout)
    assert (record["id"], record["type"][0]) == (BASE + path, kind)
    assert all("id" in part for part in record[inside])


def test_a_frame_of_no_kind_names_the_nearest(server: Running) -> None:
    answer = httpx.get(f"{server.url}/frames/Recomendation.jsonld")
    assert (answer.status_code, "Did you mean Recommendation?" in answer.json()["detail"]) == (404, True)


def test_the_ontology_is_one_to_an_owl_tool(server: Running) -> None:
    """Read by horned-owl, which takes no node that is both an ontology and something else, and one header at most."""
    text = httpx.get(f"{server.url}/ontology", headers={"accept": "application/rdf+xml"}, follow_redirects=True).text
    ontology = pyhornedowl.open_ontology_from_string(text, serialization="rdf")
    assert str(ontology.get_iri()) == f"{BASE}ns"
    assert f"{BASE}ns#Recommendation" in {str(iri) for iri in ontology.get_classes()}
    headers = rdflib.Graph().parse(data=text, format="xml").subjects(rdflib.RDF.type, rdflib.OWL.Ontology)
    assert [str(header) for header in headers] == [f"{BASE}ns"]


def test_a_browser_and_a_client_that_says_nothing_are_shown_the_page_of_the_ontology(server: Running) -> None:
    for accept in ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*"):
        answer = httpx.get(f"{server.url}/ontology", headers={"accept": accept})
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/html")
