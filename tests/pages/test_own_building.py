"""Questions of parts in a project of one's own: what its ontology adds is asked by like the rest."""

from __future__ import annotations

import datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.followup.new_project import Body, create_project
from tcgraph.pages import Site, make_pages
from tcgraph.publish.expected_answers import reasoned
from tcgraph.queries import read_queries

OWN = """@prefix tc: <https://w3id.org/tcgraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://council.example/ns#> .
ex:Venue a owl:Class ; rdfs:label "venue"@en , "lieu"@fr .
ex:heldAt a owl:ObjectProperty ; rdfs:range ex:Venue .
"""
FACT = """@prefix ex: <https://council.example/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/tcgraph/id/action/1-1-a> ex:heldAt <https://council.example/venue/town-hall> .
<https://council.example/venue/town-hall> a ex:Venue ; rdfs:label "Town Hall"@en .
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The pages of a new project to which a property of its own was added."""
    folder = tmp_path_factory.mktemp("own") / "p"
    project = create_project(folder, Body("Council of Examples", "council-12"), datetime.date(2026, 11, 27))
    (folder / "ontology" / "venues.ttl").write_text(OWN, encoding="utf-8")
    (folder / "data" / "ttl" / "council-12" / "venues.ttl").write_text(FACT, encoding="utf-8")
    engine = reasoned(project)
    pages = make_pages(Site(engine=lambda: engine, project=project, queries=read_queries(project.queries)))
    return TestClient(Starlette(routes=[*pages.routes, pages.editor]))


def test_a_new_project_can_be_asked_by_clicking(own: TestClient) -> None:
    page = own.get("/build", params={"status": "taken"}).text
    assert "<b>1</b> reported item fits" in page
    assert 'href="/build" aria-current="page"' in page
    assert 'name="section"' in page


def test_what_its_own_ontology_adds_is_offered_with_its_count(own: TestClient) -> None:
    page = own.get("/build").text
    assert '<option value="town-hall">Town Hall (1)</option>' in page
    chosen = own.get("/build.csv", params={"venue": "town-hall"}).text
    assert "action/1-1-a" in chosen
    assert "Town Hall" in own.get("/build.csv", params={"show": "venue"}).text
    assert ">lieu<" in own.get("/build", params={"lang": "fr"}).text.replace(" <", "<")


def test_its_things_are_understood_in_words_and_none_of_the_shipped_document(own: TestClient) -> None:
    page = own.get("/search", params={"q": "actions at the Town Hall"}).text
    assert "Understood as" in page
    assert "venue: <b>Town Hall</b>" in page
    assert "Understood as" not in own.get("/search", params={"q": "Turin"}).text


def test_pages_of_two_projects_in_one_process_speak_in_their_own_words(
    pages_of: TestClient, own: TestClient, site: Site
) -> None:
    make_pages(site)  # whichever was made last
    assert "GB.297/TC/3" not in own.get("/follow-up.svg").text
    assert "GB.297/TC/3" in pages_of.get("/follow-up.svg").text
    assert "GB.297/TC/3" not in own.get("/follow-up.svg").text
