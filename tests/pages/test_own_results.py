"""The table of a reader's own query: every column under its own name, every value as it is, whatever it is."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BaseDirection, Literal, NamedNode
from tests.conftest import many

XSD = STANDARD["xsd"]
DATATYPES = [
    *(XSD + name for name in (
        "string", "boolean", "decimal", "integer", "double", "float", "date", "time", "dateTime", "gYear", "gMonth",
        "gDay", "gYearMonth", "gMonthDay", "duration", "hexBinary", "base64Binary", "anyURI", "NMTOKEN", "QName",
    )),
    STANDARD["rdf"] + "HTML", STANDARD["rdf"] + "JSON", "http://example.org/%20own",
]  # fmt: skip
COLUMNS = (
    "v", "status", "statuses", "country", "countries", "themes", "label", "number", "alternatives", "section", "date",
    "action", "start", "certainty", "instrument", "locator", "operator", "as_printed", "role",
)  # fmt: skip
VIEWS = ("table", "chart", "map", "graph", "raw")
TEXTS = st.one_of(
    st.sampled_from(["under way", "Côte d'Ivoire", "עברית", "<script>", "{{ 7 }}", "2006-02-30", "-1", "INF", " ", ""]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30),
    st.just("x" * 10_000),
)
TERMS = st.one_of(
    st.builds(Literal, TEXTS, datatype=st.sampled_from(DATATYPES).map(NamedNode)),
    st.builds(Literal, TEXTS, language=st.sampled_from(["en", "fr", "he", "zh-hant"])),
    st.builds(Literal, TEXTS, language=st.just("ar"), direction=st.just(BaseDirection.RTL)),
    st.sampled_from(["http://example.org/%20x", "urn:x", "https://w3id.org/tcgraph/id/no/such", "a:b"]).map(NamedNode),
    st.just('<<( <urn:a> <urn:b> "c" )>>'),
)


@settings(max_examples=many(60, few=10), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(term=TERMS, view=st.sampled_from(VIEWS))
def test_no_value_breaks_the_page(term: object, view: str, pages_of: TestClient) -> None:
    bound = f"BIND({term} AS ?v) " + " ".join(f"BIND(?v AS ?{name})" for name in COLUMNS[1:])
    query = f"SELECT {' '.join(f'?{name}' for name in COLUMNS)} {{ {bound} }}"
    assert pages_of.get("/sparql", params={"query": query, "view": view}).status_code == 200


def table(pages_of: TestClient, query: str) -> tuple[list[str], list[str]]:
    page = pages_of.get("/sparql", params={"query": query}).text
    found = re.search(r'<table class="plain rows">.*?</table>', page, re.DOTALL)
    assert found, page
    heads, cells = (re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", found[0], re.DOTALL) for tag in ("th", "td"))
    plain = re.compile(r"<[^>]+>")
    return [plain.sub("", head).strip() for head in heads], [plain.sub("", cell).strip() for cell in cells]


def test_columns_have_their_own_names(pages_of: TestClient) -> None:
    heads, _ = table(pages_of, 'SELECT ?theme ?due_by ?l { BIND("a" AS ?theme) BIND("b" AS ?due_by) BIND("c" AS ?l) }')
    assert heads == ["theme", "due_by", "l"]


def test_a_label_beside_what_it_names_is_shown_as_asked(pages_of: TestClient) -> None:
    heads, cells = table(
        pages_of, 'SELECT ?r ?l { ?r a tc:Recommendation ; tc:number 26 ; rdfs:label ?l FILTER(LANG(?l) = "fr") }'
    )
    assert heads == ["r", "l"]
    assert cells[0].startswith("recommendation:26")
    assert cells[1].endswith("@fr")


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ("country:CIV", "country:CIV"),
        ('"planned"', "planned"),
        ("2006", "2006"),
        ('"2006-10-11"^^xsd:date', "2006-10-11 xsd:date"),
        ('"SEN"', "SEN"),
    ],
)
def test_a_value_is_shown_as_it_is(term: str, shown: str, pages_of: TestClient) -> None:
    _, cells = table(pages_of, f"SELECT ?country {{ BIND({term} AS ?country) }}")
    assert cells[0].startswith(shown)


def test_a_thing_has_its_name_added(pages_of: TestClient) -> None:
    _, (cell,) = table(pages_of, "SELECT ?country { BIND(country:SEN AS ?country) }")
    assert cell == "country:SEN Senegal"


COUNTED = "SELECT ?section (COUNT(?r) AS ?n) { ?r a tc:Recommendation ; tc:section ?section } GROUP BY ?section"
LABELLED = "SELECT ?label (COUNT(*) AS ?n) { ?a tc:donor ?d . ?d rdfs:label ?label } GROUP BY ?label"
FEW = "SELECT ?country ?n { ?country a tc:Country BIND(2 AS ?n) } LIMIT 3"


@pytest.mark.parametrize("view", [*VIEWS, "plan"])
@pytest.mark.parametrize("query", [COUNTED, LABELLED, FEW], ids=["counted", "labelled", "few"])
def test_every_view_shows_what_is_counted(query: str, view: str, pages_of: TestClient) -> None:
    answer = pages_of.get("/sparql", params={"query": query, "view": view})
    assert answer.status_code == 200
    result = answer.text.partition('id="result"')[2]
    assert result
    assert view != "chart" or "<svg" in result


PREFIXES = "PREFIX tc: <https://w3id.org/tcgraph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
STATUSES = (
    PREFIXES
    + """SELECT ?number ?status (COUNT(DISTINCT ?action) AS ?actions) {
  ?r a tc:Recommendation ; tc:number ?number . ?action tc:addresses ?r ; tc:hasObservation/tc:status ?s .
  ?s skos:prefLabel ?status FILTER(LANG(?status) = "en") } GROUP BY ?number ?status"""
)
ACTING = (
    PREFIXES
    + """SELECT ?recommendation ?action ?organisation {
  ?recommendation a tc:Recommendation ; tc:number 6 . ?action tc:addresses ?recommendation ; tc:agent ?organisation }"""
)
PAIRS = (
    PREFIXES
    + """SELECT ?r ?s (COUNT(DISTINCT ?action) AS ?actions) {
  ?r a tc:Recommendation . ?action tc:addresses ?r ; tc:hasObservation/tc:status ?s } GROUP BY ?r ?s"""
)
TWO = (
    PREFIXES
    + """SELECT ?o (COUNT(DISTINCT ?action) AS ?actions) (COUNT(DISTINCT ?r) AS ?rows) {
  ?action tc:agent ?o ; tc:addresses ?r } GROUP BY ?o ORDER BY DESC(?actions) LIMIT 9"""
)


def drawn(pages_of: TestClient, query: str, view: str) -> tuple[list[dict[str, str]], str]:
    """The rows of a result, and its picture with what is told of it."""
    asked = {"query": query, "view": view}
    answer = list(csv.DictReader(io.StringIO(pages_of.get("/sparql.csv", params=asked).text)))
    return answer, html.unescape(
        pages_of.get("/sparql", params=asked).text.partition("<figure")[2].partition("</figure>")[0]
    )


def values(figure: str) -> list[int]:
    return [int(n) for n in re.findall(r'data-value="(\d+)"', figure.partition('<div class="drawing narrow">')[0])]


def test_a_second_group_is_the_parts_of_each_bar(pages_of: TestClient) -> None:
    answer, figure = drawn(pages_of, STATUSES, "chart")
    assert sorted(values(figure)) == sorted(int(row["actions"]) for row in answer)
    assert 'data-series="under-way"' in figure
    total = sum(int(row["actions"]) for row in answer)
    assert f"<dd>{total}, in {len(answer)} rows</dd>" in figure


def test_each_column_of_counts_has_bars_of_its_own(pages_of: TestClient) -> None:
    answer, figure = drawn(pages_of, TWO, "chart")
    assert sorted(values(figure)) == sorted(int(row[name]) for row in answer for name in ("actions", "rows"))


def test_a_chart_of_several_columns_keeps_the_order_asked_for(pages_of: TestClient) -> None:
    query = TWO.replace("ORDER BY DESC(?actions) LIMIT 9", "ORDER BY ?actions ?o LIMIT 9")
    answer, figure = drawn(pages_of, query, "chart")
    asked = [int(row[name]) for row in answer for name in ("actions", "rows")]
    assert asked[::2] != sorted(asked[::2], reverse=True)
    assert values(figure)[: len(asked)] == asked


def test_a_column_that_a_chart_has_no_room_for_is_told(pages_of: TestClient) -> None:
    query = "SELECT ?o ?number ?action { ?action tc:agent ?o ; tc:addresses ?r . ?r tc:number ?number }"
    answer, figure = drawn(pages_of, PREFIXES + query, "chart")
    assert "Not drawn: the columns number, action;" in figure
    assert sum(values(figure)) <= len(answer)


def test_what_rows_link_more_than_once_is_one_box_with_their_number(pages_of: TestClient) -> None:
    answer, figure = drawn(pages_of, ACTING, "graph")
    most, n = Counter(row["organisation"] for row in answer).most_common(1)[0]
    assert most.endswith("/ilo")
    assert n > 10
    assert f">action: {n}</text>" in figure
    assert f"{len(answer)} of {len(answer)} rows are drawn" in figure


def test_a_network_names_every_row_that_it_does_not_draw(pages_of: TestClient) -> None:
    answer, figure = drawn(pages_of, PAIRS, "graph")
    told = re.search(r"(\d+) of (\d+) rows are not drawn</summary>(.*?)</details>", figure, re.DOTALL)
    shown = re.search(r"(\d+) of \d+ rows are drawn", figure)
    assert told is not None
    assert shown is not None
    assert int(told[1]) + int(shown[1]) == int(told[2]) == len(answer)
    assert told[3].count("<a href") == int(told[1])
    around = Counter(row["s"].rpartition("/")[2] for row in answer)
    assert all(f">{status.replace('-', ' ')}\u00a0·\u00a0{n}<" in figure for status, n in around.items())
