"""The outermost application: what every request passes through, and the short way to the answers asked most.

A request gets a number, is counted and limited, and then either is answered here (the SPARQL endpoint, a page that
was made before) or goes on to FastAPI. Problems become problem documents in one place.
"""

from __future__ import annotations

import itertools
import logging
import os
import re
import time
from collections.abc import MutableMapping
from typing import Any

from tcgraph.errors import TcgraphError
from tcgraph.web.asgi import App, Gone, Headers, Receive, Scope, Send, header, respond
from tcgraph.web.cache import ResponseCache, Stored
from tcgraph.web.graph_store import PATH as STORE
from tcgraph.web.graph_store import GraphStore
from tcgraph.web.limits import RateLimit, client_of
from tcgraph.web.metrics import Metrics
from tcgraph.web.negotiation import prefers_html
from tcgraph.web.own_base import own_base
from tcgraph.web.problems import MEDIA_TYPE, Problem, problem_of
from tcgraph.web.site import Site
from tcgraph.web.sparql import SparqlEndpoint

_LOG = logging.getLogger("tcgraph.web")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_KEPT = 1 << 18
"""Pages larger than this are not kept."""

_LIVE = frozenset(("/health", "/ready", "/metrics"))

_PREFLIGHT: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-Match, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]
_SAFE: Headers = [(b"x-content-type-options", b"nosniff")]


class Front:
    """The application that the server runs.

    Args:
        site: what is served; started and closed with the server.
        inner: FastAPI, for everything that is not answered here.
        endpoint: the SPARQL endpoint.
        store: the graph store.
        cache: of responses, shared with the endpoint.
        metrics: to count in.
    """

    def __init__(
        self,
        site: Site,
        inner: App,
        endpoint: SparqlEndpoint,
        store: GraphStore,
        cache: ResponseCache,
        metrics: Metrics,
    ) -> None:
        self._site = site
        self._inner = inner
        self._endpoint = endpoint
        self._store = store
        self._cache = cache
        self._metrics = metrics
        self._limit = RateLimit(site.settings.requests_per_minute)
        self._own = own_base(site.settings.base_iri)
        self._start = os.urandom(4).hex()
        self._count = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        if self._own is not None:
            scope, receive = self._own.request(scope, receive)
        # uvicorn puts the prefix that the proxy stripped before the path again, as FastAPI wants it; here it is off.
        scope["path"] = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        given = header(scope, b"x-request-id")
        request_id = given if _REQUEST_ID.fullmatch(given) else f"{self._start}-{next(self._count)}"
        started = time.monotonic()
        client = client_of(scope, self._site.settings)
        route = "sparql" if scope["path"] in ("/sparql", "/sparql/") else "other"
        status = 499
        try:
            status = await self._handle(scope, receive, send, client, request_id)
        except Gone:
            pass
        except (Problem, TcgraphError) as error:
            status = await self._refuse(scope, send, problem_of(error), request_id)
        except Exception:
            _LOG.exception("fault", extra={"request": request_id, "path": scope["path"]})
            status = await self._refuse(scope, send, problem_of(RuntimeError()), request_id)
        seconds = time.monotonic() - started
        self._metrics.request(route, status)
        if seconds >= self._site.settings.slow_query_seconds or _LOG.isEnabledFor(logging.DEBUG):
            query = scope["query_string"][:2000].decode("latin-1")
            _LOG.info(
                "slow" if seconds >= self._site.settings.slow_query_seconds else "request",
                extra={
                    "request": request_id, "method": scope["method"], "path": scope["path"], "query": query,
                    "status": status, "seconds": round(seconds, 4), "client": client,
                },
            )  # fmt: skip

    async def _handle(self, scope: Scope, receive: Receive, send: Send, client: str, request_id: str) -> int:
        if scope["method"] == "OPTIONS":
            await respond(send, 204, _PREFLIGHT, b"")
            return 204
        self._limit.check(client)
        named = (b"x-request-id", request_id.encode())
        if scope["path"] in ("/sparql", "/sparql/"):
            person = scope["method"] in ("GET", "HEAD") and prefers_html(header(scope, b"accept"))
            if not person or b"format=" in scope["query_string"]:
                stored = await self._endpoint.answer(scope, receive, client)
                return await self._send(scope, send, stored, named)
        elif scope["path"].startswith(STORE):
            return await self._send(scope, send, await self._store.answer(scope, receive, client), named)
        elif scope["method"] in ("GET", "HEAD"):
            return await self._page(scope, receive, send, named)
        return await self._pass_on(scope, receive, send, named)

    async def _page(self, scope: Scope, receive: Receive, send: Send, named: tuple[bytes, bytes]) -> int:
        """Answer from what FastAPI made before for the same version, address, and negotiated headers."""
        key = (
            self._site.version, "page", scope["path"], scope["query_string"], header(scope, b"accept"),
            header(scope, b"accept-language"), header(scope, b"cookie"), header(scope, b"host"),
        )  # fmt: skip
        if header(scope, b"authorization"):
            return await self._pass_on(scope, receive, send, named)
        found = self._cache.get(key)
        if found is None:
            found = await self._cache.once(key, lambda: self._make(scope, receive))
        return await self._send(scope, send, found, named)

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

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, named: tuple[bytes, bytes]) -> int:
        status = 500

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), named, *_SAFE]
            await send(message)

        await self._inner(_rooted(scope), receive, noting if self._own is None else self._own.sending(noting))
        return status

    async def _send(self, scope: Scope, send: Send, stored: Stored, named: tuple[bytes, bytes]) -> int:
        """Send a whole response: encoded, tagged, and as 304 where the client has it already."""
        if self._own is not None:
            stored = self._own.stored(stored)
        head_only = scope["method"] == "HEAD"
        encoded_already = any(name == b"content-encoding" for name, _ in stored.headers)
        coding = "" if encoded_already else stored.coding_for(header(scope, b"accept-encoding"))
        headers = [*stored.headers, named]
        if _SAFE[0] not in headers:
            headers += _SAFE
        if stored.status == 200:
            tag = stored.tag(coding)
            headers.append((b"etag", tag.encode()))
            if _matches(header(scope, b"if-none-match"), tag):
                # RFC 9110 §15.4.5: no body, and no length of one.
                dropped = (b"content-type", b"content-encoding")
                kept = [pair for pair in headers if pair[0] not in dropped]
                await send({"type": "http.response.start", "status": 304, "headers": kept})
                await send({"type": "http.response.body", "body": b""})
                return 304
        if coding:
            headers.append((b"content-encoding", coding.encode()))
        await respond(send, stored.status, headers, await stored.encoded(coding), head_only=head_only)
        return stored.status

    async def _refuse(self, scope: Scope, send: Send, problem: Problem, request_id: str) -> int:
        headers: Headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"access-control-allow-origin", b"*"),
            (b"cache-control", b"no-store"),
            (b"x-request-id", request_id.encode()),
            *_SAFE,
            *((name.encode(), value.encode()) for name, value in problem.headers.items()),
        ]
        refusal = Stored(headers, problem.body(request_id), problem.status)
        if self._own is not None:
            refusal = self._own.stored(refusal)
        try:
            await respond(send, refusal.status, refusal.headers, refusal.body, head_only=scope["method"] == "HEAD")
        except RuntimeError:
            # FastAPI had begun its own response; what remains is to break the connection off, which it does.
            _LOG.debug("response already begun", extra={"request": request_id})
        return problem.status


def _rooted(scope: Scope) -> Scope:
    """A request as FastAPI wants it: the path after the prefix that it is mounted under."""
    return {**scope, "path": scope.get("root_path", "") + scope["path"]}


def _matches(condition: str, tag: str) -> bool:
    """Whether If-None-Match holds the tag, compared weakly (RFC 9110 §13.1.2)."""
    if not condition:
        return False
    return condition.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in condition.split(","))
