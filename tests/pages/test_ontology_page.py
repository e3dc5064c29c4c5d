"""The ontology's pages tell what the graph really has, and every query on them can be run as it stands."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.followup.new_project import Body, create_project
from tcgraph.pages import Site, make_pages
from tcgraph.pages.documentation import documentation
from tcgraph.pages.ontology_usage import LABEL, Model, model_of, queries_for
from tcgraph.publish.expected_answers import reasoned
from tcgraph.queries import read_queries
from tcgraph.rdf import plain
from tcgraph.terms import PREFIXES, TC, shorten
from tests.conftest import many

HTML = {"accept": "text/html"}
TODAY = datetime.date(2026, 11, 1)


@pytest.fixture(scope="module")
def model(site: Site) -> Model:
    return model_of(site)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages of a project that was begun a minute ago."""
    project = create_project(tmp_path_factory.mktemp("begun") / "own", Body("The Council", "council", "en", ""), TODAY)
    engine = reasoned(project)
    site = Site(engine=lambda: engine, project=project, queries=read_queries(project.queries))
    with TestClient(Starlette(routes=[*make_pages(site).routes])) as client:
        yield client


def one(site: Site, query: str) -> str:
    (row,) = site.engine().select("".join(f"PREFIX {n}: <{iri}>\n" for n, iri in PREFIXES.items()) + query)
    return plain(row[0])


def test_every_count_of_the_picture_is_what_the_graph_has(pages_of: TestClient, site: Site, model: Model) -> None:
    svg = pages_of.get("/ontology.svg").text
    # The outer element's title and the unit are not marks.
    boxes = re.findall(r">(tc:[A-Z]\w*) · (\d+)\s*<", svg)
    assert len(boxes) > 10
    for name, told in boxes:
        assert one(site, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a {name} }}") == told, name
    links = re.findall(r"((?:tc|rdfs):[a-z]\w*) · (\d+)", " ".join(re.findall(r">([^<]*)</text>", svg)))
    drawn = {(shorten(r["link"]), r["n"]) for r in _rows(site)}
    assert set(links) == drawn
    # What a reader looks for first: deeds, how they stand, who pays.
    assert "tc:Action" in dict(boxes)
    assert {"tc:status", "tc:donor"} <= {name for name, _ in links}
    assert "Source:" not in pages_of.get("/ontology").text.partition("<figure")[2].partition("</figure>")[0]


def _rows(site: Site) -> list[dict[str, str]]:
    solutions = site.engine().select(site.queries["model-picture"].body)
    return [{n: plain(t) for n, t in zip(solutions.variables, row, strict=True)} for row in solutions]


def test_what_a_class_has_is_counted_right(site: Site, model: Model) -> None:
    for kind in model.kinds.values():
        for held in kind.held[:4]:
            query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{kind.iri}> ; <{held.property}> ?y }}"
            assert one(site, query) == str(held.things), (kind.iri, held.property)


def test_a_property_is_marked_where_some_thing_has_several_values(site: Site, model: Model) -> None:
    for name in ("ReportedItem", "Funding", "Event"):
        kind = model.of(TC + name)
        for held in (held for held in kind.held if held.property != LABEL):
            most = (
                f"SELECT (MAX(?n) AS ?most) {{ {{ SELECT (COUNT(?y) AS ?n) {{ ?x a <{kind.iri}> ; <{held.property}> ?y "
                'FILTER(!ISLITERAL(?y) || LANG(?y) IN ("", "en")) } GROUP BY ?x } }'
            )
            assert held.several == (int(one(site, most)) > 1), (name, held.property)


def test_each_class_with_things_has_three_queries_that_find_some(site: Site, model: Model) -> None:
    codes = frozenset(scheme.iri for scheme in documentation(site).versions[-1].schemes)
    for kind in model.kinds.values():
        queries = queries_for(kind, codes)
        assert len(queries) >= 2, kind.iri
        for key, text in queries:
            assert list(site.engine().select(text)), (kind.iri, key, text)


@pytest.mark.parametrize("name", ["status", "time", "place", "who", "money", "source", "named"])
def test_how_to_ask_finds_something_and_is_on_the_page(site: Site, pages_of: TestClient, name: str) -> None:
    query = site.queries[name]
    assert list(site.engine().select(query.body)), name
    assert query.question in unescape(pages_of.get("/ontology", headers=HTML).text)


def test_each_term_has_a_page_in_each_language(site: Site, pages_of: TestClient) -> None:
    each = many(1, few=10)
    for iri in list(documentation(site).versions[-1].terms)[::each]:
        answer = pages_of.get(f"/terms/{iri.removeprefix(TC)}", headers=HTML)
        assert answer.status_code == 200, iri
    for language in ("fr", "es"):
        assert pages_of.get(f"/terms/Action?lang={language}", headers=HTML).status_code == 200


def test_a_term_is_found_by_name_label_and_meaning(pages_of: TestClient) -> None:
    for words, name in (
        ("tc:hasObs", "hasObservation"),
        ("acción", "Action"),
        ("status of one action", "Observation"),
        ("sum of money", "amount"),
    ):
        page = pages_of.get("/ontology", params={"find": words}, headers=HTML).text
        assert f"<code>tc:{name}</code>" in page, words


def test_the_schema_is_one_text_with_counts_codes_and_ways_to_ask(
    pages_of: TestClient, model: Model, site: Site
) -> None:
    text = pages_of.get("/schema.txt").text
    assert f"\ntc:Action ({model.of(TC + 'Action').things}): " in text
    assert "under-way" in text
    assert "### How do I ask about money?" in text
    assert len(text) < 76_000
    # The first page is enough to begin with, and no longer than one reads in some minutes.
    first = text.partition("=" * 100)[0]
    assert len(first) <= 12_000
    for query in ("status", "who", "place", "time", "money", "named", "made", "numbers", "sure"):
        assert f"### {site.queries[query].question}" in first
    assert " names* " in first
    assert " statusCode " in first
    # Names as one writes them in a query, most asked by first, since no list of classes tells them.
    assert re.search(r"\norganisation: ilo, .*turin-centre", first)
    # What people call it leads to the term, and what nothing has is told from what cannot be said.
    assert "how much money, sum of money: tc:amount (nothing so far)\n" in text
    assert "\ntc:Allocation: An amount of money set aside" in text.partition("## Modelled")[2]


def test_a_project_begun_just_now_has_the_same_pages(begun: TestClient) -> None:
    for path in ("/ontology", "/terms/Action", "/terms/agent", "/codes", "/versions", "/schema.txt"):
        assert begun.get(path, headers=HTML).status_code == 200, path
    assert re.search(r"tc:Recommendation · [1-9]", begun.get("/ontology.svg").text)


def test_no_page_names_a_term_that_is_not_there(pages_of: TestClient) -> None:
    assert pages_of.get("/terms/Nothing", headers=HTML).status_code == 404


def test_the_query_folder_of_patterns_is_kept_by_a_new_project(tmp_path: Path) -> None:
    project = create_project(tmp_path / "own", Body("The Council", "council", "en", ""), TODAY)
    assert {query.name for query in read_queries(project.queries).of_kind("pattern")} >= {"status", "money"}
