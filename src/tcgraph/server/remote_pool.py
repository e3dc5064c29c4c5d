"""Questions put to a SPARQL server instead of to workers of our own: the same words in, the same words out.

The server holds the graph and evaluates; what a public endpoint owes its users is kept here: no SERVICE, bounds on
time, size and on how much one client may have running, a retry where the server is briefly away, one form of error.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable

import httpx
import pyoxigraph

from tcgraph.config import Settings
from tcgraph.engine.embedded import broken_query
from tcgraph.engine.endpoints import Credentials, Endpoints, Members
from tcgraph.engine.evaluate import ResultTooLarge, write_graph
from tcgraph.engine.remote import with_prefixes, without_undef
from tcgraph.engine.transport import httpx_auth
from tcgraph.errors import EngineError
from tcgraph.rdf import GraphFormat, NamedNode, ResultFormat
from tcgraph.server.frames import Header
from tcgraph.server.limits import LimitReached
from tcgraph.sparql import tokens
from tcgraph.sparql.keywords import mentions
from tcgraph.terms import GRAPH

_PAUSES = (0.1, 0.4)
_CONNECT_SECONDS = 3.0
"""A member of a cluster that takes longer to accept a connection is away."""
_AWAY = frozenset((429, 502, 503, 504))
_NOTHING = GRAPH + "nothing"
"""A graph that nobody fills: no parameter at all would mean the server's own choice, not an empty dataset."""


class ServerUnavailable(EngineError):
    """The server did not answer, or not now."""


class RemotePool:
    """Asks a server, as :class:`tcgraph.server.scheduler.WorkerPool` asks workers.

    Args:
        endpoints: the server's addresses.
        credentials: who asks it.
        settings: limits.
        graphs: names the graphs that the server holds, for datasets that are the union of all.
        observe: told lane and seconds of each question.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        credentials: Credentials,
        settings: Settings,
        graphs: Callable[[], tuple[str, ...]],
        observe: Callable[[str, float], None] = lambda _lane, _seconds: None,
    ) -> None:
        self._members = Members((endpoints.query, *endpoints.others))
        self._settings = settings
        self._graphs = graphs
        self.observe = observe
        self._size = settings.workers + settings.slow_workers
        self._free = asyncio.Semaphore(self._size)
        self._held: Counter[str] = Counter()
        self._running = 0
        self._waiting = 0
        self._client = httpx.AsyncClient(
            auth=httpx_auth(credentials), trust_env=False, follow_redirects=False,
            limits=httpx.Limits(max_connections=self._size + 2),
            timeout=httpx.Timeout(settings.query_seconds, connect=min(_CONNECT_SECONDS, settings.query_seconds)),
        )  # fmt: skip

    def status(self) -> dict[str, int]:
        """Gauges for monitoring."""
        return {"remote_running": self._running, "waiting": self._waiting}

    @property
    def running(self) -> int:
        """How many questions the server is answering."""
        return self._running

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def ask(self, header: Header, body: bytes, *, client: str = "") -> tuple[Header, bytes]:
        """Have a question answered.

        Args:
            header: see :func:`tcgraph.server.worker.answer`.
            body: the query.
            client: who asks, for fairness.

        Returns:
            A message as a worker would give it.

        Raises:
            LimitReached: it took too long, or there is no room for it.
            ServerUnavailable: the server does not answer.
        """
        text = body.decode()
        if mentions(text, "SERVICE") or mentions(text, "DEFINE"):
            # DEFINE is Virtuoso's, and can have it fetch a document.
            reason = "SERVICE is refused: this endpoint asks no other server on a query's behalf."
            return {"status": "refused", "reason": reason}, b""
        # Half of the room at most for one client, so that there is some for another; pages are no client. What waits
        # counts as well, and from now on: what is counted after a wait is counted too late to be held to a share.
        if client and self._held[client] >= max(1, self._size // 2):
            raise LimitReached("busy", "You have too many questions running; try again when one is done.")
        self._held[client] += 1
        try:
            await self._enter()
            return await self._run(header, text)
        finally:
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]

    async def _run(self, header: Header, text: str) -> tuple[Header, bytes]:
        """Have a question answered that has its place; the place is free again afterwards."""
        self._running += 1
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.query_seconds):
                return await self._answer(header, text)
        except TimeoutError:
            seconds = self._settings.query_seconds
            raise LimitReached(
                "time", f"The question took longer than {seconds:g} seconds. Ask for less at once."
            ) from None
        finally:
            self.observe("remote", time.monotonic() - started)
            self._running -= 1
            self._free.release()

    async def _enter(self) -> None:
        if self._waiting >= self._settings.queue_length:
            raise LimitReached("busy", "Too many questions are waiting; try again in a moment.")
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), self._settings.queue_seconds)
        except TimeoutError:
            raise LimitReached("busy", "The server is busy; try again in a moment.") from None
        finally:
            self._waiting -= 1

    async def _answer(self, header: Header, text: str) -> tuple[Header, bytes]:
        form = next((token.text.upper() for token in tokens(text) if token.is_word(*_FORMS)), "SELECT")
        graph = form in ("CONSTRUCT", "DESCRIBE")
        wanted = header.get("graph") if graph else header.get("results")
        if not wanted:
            kind, example = ("graph", "an RDF format such as text/turtle") if graph else ("table", "text/csv")
            return {"status": "format", "reason": f"this query gives a {kind}; ask for {example}"}, b""
        # Results always as JSON, graphs as N-Triples: a server that breaks off after it has said 200 (Oxigraph does, at
        # its time limit) is found out by what is missing at the end, as it never could be in CSV.
        accept = GraphFormat.N_TRIPLES.media_type if graph else ResultFormat.JSON.media_type
        limit = header.get("limit") or self._settings.result_mb << 20
        sent = _prologue(header.get("base")) + with_prefixes(without_undef(text))
        try:
            status, kind, answer = await self._again(sent, accept, self._dataset(header, text), limit)
            if status == 400:
                return _syntax(answer.decode(errors="replace"), sent, text)
            if status >= 400:
                said = " ".join(answer.decode(errors="replace").split())[:300]
                return {"status": "failed", "reason": f"The engine's server failed (status {status}): {said}"}, b""
            if kind not in _KINDS[accept]:
                return {"status": "failed", "reason": f"The engine's server sent {kind}, not {accept}."}, b""
            found = GraphFormat[wanted] if graph else ResultFormat[wanted]
            whole = await asyncio.to_thread(_whole, answer, found, limit)
        except ResultTooLarge as error:
            return {"status": "large", "reason": str(error)}, b""
        if whole is None:
            reason = "The engine's server broke its answer off; ask for less at once."
            return {"status": "failed", "reason": reason}, b""
        return {"status": "ok", "kind": "graph" if graph else "table", "format": wanted}, whole

    def _dataset(self, header: Header, text: str) -> list[tuple[str, str]]:
        """The dataset, spelt out because servers differ on what the default graph holds when nothing is said."""
        default, named = header.get("default"), header.get("named")
        if default or named:
            given = {"default-graph-uri": default or (_NOTHING,), "named-graph-uri": named or (_NOTHING,)}
        elif self._settings.engine_union or not header.get("union", True) or mentions(text, "FROM"):
            given = {}
        else:
            everything = self._graphs() or (_NOTHING,)
            given = {"default-graph-uri": everything, "named-graph-uri": everything}
        return [(name, graph) for name, graphs in given.items() for graph in graphs]

    async def _again(
        self, text: str, accept: str, dataset: list[tuple[str, str]], limit: int
    ) -> tuple[int, str, bytes]:
        """Ask, and ask again when the server is briefly away: asking changes nothing, so it may be done twice.

        Of a cluster the next member is asked at once.
        """
        for pause in (*_PAUSES, None):
            for number in range(len(self._members)):
                member = self._members.at(number)
                try:
                    answer = await self._once(member, text, accept, dataset, limit)
                except (ServerUnavailable, httpx.TransportError) as error:
                    away = error
                else:
                    self._members.answered(member)
                    return answer
            if pause is None:
                who = "The engine's server does not" if len(self._members) == 1 else "No member of the cluster does"
                raise ServerUnavailable(f"{who} answer: {away or type(away).__name__}.") from away
            await asyncio.sleep(pause)
        raise AssertionError

    async def _once(
        self, member: str, text: str, accept: str, dataset: list[tuple[str, str]], limit: int
    ) -> tuple[int, str, bytes]:
        content = str(httpx.QueryParams([("query", text), *dataset])).encode()
        headers = {"accept": accept, "content-type": "application/x-www-form-urlencoded"}
        async with self._client.stream("POST", member, content=content, headers=headers) as response:
            if response.status_code in _AWAY:
                raise ServerUnavailable(f"it answers with status {response.status_code}")
            chunks, size = [], 0
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > limit:
                    raise ResultTooLarge(
                        f"The result is larger than {limit:,} bytes. Ask for less, or page with LIMIT and OFFSET."
                    )
                chunks.append(chunk)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return response.status_code, kind, b"".join(chunks)


_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_KINDS = {syntax.media_type: frozenset(syntax.media_types) for syntax in (ResultFormat.JSON, GraphFormat.N_TRIPLES)}


def _prologue(base: str | None) -> str:
    try:
        return f"BASE {NamedNode(base)} " if base else ""
    except ValueError:
        # The Host header is the client's; what is no IRI of it has no place in the query.
        return ""


def _whole(answer: bytes, wanted: ResultFormat | GraphFormat, limit: int) -> bytes | None:
    """An answer in the format wanted; None when it ends too early.

    Runs in a thread, and lets no error out of it: the engine's readers may be dropped in their own thread only, and an
    error's traceback would carry them away.
    """
    try:
        return _table(answer, wanted) if isinstance(wanted, ResultFormat) else _graph(answer, wanted, limit)
    except (SyntaxError, ValueError):
        return None


def _graph(answer: bytes, wanted: GraphFormat, limit: int) -> bytes:
    # Turtle is read because it contains N-Triples and servers are lax about escapes in either.
    quads = pyoxigraph.parse(answer, GraphFormat.TURTLE.codec, lenient=True)
    return write_graph((quad.triple for quad in quads), wanted, limit)


def _table(answer: bytes, wanted: ResultFormat) -> bytes:
    """A JSON result document in the format wanted."""
    if wanted is ResultFormat.JSON:
        json.loads(answer)
        return answer
    found = pyoxigraph.parse_query_results(answer, ResultFormat.JSON.codec)
    if isinstance(found, pyoxigraph.QueryBoolean) and wanted in (ResultFormat.CSV, ResultFormat.TSV):
        return b"true\n" if found else b"false\n"
    return found.serialize(format=wanted.codec) or b""


def _syntax(said: str, sent: str, text: str) -> tuple[Header, bytes]:
    """What is wrong with a query, at the place that its writer knows: what was put before it does not count."""
    error = broken_query(SyntaxError(said), sent, asking=True)
    column = error.column
    if error.line == 1 and column is not None:
        column = max(1, column - (len(sent) - len(text)))
    return {"status": "syntax", "reason": error.reason, "line": error.line, "column": column}, b""
