"""The query API and search: typed, paged, described; every answer is the named query's own."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from typing import Any

import httpx
import openpyxl
import pyoxigraph
import pytest
import rdflib

from tcgraph.errors import EngineError
from tcgraph.http import start
from tcgraph.http.problems import Problem
from tcgraph.http.table_forms import form_named, forms
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.server.served_graph import ASKING
from tests.http.running import Running
from tests.loops import run


def get(server: Running, path: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url + path, headers=headers)


def test_files_of_the_pages_are_sent_and_the_server_goes_on(server: Running) -> None:
    for path in ("/static/site.css", "/static/editor.js"):
        answer = get(server, path)
        assert answer.status_code == 200
        assert len(answer.content) > 1000
    assert get(server, "/health").json() == {"status": "ok"}


def test_every_question_is_listed_and_answers(server: Running, project: Project) -> None:
    listed = {query["name"]: query for query in get(server, "/api/queries").json()["queries"]}
    questions = read_queries(project.queries).of_kind("answer")
    assert len(questions) >= 25
    for query in questions:
        assert list(listed[query.name]["columns"]) == list(query.columns)
        assert listed[query.name]["topic"] == query.topic
        if not any(parameter.required for parameter in query.parameters):
            answer = get(server, f"/api/queries/{query.name}")
            assert answer.status_code == 200, query.name
            assert answer.json()["columns"] == list(query.columns)


def test_a_page_takes_less_of_an_answer_than_a_program_may(server: Running) -> None:
    """On its way into a page an answer becomes objects of the process that everybody waits for."""
    text = f'SELECT ?x {{ ?a ?b ?c BIND(CONCAT("{"y" * 2000}", STR(?b)) AS ?x) }} LIMIT 9000'
    page = httpx.get(f"{server.url}/sparql", params={"query": text}, headers={"accept": "text/html"})
    assert "larger than 16,777,216 bytes" in page.text
    whole = httpx.get(f"{server.url}/sparql", params={"query": text})
    assert len(whole.json()["results"]["bindings"]) == 9000


def test_formats_agree(server: Running) -> None:
    path = "/api/queries/donors-by-recommendation?number=4"
    plain: dict[str, Any] = get(server, path).json()
    table = list(csv.DictReader(io.StringIO(get(server, path + "&format=csv").text)))
    assert [row["donor"] for row in table] == [row["donor"] for row in plain["rows"]]
    assert plain["total"] == len(table) == 13
    sheet = openpyxl.load_workbook(io.BytesIO(get(server, path + "&format=xlsx").content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == plain["columns"]
    assert sheet.max_row == 14
    sparql = get(server, path, accept="application/sparql-results+json").json()
    assert sparql["head"]["vars"] == plain["columns"]


def test_numbers_are_numbers(server: Running) -> None:
    row = get(server, "/api/queries/targets").json()["rows"][0]
    assert (row["value"], row["number"], row["unit"]) == (70.0, 1, "per cent")


def test_pages_join_to_the_whole(server: Running) -> None:
    whole = get(server, "/api/queries/follow-up-matrix").json()["rows"]
    path: str | None = "/api/queries/follow-up-matrix?limit=10"
    joined, pages = [], 0
    while path:
        answer = get(server, path)
        document = answer.json()
        assert ('rel="next"' in answer.headers.get("link", "")) == bool(document["next"])
        joined += document["rows"]
        path, pages = document["next"], pages + 1
    assert (joined, pages, len(joined)) == (whole, 4, 37)


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/api/queries/targets?number=x", 400, "is not known"),
        ("/api/queries/targets?nummer=1", 400, "no parameter 'nummer'"),
        ("/api/queries/targets?limit=0", 400, "limit"),
        ("/api/queries/targets?offset=-1", 400, "offset"),
        ("/api/queries/targets?format=pdf", 400, "not as 'pdf'"),
        ("/api/queries/nothing-like-it", 404, "nothing at"),
        ("/api/search", 400, "q"),
        ("/api/search?q=x&limit=1000", 400, "limit"),
    ],
)
def test_a_bad_request_is_one_sentence(server: Running, path: str, status: int, says: str) -> None:
    answer = get(server, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


def test_pages_lead_to_each_other(server: Running) -> None:
    answer = get(server, "/api/queries/follow-up-matrix?limit=10&offset=20&section=&format=csv")
    links = {link["rel"]: link["url"] for link in answer.links.values() if link["rel"] != "describedby"}
    offsets = {rel: dict(httpx.URL(url).params)["offset"] for rel, url in links.items()}
    assert offsets == {"first": "0", "prev": "10", "next": "30", "last": "30"}
    assert answer.headers["x-total-count"] == "37"
    last = get(server, links["last"])
    assert len(last.text.splitlines()) == 8
    assert {link["rel"] for link in last.links.values()} == {"first", "last", "prev", "describedby"}
    assert list(get(server, "/api/queries/follow-up-matrix").links) == ["describedby"]


def test_a_table_leads_to_what_it_is_worth(server: Running) -> None:
    answer = get(server, "/api/queries/recommendation-actions?section=IV&status=standing&number=2&format=csv")
    note = get(server, answer.links["describedby"]["url"]).json()["note"]
    assert note["reason"] == "filtered"
    assert {"parameter": "section", "typed": "IV", "value": "4", "name": "Partnerships and resources"} in note[
        "understood"
    ]
    assert "As known on 2006-10-11." in note["text"]


def test_json_ld_says_the_same_to_two_readers(server: Running) -> None:
    path = "/api/queries/targets"
    answer = get(server, path + "?format=jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert get(server, path, accept="application/ld+json").json()["rows"] == answer.json()["rows"]
    ours = pyoxigraph.parse(answer.content, pyoxigraph.RdfFormat.JSON_LD)
    read = [(quad.predicate.value, quad.object.value) for quad in ours if hasattr(quad.object, "value")]
    theirs = rdflib.Graph().parse(data=answer.text, format="json-ld")
    assert len(theirs) == len(read)
    rows = get(server, path).json()["rows"]
    column = f"{server.url}{path}#"
    for name in ("unit", "label", "operator"):
        assert sorted(value for key, value in read if key == column + name) == sorted(row[name] for row in rows)
        found = theirs.objects(None, rdflib.URIRef(column + name))
        assert sorted(str(value) for value in found) == sorted(row[name] for row in rows)
    page = get(server, "/api/queries/follow-up-matrix?format=jsonld&limit=10").json()
    assert (page["total"], len(page["rows"])) == (37, 10)
    assert get(server, page["view"]["next"] + "").json()["view"]["previous"].endswith("offset=0")


def test_parquet_has_typed_columns(server: Running) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = "/api/queries/donors-by-recommendation"
    table = parquet.read_table(io.BytesIO(get(server, path + "?format=parquet").content))
    assert table.schema.field("number").type == "int64"
    plain_rows = get(server, path).json()["rows"]
    assert [
        {name: value for name, value in row.items() if value is not None} for row in table.to_pylist()
    ] == plain_rows
    accepted = get(server, path, accept="application/vnd.apache.parquet")
    assert accepted.headers["content-type"] == "application/vnd.apache.parquet"


def test_parquet_without_its_library_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcgraph.http.table_forms._has_parquet", lambda: False)
    with pytest.raises(Problem) as caught:
        form_named("parquet")
    assert (caught.value.status, "pip install 'tcgraph[parquet]'" in caught.value.detail) == (501, True)
    assert "parquet" not in forms()


def test_a_value_outside_a_closed_list_is_a_mistake(server: Running) -> None:
    wrong = get(server, "/api/queries/actions-about?theme=gender-equalitty")
    assert (wrong.status_code, "Did you mean gender-equality?" in wrong.json()["detail"]) == (400, True)
    assert get(server, "/api/queries/donors-by-recommendation?number=38").status_code == 400
    # A list of what the document names is not closed: nothing was found there, and that is the answer.
    assert get(server, "/api/queries/countries-by-recommendation?country=ISL").json()["rows"] == []


def test_openapi_is_valid_and_true(server: Running, project: Project) -> None:
    import jsonschema  # takes a second to import, in every worker that collects this
    import openapi_spec_validator

    document = get(server, "/api/openapi.json").json()
    openapi_spec_validator.validate(document)
    for query in read_queries(project.queries).of_kind("answer"):
        operation = document["paths"][f"/api/queries/{query.name}"]["get"]
        given = {
            parameter["name"]: next(iter(parameter["examples"].values()))["value"]
            for parameter in operation["parameters"]
            if parameter["required"] and "examples" in parameter
        }
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        columns = schema["properties"]["rows"]["items"]["properties"]
        assert list(columns) == list(query.columns)
        answer = httpx.get(server.url + f"/api/queries/{query.name}", params=given)
        assert answer.status_code == 200, (query.name, given, answer.text)
        jsonschema.validate(answer.json(), schema)
    number = document["paths"]["/api/queries/targets"]["get"]["parameters"][0]
    assert number["schema"] == {"type": "integer", "enum": list(range(1, 38))}
    assert number["examples"]["value1"]["value"] == 1


def test_openapi_describes_every_parameter(server: Running, project: Project) -> None:
    paths = get(server, "/api/openapi.json").json()["paths"]
    for query in read_queries(project.queries).of_kind("answer"):
        declared = paths[f"/api/queries/{query.name}"]["get"]["parameters"]
        assert {p.name for p in query.parameters} < {parameter["name"] for parameter in declared}
        assert all(parameter["schema"] and parameter["description"] for parameter in declared)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("gender audits", "Gender audits of UN agencies in countries"),
        ("C144", "Tripartite Consultation Convention, 1976 (No. 144)"),
        ("Senegal", "Senegal"),
        ("SENE", "Senegal"),
        ("turkiye", "Türkiye"),
    ],
)
def test_search_finds_the_thing_first(server: Running, words: str, first: str) -> None:
    hits = get(server, f"/api/search?q={words}").json()["hits"]
    assert hits[0]["label"] == first


def test_search_names_things_in_the_language_asked_for(server: Running) -> None:
    hits = get(server, "/api/search?q=Madagascar&lang=es").json()["hits"]
    assert ("es", "https://w3id.org/tcgraph/id/country/MDG") in {(hit["language"], hit["iri"]) for hit in hits}


def sparql(server: Running, query: str, **headers: str) -> httpx.Response:
    headers = {"accept": "text/csv", **headers}
    return httpx.post(server.url + "/sparql", data={"query": query}, headers=headers)


def test_search_works_inside_a_query(server: Running) -> None:
    query = 'SELECT ?n { ?t tcs:matches ("gender audit*" "en") ; a tc:Action ; tc:addresses/tc:number ?n } ORDER BY ?n'
    first = sparql(server, query)
    assert (first.status_code, first.text.split()) == (200, ["n", "6"])
    # Once more, now from the cache; and as a page of a longer result.
    assert sparql(server, query).content == first.content
    everything = sparql(server, 'SELECT ?t { ?t tcs:matches "gender" } ORDER BY ?t').text.split()[1:]
    pages = [
        sparql(server, f'SELECT ?t {{ ?t tcs:matches "gender" }} ORDER BY ?t LIMIT 10 OFFSET {offset}').text.split()[1:]
        for offset in range(0, len(everything), 10)
    ]
    assert [thing for page in pages for thing in page] == everything
    assert len(everything) > 20


def test_a_wrong_search_inside_a_query_is_shown(server: Running) -> None:
    wrong = sparql(server, "SELECT * {\n  ?t tcs:matches ?words }")
    assert (wrong.status_code, wrong.json()["line"], wrong.json()["column"]) == (400, 2, 18)
    after = sparql(server, 'SELECT * { ?t tcs:matches "gender" . ?t no:such ?x }')
    assert (after.status_code, after.json()["line"], after.json()["column"]) == (400, 1, 41)


def test_a_hit_shows_the_words_in_place(server: Running) -> None:
    (hit,) = [hit for hit in get(server, "/api/search?q=stressed").json()["hits"] if "action/29-1-a" in hit["iri"]]
    assert hit["field"] == "summary"
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["stressed"]


@pytest.mark.parametrize("words", ['"', "a* OR b", "NEAR(", "name:x", "';--", "x" * 200, "%00", "*"])
def test_search_reads_nothing_as_syntax(server: Running, words: str) -> None:
    assert get(server, f"/api/search?q={words}").status_code == 200


def test_a_console_client_needs_nothing_but_the_address(server: Running) -> None:
    script = "import sys,urllib.request as u;sys.stdout.buffer.write(u.urlopen(sys.argv[1]).read())"
    address = server.url + "/api/queries/nothing-taken?format=csv"
    done = subprocess.run([sys.executable, "-c", script, address], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "number,label"
    assert len(done.stdout.splitlines()) == 13


def test_what_describes_the_interface_is_asked_before_anybody_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    class Asked:
        queries = read_queries(project.queries)

        def __init__(self) -> None:
            self.texts: list[str] = []

        async def start(self) -> None:
            assert not self.texts

        async def table(self, text: str) -> Any:
            assert ASKING.get(), "what is prepared takes nothing of the pages' share"
            self.texts.append(text)
            raise EngineError("away")

    class Prepared:
        def prepare(self) -> None:
            assert ASKING.get(), "likewise, in the thread that pages are prepared in"
            assert site.texts == [], "questions in words come first"

    for name in ("_QUIET", "_CALM"):
        monkeypatch.setattr(start, name, 0)
    site = Asked()
    unused: Any = None
    application = start.Application(site, Prepared(), unused, None)  # type: ignore[arg-type]

    async def opened() -> None:
        await application._open()
        assert application._preparing is not None
        await application._preparing

    run(opened())
    assert len(site.texts) >= len(site.queries.of_kind("answer")) // 2
