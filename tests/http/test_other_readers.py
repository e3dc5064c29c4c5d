"""Programs of others read from a running server, as their users would: Comunica, DuckDB, CKAN, pyLODE, OWL tools.

Those in Python are in an environment of their own (``make test-all`` makes ``.venv-clients``), for what they need
would bind what tcgraph needs; those in JavaScript are in ``tests/export/js``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import owlready2
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.conftest import PATIENCE
from tests.engine.servers import free_port
from tests.http.running import ROOT, Running, running

pytestmark = pytest.mark.at_size

CLIENTS = ROOT / ".venv-clients" / "bin"
HERE = Path(__file__).parent / "clients"
JS = ROOT / "tests" / "export" / "js"
BASE = "https://w3id.org/tcgraph/"
PREFIXES = f"PREFIX tc: <{BASE}ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
COMUNICA, TRAVERSAL = "@comunica/query-sparql", "@comunica/query-sparql-link-traversal"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that publishes a copy under its own address, so that its things can be followed to it."""
    port = free_port()
    state = tmp_path_factory.mktemp("copy")
    with running(ROOT, state, "--port", str(port), base_iri=f"http://127.0.0.1:{port}/") as it:
        yield it


def client(name: str, *arguments: str) -> str:
    """What a program in the environment of others' programs prints."""
    program = CLIENTS / name
    if not program.exists():
        pytest.skip("the programs of others are not installed: make .venv-clients/.installed")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def comunica(engine: str, query: str, *sources: str) -> list[dict[str, str]]:
    node = shutil.which("node")
    if node is None or not (JS / "node_modules" / engine).exists():
        pytest.skip(f"node or the npm package {engine} is not installed: npm ci in tests/export/js")
    done = subprocess.run(
        [node, "comunica.cjs", engine, f"{PREFIXES} {query}", *sources],
        cwd=JS, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def asked(server: Running, query: str) -> list[dict[str, str]]:
    """What the server itself answers."""
    parameters = {"query": f"{PREFIXES} {query}", "format": "json"}
    rows = httpx.get(f"{server.url}/sparql", params=parameters).json()["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in rows]


@pytest.mark.parametrize("path", ["id/recommendation/12", "dump/tcgraph.ttl", "sparql"])
def test_comunica_finds_in_a_thing_a_dump_and_the_endpoint_what_the_server_says(server: Running, path: str) -> None:
    query = "SELECT ?element WHERE { ?recommendation tc:number 12 ; tc:hasElement ?element }"
    found = comunica(COMUNICA, query, f"{server.url}/{path}")
    assert {row["element"] for row in found} == {row["element"] for row in asked(server, query)} != set()


def test_comunica_joins_the_endpoint_with_a_document(server: Running) -> None:
    """Federation from outside: each pattern is asked of both, and what the two know is joined."""
    query = (
        "SELECT DISTINCT ?action ?label WHERE { ?action tc:addresses/tc:number 12 ; tc:hasObservation/tc:status ?status"
        ' . ?status skos:prefLabel ?label FILTER(LANG(?label) = "fr") }'
    )
    found = comunica(COMUNICA, query, f"{server.url}/sparql", f"{server.url}/vocab/status/planned")
    local = asked(server, query)
    assert {(row["action"], row["label"]) for row in found} == {(row["action"], row["label"]) for row in local} != set()


def test_comunica_asks_the_endpoint_by_service(server: Running) -> None:
    inside = "?action tc:addresses ?recommendation"
    query = f"SELECT ?action WHERE {{ ?recommendation tc:number 12 SERVICE <{server.url}/sparql> {{ {inside} }} }}"
    found = comunica(COMUNICA, query, f"{server.url}/id/recommendation/12")
    local = asked(server, f"SELECT ?action WHERE {{ ?recommendation tc:number 12 . {inside} }}")
    assert sorted(row["action"] for row in found) == sorted(row["action"] for row in local) != []


def test_comunica_follows_links_from_a_thing_to_what_it_names(copy: Running) -> None:
    """Of the elements, the thing's own document has the addresses alone; their summaries are in theirs."""
    thing = f"{copy.url}/id/recommendation/12"
    wanted = f"<{thing}> copy:hasElement ?element . ?element copy:summary ?summary FILTER(LANG(?summary) = 'en')"
    query = f"PREFIX copy: <{copy.url}/ns#> SELECT DISTINCT ?element ?summary WHERE {{ {wanted} }}"
    assert comunica(COMUNICA, query, thing) == []
    found = comunica(TRAVERSAL, query, thing)
    assert len(found) == len({row["element"] for row in found}) >= 3
    assert all(row["element"].startswith(f"{copy.url}/id/element/12-") for row in found)


def test_duckdb_reads_tables_over_http(server: Running) -> None:
    """It asks for the end of a file, and then for the columns it needs."""
    tables = {name: f"read_parquet('{server.url}/dump/{name}.parquet')" for name in ("Action", "Recommendation")}
    found = client(
        "python", str(HERE / "parquet.py"),
        f"SELECT r.number, COUNT(*) FROM {tables['Action']} a JOIN {tables['Recommendation']} r ON a.addresses = r.iri "
        "GROUP BY ALL ORDER BY ALL",
    )  # fmt: skip
    rows = asked(
        server,
        "SELECT ?n (COUNT(*) AS ?c) WHERE { ?a a tc:Action ; tc:addresses/tc:number ?n } GROUP BY ?n ORDER BY ?n",
    )
    assert json.loads(found) == [[int(row["n"]), int(row["c"])] for row in rows] != []


def test_the_tables_of_a_copy_speak_of_its_own_things(copy: Running) -> None:
    table = f"read_parquet('{copy.url}/dump/Recommendation.parquet')"
    found = client("python", str(HERE / "parquet.py"), f"SELECT iri FROM {table} WHERE number = 12")
    assert json.loads(found) == [[f"{copy.url}/id/recommendation/12"]]


def test_there_is_no_table_of_no_kind_and_those_there_are_are_named(server: Running) -> None:
    answer = httpx.get(f"{server.url}/dump/Recomendation.parquet")
    assert (answer.status_code, "Recommendation.parquet" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize(("ending", "syntax"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")])
def test_ckan_harvests_one_dataset_with_what_can_be_fetched(
    server: Running, tmp_path: Path, ending: str, syntax: str
) -> None:
    catalogue = tmp_path / f"catalogue.{ending}"
    catalogue.write_bytes(httpx.get(f"{server.url}/catalogue.{ending}").content)
    (dataset,) = json.loads(client("python", str(HERE / "dcat.py"), str(catalogue), syntax))
    assert dataset["title"]
    assert dataset["notes"]
    assert dataset["license_id"] or all(resource["license"] for resource in dataset["resources"])
    extras: dict[str, Any] = {extra["key"]: extra["value"] for extra in dataset["extras"]}
    assert {"publisher_name", "modified", "language", "theme"} <= set(extras)
    fetched = [resource["download_url"] for resource in dataset["resources"] if resource.get("download_url")]
    assert {url.rpartition(".")[2] for url in fetched} >= {"ttl", "nt", "jsonld", "rdf"}
    for url in fetched:
        assert httpx.head(url).status_code == 200


@pytest.mark.parametrize("path", ["ontology", "ns.ttl"])
def test_pylode_documents_every_term(server: Running, tmp_path: Path, path: str) -> None:
    page = tmp_path / "page.html"
    client("pylode", "-o", str(page), f"{server.url}/{path}")
    text = page.read_text()
    terms = asked(
        server,
        "SELECT DISTINCT ?term WHERE { VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty } "
        f'?term a ?kind FILTER(STRSTARTS(STR(?term), "{BASE}ns#")) }}',
    )
    missing = [row["term"] for row in terms if not re.search(rf">{re.escape(row['term'])}<", text)]
    assert (len(terms) > 100, missing) == (True, [])


def test_owlready_loads_the_ontology_from_its_address(server: Running) -> None:
    world = owlready2.World()
    ontology = world.get_ontology(f"{server.url}/ns.rdf").load()
    classes = {found.iri for found in world.classes()}
    assert {f"{BASE}ns#Recommendation", f"{BASE}ns#Action"} <= classes
    assert len(list(ontology.properties())) > 100


def test_rdflib_asks_the_endpoint_as_a_graph(server: Running) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    number = rdflib.URIRef(f"{BASE}ns#number")
    (found,) = graph.objects(rdflib.URIRef(f"{BASE}id/recommendation/12"), number)
    assert found == rdflib.Literal(12)
