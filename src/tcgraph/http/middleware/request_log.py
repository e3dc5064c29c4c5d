"""Every request gets a number, is counted, timed, and followed by traces where somebody wants to know."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import re
import time

from tcgraph.http.asgi import CLIENT, LEFT, NUMBER, STATUS, TEXT, App, ClientLeft, Receive, Scope, Send, header
from tcgraph.http.metrics import Metrics

_LOG = logging.getLogger("tcgraph.http")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LEFT_STATUS = 499
"""What is counted where nobody waits for the answer any more."""
_ROUTES = {
    "sparql": "sparql", "rdf-graph-store": "store", "api": "api", "feed": "feed", "static": "static",
    **dict.fromkeys(("id", "vocab", "graph", "ns", ".well-known", "catalogue"), "data"),
    **dict.fromkeys(("health", "ready", "metrics"), "operation"),
}  # fmt: skip


class RequestLog:
    """Numbers requests that bring no number, from 1 at each start of the server, and tells of each how it went.

    Args:
        app: answers them.
        metrics: counts them.
        slow: seconds from which on one is logged.
        traced: whether each has a span by now, which is told the same.
    """

    def __init__(self, app: App, metrics: Metrics, slow: float, *, traced: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._slow = slow
        self._traced = traced
        self._start = os.urandom(4).hex()
        self._count = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        given = header(scope, b"x-request-id")
        number = given if _REQUEST_ID.fullmatch(given) else f"{self._start}-{next(self._count)}"
        scope[NUMBER] = number
        started = time.monotonic()
        if self._traced:
            from opentelemetry import trace

            span = trace.get_current_span()
            span.update_name(f"{scope['method']} {route_of(scope['path'])}")
            span.set_attributes({"tcgraph.request": number, "client.address": scope[CLIENT]})
        try:
            await self._app(scope, receive, send)
        except ClientLeft:
            pass
        except asyncio.CancelledError:
            if LEFT not in scope:
                raise
        finally:
            # How long a client takes to read the response is its own affair.
            status, begun = scope.get(STATUS) or (_LEFT_STATUS, time.monotonic())
            self._note(scope, status, begun - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        self._metrics.request(route_of(scope["path"]), status)
        slow = seconds >= self._slow
        if slow or _LOG.isEnabledFor(logging.DEBUG):
            # A question that was sent in the body is known to the endpoint.
            query = scope.get(TEXT) or scope["query_string"][:2000].decode("latin-1")
            _LOG.info(
                "slow" if slow else "request",
                extra={
                    "request": scope[NUMBER], "method": scope["method"], "path": scope["path"], "query": query,
                    "status": status, "seconds": round(seconds, 4), "client": scope[CLIENT],
                },
            )  # fmt: skip


def route_of(path: str) -> str:
    """The kind of an address, one of few."""
    # The whole server's address, that of OPTIONS, is an asterisk.
    first = f"{path}/".split("/", 2)[1]
    return _ROUTES.get(first) or _ROUTES.get(first.partition(".")[0], "page")
