"""Which engine a location names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.protocol import Engine


def open_engine(location: str | None, environment: Mapping[str, str]) -> Engine:
    """Open the engine that holds, or will hold, a graph.

    Args:
        location: nothing or ``embedded`` for this process's memory; a directory for a store on disk; one to three
            ``http(s)`` addresses, separated by spaces, for a server (queries, updates, graph store).
        environment: holds a server's credentials (``TCGRAPH_ENGINE_USER`` and ``TCGRAPH_ENGINE_PASSWORD``, or
            ``TCGRAPH_ENGINE_TOKEN``; ``TCGRAPH_ENGINE_AUTH=digest`` where the server asks for that) and
            ``TCGRAPH_ENGINE_TIMEOUT``.

    Raises:
        EngineError: the location or the credentials make no sense, or the store cannot be opened.
    """
    if location is None or location in ("", EmbeddedEngine.name):
        return EmbeddedEngine()
    if not location.startswith(("http://", "https://")):
        return EmbeddedEngine(Path(location))
    # Two HTTP clients that a graph in memory never needs.
    from tcgraph.engine.endpoints import Credentials, Endpoints, timeout_of
    from tcgraph.engine.remote import RemoteEngine

    return RemoteEngine(Endpoints.parse(location), Credentials.of(environment), timeout=timeout_of(environment))
