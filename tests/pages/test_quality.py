"""The page on quality: each finding with its file, line and remedy, also where it only warns."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.pages import Site, make_pages, quality
from tcgraph.pages.serving import Server
from tcgraph.project import Project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.reports import read_report, read_told
from tcgraph.queries import QueryCatalogue, read_queries
from tcgraph.rdf import GraphFormat, plain
from tests.own_project import copy_project


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The shipped project with an action that nobody carries out, and a term that no file defines."""
    copy = copy_project(tmp_path_factory.mktemp("faulty"))
    root = copy.root
    path = root / "data/ttl/gb297-tc-3/section-1.ttl"
    path.write_text(re.sub(r"^\s+tc:agent .*;\n", "", path.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8")
    core = root / "ontology/core.ttl"
    core.write_text(re.sub(r" ;\n\s+rdfs:isDefinedBy <[^>]*> \.", " .", core.read_text("utf-8"), count=1), "utf-8")
    return copy


@pytest.fixture(scope="module")
def page(faulty: Project, tmp_path_factory: pytest.TempPathFactory) -> str:
    version = build(faulty, VersionStore(tmp_path_factory.mktemp("versions")), check=False).version
    engine = EmbeddedEngine()
    engine.load(version.dump, GraphFormat.N_QUADS)
    site = Site(
        engine=lambda: engine,
        project=faulty,
        queries=read_queries(faulty.queries),
        report=lambda: read_report(version),
        told=lambda: read_told(version),
    )
    scope = {"type": "http", "method": "GET", "path": "/quality", "query_string": b"", "headers": [], "path_params": {}}
    return bytes(Server(site).answer(quality.VIEWS[0], Request(scope), None).body).decode()


def line_of(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.startswith(text))


def test_a_violation_has_its_line_and_remedy(faulty: Project, page: str) -> None:
    line = line_of(faulty.root / "data/ttl/gb297-tc-3/section-1.ttl", "action:1-1-a a tc:Action")
    item = next(part for part in page.split("<li class=") if "section-1.ttl" in part)
    assert item.startswith('"violation"')
    assert f"<code>data/ttl/gb297-tc-3/section-1.ttl:{line}:1</code>" in item
    assert "Say who carries out the action" in item
    assert "shapes%23action-agent" in item


def test_a_warning_is_listed_after_it(page: str) -> None:
    violations, warnings = page.index('id="violation"'), page.index('id="warning"')
    assert violations < warnings
    assert re.search(r"<code>ontology/core\.ttl:\d+:\d+</code>", page[warnings:])


def test_how_complete_it_is_by_section_file_and_kind(page: str) -> None:
    part = page[page.index('id="completeness"') :]
    rows = re.findall(r"<tr><td>(.*?)</td><td[^>]*>(\d+)</td>" + r"<td[^>]*>(\d+|–)</td>" * 3, part)
    must = {re.sub("<[^>]*>", "", name): must for name, _, must, _, _ in rows}
    # One action has no agent, so that nothing which it stands in is complete.
    assert (
        must["1. Introduction"],
        must["gb297-tc-3/section-1.ttl"],
        must["2. Decent work in the UN programming framework"],
    ) == ("99", "99", "100")
    assert "Say who carries out the action" in part
    assert "(158/159)" in part


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_each_reading_says_what_else_it_could_be(pages_of: TestClient, shipped: EmbeddedEngine, language: str) -> None:
    asked = f'SELECT ?other {{ ?r tc:couldAlsoMean ?other FILTER(LANG(?other) = "{language}") }}'
    others = [plain(row[0]) for row in shipped.select(asked)]
    page = html.unescape(pages_of.get("/quality", params={"lang": language, "readings.page": "all"}).text)
    part = page[page.index('id="readings"') : page.index('id="corrections"')]
    assert len(others) > 30
    assert [other for other in others if other not in part] == []


def test_a_project_that_lacks_a_newer_question_has_its_page(site: Site) -> None:
    queries = QueryCatalogue(query for query in site.queries.values() if query.name != "readings")
    older = Site(engine=site.engine, project=site.project, queries=queries)
    with TestClient(Starlette(routes=[*make_pages(older).routes])) as client:
        answer = client.get("/quality")
    assert answer.status_code == 200
    assert 'id="readings"' not in answer.text
    assert 'id="corrections"' in answer.text


@pytest.mark.parametrize(
    ("language", "stands", "record"),
    [
        ("en", "as of 11 October 2006", "no official record"),
        ("fr", "Cela vaut au 11 octobre 2006", "pas un document officiel"),
        ("es", "Vale al 11 de octubre de 2006", "no es un documento oficial"),
    ],
)
def test_the_page_says_first_what_the_data_is_and_is_not(
    pages_of: TestClient, language: str, stands: str, record: str
) -> None:
    first = pages_of.get(f"/quality?lang={language}").text.partition('<p class="sub">')[2].partition("</p>")[0]
    assert "GB.297/TC/3" in first
    assert stands in first
    assert record in first
