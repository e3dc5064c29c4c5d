"""A fact's card on a page of others: who may frame it, and what oEmbed tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

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


def to_copy(page: str) -> list[str]:
    """What a page offers to be copied to show something elsewhere."""
    return [unescape(text) for text in re.findall(r'<pre class="cited"[^>]*>([^<]*)</pre>', page)]


def test_what_stands_ready_to_be_copied_answers(client: Client) -> None:
    pages = client("*")
    for path in ("/page/action/17-1-a?lang=fr", "/page/country/SEN", "/recommendations/17"):
        copied = to_copy(pages.get(path).text)
        (frame,) = [text for text in copied if text.startswith("<iframe")]
        (asked,) = [text for text in copied if "/oembed?" in text]
        found = re.search(r'src="([^"]+)"', frame)
        assert found
        assert pages.get(unescape(found[1])).status_code == 200
        assert found[1] in pages.get(asked).json()["html"]


@pytest.mark.parametrize(
    "path", ["/", "/countries?lang=es", "/graph?about=organisation/undp", "/ask/themes?asOf=2006-12-31", "/pictures"]
)
def test_each_picture_has_what_shows_it_elsewhere_ready(client: Client, path: str) -> None:
    pages = client()
    text = pages.get(path).text
    images = [re.fullmatch(r'<img src="([^"]+)" alt="[^"]+">', one) for one in to_copy(text)]
    assert len(images) == text.count('<figure class="figure') > 0
    for image in images:
        assert image
        answer = pages.get(unescape(image[1]))
        assert answer.headers["content-type"].startswith("image/svg+xml")


def test_where_nothing_may_be_framed_a_text_with_its_hedges_and_a_link_can_be_shown(client: Client) -> None:
    (quoted,) = [one for one in to_copy(client().get("/page/action/1-4-a").text) if one.startswith("<blockquote>")]
    assert "no less than 70 per cent" in quoted
    assert "planned, as of 11 October 2006" in quoted
    assert '<a href="https://w3id.org/tcgraph/id/action/1-4-a">GB.297/TC/3, row 1' in quoted


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
