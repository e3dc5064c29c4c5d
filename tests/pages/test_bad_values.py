"""Whatever an address says, a page answers it or says what is wrong with it; none fails."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

_PARAMETERS = (
    "status", "not.status", "only", "role", "section", "number", "donor", "country", "region", "theme", "sort", "own",
    "words", "called", "at", "when", "done", "hedge", "group", "show", "asOf", "product", "framework", "or.status",
)  # fmt: skip
_VALUES = ("bogus", "any", "-", "2006-99", "9999", '"', "Taken,planned", "a;b")


@pytest.mark.parametrize("parameter", _PARAMETERS)
def test_build(pages_of: TestClient, parameter: str) -> None:
    told = {value: pages_of.get("/build", params={parameter: value}).status_code for value in _VALUES}
    assert set(told.values()) <= {200, 400}, told


def test_an_unknown_status_is_refused_with_those_that_there_are(pages_of: TestClient) -> None:
    for asked in ("status=bogus", "not.status=bogus", "only=x", "status=taken,bogus"):
        answer = pages_of.get(f"/build?{asked}")
        assert (answer.status_code, "taken, under-way, planned" in answer.text) == (400, True), asked


@pytest.mark.parametrize(
    "path",
    [
        "/follow-up?status={}", "/follow-up?section={}", "/deadlines?on={}", "/deadlines?asOf={}", "/countries?zoom={}",
        "/organisations?role={}", "/graph?thing={}", "/graph?to={}", "/compare?a={}&b={}", "/search?q={}&kind={}",
        "/reporting/money?biennium={}", "/reporting/governance?asOf={}", "/quality?kind={}", "/pictures?asOf={}",
    ],
)  # fmt: skip
def test_other_pages(pages_of: TestClient, path: str) -> None:
    told = {value: pages_of.get(path.replace("{}", value)).status_code for value in ("bogus", "2006-99", "-", '"')}
    assert set(told.values()) <= {200, 400, 404}, told
