"""Clients that others' generators make from the API's description work against the server, or the description is wrong.

The generators are installed where the tests are run by hand or in CI, each with what its clients need:
``pip install openapi-python-client`` and ``pip install openapi-generator-cli python-dateutil urllib3``, with Java.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import PATIENCE
from tests.http.running import Running, empty_project, running

pytestmark = pytest.mark.at_size

GRAPH = "urn:graph"
QUESTION = """#+ summary: Everything that has a number
#+ columns:
#+   thing: the thing
#+   number: its number
SELECT ?thing ?number WHERE { ?thing <urn:number> ?number }
"""
FIRST = """
import json, sys
from made import AuthenticatedClient, Client
from made.api.data import catalogue, void
from made.api.feed import activities, event_stream
from made.api.graph_store import graph_get
from made.api.operation import ready
from made.api.queries import numbered, query_list
from made.api.search import search
from made.api.sparql import sparql, sparql_post
from made.models import SparqlPostDataSparqlForm

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
bearer = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2], raise_on_unexpected_status=True)
asked = SparqlPostDataSparqlForm(query="SELECT (7 AS ?n) {}")
print(json.dumps({
    "asked": sparql.sync(client=client, query="ASK {}")["boolean"],
    "posted": sparql_post.sync(client=bearer, body=asked)["results"]["bindings"][0]["n"]["value"],
    "graph": graph_get.sync(client=client, graph="urn:graph"),
    "rows": [[row.thing, row.number] for row in numbered.sync(client=client).rows],
    "queries": [query.name for query in query_list.sync(client=client).queries],
    "found": [hit.label for hit in search.sync(client=client, q="gauge").hits],
    "version": ready.sync(client=client).status,
    "documents": [bool(each.sync(client=client)) for each in (catalogue, void, event_stream, activities)],
}))
"""
SECOND = """
import json, sys
import made

with made.ApiClient(made.Configuration(host=sys.argv[1])) as client:
    sparql, data = made.SparqlApi(client), made.DataApi(client)
    feed, queries = made.FeedApi(client), made.QueriesApi(client)
    print(json.dumps({
        "asked": sparql.sparql(query="ASK {}")["boolean"],
        "posted": sparql.sparql_post(query="SELECT (7 AS ?n) {}")["results"]["bindings"][0]["n"]["value"],
        "graph": made.GraphStoreApi(client).graph_get(graph="urn:graph"),
        "rows": [[row.thing, row.number] for row in queries.numbered().rows],
        "queries": [query.name for query in queries.query_list().queries],
        "found": [hit.label for hit in made.SearchApi(client).search(q="gauge").hits],
        "version": made.OperationApi(client).ready().status,
        "documents": [bool(each()) for each in (data.catalogue, data.void, feed.event_stream, feed.activities)],
    }))
"""


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("clients")
    project = empty_project(root / "p")
    (project / "data/ttl/one.ttl").write_text(
        '<urn:a> <urn:number> 7 ; <http://www.w3.org/2000/01/rdf-schema#label> "A gauge"@en .\n'
    )
    (project / "queries/answer").mkdir()
    (project / "queries/answer/numbered.rq").write_text(QUESTION)
    with running(project, root / "s", "--write", "--no-check", scopes=("write",)) as started:
        body = "<urn:s> <urn:p> <urn:o> ."
        headers = {**started.bearer, "content-type": "text/turtle"}
        httpx.put(f"{started.url}/rdf-graph-store?graph={GRAPH}", content=body, headers=headers).raise_for_status()
        yield started


@pytest.fixture(scope="module")
def description(up: Running, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("description") / "openapi.json"
    file.write_bytes(httpx.get(f"{up.url}/api/openapi.json").raise_for_status().content)
    return file


def program(name: str) -> str:
    """Where a generator is, beside this interpreter or on the path; else the test is left out."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def said(script: str, folder: Path, python: str, up: Running) -> dict[str, object]:
    """What a script says that uses the client in a folder."""
    done = subprocess.run(
        [python, "-c", script, up.url, up.token],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answers: dict[str, object] = json.loads(done.stdout)
    return answers


def check(answers: dict[str, object]) -> None:
    graph = str(answers.pop("graph"))
    assert all(name in graph for name in ("urn:s", "urn:p", "urn:o"))
    assert answers == {
        "asked": True,
        "posted": "7",
        "rows": [["urn:a", 7]],
        "queries": ["numbered"],
        "found": ["A gauge"],
        "version": "ready",
        "documents": [True] * 4,
    }


def test_a_client_of_openapi_python_client_works(up: Running, description: Path, tmp_path: Path) -> None:
    tool = program("openapi-python-client")
    settings = tmp_path / "settings.yaml"
    settings.write_text("package_name_override: made\npost_hooks: []\n")
    told: list[str | Path] = [
        "--path",
        description,
        "--meta",
        "none",
        "--output-path",
        tmp_path / "made",
        "--config",
        settings,
    ]
    subprocess.run([tool, "generate", *told], check=True, capture_output=True, timeout=PATIENCE)
    check(said(FIRST, tmp_path, str(Path(tool).with_name("python")), up))


def test_a_client_of_openapi_generator_works(up: Running, description: Path, tmp_path: Path) -> None:
    tool = program("openapi-generator-cli")
    program("java")
    subprocess.run(
        [tool, "generate", "-i", description, "-g", "python", "--package-name", "made", "-o", tmp_path],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    check(said(SECOND, tmp_path, str(Path(tool).with_name("python")), up))
