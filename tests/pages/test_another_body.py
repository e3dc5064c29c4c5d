"""What the shipped document says, or leaves out, is said of no other body's project."""

from __future__ import annotations

import datetime
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.about import LICENCE
from tcgraph.followup.new_project import Body, create_project
from tcgraph.pages import Site, make_pages
from tcgraph.project import Project
from tcgraph.publish.expected_answers import reasoned
from tcgraph.queries import QueryCatalogue, read_queries

_OF_THE_SHIPPED = re.compile(
    r"GB\.297|\bILO\b|\bOIT\b|\b(?:11 )?Oct\w+ 2006|Governing Body|Conseil d’administration|Consejo de Administración"
    r"|17 (?:to|à|a) 20|gives no|donne aucun|no da importes|by no means exhaustive"
    r"|\bthe Office\b|\b[Ll]e Bureau\b|\b[Ll]a Oficina\b|HIV|VIH"
    r"|[Tt]he document (?:says|tells) nothing|[Ll]e document n’en dit rien|[Ee]l documento no dice nada"
)
_LICENCE = "https://licences.example/own"
_PAGES = (
    "/", "/follow-up", "/ask", "/deadlines", "/quality", "/pictures", "/reported", "/reported/governance", "/build",
    "/recommendations/1", "/search?q=who+pays", "/data", "/changes", "/help",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project of a body that does not exist."""
    folder = tmp_path_factory.mktemp("another") / "p"
    made = create_project(folder, Body("Harbour Council", "council-12", symbol="HC/12"), datetime.date(2098, 5, 5))
    about = made.root / "project.toml"
    about.write_text(about.read_text(encoding="utf-8").replace(LICENCE, _LICENCE), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def asked(made: Project) -> QueryCatalogue:
    return read_queries(made.queries)


@pytest.fixture(scope="module")
def client(made: Project, asked: QueryCatalogue) -> TestClient:
    engine = reasoned(made)
    pages = make_pages(Site(engine=lambda: engine, project=made, queries=asked))
    return TestClient(Starlette(routes=[*pages.routes, pages.editor]))


def read(client: TestClient, path: str, language: str) -> str:
    """What a reader sees of a page."""
    answer = client.get(path, params={"lang": language} if "?" not in path else {})
    assert answer.status_code in (200, 404), path
    bare = re.sub(r"<(script|style|textarea|pre)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(bare.split())


def test_the_shipped_project_says_so_of_its_document(project: Project) -> None:
    """Else the test below would pass on words that nobody says any more."""
    notes = " ".join(query.note for query in read_queries(project.queries).values())
    assert {"17 to 20", "gives no"} <= {found[0] for found in _OF_THE_SHIPPED.finditer(notes)}


def test_notes_of_questions(asked: QueryCatalogue) -> None:
    told = {query.name: f"{query.summary} {query.note}" for query in asked.values()}
    assert {name: words for name, words in told.items() if _OF_THE_SHIPPED.search(words)} == {}
    assert "not-in-document" not in {query.empty for query in asked.values()}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_pages(client: TestClient, asked: QueryCatalogue, language: str) -> None:
    paths = [*_PAGES, *(f"/ask/{query.name}" for query in asked.of_kind("answer"))]
    found = {path: match[0] for path in paths if (match := _OF_THE_SHIPPED.search(read(client, path, language)))}
    assert found == {}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Nothing of this is recorded."),
        ("fr", "Rien de ceci n’est consigné."),
        ("es", "Nada de esto está registrado."),
    ],
)
def test_an_empty_answer_says_that_nothing_is_recorded(client: TestClient, language: str, words: str) -> None:
    assert words in read(client, "/ask/donors-by-recommendation", language)


def test_its_own_licence_is_told_and_no_other(client: TestClient) -> None:
    for path in ("/", "/follow-up", "/deadlines", "/data", "/pictures.svg"):
        told = client.get(path)
        assert (told.status_code, _LICENCE in told.text) == (200, True), path
        assert "creativecommons.org" not in told.text, path


@pytest.mark.parametrize("page", ["/data", "/quality", "/changes", "/help"])
def test_what_changed_in_the_shipped_data_is_told_beside_them_alone(
    client: TestClient, pages_of: TestClient, page: str
) -> None:
    assert "/help/data-changes" in pages_of.get(page).text
    assert "/help/data-changes" not in client.get(page).text
