"""The API as it describes itself, asked every way that the description allows: never a 5xx, nothing undescribed."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.web.running import ROOT, Running, running

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")
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


def test_no_request_makes_the_server_fail(up: Running) -> None:
    """Few examples of each operation, always the same ones; by hand: ``schemathesis run URL/api/openapi.json``."""
    import hypothesis

    schema = schemathesis.openapi.from_url(f"{up.url}/api/openapi.json")
    asked: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @hypothesis.given(case=operation.as_strategy())
        @hypothesis.settings(
            max_examples=2, derandomize=True, deadline=None, database=None,
            phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )  # fmt: skip
        def ask(case: object) -> None:
            answer = case.call(timeout=60)  # type: ignore[attr-defined]
            assert answer.status_code < 500, f"{answer.request.method} {answer.request.url}: {answer.text[:500]}"
            case.validate_response(answer, checks=AS_DESCRIBED)  # type: ignore[attr-defined]

        ask()
        asked.append(operation.label)
    assert "GET /api/search" in asked
    assert httpx.get(f"{up.url}/health", timeout=30).status_code == 200
