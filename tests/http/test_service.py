"""SERVICE through the door that users take: from one running server to another, and from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.command_line import run
from tests.http.running import ROOT, Running, environment, running
from tests.own_project import take_published

LABELS = """SELECT ?country ?there {{ ?country a tc:Country ; tc:iso2 "BJ"
  SERVICE <{address}> {{
    ?country <http://www.w3.org/2000/01/rdf-schema#label> ?there FILTER(LANG(?there) = "fr")
  }} }}"""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(ROOT, tmp_path_factory.mktemp("there")) as it:
        yield it


@pytest.fixture(scope="module")
def here(there: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    dead = "http://127.0.0.1:9/sparql"
    with running(ROOT, tmp_path_factory.mktemp("here"), services=f"{there.url}/sparql, {dead}") as it:
        yield it


def put(server: Running, query: str) -> httpx.Response:
    return httpx.get(f"{server.url}/sparql", params={"query": query, "format": "csv"})


def test_two_servers_are_joined(here: Running, there: Running) -> None:
    answer = put(here, LABELS.format(address=f"{there.url}/sparql"))
    assert answer.status_code == 200
    assert answer.text.splitlines()[1] == "https://w3id.org/tcgraph/id/country/BEN,Bénin"


def test_the_prefixes_that_need_no_declaration_need_none_here_either(here: Running, there: Running) -> None:
    clause = f"SERVICE <{there.url}/sparql> {{ country:BEN rdfs:label ?name FILTER(LANG(?name) = 'fr') }}"
    answer = put(here, f"SELECT ?name {{ country:BEN a tc:Country {clause} }}")
    assert (answer.status_code, answer.text.splitlines()[1:]) == (200, ["Bénin"])


def test_an_address_that_is_not_listed_is_refused_with_those_that_are(here: Running, there: Running) -> None:
    answer = put(here, LABELS.format(address=f"{there.url}/other"))
    assert answer.status_code == 403
    assert f"{there.url}/sparql" in answer.json()["detail"]


def test_a_server_without_a_list_asks_nobody(there: Running, here: Running) -> None:
    answer = put(there, LABELS.format(address=f"{here.url}/sparql"))
    assert (answer.status_code, "asks no other server" in answer.json()["detail"]) == (403, True)


def test_a_dead_server_is_named_and_half_an_answer_is_none(here: Running) -> None:
    answer = put(here, LABELS.format(address="http://127.0.0.1:9/sparql"))
    assert answer.status_code == 502
    assert "http://127.0.0.1:9/sparql could not be asked" in answer.json()["detail"]


def test_the_answer_is_not_kept(here: Running, there: Running) -> None:
    query = LABELS.format(address=f"{there.url}/sparql") + " # again"
    before = asked_of(there)
    put(here, query)
    put(here, query)
    assert asked_of(there) >= before + 2


def asked_of(server: Running) -> int:
    """How many requests for /sparql a server has answered, with the one that asks."""
    lines = httpx.get(f"{server.url}/metrics").text.splitlines()
    return sum(int(float(line.rpartition(" ")[2])) for line in lines if line.startswith("tcgraph_requests_total{"))


def test_the_service_description_says_so(here: Running, there: Running) -> None:
    feature = "BasicFederatedQuery"
    for server, told in ((here, True), (there, False)):
        text = httpx.get(f"{server.url}/sparql", headers={"accept": "text/turtle"}).text
        assert (feature in text) is told


def test_the_editor_says_who_may_be_asked(here: Running, there: Running) -> None:
    page = httpx.get(f"{here.url}/sparql", headers={"accept": "text/html"}).text
    assert f"{there.url}/sparql" in page


def test_the_plan_of_a_federated_query_is_told(here: Running, there: Running) -> None:
    query = LABELS.format(address=f"{there.url}/sparql")
    page = httpx.get(f"{here.url}/sparql", params={"query": query, "view": "plan"}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "VALUES" in page.text


def test_an_update_asks_nobody(there: Running, tmp_path: Path) -> None:
    listed = f"{there.url}/sparql"
    with running(ROOT, tmp_path / "state", scopes=("write",), write=True, services=listed) as server:
        update = f"INSERT {{ GRAPH <urn:g> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <{there.url}/sparql> {{ ?s ?p ?o }} }}"
        answer = httpx.post(f"{server.url}/sparql", data={"update": update}, headers=server.bearer)
        assert answer.status_code in (400, 403)


@pytest.mark.parametrize("listed", [True, False])
def test_the_command_line_asks_what_is_listed(there: Running, tmp_path: Path, listed: bool) -> None:
    address = f"{there.url}/sparql"
    query = tmp_path / "federated.rq"
    # With a LIMIT that is reached: what is told of it is told of the answer, and asks nobody again.
    query.write_text(LABELS.format(address=address) + " LIMIT 1", encoding="utf-8")
    told = environment(tmp_path / "state", services=address if listed else "")
    take_published(tmp_path / "state")
    done = run(["query", "--file", str(query), "--format", "csv"], ROOT, told)
    if listed:
        assert (done.returncode, done.stdout.splitlines()[1].rpartition(",")[2]) == (0, "Bénin")
        assert "The answer ends at LIMIT 1" in done.stderr
    else:
        assert (done.returncode, "SERVICE is refused" in done.stderr) == (2, True)
