"""The outermost application: what every request passes through, and the short way to the answers asked most.

A request gets a number, is counted and limited, and then either is answered here (the SPARQL endpoint, a page that
was made before) or goes on to FastAPI. Problems become problem documents in one place. A request that was answered
from the cache is remembered by its bytes, so that :mod:`tcgraph.http.direct` can repeat the answer unread.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import re
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from tcgraph.errors import TcgraphError
from tcgraph.http.asgi import Gone, Headers, Receive, Reply, Scope, Send, header, lifespan, respond
from tcgraph.http.auth import Tokens
from tcgraph.http.base_iri import own_base
from tcgraph.http.cache import ResponseCache, Stored
from tcgraph.http.graph_store import PATH as STORE
from tcgraph.http.graph_store import GraphStore
from tcgraph.http.lazy_mount import Later
from tcgraph.http.metrics import Metrics
from tcgraph.http.negotiation import prefers_html
from tcgraph.http.problems import MEDIA_TYPE, Problem, problem_of
from tcgraph.http.protocol import UPDATE
from tcgraph.http.rate_limits import RateLimit, client_of, scheme_of
from tcgraph.http.sparql import TEXT, SparqlEndpoint
from tcgraph.http.tracing import Traces
from tcgraph.server.garbage import collect
from tcgraph.server.site import Site
from tcgraph.server.version_cache import VersionCache

_LOG = logging.getLogger("tcgraph.http")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HOST = re.compile(rb"(?:[\w.~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])?(?::\d*)?")
"""RFC 9110 §7.2; what else stands there would come into addresses that we tell."""
_KEPT = 1 << 18
"""Pages larger than this are not kept."""

_LIVE = frozenset(("/health", "/ready", "/metrics"))
_OPEN = frozenset(("/health", "/ready"))
_ENDPOINT = ("/sparql", "/sparql/")

_PREFLIGHT: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-Match, If-None-Match"),
    (b"access-control-max-age", b"86400"),
    (b"accept-patch", UPDATE.encode()),
]
_ROUTES = {
    "sparql": "sparql", "rdf-graph-store": "store", "api": "api", "feed": "feed", "static": "static",
    **dict.fromkeys(("id", "vocab", "graph", "ns", ".well-known", "catalogue"), "data"),
    **dict.fromkeys(("health", "ready", "metrics"), "operation"),
}  # fmt: skip
_SAFE = (b"x-content-type-options", b"nosniff")


@dataclass(frozen=True, slots=True)
class _Repeat:
    """What :meth:`Front.repeat` repeats."""

    route: str
    status: int
    start: bytes
    body: bytes


class Front:
    """The application that the server runs.

    Args:
        site: what is served; started and closed with the server.
        inner: FastAPI, for everything that is not answered here.
        endpoint: the SPARQL endpoint.
        store: the graph store.
        cache: of responses, shared with the endpoint.
        metrics: to count in.
        tokens: asked for by a server that not everybody may read.
        traces: where requests are told; None where nobody wants to know.
        for_people: whether there is a page that a browser gets in place of the endpoint.
    """

    def __init__(
        self,
        site: Site,
        inner: Later,
        endpoint: SparqlEndpoint,
        store: GraphStore,
        cache: ResponseCache,
        metrics: Metrics,
        tokens: Tokens | None = None,
        traces: Traces | None = None,
        *,
        for_people: bool = True,
    ) -> None:
        self._site = site
        self._inner = inner
        self._endpoint = endpoint
        self._store = store
        self._cache = cache
        self._metrics = metrics
        self._limit = RateLimit(site.settings.requests_per_minute)
        self._own = own_base(site.settings.base_iri)
        self._collecting: asyncio.Task[None] | None = None
        self._start = os.urandom(4).hex()
        self._count = itertools.count(1)
        self._repeats: VersionCache[tuple[str, bytes], _Repeat] = VersionCache(site.settings.cache_mb << 18)
        self._traces = traces
        self._for_people = for_people
        self._readers = tokens if site.settings.read == "bearers" else None
        # A proxy tells in the request whose it is, and a token may be revoked: then every one must be read.
        told = site.settings.requests_per_minute and site.settings.trusted_proxies
        self._may_repeat = not told and self._readers is None and traces is None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        if scope["type"] != "http":
            self._inner.begin()
            await lifespan(receive, send, self._open, self._close)
            return
        reply = await self.reply(scope, receive, send)
        if reply is not None:
            try:
                await respond(send, reply, head_only=scope["method"] == "HEAD")
            except RuntimeError:
                # FastAPI had begun its own response; what remains is to break the connection off, which it does.
                _LOG.debug("response already begun", extra={"request": reply.request})

    def repeat(self, request: bytes, peer: str) -> tuple[bytes, bytes] | None:
        """The reply to a request that has been answered from the cache before, for as long as the graph is the same.

        Args:
            request: every byte of it.
            peer: the address that it comes from.

        Returns:
            Its start, which lacks the date and the empty line, and its body.
        """
        found = self._repeats.get(self._site.version, (self._voice(peer), request))
        if found is None or not self._limit.allows(peer):
            return None
        self._metrics.request(found.route, found.status)
        return b"%bx-request-id: %b\r\n" % (found.start, self._number().encode()), found.body

    def remember(self, request: bytes, version: str, scope: Scope, reply: Reply, start: bytes) -> None:
        """Keep a reply for :meth:`repeat`.

        Args:
            request: every byte of the request.
            version: the graph's version before it was answered.
            scope: of the request.
            reply: to it; kept only where it is lasting.
            start: the reply's status line and header, without the request's number and the date.
        """
        if reply.lasting and self._may_repeat and not header(scope, b"x-request-id"):
            kept = _Repeat(_route(scope), reply.status, start, reply.body)
            key = (self._voice(str(scope["client"][0]) if scope["client"] else ""), request)
            self._repeats.put(version, key, kept, len(request) + len(start) + len(reply.body) + 500)

    def _voice(self, peer: str) -> str:
        """Who says a request, where that decides what its bytes mean: a proxy's X-Forwarded-Proto is believed."""
        return peer if self._site.settings.trusted_proxies else ""

    @property
    def version(self) -> str:
        """The version that is served."""
        return self._site.version

    def takes(self, scope: Scope) -> bool:
        """Whether a GET request is answered by :meth:`reply` whole, not by FastAPI piece by piece."""
        if _path(scope) in _ENDPOINT:
            return not (self._for_people and _is_persons(scope))
        return not header(scope, b"authorization")

    async def reply(self, scope: Scope, receive: Receive, send: Send | None = None) -> Reply | None:
        """Answer a request.

        Args:
            scope: of the request.
            receive: its channel.
            send: for FastAPI to answer on, where it must do so itself; not needed for what :meth:`takes` accepts.

        Returns:
            The whole response; None when it was sent already or nobody waits for it any more.
        """
        if self._own is not None:
            scope, receive = self._own.request(scope, receive)
        # uvicorn puts the prefix that the proxy stripped before the path again, as FastAPI wants it; here it is off.
        scope["path"] = _path(scope)
        scope["scheme"] = scheme_of(scope, self._site.settings)
        given = header(scope, b"x-request-id")
        number = given if given and _REQUEST_ID.fullmatch(given) else self._number()
        started = time.monotonic()
        client = client_of(scope, self._site.settings)
        status = 499
        reply = None
        traces = self._traces
        if traces is not None:
            traces.begin(scope, _route(scope), client)
        try:
            answered = await self._handle(scope, receive, send, client, number)
            if isinstance(answered, Reply):
                reply, status = answered, answered.status
            else:
                status = answered
        except Gone:
            pass
        except (Problem, TcgraphError) as error:
            reply = self._refusal(scope, problem_of(error), number)
            status = reply.status
        except Exception:
            _LOG.exception("fault", extra={"request": number, "path": scope["path"]})
            reply = self._refusal(scope, problem_of(RuntimeError()), number)
            status = reply.status
        finally:
            self._note(scope, status, time.monotonic() - started, client, number)
            if traces is not None:
                traces.end(scope, status, number)
        if reply is not None:
            reply.request = number
        return reply

    async def _open(self) -> None:
        await self._site.start()
        self._collecting = asyncio.create_task(collect(lambda: self._metrics.requests))

    async def _close(self) -> None:
        if self._collecting is not None:
            self._collecting.cancel()
        await self._site.close()
        if self._traces is not None:
            await asyncio.to_thread(self._traces.close)

    def _number(self) -> str:
        return f"{self._start}-{next(self._count)}"

    def _note(self, scope: Scope, status: int, seconds: float, client: str, number: str) -> None:
        self._metrics.request(_route(scope), status)
        slow = seconds >= self._site.settings.slow_query_seconds
        if slow or _LOG.isEnabledFor(logging.DEBUG):
            # A question that was sent in the body is known to the endpoint.
            query = scope.get(TEXT) or scope["query_string"][:2000].decode("latin-1")
            _LOG.info(
                "slow" if slow else "request",
                extra={
                    "request": number, "method": scope["method"], "path": scope["path"], "query": query,
                    "status": status, "seconds": round(seconds, 4), "client": client,
                },
            )  # fmt: skip

    async def _handle(self, scope: Scope, receive: Receive, send: Send | None, client: str, number: str) -> Reply | int:
        method = scope["method"]
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) > 1 or not (hosts or scope["http_version"] == "1.0") or not _HOST.fullmatch(b"".join(hosts)):
            raise Problem(400, "host", "Send the server's name in one Host field (RFC 9112 §3.2).")
        if method == "OPTIONS":
            return Reply(204, _PREFLIGHT, b"")
        self._limit.check(client)
        if self._readers is not None and scope["path"] not in _OPEN:
            self._readers.check(header(scope, b"authorization"), client)
        if scope["path"] in _ENDPOINT:
            if not (self._for_people and _is_persons(scope)):
                return await self._reply_of(scope, await self._endpoint.answer(scope, receive, client))
        elif scope["path"] == STORE or scope["path"].startswith(f"{STORE}/"):
            return await self._reply_of(scope, await self._store.answer(scope, receive, client))
        elif method in ("GET", "HEAD") and not header(scope, b"authorization"):
            return await self._page(scope, receive)
        assert send is not None
        return await self._pass_on(scope, receive, send, number)

    async def _page(self, scope: Scope, receive: Receive) -> Reply:
        """Answer from what FastAPI made before for the same version, address and Accept.

        No other header decides what a page holds: its language is part of its address, and there are no cookies.
        """
        key = (
            self._site.version, "page", scope["scheme"], header(scope, b"host"), scope["path"], scope["query_string"],
            header(scope, b"accept"),
        )  # fmt: skip
        found = self._cache.get(key)
        if found is None:
            found = await self._cache.once(key, lambda: self._make(scope, receive))
        return await self._reply_of(scope, found)

    async def _make(self, scope: Scope, receive: Receive) -> tuple[Stored, bool]:
        """Have FastAPI make a response; only what says it is public may be kept."""
        start: dict[str, Any] = {}
        chunks: list[bytes] = []

        async def collect(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        headers = [
            (name, value) for name, value in scope["headers"] if not name.startswith(b"if-") and name != b"range"
        ]
        await self._inner({**_rooted(scope), "method": "GET", "headers": headers}, receive, collect)
        body = b"".join(chunks)
        given: Headers = [(bytes(name).lower(), bytes(value)) for name, value in start["headers"]]
        control = next((value for name, value in given if name == b"cache-control"), b"")
        kept = [(name, value) for name, value in given if name not in (b"content-length", b"etag")]
        if not control:
            # What says nothing is made from its address and the graph alone, except what tells the present state.
            control = b"no-store" if scope["path"] in _LIVE or start["status"] >= 400 else b"public, no-cache"
            kept.append((b"cache-control", control))
        keep = b"public" in control and start["status"] in (200, 303) and len(body) <= _KEPT
        return Stored(kept, body, start["status"]), keep

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, number: str) -> int:
        status = 500

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                named = (b"x-request-id", number.encode())
                given = list(message.get("headers", ()))
                message["headers"] = [*(given if self._readers is None else _private(given)), named, _SAFE]
            await send(message)

        await self._inner(_rooted(scope), receive, noting if self._own is None else self._own.sending(noting))
        return status

    async def _reply_of(self, scope: Scope, stored: Stored) -> Reply:
        """A response encoded, tagged, and turned into 304 where the client has it already."""
        lasting = stored.asked_again
        if self._own is not None:
            stored = self._own.stored(stored)
        encoded_already = any(name == b"content-encoding" for name, _ in stored.headers)
        coding = "" if encoded_already else stored.coding_for(header(scope, b"accept-encoding"))
        headers = stored.headers if _SAFE in stored.headers else [*stored.headers, _SAFE]
        if self._readers is not None:
            headers = _private(headers)
        if stored.status == 200:
            tag = await stored.tagged(coding)
            headers = [*_varying(headers), (b"etag", tag.encode())]
            if _matches(header(scope, b"if-none-match"), tag):
                # RFC 9110 §15.4.5.
                dropped = (b"content-type", b"content-encoding")
                return Reply(304, [pair for pair in headers if pair[0] not in dropped], b"", lasting=lasting)
        if coding:
            headers = [*headers, (b"content-encoding", coding.encode())]
        return Reply(stored.status, headers, await stored.encoded(coding), lasting=lasting)

    def _refusal(self, scope: Scope, problem: Problem, number: str) -> Reply:
        """A problem as a document; as a page where a person's browser asks and the pages are there."""
        refusal = self._apology(scope, problem, number) if prefers_html(header(scope, b"accept")) else None
        if refusal is None:
            headers: Headers = [
                (b"content-type", MEDIA_TYPE.encode()),
                (b"access-control-allow-origin", b"*"),
                (b"cache-control", b"no-store"),
                _SAFE,
                *((name.encode(), value.encode()) for name, value in problem.headers.items()),
            ]
            refusal = Stored(headers, problem.body(number), problem.status)
        if self._own is not None:
            refusal = self._own.stored(refusal)
        return Reply(refusal.status, refusal.headers, refusal.body)

    def _apology(self, scope: Scope, problem: Problem, number: str) -> Stored | None:
        pages = self._inner.pages
        if pages is None:
            return None
        try:
            page = pages.apology(_rooted(scope), problem, number)
        except Exception:
            # Whatever broke the page that was asked for may break this one too; a document has nothing to break.
            _LOG.exception("fault in a page of error", extra={"request": number, "path": scope["path"]})
            return None
        kept = [(name, value) for name, value in page.raw_headers if name != b"content-length"]
        return Stored([*kept, (b"cache-control", b"no-store")], bytes(page.body), page.status_code)


def _varying(headers: Headers) -> Headers:
    """Headers of a response that has other codings: a cache between must not give it to who cannot read this one."""
    fields = b", ".join(value for name, value in headers if name == b"vary")
    if b"accept-encoding" in fields.lower() or fields == b"*":
        return headers
    others = [(name, value) for name, value in headers if name != b"vary"]
    return [*others, (b"vary", fields + b", Accept-Encoding" if fields else b"Accept-Encoding")]


def _private(headers: Headers) -> Headers:
    """Headers of a response that no cache may give to others (RFC 9111 §5.2.2.7)."""
    control = b", ".join(value for name, value in headers if name == b"cache-control") or b"private, no-cache"
    rest = [(name, value) for name, value in headers if name != b"cache-control"]
    return [*rest, (b"cache-control", control.replace(b"public", b"private"))]


def _path(scope: Scope) -> str:
    """The path after the prefix that the server is mounted under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def _rooted(scope: Scope) -> Scope:
    """A request as FastAPI wants it: the path after the prefix that it is mounted under."""
    return {**scope, "path": scope.get("root_path", "") + scope["path"]}


def _route(scope: Scope) -> str:
    """The kind of address that a request has, one of few."""
    # The whole server's address, that of OPTIONS, is an asterisk.
    first = f"{_path(scope)}/".split("/", 2)[1]
    return _ROUTES.get(first) or _ROUTES.get(first.partition(".")[0], "page")


def _is_persons(scope: Scope) -> bool:
    """Whether a person's browser asks for the endpoint, to whom the editor is shown."""
    asks = scope["method"] in ("GET", "HEAD") and prefers_html(header(scope, b"accept"))
    return asks and b"format=" not in scope["query_string"]


def _matches(condition: str, tag: str) -> bool:
    """Whether If-None-Match holds the tag, compared weakly (RFC 9110 §13.1.2)."""
    if not condition:
        return False
    return condition.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in condition.split(","))
