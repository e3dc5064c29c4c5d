"""OpenTelemetry traces, where the operator asks for them: a span of each request, and below it of each question.

Attributes are those of OpenTelemetry's semantic conventions for HTTP servers and for databases; a request that names
its caller's trace goes on with it (W3C Trace Context §3). Where they are sent is told in the standard ``OTEL_…``
variables.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from contextvars import Token
from typing import TYPE_CHECKING, Any

import tcgraph
from tcgraph.config import Settings
from tcgraph.errors import EngineError
from tcgraph.http.asgi import Scope, header

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

_SPAN = "tcgraph.span"
"""Where a request's scope has its span."""

_TEXT = 2000
"""Characters of a query that are told."""

_END_SECONDS = 2.0


class SpanOutcome:
    """What becomes of a question, for its span."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def failed(self, kind: str) -> None:
        """It has no result; ``kind`` is one of few words."""
        from opentelemetry.trace import StatusCode

        self._span.set_attribute("error.type", kind)
        self._span.set_status(StatusCode.ERROR)


class SpanMaker:
    """Makes the spans.

    Args:
        provider: where they go.
    """

    def __init__(self, provider: TracerProvider) -> None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._provider = provider
        self._tracer = provider.get_tracer("tcgraph", tcgraph.__version__)
        self._callers = TraceContextTextMapPropagator()

    def begin(self, scope: Scope, route: str, client: str) -> None:
        """A request begins; call :meth:`end` in the same task.

        Args:
            scope: of the request.
            route: its kind of address, one of few.
            client: the address that it comes from.
        """
        from opentelemetry import context, trace

        carrier = {name: header(scope, name.encode()) for name in ("traceparent", "tracestate")}
        attributes = {
            "http.request.method": scope["method"],
            "url.scheme": scope["scheme"],
            "url.path": scope["path"],
            "url.query": scope["query_string"][:_TEXT].decode("latin-1"),
            "client.address": client,
            "server.address": header(scope, b"host"),
            "network.protocol.version": scope["http_version"],
            "user_agent.original": header(scope, b"user-agent"),
        }
        span = self._tracer.start_span(
            f"{scope['method']} {route}",
            self._callers.extract(carrier),
            trace.SpanKind.SERVER,
            {name: value for name, value in attributes.items() if value},
        )
        scope[_SPAN] = span, context.attach(trace.set_span_in_context(span))

    def end(self, scope: Scope, status: int, number: str) -> None:
        """It ends.

        Args:
            scope: as given to :meth:`begin`.
            status: HTTP status of the response.
            number: the request's, as in the log.
        """
        from opentelemetry import context
        from opentelemetry.trace import StatusCode

        begun: tuple[Span, Token[Context]] = scope.pop(_SPAN)
        span, token = begun
        context.detach(token)
        span.set_attribute("http.response.status_code", status)
        span.set_attribute("tcgraph.request", number)
        if status >= 500:
            span.set_attribute("error.type", str(status))
            span.set_status(StatusCode.ERROR)
        span.end()

    @contextlib.contextmanager
    def question(self, text: str) -> Iterator[SpanOutcome]:
        """While it lasts, a question is put to the engine."""
        attributes: dict[str, Any] = {"db.system.name": "oxigraph", "db.query.text": text[:_TEXT]}
        with self._tracer.start_as_current_span(
            "SPARQL query", attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            told = SpanOutcome(span)
            try:
                yield told
            except EngineError as error:
                told.failed(getattr(error, "limit", "engine"))
                raise

    def close(self) -> None:
        """Send what has not been sent yet, where it can be soon: a collector that is not there holds up no server."""
        ending = threading.Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        ending.join(_END_SECONDS)


def traces_of(settings: Settings) -> SpanMaker | None:
    """What makes the spans that the settings ask for; None where they ask for none.

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
    # Not ended with the interpreter: see Traces.close.
    provider = TracerProvider(resource=ours.merge(OTELResourceDetector().detect()), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return SpanMaker(provider)
