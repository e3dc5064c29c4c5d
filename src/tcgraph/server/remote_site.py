"""A graph that a SPARQL server holds, served by any number of fronts that keep nothing but what they remember of it.

**Versions.** A front asks the server every few seconds which version it holds: the value of ``dcterms:identifier`` of
:data:`tcgraph.publish.versions.MARK`, in the graph of that name. What was remembered of another is forgotten.
``tcgraph build --to`` writes the mark in the same request as the graph; who changes the graph otherwise changes it
along. Where there is none, nothing is remembered for longer than ``TCGRAPH_ENGINE_CACHE_SECONDS``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tcgraph.config import Settings
from tcgraph.engine.endpoints import Credentials, Endpoints
from tcgraph.engine.explaining import costly_elsewhere
from tcgraph.errors import EngineError
from tcgraph.project import Project
from tcgraph.publish.reports import ReportedFinding
from tcgraph.publish.versions import MARK
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import ResultFormat, Term
from tcgraph.server.frames import Header
from tcgraph.server.remote_pool import RemotePool
from tcgraph.server.served_graph import ServedGraph, table_in
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.terms import PREFIXES

_LOG = logging.getLogger("tcgraph.http")
_VERSION = f"""SELECT ?version WHERE {{
  GRAPH {MARK} {{ {MARK} <{PREFIXES["dcterms"]}identifier> ?version }}
}}"""
# GROUP BY, not DISTINCT, which makes Virtuoso 7 a hundred times slower here.
_GRAPHS = "SELECT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


_COST_SECONDS = 3.0
"""How long it may take to tell what of a question costs."""


class RemoteSite(ServedGraph):
    """A project's graph in a server's hands.

    Args:
        project: whose queries and pages are served.
        settings: limits and sizes.
        queries: the project's named queries.
        endpoints: the server's addresses.
        credentials: who asks it.
    """

    def __init__(
        self,
        project: Project,
        settings: Settings,
        queries: QueryCatalogue,
        endpoints: Endpoints,
        credentials: Credentials,
    ) -> None:
        self._remote = RemotePool(endpoints, credentials, settings, lambda: self._graphs)
        super().__init__(project, settings, queries, self._remote)
        self._graphs: tuple[str, ...] = ()
        self._alive = False
        self._poll: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        """See :attr:`ServedGraph.alive`: whether the server answered when it was asked last."""
        return self._alive

    @property
    def as_built(self) -> bool:
        """See :attr:`ServedGraph.as_built`: nobody here knows what became of it in the server."""
        return False

    @property
    def folder(self) -> Path | None:
        """See :attr:`ServedGraph.folder`: any machine will do for a front."""
        return None

    def report(self) -> Report | None:
        """See :meth:`ServedGraph.report`: the server was told no such thing."""
        return None

    def told(self) -> Mapping[Finding, ReportedFinding]:
        """See :meth:`ServedGraph.told`."""
        return {}

    async def start(self) -> None:
        """See :meth:`ServedGraph.start`; a server that is not there yet may still come."""
        self.loop = asyncio.get_running_loop()
        await self._look()
        self._poll = asyncio.create_task(self._look_again())

    async def close(self) -> None:
        """See :meth:`ServedGraph.close`."""
        if self._poll is not None:
            self._poll.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._poll
        end = time.monotonic() + self.settings.drain_seconds
        while self._remote.running and time.monotonic() < end:
            await asyncio.sleep(0.02)
        await self._remote.close()

    async def _cost(self, header: Header, text: str, client: str) -> str:  # noqa: ARG002
        """See :meth:`ServedGraph._cost`: the server is asked how many triples each pattern has, for a moment."""
        loop, end = asyncio.get_running_loop(), time.monotonic() + _COST_SECONDS
        asked: Header = {**header, "results": ResultFormat.JSON.name, "graph": None}

        async def ask(query: str) -> Iterable[Sequence[Term | None]]:
            async with asyncio.timeout(end - time.monotonic()):
                reply, body = await self._remote.ask(asked, query.encode())
            if reply["status"] != "ok":
                raise EngineError(reply["reason"])
            return table_in(body).rows

        def rows(query: str) -> Iterable[Sequence[Term | None]]:
            return asyncio.run_coroutine_threadsafe(ask(query), loop).result()

        with contextlib.suppress(EngineError, TimeoutError):
            told = await asyncio.to_thread(costly_elsewhere, text, rows)
            return f" {told}" if told else ""
        return ""

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(self.settings.engine_poll_seconds)
            await self._look()

    async def _look(self) -> None:
        """See which version the server holds, and of a new one, which graphs."""
        try:
            # The clock stands in for a version: nothing lives longer than one of its steps.
            untold = f"untold-{int(time.time() / self.settings.engine_cache_seconds)}"
            version = min(await self._values(_VERSION), default=untold)
            if version != self.version:
                self._graphs = tuple(sorted(await self._values(_GRAPHS)))
                self.version = version
            self._alive = True
        except (EngineError, ValueError, KeyError) as error:
            if self._alive or not self.version:
                _LOG.error("the engine's server does not answer: %s", error)
            self._alive = False
            self.version = self.version or "unknown"

    async def _values(self, query: str) -> list[str]:
        reply, body = await self._remote.ask({"results": "JSON", "union": False}, query.encode())
        if reply["status"] != "ok":
            raise EngineError(reply["reason"])
        return [cell["value"] for row in json.loads(body)["results"]["bindings"] for cell in row.values()]
