"""Changes to the shipped graph over HTTP: its own shapes say what may come in."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx
import pytest

from tests.conftest import PATIENCE, many
from tests.http.running import ROOT, Running, running

GRAPH = "https://w3id.org/tcgraph/graph/gb297-tc-3/section-1"
FIRST = "https://w3id.org/tcgraph/id/recommendation/1"
SECOND = "https://w3id.org/tcgraph/id/recommendation/2"
SAID = ("one", "one, two", "one, two, three", "one, two, three, four")[: many(4, few=2)]
"""Each keeps the words before, whose loss a rule warns of."""
NUMBER = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{FIRST}> tc:number 999 }} }}"


def note(said: str) -> str:
    """Two statements that belong together, in the place of those before."""
    return (
        f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ <{FIRST}> rdfs:comment ?a . <{SECOND}> rdfs:comment ?b }} }} ; "
        f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <{FIRST}> rdfs:comment "{said}"@en . '
        f'<{SECOND}> rdfs:comment "{said}"@en }} }}'
    )


def change(up: Running, text: str) -> httpx.Response:
    return httpx.post(f"{up.url}/sparql", data={"update": text}, headers=up.bearer, timeout=PATIENCE)


def notes(up: Running) -> list[tuple[str, str]]:
    query = f"SELECT ?a ?b {{ <{FIRST}> rdfs:comment ?a . <{SECOND}> rdfs:comment ?b }}"
    rows = httpx.get(f"{up.url}/sparql", params={"query": query}).json()["results"]["bindings"]
    return [(row["a"]["value"], row["b"]["value"]) for row in rows]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the servers of this module keep the version that they build once."""
    return tmp_path_factory.mktemp("gate") / "s"


def test_what_violates_the_shapes_is_rejected_with_the_report(state: Path) -> None:
    with running(ROOT, state, "--write", scopes=("write",)) as up:
        refused = change(up, NUMBER)
        assert refused.status_code == 422
        problem = refused.json()
        assert problem["type"].endswith("/shapes")
        found = {(result["focus"], result["shape"].rpartition("#")[2].strip(">")) for result in problem["results"]}
        assert (f"<{FIRST}>", "recommendation-number") in found
        assert all(result["message"] for result in problem["results"])
        ask = {"query": f"ASK {{ <{FIRST}> tc:number 999 }}"}
        assert httpx.get(f"{up.url}/sparql", params=ask).json()["boolean"] is False
        untyped = change(up, 'INSERT DATA { GRAPH <urn:x> { <urn:a> rdfs:label "of no kind"@en } }')
        assert untyped.status_code == 422

        for rules in ("shapes/follow-up", "ontology/core"):
            barred = change(up, f"DROP GRAPH <https://w3id.org/tcgraph/graph/{rules}>")
            assert (barred.status_code, barred.json()["type"].rpartition("/")[2]) == (403, "scope")

        seen: list[list[tuple[str, str]]] = []
        over = threading.Event()

        def read() -> None:
            while not over.wait(0.1):  # each asks two processes, and a change takes a second
                seen.append(notes(up))

        reader = threading.Thread(target=read)
        reader.start()
        try:
            for said in SAID:
                accepted = change(up, note(said))
                assert accepted.status_code == 200, accepted.text
                assert accepted.json()["warnings"] == [], accepted.text
                # From the acknowledgement on, everyone sees it.
                assert notes(up) == [(said, said)]
        finally:
            over.set()
            reader.join()
        # Meanwhile nobody saw half of a change, nor an older state after a newer one.
        assert all(rows in ([], *[[(said, said)] for said in SAID]) for rows in seen)
        order = [SAID.index(rows[0][0]) for rows in seen if rows]
        assert order == sorted(order)


def test_a_lenient_policy_lets_it_in_and_says_so(state: Path) -> None:
    with running(ROOT, state, "--write", scopes=("write",), shacl_policy="warn", tokens=state / "t.json") as up:
        assert notes(up) == [(SAID[-1], SAID[-1])], "what was accepted before is still there"
        accepted = change(up, NUMBER)
        assert accepted.status_code == 200
        shapes = {warning["shape"].rpartition("#")[2].strip(">") for warning in accepted.json()["warnings"]}
        assert "recommendation-number" in shapes
        ask = {"query": f"ASK {{ <{FIRST}> tc:number 999 }}"}
        assert httpx.get(f"{up.url}/sparql", params=ask).json()["boolean"] is True
