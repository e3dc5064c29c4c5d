"""The published graph as everything in the web part sees it: one object, passed in, with the queries to ask it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyoxigraph

from tcgraph.config import Settings, endpoints
from tcgraph.engine import UNION, Scope
from tcgraph.engine.explaining import QueryExplanation, from_json
from tcgraph.engine.text_index import TextIndex
from tcgraph.engine.text_search import mentions_search, searched
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.namespaces import application
from tcgraph.project import Project
from tcgraph.publish.attachments import attached_text
from tcgraph.publish.reports import ReportedFinding
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat, ResultFormat, Term, Triple, parse
from tcgraph.server.federation import Federation, FederationLimits, FederationRefused
from tcgraph.server.frames import Header
from tcgraph.server.limits import LimitReached
from tcgraph.server.outbound import ServiceFailed
from tcgraph.server.version_cache import VersionCache
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.sparql.keywords import mentions

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

ASKING: ContextVar[str] = ContextVar("asking", default="")
"""Who asks, for fairness, where nobody says: all pages together, or what is prepared beside them, which takes none of
their share."""
_TRACED = 2000
"""Characters of a question that its span tells."""
_TABLE_BYTES = 1 << 27
"""Tables that are remembered may take so many bytes, roughly."""
_INDEX_BYTES = 1 << 29
"""Every text of the graph, to search in: no question of a client's, so that no client's bound holds for it."""


@dataclass(frozen=True, slots=True)
class SelectResult:
    """A SELECT result, whole.

    Attributes:
        columns: names without question mark, in the query's order.
        rows: one tuple a solution; None where unbound.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def dicts(self) -> list[dict[str, Term | None]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class EncodedResult:
    """A result document, as bytes."""

    format: ResultFormat | GraphFormat
    body: bytes


def table_in(document: bytes) -> SelectResult:
    """A result document of a SELECT query, read.

    Raises:
        BrokenQuery: it is another's.
    """
    found = pyoxigraph.parse_query_results(document, ResultFormat.JSON.codec)
    if not isinstance(found, pyoxigraph.QuerySolutions):
        raise BrokenQuery("a SELECT query was expected here")
    return SelectResult(tuple(variable.value for variable in found.variables), tuple(tuple(row) for row in found))


def _failed(reply: Header) -> BrokenQuery | EngineError:
    if reply["status"] == "syntax":
        return BrokenQuery(reply["reason"], line=reply["line"], column=reply["column"])
    return EngineError(reply["reason"])


class Pool(Protocol):
    """Who answers questions: processes of ours, or a server."""

    observe: Callable[[str, float], None]
    """Told lane and seconds of each question."""

    async def ask(self, header: Header, body: bytes, *, client: str = "") -> tuple[Header, bytes]:
        """Have a question answered; see :meth:`tcgraph.server.scheduler.WorkerPool.ask`."""

    def status(self) -> dict[str, int]:
        """Gauges for monitoring."""


class ServedGraph(ABC):
    """One project's graph, and who answers questions about it.

    Pages, linked data and APIs ask it with :meth:`table`, :meth:`triples` or :meth:`answer`, inside the limits; tables
    are remembered until the version changes.
    """

    def __init__(self, project: Project, settings: Settings, queries: QueryCatalogue, pool: Pool) -> None:
        self.project = project
        self.settings = settings
        self.queries = queries
        self.pool = pool
        self._tables: VersionCache[str, SelectResult] = VersionCache(_TABLE_BYTES)
        self._index: tuple[str, asyncio.Task[TextIndex]] | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.tracer: Tracer | None = None
        """Makes a span of each question; None where nobody follows them."""
        self.attached: Callable[[], str | None] = partial(attached_text, project)
        addresses = endpoints(settings.services)
        limits = FederationLimits(settings.service_seconds, settings.service_rows)
        self.federation = Federation(addresses, limits) if addresses else None
        """Who carries out SERVICE; None where it is refused."""
        self.version = ""
        """Changes whenever the graph does, at the moment from which every question is put to the changed one."""

    @property
    @abstractmethod
    def alive(self) -> bool:
        """Whether questions can be answered now."""

    @property
    @abstractmethod
    def as_built(self) -> bool:
        """Whether the graph is what the project's files make, without a change since."""

    @property
    @abstractmethod
    def folder(self) -> Path | None:
        """A folder of the server's own; None when it keeps nothing on a disk."""

    @abstractmethod
    def report(self) -> Report | None:
        """What validation found when the graph was built; None where nobody here knows."""

    @abstractmethod
    def told(self) -> Mapping[Finding, ReportedFinding]:
        """The findings of that report in words, with their places in files."""

    @abstractmethod
    async def start(self) -> None:
        """Start what answers questions; in the event loop that it is to run in.

        Raises:
            EngineError: that is not possible.
        """

    @abstractmethod
    async def close(self) -> None:
        """Let running questions finish, then end what was started."""

    async def answer(
        self,
        text: str,
        *,
        results: ResultFormat | None = ResultFormat.JSON,
        graph: GraphFormat | None = GraphFormat.TURTLE,
        scope: Scope = UNION,
        client: str = "",
        largest: int | None = None,
    ) -> EncodedResult:
        """Run a query and get its result document.

        Args:
            text: SPARQL.
            results: format of a SELECT or ASK result.
            graph: format of a CONSTRUCT or DESCRIBE result.
            scope: the dataset.
            client: who asks, for fairness; pages leave it out, see :data:`ASKING`.
            largest: how many bytes the document may have, where that is other than what is set for all.

        Raises:
            BrokenQuery: the query does not parse.
            EngineError: it was refused, too large, or ended by a limit.
        """
        header: Header = {
            "results": results.name if results else None,
            "graph": graph.name if graph else None,
            "limit": self.settings.result_mb << 20 if largest is None else largest,
        }
        if scope.default is not None or scope.named is not None:
            header["default"] = tuple(graph.value for graph in scope.default or ())
            header["named"] = tuple(graph.value for graph in scope.named or ())
        reply, body = await self.reply(header, text, client=client or ASKING.get())
        if reply["status"] != "ok":
            raise _failed(reply)
        kinds = ResultFormat if reply["kind"] == "table" else GraphFormat
        return EncodedResult(kinds[reply["format"]], body)

    async def explained(self, text: str) -> QueryExplanation:
        """How a query is answered; it is asked, inside the limits.

        Raises:
            BrokenQuery: it does not parse.
            EngineError: it was ended by a limit, or another server holds the graph, which tells no plan.
        """
        reply, body = await self.reply({"explain": True}, text)
        if reply["status"] != "ok":
            raise _failed(reply)
        if reply["kind"] != "plan":
            raise EngineError("Another server holds this graph; it does not tell how it answers.")
        return from_json(body)

    async def reply(self, header: Header, text: str, *, client: str = "") -> tuple[Header, bytes]:
        """Have a worker answer a query, its full-text searches carried out here, where the index is.

        Args:
            header: see :func:`tcgraph.server.worker.answer`.
            text: SPARQL.
            client: who asks, for fairness.

        Returns:
            The worker's message.

        Raises:
            BrokenQuery: a search is malformed.
            EngineError: no worker could answer within the limits.
        """
        if not self.settings.planner:
            header = {**header, "planned": False}
        if self.federation is not None and mentions(text, "SERVICE"):
            try:
                text = await self._without_service(self.federation, header, text, client)
            except FederationRefused as error:
                return {"status": "refused", "reason": str(error)}, b""
            except ServiceFailed as error:
                return {"status": "service", "reason": str(error)}, b""
        if not mentions_search(text):
            return await self._asked(header, text, client)
        index = await self.text_index()
        asked = await asyncio.to_thread(searched, text, index.matches)
        reply, body = await self._asked(header, asked, client)
        if reply["status"] == "syntax" and asked != text:
            # Once more as it was written, so that line and column are those that its writer knows.
            reply, body = await self._asked(header, text, client)
        return reply, body

    async def _without_service(self, federation: Federation, header: Header, text: str, client: str) -> str:
        here: Header = {**header, "results": ResultFormat.JSON.name, "graph": None, "explain": False}

        async def ask_here(query: str) -> tuple[tuple[Term | None, ...], ...]:
            reply, body = await self.reply(here, query, client=client)
            if reply["status"] != "ok":
                raise EngineError(reply["reason"])
            return table_in(body).rows

        return await federation.carried_out(text, ask_here, base=header.get("base") or "", client=client)

    async def _asked(self, header: Header, text: str, client: str) -> tuple[Header, bytes]:
        """The worker's message; where a limit was met, with what costs."""
        try:
            reply, body = await self._put(header, text, client)
        except LimitReached as error:
            if error.limit not in ("time", "memory"):
                raise
            raise LimitReached(error.limit, f"{error}{await self._cost(header, text, client)}") from None
        if reply["status"] in ("large", "memory"):
            reply = {**reply, "reason": f"{reply['reason']}{await self._cost(header, text, client)}"}
        return reply, body

    async def _cost(self, header: Header, text: str, client: str) -> str:  # noqa: ARG002
        """What of a query that met a limit takes the time, as a further sentence; nothing where nobody can tell."""
        return ""

    async def _put(self, header: Header, text: str, client: str) -> tuple[Header, bytes]:
        if self.tracer is None:
            return await self.pool.ask(header, text.encode(), client=client)
        # By OpenTelemetry's semantic conventions for databases.
        told = {"db.system.name": "oxigraph", "db.query.text": text[:_TRACED]}
        with self.tracer.start_as_current_span("SPARQL query", attributes=told, record_exception=False) as span:
            try:
                reply, body = await self.pool.ask(header, text.encode(), client=client)
            except EngineError as error:
                span.set_attribute("error.type", getattr(error, "limit", "engine"))
                raise
            if reply["status"] != "ok":
                span.set_attribute("error.type", reply["status"])
            return reply, body

    async def text_index(self) -> TextIndex:
        """The full-text index of the version in force, made when it is first asked for."""
        if self._index is None or self._index[0] != self.version:
            self._index = (self.version, asyncio.ensure_future(self._make_index()))
        mine = self._index
        try:
            return await asyncio.shield(mine[1])
        except EngineError:
            if self._index is mine:
                self._index = None
            raise

    async def _make_index(self) -> TextIndex:
        answer = await self.answer(application().texts, graph=None, largest=_INDEX_BYTES)
        rows = table_in(answer.body).rows
        return await asyncio.to_thread(TextIndex, rows)

    async def table(self, text: str) -> SelectResult:
        """Run a SELECT query.

        Raises:
            BrokenQuery: the query does not parse, or is no SELECT.
            EngineError: as for :meth:`answer`.
        """
        version = self.version
        kept = self._tables.get(version, text)
        if kept is not None:
            return kept
        answer = await self.answer(text, graph=None)
        table = table_in(answer.body)
        if self.federation is None or not mentions(text, "SERVICE"):
            # Terms take about as much again as the document that they were read from.
            self._tables.put(version, text, table, len(text) + 2 * len(answer.body) + 1000)
        return table

    def rows(self, text: str) -> tuple[tuple[Term | None, ...], ...]:
        """The rows of a SELECT query, for code that runs in a thread; see :meth:`table`."""
        assert self.loop is not None, "the site has been started"
        return asyncio.run_coroutine_threadsafe(self.table(text), self.loop).result().rows

    async def triples(self, text: str) -> list[Triple]:
        """Run a CONSTRUCT or DESCRIBE query."""
        answer = await self.answer(text, results=None, graph=GraphFormat.N_TRIPLES)
        return [quad.triple for quad in parse(answer.body, GraphFormat.N_TRIPLES)]
