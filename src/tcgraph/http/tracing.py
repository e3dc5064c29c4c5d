"""OpenTelemetry traces, where the operator asks for them: a span of each request, and below it of each question.

Where they are sent is told in the standard ``OTEL_…`` variables.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from starlette.middleware import Middleware

import tcgraph
from tcgraph.config import Settings
from tcgraph.errors import EngineError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

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
