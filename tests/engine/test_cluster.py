"""Members of one cluster behind one name: who is away is not waited for, and changes go to one of them alone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tcgraph.engine import open_engine
from tcgraph.engine.endpoints import Endpoints, Members
from tcgraph.errors import EngineError
from tcgraph.rdf import GraphFormat, NamedNode
from tests.engine.servers import Server, free_port, oxigraph_server

pytestmark = pytest.mark.servers
DATA = b"<urn:a> <urn:p> 1 , 2 , 3 ."
GRAPH = NamedNode("urn:g")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <urn:g> { ?s ?p ?o } }"


@pytest.fixture
def members() -> Iterator[tuple[Server, Server, contextlib.ExitStack]]:
    """Two servers that hold the same, and what stops the first."""
    with contextlib.ExitStack() as first, oxigraph_server() as second:
        started = first.enter_context(oxigraph_server())
        for server in (started, second):
            engine = open_engine(server.location, {})
            engine.load(DATA, GraphFormat.TURTLE, graph=GRAPH)
            engine.close()
        yield started, second, first


def counted(location: str) -> int:
    ((number,),) = open_engine(location, {}).select(COUNT)
    return int(number.value)  # type: ignore[union-attr]


def test_reading_goes_on_when_a_member_dies(members: tuple[Server, Server, contextlib.ExitStack]) -> None:
    first, second, stop = members
    engine = open_engine(f"{first.location}, {second.location}", {})
    assert [row[0].value for row in engine.select(COUNT)] == ["3"]  # type: ignore[union-attr]
    stop.close()
    for _ in range(3):
        assert [row[0].value for row in engine.select(COUNT)] == ["3"]  # type: ignore[union-attr]
    assert engine.ask("ASK { GRAPH <urn:g> { <urn:a> <urn:p> 2 } }")


def test_a_change_goes_to_the_first_or_nowhere(members: tuple[Server, Server, contextlib.ExitStack]) -> None:
    first, second, stop = members
    engine = open_engine(f"{first.location}, {second.location}", {})
    engine.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 4 } }")
    assert (counted(first.location), counted(second.location)) == (4, 3)
    stop.close()
    with pytest.raises(EngineError, match=r"cannot be reached.*Is the server running\?"):
        engine.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 5 } }")
    assert counted(second.location) == 3


def test_when_all_are_away_one_sentence_names_them() -> None:
    one, other = (f"http://127.0.0.1:{free_port()}/query" for _ in "ab")
    with pytest.raises(EngineError) as raised:
        open_engine(f"{one},{other}", {}).ask("ASK {}")
    assert str(raised.value).startswith(f"No member of the cluster can be reached, of {one}, {other}: ")


def test_the_one_that_answered_is_asked_first() -> None:
    members = Members(("a", "b", "c"))
    members.answered("b")
    assert [members.at(attempt) for attempt in range(4)] == ["b", "c", "a", "b"]


@pytest.mark.parametrize("location", ["http://a/query,", "http://a/query, http://b/query http://b/update", ",http://a"])
def test_a_member_is_named_by_one_address(location: str) -> None:
    with pytest.raises(EngineError):
        Endpoints.parse(location)
