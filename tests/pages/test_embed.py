"""A fact's card on a page of others: who may frame it, and what oEmbed tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.config import Settings, embedders
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.pages import Site, make_pages
from tcgraph.project import Project
from tcgraph.queries import read_queries

Client = Callable[..., TestClient]


@pytest.fixture(scope="module")
def client(project: Project, shipped: EmbeddedEngine) -> Client:
    """Makes clients of the shipped graph's pages; who may frame them is given."""
    queries = read_queries(project.queries)

    def made(*embedders: str) -> TestClient:
        site = Site(engine=lambda: shipped, project=project, queries=queries, embedders=embedders)
        return TestClient(Starlette(routes=make_pages(site).routes))

    return made


def policy(client: TestClient, path: str) -> str:
    return client.get(path, headers={"accept": "text/html"}).headers["content-security-policy"]


def test_nobody_may_frame_a_fact_unasked(client: Client) -> None:
    pages = client()
    assert "frame-ancestors 'none'" in policy(pages, "/embed/action/17-1-a")
    assert "iframe" not in pages.get("/page/action/17-1-a").text
    assert pages.get("/oembed", params={"url": "http://testserver/page/action/17-1-a"}).status_code == 404


def test_those_who_are_listed_may_frame_facts_and_nothing_else(client: Client) -> None:
    pages = client("https://example.org", "https://news.example.org:8443")
    listed = "frame-ancestors https://example.org https://news.example.org:8443"
    assert listed in policy(pages, "/embed/action/17-1-a")
    assert "frame-ancestors 'none'" in policy(pages, "/page/action/17-1-a")


def test_the_card_says_what_how_sure_and_where(client: Client) -> None:
    text = client("*").get("/embed/action/17-1-a").text
    assert "Taken" in text
    assert "GB.297/TC/3, row 17" in text
    assert "<script" not in text


def test_a_page_tells_programs_how_to_show_it(client: Client) -> None:
    pages = client("*")
    found = pages.get("/page/action/17-1-a?lang=fr").text
    assert 'type="application/json+oembed"' in found
    assert 'type="application/json+oembed"' in pages.get("/recommendations/17").text
    assert "/embed/recommendation/17" in pages.get("/recommendations/17").text
    for address in ("/page/action/17-1-a?lang=fr", "/embed/action/17-1-a?lang=fr"):
        told = pages.get("/oembed", params={"url": f"http://testserver{address}"}).json()
        assert (told["version"], told["type"]) == ("1.0", "rich")
        assert "http://testserver/embed/action/17-1-a?lang=fr" in told["html"]


@pytest.mark.parametrize("address", ["http://testserver/recommendations/17", "http://testserver/id/recommendation/17"])
def test_a_recommendation_can_be_shown_too(client: Client, address: str) -> None:
    told = client("*").get("/oembed", params={"url": address}).json()
    assert "/embed/recommendation/17" in told["html"]


def test_the_frame_is_no_larger_than_asked(client: Client) -> None:
    asked = {"url": "http://testserver/page/country/SEN", "maxwidth": "300", "maxheight": "99999999"}
    told = client("*").get("/oembed", params=asked).json()
    assert (told["width"], told["height"]) == (300, 300)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"url": "http://elsewhere.example/page/country/SEN"}, 404),
        ({"url": "http://testserver/page/country/NOWHERE"}, 404),
        ({}, 404),
        ({"url": "http://testserver/page/country/SEN", "format": "xml"}, 501),
    ],
)
def test_what_cannot_be_shown_is_said(client: Client, asked: dict[str, str], status: int) -> None:
    answer = client("*").get("/oembed", params=asked)
    assert answer.status_code == status
    assert answer.json()["detail"]


@pytest.mark.parametrize("listed", ["javascript:alert(1)", "https://a.example; script-src *", "example.org", "'self'"])
def test_a_setting_that_is_no_origin_is_refused(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCGRAPH_EMBEDDERS", listed)
    with pytest.raises(ValueError, match="no origin"):
        Settings()  # type: ignore[call-arg]


def test_origins_are_read_from_a_list() -> None:
    assert embedders("https://example.org/, *") == ("https://example.org", "*")
