"""Change the served graph: tried on a copy, checked, put on the disk, and only then made and acknowledged."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from tcgraph.engine.query_trees import with_one_prologue
from tcgraph.engine.text_search import refuse_search
from tcgraph.engine.updates import LoadRefused, with_dataset, without_loads
from tcgraph.errors import EngineError
from tcgraph.http.asgi import aside_if_long
from tcgraph.http.auth import AccessToken, Tokens
from tcgraph.http.cache import ResponseCache
from tcgraph.http.problems import Problem, problem_of, reply_problem
from tcgraph.http.sparql_protocol import ProtocolOperation
from tcgraph.publish.journal import JournalEntry
from tcgraph.rdf import GraphFormat
from tcgraph.server.frames import Header
from tcgraph.server.processes import ProcessEnded
from tcgraph.server.published_site import PublishedSite
from tcgraph.shacl.validation_report import Severity
from tcgraph.sparql.keywords import mentions


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a change came to.

    Attributes:
        entry: its record.
        made: named graphs that it created.
        warnings: what validation says about whatever the change touches, the gravest first: warnings and remarks, and
            violations too where policy lets them pass.
    """

    entry: JournalEntry
    made: tuple[str, ...]
    warnings: tuple[dict[str, Any], ...]


class ChangeWriter:
    """Carries changes out, one after the other.

    Args:
        site: whose graph is changed.
        tokens: who may.
        cache: forgotten after each change.
    """

    def __init__(self, site: PublishedSite, tokens: Tokens, cache: ResponseCache) -> None:
        self._site = site
        self.tokens = tokens
        self._cache = cache
        self._turn = asyncio.Lock()

    async def update(self, operation: ProtocolOperation, token: AccessToken, base: str) -> WriteResult:
        """Carry out a SPARQL update.

        Raises:
            Problem: it does not parse, is refused, or fails a limit or the shapes; nothing was changed then.
        """
        header: Header = {"kind": "update", "base": base}
        text = await self._harmless(operation, header)
        return await self._carry_out(header, text.encode(), token)

    async def patch(
        self, graph: str | None, text: str, base: str, token: AccessToken, allow: Callable[[], Awaitable[None]]
    ) -> WriteResult:
        """Carry out a SPARQL update on one graph alone (SPARQL 1.1 Graph Store HTTP Protocol §5.7).

        Args:
            graph: as for :meth:`graph`, with the arguments after it.
            text: the update; what it calls the default graph is this one.
            base: of its relative references.
            token: who asks.
            allow: asked when it is this change's turn; raises what forbids it.

        Raises:
            Problem: as for :meth:`update`, or as ``allow`` does.
        """
        header: Header = {"kind": "patch", "graph": graph, "base": base}
        text = await self._harmless(ProtocolOperation("update", text), header)
        return await self._carry_out(header, text.encode(), token, allow)

    async def _harmless(self, operation: ProtocolOperation, header: Header) -> str:
        """The text of an update, with its dataset and without what would make this server ask others."""
        folder = self._site.settings.load_from
        if folder is not None:
            # Read where the change is tried: what breaks a parser breaks nothing there.
            header |= {"load_from": str(folder), "largest": self._site.settings.write_mb << 20}
        try:
            return await aside_if_long(len(operation.text), partial(_rewritten, operation, loads=folder is not None))
        except Problem:
            raise
        except LoadRefused as error:
            # Whether it parses comes first: a trial that may open nothing tells.
            limited: Header = {**header, "seconds": self._site.settings.write_seconds}
            reply, _ = await self._try(limited, operation.text.encode())
            if reply["status"] == "syntax" and (problem := reply_problem(reply)):
                raise problem from None
            raise Problem(403, "refused", str(error)) from error
        except Exception as error:
            raise problem_of(error) from error

    async def graph(
        self,
        kind: str,
        graph: str | None,
        documents: Sequence[tuple[bytes, GraphFormat]],
        base: str,
        token: AccessToken,
        allow: Callable[[], Awaitable[None]],
    ) -> WriteResult:
        """Carry out a Graph Store Protocol operation.

        Args:
            kind: ``put``, ``post`` or ``delete``.
            graph: the named graph; None is the default graph.
            documents: what it is to hold, together.
            base: of their relative references.
            token: who asks.
            allow: asked when it is this change's turn; raises what forbids it.

        Raises:
            Problem: as for :meth:`update`, or as ``allow`` does.
        """
        parts = [(syntax.name, len(document)) for document, syntax in documents]
        body = b"".join(document for document, _ in documents)
        return await self._carry_out({"kind": kind, "graph": graph, "parts": parts, "base": base}, body, token, allow)

    async def _carry_out(
        self, header: Header, body: bytes, token: AccessToken, allow: Callable[[], Awaitable[None]] | None = None
    ) -> WriteResult:
        settings = self._site.settings
        async with self._turn:
            if allow is not None:
                await allow()
            published = self._site.published.name
            header |= {
                "seconds": settings.write_seconds,
                "shacl": settings.shacl_policy,
                "literals": settings.literals,
                "follow": all(entry.reasoned and entry.base == published for entry in self._site.journal.entries),
            }
            reply, change = await self._try(header, body)
            if problem := reply_problem(reply):
                raise problem
            for graph in reply["graphs"]:
                if not token.may_write(graph):
                    name = f"the graph {graph}" if graph else "the default graph"
                    raise Problem(403, "scope", f"The token {token.name} does not allow changes to {name}.")
            results = reply["results"]
            broken = sum(1 for result in results if result["severity"] == Severity.VIOLATION)
            if broken and settings.shacl_policy == "reject":
                raise Problem(
                    422, "shapes",
                    f"Not changed: {broken} violation{'s' if broken > 1 else ''}, the first: {results[0]['message']}",
                    {"results": results},
                )  # fmt: skip
            entry = JournalEntry(
                number=len(self._site.journal.entries) + 1,
                who=token.name,
                when=datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
                what=header["kind"],
                base=published,
                added=reply["added"],
                removed=reply["removed"],
                graphs=tuple(reply["graphs"]),
                reasoned=settings.shacl_policy != "off",
            )
            # From here on the change must not be left half-way because the client has gone, nor may the next one be
            # tried on the graph as it was before.
            commit = asyncio.create_task(self._commit(entry, change, reply))
            try:
                return await asyncio.shield(commit)
            finally:
                await asyncio.wait([commit])

    async def _commit(self, entry: JournalEntry, change: bytes, reply: Header) -> WriteResult:
        if change:
            try:
                await asyncio.to_thread(self._site.journal.append, entry, change)
            except EngineError as error:
                raise Problem(507, "not-written", str(error)) from error
            await self._site.changed(change)
            self._cache.clear()
        return WriteResult(entry, tuple(reply["made"]), tuple(reply["results"]))

    async def _try(self, header: Header, body: bytes) -> tuple[Header, bytes]:
        settings = self._site.settings
        try:
            worker = await self._site.keeper.fork(settings.write_memory_mb << 20, trial=True)
        except EngineError as error:
            raise Problem(503, "engine", str(error), headers={"retry-after": "2"}) from error
        try:
            async with asyncio.timeout(settings.write_seconds + 1):
                return await worker.ask(header, body)
        except (ProcessEnded, TimeoutError) as error:
            await asyncio.sleep(0.02)  # the keeper's end becomes known a moment after its workers'
            if not self._site.keeper.alive:
                # Not the change's fault: the process that held the graph was ended, and the trial with it.
                raise Problem(
                    503, "engine", "Not changed: the server is starting its engine anew; try again.",
                    headers={"retry-after": "2"},
                ) from error  # fmt: skip
            raise Problem(
                422, "write-limit",
                f"Not changed: it took more than {settings.write_seconds:g} seconds or {settings.write_memory_mb} MB.",
            ) from error  # fmt: skip
        finally:
            worker.kill()


def _rewritten(operation: ProtocolOperation, *, loads: bool) -> str:
    """An update's text as it is to be tried, with its dataset.

    Raises:
        Problem: it asks another server.
        LoadRefused: it loads, and may not.
        BrokenQuery: it searches, or its dataset cannot be given to it.
    """
    if mentions(operation.text, "SERVICE"):
        raise Problem(403, "refused", "SERVICE is refused: this server asks no other on an update's behalf.")
    refuse_search(operation.text)
    text = with_one_prologue(operation.text)
    return with_dataset(text if loads else without_loads(text), operation.default, operation.named)
