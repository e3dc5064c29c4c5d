"""The SPARQL endpoint (SPARQL 1.1 Protocol), straight on ASGI: the path that most requests take."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

import pyoxigraph

from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.export.media import WORKBOOK as WORKBOOK_TYPE
from tcgraph.export.result_files import ResultSheet, as_xlsx, rows_in, tells_nothing
from tcgraph.http.asgi import TASK, TEXT, Headers, Receive, Scope, aside_if_long, header, read_body
from tcgraph.http.cache import CachedResponse, ResponseCache
from tcgraph.http.negotiation import WORKBOOK, Formats, content_type_of, formats
from tcgraph.http.problems import Problem, problem_of, reply_problem
from tcgraph.http.sparql_protocol import UPDATE, ProtocolOperation, read_operation
from tcgraph.http.writes import ChangeWriter, WriteResult
from tcgraph.questions.warnings.query_warnings import QueryWarnings
from tcgraph.rdf import GraphFormat, ResultFormat
from tcgraph.server.frames import Header
from tcgraph.server.served_graph import ASKING, ServedGraph
from tcgraph.sparql.keywords import has_any

_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(|\\u", re.IGNORECASE)
"""Functions whose value differs from call to call; an escape might spell one."""

_MAYBE_CHANGING = ("NOW", "RAND", "UUID", "BNODE", "\\U")
"""A text with none of these has none of those; this look takes a fifth of the time."""

Describe = Callable[[ServedGraph, GraphFormat, str], Awaitable[bytes]]

NAME = b"tcgraph-warnings"
_LONGEST = 20_000
"""Characters of a query that is looked at."""
_COUNTED = 1 << 18
"""Bytes of an answer whose rows are counted, to tell whether its LIMIT was reached."""
_EMPTY = 1 << 12
"""Bytes of an answer that is looked into, to tell whether it says anything."""
_SECONDS = 2.0
"""How long an answer that says nothing waits for its warnings."""
_WANTED_SECONDS = 10.0
"""How long one does whose asker wants them: a new version of the graph is looked at as a whole first."""
_THREADS = 4
"""Queries that are looked at together."""
_UNSEEN = "There was no time to look for what may be off in this query; the same query asked again is looked at."


class SparqlEndpoint:
    """Answers queries and hands updates on.

    Args:
        site: what to ask.
        cache: where answers are kept.
        describe: writes the service description.
        writer: makes changes; None when the server is read-only.
    """

    def __init__(
        self, site: ServedGraph, cache: ResponseCache, describe: Describe, writer: ChangeWriter | None
    ) -> None:
        self._site = site
        self._cache = cache
        self._describe = describe
        self._writer = writer
        self._warner = QueryWarner(site)

    async def answer(self, scope: Scope, receive: Receive, client: str) -> CachedResponse:
        """Answer a request.

        Args:
            scope: of the request.
            receive: its channel.
            client: who asks, for fairness.

        Raises:
            Problem: whatever is wrong, for the caller to send.
        """
        method: str = scope["method"]
        key: tuple[object, ...]
        accept = header(scope, b"accept")
        # Relative IRIs are resolved against the endpoint's address (RFC 3986 §5.1.3), so every answer is one for it.
        address = address_of(scope, self._site)
        if method in ("GET", "HEAD"):
            key = (self._site.version, address, scope["query_string"], accept)
            found = self._cache.get(key)
            if found is not None:
                return found
            body = content_type = b""
        else:
            content_type = header(scope, b"content-type").encode("latin-1")
            settings = self._site.settings
            largest = settings.request_kb << 10
            if self._writer is not None and _is_writers(scope):
                # Who may send much is known before it is read, or anybody could fill this process's memory.
                self._writer.tokens.check(header(scope, b"authorization"), client)
                largest = max(largest, settings.write_mb << 20)
            body = await read_body(scope, receive, limit=largest, seconds=settings.body_seconds)
        read = partial(read_operation, method, scope["query_string"], content_type.decode("latin-1"), body)
        operation = await aside_if_long(len(body), read)
        scope[TEXT] = operation.text[:2000]
        if operation.kind == "update":
            if self._writer is None:
                raise Problem(403, "read-only", "This endpoint does not accept updates.")
            token = self._writer.tokens.check(header(scope, b"authorization"), client)
            return written_response(await self._writer.update(operation, token, f"{address}/"))
        chosen = formats(accept, operation.format)
        if operation.kind == "description":
            return await self._description(chosen, scope)
        if len(operation.text) > self._site.settings.request_kb << 10:
            raise Problem(413, "query-too-long", f"A query may have {self._site.settings.request_kb} kB.")
        if method not in ("GET", "HEAD"):
            key = (self._site.version, address, scope["query_string"], accept, content_type, body)
            found = self._cache.get(key)
            if found is not None:
                return found
        # Who leaves needs no answer; of several who ask the same the others get theirs.
        scope[TASK] = asyncio.current_task()
        return await self._cache.once(key, lambda: self._ask(operation, chosen, client, f"{address}/sparql"))

    async def _ask(
        self, operation: ProtocolOperation, chosen: Formats, client: str, base: str
    ) -> tuple[CachedResponse, bool]:
        if chosen.results is None and chosen.graph is None:
            raise Problem(406, "not-acceptable", "No format in Accept can be given; see the service description.")
        question: Header = {
            "results": chosen.results.name if chosen.results else None,
            "graph": chosen.graph.name if chosen.graph else None,
            "base": base,
            "union": self._site.settings.union_default_graph,
            "limit": self._site.settings.result_mb << 20,
        }
        if operation.default or operation.named:
            question |= {"default": operation.default, "named": operation.named}
        try:
            reply, body = await self._site.reply(question, operation.text, client=client)
        except (BrokenQuery, EngineError) as error:
            raise problem_of(error) from error
        if problem := reply_problem(reply):
            raise problem
        kinds = ResultFormat if reply["kind"] == "table" else GraphFormat
        answered = kinds[reply["format"]]
        table = answered if isinstance(answered, ResultFormat) else None
        told, looked = await self._warner.headers(operation, table, body, client)
        media_type = content_type_of(answered)
        if operation.format.strip().lower() == WORKBOOK:
            body, media_type = await asyncio.to_thread(_workbook, body), WORKBOOK_TYPE.encode()
        headers = [*COMMON, (b"content-type", media_type), *told]
        changing = has_any(operation.text, _MAYBE_CHANGING) and _CHANGING.search(operation.text)
        # What another server says may be otherwise a minute later.
        federated = self._site.federation is not None and has_any(operation.text, ("SERVICE", "\\U"))
        return CachedResponse(headers, body), looked and not (changing or federated)

    async def _description(self, chosen: Formats, scope: Scope) -> CachedResponse:
        wanted = chosen.graph or GraphFormat.TURTLE
        body = await self._describe(self._site, wanted, address_of(scope, self._site))
        return CachedResponse([*COMMON, (b"content-type", content_type_of(wanted))], body)


def _workbook(body: bytes) -> bytes:
    """A table in JSON as a workbook.

    Raises:
        Problem: 406 for the answer of an ASK.
    """
    found = pyoxigraph.parse_query_results(body, ResultFormat.JSON.codec)
    if not isinstance(found, pyoxigraph.QuerySolutions):
        raise Problem(406, "not-acceptable", "A truth value has no form as a workbook; use json, xml or csv.")
    return as_xlsx(
        ResultSheet("query", [variable.value for variable in found.variables], [tuple(row) for row in found])
    )


def _is_writers(scope: Scope) -> bool:
    """Whether a request says in its header that it is to change something."""
    sent = header(scope, b"content-type").partition(";")[0].strip().lower()
    return sent == UPDATE or header(scope, b"authorization").lower().startswith("bearer ")


COMMON: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"cache-control", b"public, no-cache"),
    (b"vary", b"Accept, Accept-Encoding"),
]


def written_response(written: WriteResult) -> CachedResponse:
    """What a change came to, as JSON."""
    told = {
        "change": written.entry.number,
        "added": written.entry.added,
        "removed": written.entry.removed,
        "warnings": list(written.warnings),
    }
    return CachedResponse([*COMMON, (b"content-type", b"application/json")], json.dumps(told).encode() + b"\n")


def address_of(scope: Scope, site: ServedGraph) -> str:
    """The server's address as the client sees it, without a slash at its end."""
    if site.settings.public_url:
        return site.settings.public_url.rstrip("/")
    host = header(scope, b"host") or f"{site.settings.host}:{site.settings.port}"
    return f"{scope.get('scheme', 'http')}://{host}{site.settings.root_path}".rstrip("/")


class QueryWarner:
    """Looks at the queries that a server is asked: where that is wanted, and where an answer says nothing.

    A look costs as much as a dozen questions, which is no price for each answer; but that nothing was found misleads
    whoever is not told that what was asked for has another name.
    """

    def __init__(self, site: ServedGraph) -> None:
        self._site = site
        self._version = ""
        self._of = QueryWarnings(site.rows, _WANTED_SECONDS)
        # Of their own: whoever wants many warnings keeps nothing waiting but other warnings.
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="warnings")

    async def headers(
        self, asked: ProtocolOperation, format: ResultFormat | None, body: bytes, client: str
    ) -> tuple[Headers, bool]:
        """The header for an answer, none where nothing is off, and whether there was time to look; if not, it says so.

        Args:
            asked: the query.
            format: of its answer, where that is a table.
            body: the answer.
            client: who asks, and has the share of the workers that looking takes.
        """
        silent = format is not None and len(body) <= _EMPTY and tells_nothing(body, format)
        if not (asked.warnings or silent) or len(asked.text) > _LONGEST:
            return [], True
        if self._version != self._site.version:
            self._version, self._of = self._site.version, QueryWarnings(self._site.rows, _WANTED_SECONDS)
        ASKING.set(client)
        told = partial(copy_context().run, self._told, self._of, asked.text, format, body)
        looking = asyncio.get_running_loop().run_in_executor(self._threads, told)
        done, _ = await asyncio.wait((looking,), timeout=_WANTED_SECONDS if asked.warnings else _SECONDS)
        looking.cancel()
        found = looking.result() if done else [_UNSEEN]
        exposed = (b"access-control-expose-headers", b"Tcgraph-Warnings")
        return ([(NAME, json.dumps(found).encode()), exposed] if found else []), bool(done)

    @staticmethod
    def _told(warnings: QueryWarnings, text: str, format: ResultFormat | None, body: bytes) -> list[str]:
        counted = _COUNTED if "LIMIT" in text.upper() else _EMPTY
        rows = rows_in(body, format) if format is not None and len(body) <= counted else None
        return [warning.message for warning in warnings.of(text, rows)]
