"""The server as storeys above may find it: without a page for people, everything for programs."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tcgraph.config import Settings
from tcgraph.http.start import create_app
from tcgraph.project import Project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.journal import Journal
from tcgraph.queries import read_queries
from tcgraph.server.published_site import PublishedSite
from tests.http.running import empty_project

THING = "https://w3id.org/tcgraph/id/thing/1"
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, httpx.Response]:
    """What a browser is told at each of some addresses."""
    folder = tmp_path_factory.mktemp("bare")
    root = empty_project(folder / "p")
    (root / "data/ttl/one.ttl").write_text(f'<{THING}> <http://www.w3.org/2000/01/rdf-schema#label> "One"@en .\n')
    project = Project(root)
    version = build(project, VersionStore(folder / "s"), check=False).version

    async def ask() -> dict[str, httpx.Response]:
        site = PublishedSite(
            project, version, Settings.model_validate({}), read_queries(project.queries), Journal(folder / "j.log")
        )
        await site.start()
        try:
            transport = httpx.ASGITransport(app=create_app(site))
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                paths = ("/", "/id/thing/1", "/id/thing/1.ttl", "/catalogue", "/sparql?query=ASK%20%7B%7D")
                return {path: await client.get(path, headers=BROWSER) for path in paths}
        finally:
            await site.close()

    # In a thread: a browser that another test drives has a loop of its own in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def test_a_browser_is_led_from_a_thing_to_its_data(answers: dict[str, httpx.Response]) -> None:
    answer = answers["/id/thing/1"]
    assert (answer.status_code, answer.headers["location"]) == (303, "/id/thing/1.ttl")
    assert 'type="text/html"' not in answer.headers["link"]
    assert '"One"@en' in answers["/id/thing/1.ttl"].text


def test_a_browser_gets_a_document_for_programs_itself(answers: dict[str, httpx.Response]) -> None:
    assert answers["/catalogue"].status_code == 200
    assert answers["/catalogue"].headers["content-type"].startswith("text/turtle")


def test_a_browser_gets_results_from_the_endpoint(answers: dict[str, httpx.Response]) -> None:
    assert answers["/sparql?query=ASK%20%7B%7D"].json()["boolean"] is True


def test_what_is_not_there_is_told_in_a_problem_document(answers: dict[str, httpx.Response]) -> None:
    answer = answers["/"]
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
