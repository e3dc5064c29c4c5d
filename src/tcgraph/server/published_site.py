"""The published graph in processes of this machine: loaded from its dump, changed through the journal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.project import Project
from tcgraph.publish.journal import Journal, rebased
from tcgraph.publish.reports import ReportedFinding, read_report, read_told
from tcgraph.publish.versions import Version
from tcgraph.queries import QueryCatalogue
from tcgraph.server.frames import Header
from tcgraph.server.processes import ForkServer, ProcessEnded
from tcgraph.server.scheduler import WorkerPool
from tcgraph.server.served_graph import ServedGraph
from tcgraph.shacl.validation_report import Finding, Report

_LOG = logging.getLogger("tcgraph.http")


class PublishedSite(ServedGraph):
    """One project's published version, and the processes that answer questions about it."""

    def __init__(
        self, project: Project, version: Version, settings: Settings, queries: QueryCatalogue, journal: Journal
    ) -> None:
        self.published = version
        self.journal = journal
        if settings.write:
            _mend(journal)
        self.keeper = ForkServer(version.dump, write=settings.write)
        self._workers = WorkerPool(self.keeper, settings)
        super().__init__(project, settings, queries, self._workers)
        self._watch: asyncio.Task[None] | None = None
        # A journal that is read and applied again, and a change that has just been written to it, take turns: between
        # its changes that one would come too early, and after them be missed.
        self._applying = asyncio.Lock()
        self.version = self._version()

    @property
    def alive(self) -> bool:
        """See :attr:`ServedGraph.alive`."""
        return self.keeper.alive

    @property
    def as_built(self) -> bool:
        """See :attr:`ServedGraph.as_built`."""
        return not self.journal.entries

    @property
    def folder(self) -> Path | None:
        """See :attr:`ServedGraph.folder`."""
        return self.journal.path.parent

    def report(self) -> Report | None:
        """See :meth:`ServedGraph.report`."""
        return read_report(self.published)

    def told(self) -> Mapping[Finding, ReportedFinding]:
        """See :meth:`ServedGraph.told`."""
        return read_told(self.published)

    def _version(self) -> str:
        """The published version's name, and how many changes came since."""
        changes = len(self.journal.entries)
        return f"{self.published.name}-{changes}" if changes else self.published.name

    async def start(self) -> None:
        """See :meth:`ServedGraph.start`."""
        self.loop = asyncio.get_running_loop()
        await self._load()
        await self._workers.start()
        self._watch = asyncio.create_task(self._revive())

    async def _load(self) -> None:
        async with self._applying:
            await self.keeper.start()
            for entry, change in self.journal.changes():
                await self.keeper.apply(rebased(entry, change, self.published.name))
            self.keeper.open()

    async def _revive(self) -> None:
        """Start the keeper again when something has ended it."""
        while True:
            await asyncio.sleep(0.1)
            if not self.keeper.alive:
                _LOG.error("the process that holds the graph has ended; starting it again")
                self.keeper.close()
                self.keeper.reset()
                try:
                    await self._load()
                    self.version = self._version()
                    await self._workers.renew()
                except EngineError:
                    # It ended again while it was loading: once more, and not in haste.
                    _LOG.exception("the graph could not be loaded")
                    self.keeper.kill()
                    await asyncio.sleep(1)

    async def changed(self, change: bytes) -> None:
        """Have a change that is in the journal seen by every later question.

        When the keeper ends at this moment, it comes back with the whole journal, this change included; one that
        cannot apply the change is made to.
        """
        async with self._applying:
            try:
                await self.keeper.apply(change)
            except ProcessEnded:
                pass
            except (EngineError, OSError):
                _LOG.exception("a change could not be applied; the graph is loaded again")
                self.keeper.kill()
        # At once before the workers are replaced, or an answer from the old graph would be kept for the new one.
        self.version = self._version()
        await self._workers.renew()

    async def _cost(self, header: Header, text: str, client: str) -> str:
        """See :meth:`ServedGraph._cost`."""
        with suppress(EngineError):
            asked: Header = {"explain": "cost", "planned": header.get("planned", True)}
            reply, told = await self.pool.ask(asked, text.encode(), client=client)
            if reply["status"] == "ok" and told:
                return f" {told.decode()}"
        return ""

    async def close(self) -> None:
        """See :meth:`ServedGraph.close`."""
        if self._watch is not None:
            self._watch.cancel()
        await self._workers.close(self.settings.drain_seconds)
        self.keeper.close()


def _mend(journal: Journal) -> None:
    """Put aside what a crash left of a change; on a full disk that waits until the next one is made."""
    try:
        if mended := journal.mend():
            _LOG.warning(mended)
    except EngineError as error:
        _LOG.error("%s", error)
