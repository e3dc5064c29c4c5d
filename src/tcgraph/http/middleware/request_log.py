"""Every request gets a number, is counted, timed and traced where somebody wants to know; fields of every response."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import re
import threading
import time
from collections.abc import Awaitable, MutableMapping
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware

import tcgraph
from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.http.asgi import CLIENT, LEFT, NUMBER, STATUS, TEXT, App, ClientLeft, Headers, Receive, Scope, Send, header
from tcgraph.http.metrics import Metrics

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

# -- openTelemetry traces, where the operator asks for them: a span of each request, and below it of each question
#
# Where they are sent is told in the standard ``OTEL_…`` variables.

_END_SECONDS = 2.0


def traces_of(settings: Settings) -> TracerProvider | None:
    """Where the spans go that the settings ask for; None where they ask for none.

    Raises:
        EngineError: the packages that it takes are not installed.
    """
    if not settings.traces:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise EngineError("Traces need packages that are not installed; pip install 'tcgraph[otel]'.") from error
    ours = Resource({"service.name": "tcgraph", "service.version": tcgraph.__version__})
    # Not ended with the interpreter: see close.
    provider = TracerProvider(resource=ours.merge(OTELResourceDetector().detect()), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


def following_requests(provider: TracerProvider) -> Middleware:
    """What makes the spans of requests, by OpenTelemetry's semantic conventions for HTTP servers.

    A request that names its caller's trace goes on with it (W3C Trace Context §3).
    """
    from starlette.middleware.opentelemetry import OpenTelemetryMiddleware

    return Middleware(OpenTelemetryMiddleware, tracer_provider=provider)


def close(provider: TracerProvider) -> None:
    """Send what has not been sent yet, where it can be soon: a collector that is not there holds up no server."""
    ending = threading.Thread(target=provider.shutdown, daemon=True)
    ending.start()
    ending.join(_END_SECONDS)


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


# -- header fields that every response has: its number, that nobody is to guess its type, and for whom it is

SAFE = (b"x-content-type-options", b"nosniff")


class ResponseHeaders:
    """Adds them.

    Args:
        app: answers.
        private: whether the answers are for bearers of a token alone.
    """

    def __init__(self, app: App, *, private: bool) -> None:
        self._app = app
        self._private = private

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI 3."""

        async def marked(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                scope[STATUS] = message["status"], time.monotonic()
                headers = _private(message["headers"]) if self._private else message["headers"]
                number = (b"x-request-id", scope[NUMBER].encode())
                message["headers"] = [*headers, number] if SAFE in headers else [*headers, SAFE, number]
            await send(message)

        return self._app(scope, receive, marked)


def _private(headers: Headers) -> Headers:
    """Headers of a response that no cache may give to others (RFC 9111 §5.2.2.7)."""
    control = b", ".join(value for name, value in headers if name == b"cache-control") or b"private, no-cache"
    rest = [(name, value) for name, value in headers if name != b"cache-control"]
    return [*rest, (b"cache-control", control.replace(b"public", b"private"))]
