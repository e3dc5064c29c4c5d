"""The published graph in processes of this machine: loaded from its dump, changed through the journal."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pyoxigraph

from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.project import Project
from tcgraph.publish.journal import Journal, rebased
from tcgraph.publish.reports import ReportedFinding, read_report, read_told
from tcgraph.publish.versions import Version
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat, parse
from tcgraph.server.fork_server import apply
from tcgraph.server.frames import Header
from tcgraph.server.near import NearGraph
from tcgraph.server.processes import Keeper, ProcessEnded
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
        self.keeper = Keeper(version.dump, write=settings.write)
        self._workers = WorkerPool(self.keeper, settings)
        super().__init__(project, settings, queries, self._workers)
        self._watch: asyncio.Task[None] | None = None
        self._near: NearGraph | None = None
        self._changes = 0
        # A journal that is read and applied again, and a change that has just been written to it, take turns: between
        # its changes that one would come too early, and after them be missed.
        self._applying = asyncio.Lock()
        self.version = self._version()

    @property
    def alive(self) -> bool:
        """See :attr:`Site.alive`."""
        return self.keeper.alive

    @property
    def as_built(self) -> bool:
        """See :attr:`Site.as_built`."""
        return not self.journal.entries

    @property
    def folder(self) -> Path | None:
        """See :attr:`Site.folder`."""
        return self.journal.path.parent

    def report(self) -> Report | None:
        """See :meth:`Site.report`."""
        return read_report(self.published)

    def told(self) -> Mapping[Finding, ReportedFinding]:
        """See :meth:`Site.told`."""
        return read_told(self.published)

    def _version(self) -> str:
        """The published version's name, and how many changes came since."""
        changes = len(self.journal.entries)
        return f"{self.published.name}-{changes}" if changes else self.published.name

    async def start(self) -> None:
        """See :meth:`Site.start`."""
        self.loop = asyncio.get_running_loop()
        await self._load()
        await self._workers.start()
        self._watch = asyncio.create_task(self._revive())

    async def _load(self) -> None:
        async with self._applying:
            quads = await self.keeper.start()
            changes = [rebased(entry, change, self.published.name) for entry, change in self.journal.changes()]
            for change in changes:
                await self.keeper.apply(change)
            self.keeper.open()
            if self._near is None and quads < self.settings.near_triples:
                self._near = await asyncio.to_thread(_held, self.published.dump, changes)

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
            near, self._near = self._near, None
            self._changes += 1
            mine = self._changes
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
        if near is not None:
            held = await asyncio.to_thread(_changed, near.store, change)
            # Where another change has begun meanwhile, this graph would miss it.
            if mine == self._changes and held <= self.settings.near_triples:
                self._near = near

    def near(self, header: Header, text: str) -> tuple[Header, bytes] | None:
        """See :meth:`Site.near`."""
        if self._near is None:
            return None
        started = time.perf_counter()
        found = self._near.answer(header, text)
        if found is not None:
            self.pool.observe("near", time.perf_counter() - started)
        return found

    async def _asked(self, header: Header, text: str, client: str) -> tuple[Header, bytes]:
        found = self.near(header, text) if self.traces is None else None
        if found is not None:
            return found
        return await super()._asked(header, text, client)

    async def _cost(self, header: Header, text: str, client: str) -> str:
        """See :meth:`Site._cost`."""
        with suppress(EngineError):
            asked: Header = {"explain": "cost", "planned": header.get("planned", True)}
            reply, told = await self.pool.ask(asked, text.encode(), client=client)
            if reply["status"] == "ok" and told:
                return f" {told.decode()}"
        return ""

    async def close(self) -> None:
        """See :meth:`Site.close`."""
        if self._watch is not None:
            self._watch.cancel()
        await self._workers.close(self.settings.drain_seconds)
        self.keeper.close()


def _held(dump: Path | None, changes: list[bytes]) -> NearGraph:
    """The graph in this process, as the keeper has it."""
    store = pyoxigraph.Store()
    if dump is not None:
        store.bulk_extend(parse(dump, GraphFormat.N_QUADS))
    for change in changes:
        apply(store, change)
    return NearGraph(store)


def _changed(store: pyoxigraph.Store, change: bytes) -> int:
    apply(store, change)
    return len(store)


def _mend(journal: Journal) -> None:
    """Put aside what a crash left of a change; on a full disk that waits until the next one is made."""
    try:
        if mended := journal.mend():
            _LOG.warning(mended)
    except EngineError as error:
        _LOG.error("%s", error)
