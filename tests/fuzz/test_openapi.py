"""The API as it describes itself, asked every way that the description allows: never a 5xx, nothing undescribed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tcgraph.rdf import GraphFormat
from tests.conftest import PATIENCE, many
from tests.http.running import ROOT, Running, empty_project, running

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

for syntax in GraphFormat:
    schemathesis.serializer.alias(syntax.media_type, "application/octet-stream")
schemathesis.serializer.alias("application/sparql-update", "text/plain")
schemathesis.serializer.alias("application/sparql-query", "text/plain")
AS_DESCRIBED = (
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(ROOT, tmp_path_factory.mktemp("openapi") / "s", query_seconds=5) as started:
        yield started


def ask_all(up: Running, examples: int, only: str = "", headers: dict[str, str] | None = None) -> list[str]:
    """Few examples of each operation, always the same ones; by hand: ``schemathesis run URL/api/openapi.json``."""
    import hypothesis

    schema = schemathesis.openapi.from_url(f"{up.url}/api/openapi.json", timeout=PATIENCE)
    asked: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if only not in operation.label:
            continue

        @hypothesis.given(case=operation.as_strategy())
        @hypothesis.settings(
            max_examples=examples, derandomize=True, deadline=None, database=None,
            phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )  # fmt: skip
        def ask(case: object) -> None:
            answer = case.call(timeout=PATIENCE, headers=headers)  # type: ignore[attr-defined]
            assert answer.status_code < 500, f"{answer.request.method} {answer.request.url}: {answer.text[:500]}"
            case.validate_response(answer, checks=AS_DESCRIBED)  # type: ignore[attr-defined]

        ask()
        asked.append(operation.label)
    return asked


def test_no_request_makes_the_server_fail(up: Running) -> None:
    examples = many(2, few=1)
    asked = ask_all(up, examples)
    assert {"GET /api/search", "GET /rdf-graph-store"} <= set(asked)
    assert "PUT /rdf-graph-store" not in asked, "this server takes no changes"
    assert httpx.get(f"{up.url}/health").status_code == 200


def test_no_change_makes_a_server_fail_that_takes_some(tmp_path: Path) -> None:
    with running(empty_project(tmp_path / "p"), tmp_path / "s", "--write", scopes=("write",)) as writable:
        asked = ask_all(writable, 15, "/rdf-graph-store", writable.bearer) + ask_all(writable, 15, "/sparql")
        assert {f"{method} /rdf-graph-store" for method in ("GET", "PUT", "POST", "PATCH", "DELETE")} <= set(asked)
        description = writable.client().get("/api/openapi.json").json()
        assert description["components"]["securitySchemes"]["bearer"] == {"type": "http", "scheme": "bearer"}
        insert = {**writable.bearer, "content-type": "application/sparql-update"}
        done = writable.client().post("/sparql", content="INSERT DATA { <urn:a> <urn:b> 1 }", headers=insert)
        assert done.status_code == 200
