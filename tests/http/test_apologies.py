"""What went wrong is told to people as a page in their language, and to programs as a problem document."""

from __future__ import annotations

import html

import httpx
import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.http.asgi import Scope
from tcgraph.http.problems import Problem
from tcgraph.pages import Site, make_pages
from tcgraph.project import Project
from tcgraph.queries import QueryCatalogue
from tests.http.running import Running

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
WRONG = [
    ("GET", "/nothing", 404),
    ("GET", "/recommendations/99", 404),
    ("GET", "/recommendations/99.csv", 404),
    ("GET", "/ask/no-such-question", 404),
    ("GET", "/id/organisation/undpp", 404),
    ("GET", "/page/organisation/undpp", 404),
    ("GET", "/deadlines?on=tomorrow", 400),
    ("POST", "/ask", 405),
    # Answered before the pages are asked at all.
    ("GET", "/rdf-graph-store?graph=https://w3id.org/tcgraph/graph/none", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), WRONG)
def test_people_get_a_page_and_programs_a_document(server: Running, method: str, path: str, status: int) -> None:
    page = httpx.request(method, server.url + path, headers={"accept": BROWSER})
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert '<form action="/search"' in page.text
    assert 'href="/ask"' in page.text
    for accept in ("*/*", "application/json", "text/turtle"):
        answer = httpx.request(method, server.url + path, headers={"accept": accept})
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        # The page tells what the document tells; that nothing is there, in the reader's own words alone.
        detail = answer.json()["detail"]
        told = html.unescape(page.text.replace("<wbr>", ""))
        assert (detail in told) != (detail == f"There is nothing at {path}.")


def test_a_page_of_error_is_in_the_readers_language_and_is_not_kept(server: Running) -> None:
    address = f"{server.url}/page/organisation/world-bnak"
    page = httpx.get(address, params={"lang": "fr"}, headers={"accept": BROWSER})
    assert "<h1>Introuvable</h1>" in page.text
    assert 'value="world bnak"' in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_method_that_is_not_taken_says_which_are(server: Running) -> None:
    answer = httpx.post(f"{server.url}/ask")
    assert answer.json()["detail"] == "This address takes GET or HEAD, not POST."


def test_a_fault_tells_the_requests_number_and_asks_the_engine_nothing(project: Project) -> None:
    def broken() -> EmbeddedEngine:
        raise AssertionError

    pages = make_pages(Site(engine=broken, project=project, queries=QueryCatalogue(())))
    scope: Scope = {
        "type": "http", "method": "GET", "scheme": "http", "server": ("127.0.0.1", 80), "path": "/follow-up",
        "root_path": "", "query_string": b"lang=es", "headers": [],
    }  # fmt: skip
    answer = pages.apology(scope, Problem(500, "fault", "A mistake.", headers={"retry-after": "3"}), "abc-7")
    page = bytes(answer.body).decode()
    assert (answer.status_code, answer.headers["retry-after"]) == (500, "3")
    assert "<code>abc-7</code>" in page
    assert "Error del servidor" in page
