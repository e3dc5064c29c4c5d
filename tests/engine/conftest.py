"""Engines under test: our own, and one for each server that is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tcgraph.engine import Engine, open_engine
from tcgraph.errors import EngineError
from tcgraph.namespaces import STANDARD, OwnVocabulary, Prefixes, application, install
from tests.engine.servers import Server, oxigraph_server, virtuoso_server


@pytest.fixture(autouse=True)
def _application() -> Iterator[None]:
    """An application of the tests' own, whatever else runs beside them: its prefixes, and a search."""
    before = application()
    names = {"id": "http://example.org/id/", "tc": "http://example.org/ns#", "tcs": "urn:search:"}
    install(OwnVocabulary(prefixes=Prefixes({**STANDARD, **names}), search="urn:search:matches"))
    yield
    install(before)


@pytest.fixture(scope="session")
def oxigraph() -> Iterator[Server]:
    with oxigraph_server() as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=[pytest.mark.slow, pytest.mark.at_size])])
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def remote(server: Server) -> Iterator[Engine]:
    """An empty engine on the server."""
    engine = open_engine(server.location, server.environment)
    for graph in engine.graphs():
        engine.drop(graph)
    yield engine
    engine.close()


@pytest.fixture(
    params=[
        "embedded",
        "directory",
        "oxigraph",
        pytest.param("virtuoso", marks=[pytest.mark.slow, pytest.mark.at_size]),
    ]
)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Every engine, empty."""
    if request.param == "embedded":
        opened = open_engine(None, {})
    elif request.param == "directory":
        opened = open_engine(str(tmp_path_factory.mktemp("store") / "graph"), {})
    else:
        server: Server = request.getfixturevalue(request.param)
        opened = open_engine(server.location, server.environment)
        for graph in opened.graphs():
            opened.drop(graph)
    yield opened
    try:
        opened.close()
    except EngineError:
        pytest.fail("closing must not fail")
