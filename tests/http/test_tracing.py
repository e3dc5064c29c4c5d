"""Traces as a collector gets them: a span of each request, its caller's trace gone on with, the question below it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PATIENCE
from tests.engine.servers import free_port
from tests.http.running import empty_project, running

collector = pytest.importorskip(
    "opentelemetry.proto.collector.trace.v1.trace_service_pb2", reason="the extra 'otel' is not installed"
)


@contextmanager
def collecting() -> Iterator[tuple[str, list[Any]]]:
    """An OTLP collector: its address, and the resources' spans that it was sent."""
    got: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            import gzip

            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            got.extend(collector.ExportTraceServiceRequest.FromString(body).resource_spans)
            self.send_response(200)
            self.send_header("content-type", "application/x-protobuf")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def told(values: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in values}


def test_a_request_and_its_question_are_traced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace, caller = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    with collecting() as (address, got):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
        monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
        with running(empty_project(tmp_path / "p"), tmp_path / "s", traces="true") as up, up.client() as client:
            parent = {"traceparent": f"00-{trace}-{caller}-01", "x-request-id": "mine"}
            assert client.get("/sparql", params={"query": "ASK { }"}, headers=parent).status_code == 200
            assert client.get("/sparql", params={"query": "ASK { }"}, headers=parent).status_code == 200
            assert client.get("/sparql", params={"query": "ASK {"}).status_code == 400
            assert client.get("/health").status_code == 200
        # What had not been sent yet is sent when the server stops.
        end = time.monotonic() + PATIENCE
        while not got and time.monotonic() < end:
            time.sleep(0.05)
    resource = told(got[0].resource.attributes)
    assert (resource["service.name"], resource["deployment.environment.name"]) == ("tcgraph", "test")
    spans = [span for each in got for scope in each.scope_spans for span in scope.spans]
    ours = [span for span in spans if span.trace_id.hex() == trace]
    requests = [span for span in ours if span.parent_span_id.hex() == caller]
    assert [span.name for span in requests] == ["GET sparql", "GET sparql"], "the cache's answers are traced as well"
    questions = [span for span in ours if span.name == "SPARQL query"]
    assert [span.parent_span_id for span in questions] == [requests[0].span_id], "the second needed none"
    attributes = told(requests[0].attributes)
    assert attributes["http.response.status_code"] == 200
    assert attributes["tcgraph.request"] == "mine"
    assert told(questions[0].attributes)["db.query.text"] == "ASK { }"
    failed = [span for span in spans if told(span.attributes).get("http.response.status_code") == 400]
    assert len(failed) == 1
    below = [span for span in spans if span.parent_span_id == failed[0].span_id]
    assert [told(span.attributes)["error.type"] for span in below] == ["syntax"]


def test_nothing_is_traced_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting() as (address, got):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "10")
        with running(empty_project(tmp_path / "p"), tmp_path / "s") as up, up.client() as client:
            assert client.get("/sparql", params={"query": "ASK { }"}).status_code == 200
    assert not got


def test_a_collector_that_is_not_there_holds_up_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{free_port()}")
    with running(empty_project(tmp_path / "p"), tmp_path / "s", traces="true", log_format="text") as up:
        with up.client() as client:
            assert client.get("/sparql", params={"query": "ASK { }"}).status_code == 200
        up.process.terminate()
        _, logged = up.process.communicate(timeout=PATIENCE)
        assert up.process.returncode == 0
    assert "WARNING" in logged
    assert "Traceback" not in logged
