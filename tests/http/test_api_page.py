"""The API's description as a page: every operation is there, and the calls that it offers are answered."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from tests.http.running import Running


@pytest.fixture(scope="module")
def page(server: Running) -> str:
    return httpx.get(f"{server.url}/api", headers={"accept": "text/html"}).text


def test_every_operation_is_told(server: Running, page: str) -> None:
    document = httpx.get(f"{server.url}/api/openapi.json").json()
    told = re.findall(r"<code>([A-Z]+) (/[^<]*)</code>", html.unescape(page))
    assert sorted(told) == sorted((method.upper(), path) for path, item in document["paths"].items() for method in item)


def test_calls_to_copy_are_answered(page: str) -> None:
    calls = set(re.findall(r'<code>curl "([^"]+)"</code>', html.unescape(page)))
    assert len(calls) > 60
    for call in sorted(calls):
        assert httpx.get(call, follow_redirects=True).status_code == 200, call


def test_a_program_gets_the_description(server: Running) -> None:
    assert httpx.get(f"{server.url}/api").json()["openapi"].startswith("3.1")
