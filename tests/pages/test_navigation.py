"""A project with other questions than ours: its pages are those that it can answer."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.testclient import TestClient

from tcgraph.pages.navigation import entries
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tests.http.running import empty_project, running

PERSON = {"accept": "text/html,*/*;q=0.8"}


def test_a_project_with_questions_of_its_own_begins_with_them(tmp_path: Path) -> None:
    project = empty_project(tmp_path / "p")
    (project / "data/ttl/some.ttl").write_text('<urn:a> <urn:b> "c" .\n')
    (project / "queries/answer").mkdir()
    (project / "queries/answer/all.rq").write_text(
        "#+ summary: Everything there is.\n#+ question: What is there?\nSELECT ?s ?o WHERE { ?s ?p ?o }\n"
    )
    with running(project, tmp_path / "s") as up, up.client(headers=PERSON) as client:
        first = client.get("/?lang=fr")
        assert (first.status_code, first.headers["location"]) == (303, "/ask?lang=fr")
        page = client.get("/ask").text
        navigation = re.search(r"<nav aria-label.*?</nav>", page, re.DOTALL)
        assert navigation is not None
        assert re.findall(r'href="([^"]*)"', navigation[0]) == ["/ask"]
        near = re.search(r'<nav class="near".*?</nav>', page, re.DOTALL)
        assert near is not None
        assert re.findall(r'href="([^"]*)"', near[0]) == ["/ask", "/sparql"]
        for path in (*re.findall(r'href="(/[^"#]*)"', page), "/sitemap.xml", "/robots.txt"):
            assert client.get(path, follow_redirects=True).status_code == 200, path
        assert "/ask/all" in client.get("/sitemap.xml").text
        missing = client.get("/nowhere")
        assert missing.status_code == 404
        assert 'href="/data"' not in missing.text


def test_the_navigation_has_six_items_and_says_where_one_is(pages_of: TestClient) -> None:
    page = pages_of.get("/donors").text
    main, near = (re.search(rf"<nav {mark}.*?</nav>", page, re.DOTALL) for mark in ("aria-label", 'class="near"'))
    assert main is not None
    assert near is not None
    assert len(re.findall("<li>", main[0])) == 6
    assert re.findall(r'aria-current="(\w+)">([^<]*)', main[0]) == [("true", "Who and where")]
    assert re.findall(r'aria-current="(\w+)">([^<]*)', near[0]) == [("page", "Donors")]


def test_every_page_of_the_navigation_is_there(pages_of: TestClient, project: Project) -> None:
    for entry in entries(read_queries(project.queries)):
        page = pages_of.get(entry.path)
        assert page.status_code == 200, entry.path
        assert f'href="{entry.path}" aria-current="page"' in page.text


def test_the_address_above_the_recommendations_leads_to_their_list(pages_of: TestClient) -> None:
    answer = pages_of.get("/recommendations?lang=fr", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/follow-up?lang=fr"
