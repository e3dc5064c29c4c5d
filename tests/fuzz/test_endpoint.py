"""Queries and updates that nobody would write, sent to a real server: an answer or a refusal, and it lives on."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.amount import amount
from tests.fuzz.mutations import mutated
from tests.http.running import Running, empty_project, running

TERMS = st.sampled_from(
    [
        "?a",
        "?b",
        "$c",
        "<urn:a>",
        "rdfs:label",
        "_:x",
        "[]",
        '"x"@en',
        "'y'",
        "1",
        "-1.5e3",
        "true",
        "( 1 2 )",
        "a",
        "<>",
        '"""z"""',
        '"1"^^xsd:integer',
        "[ ?p ?o ]",
        "<< ?a ?b ?c >>",
        "nope:x",
        "?a/?b",
        "<urn:p>*",
        "^<urn:p>+",
        "!(a|^a)",
    ]
)
TRIPLES = st.tuples(TERMS, TERMS, TERMS).map(" ".join)
EXPRESSIONS = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "=", "<", "&&", "||", "IN", "NOT IN"]), inner).map(
            " ".join
        ),
        st.tuples(
            st.sampled_from(
                [
                    "STR",
                    "LANG",
                    "IRI",
                    "BNODE",
                    "ABS",
                    "NOW",
                    "REGEX",
                    "REPLACE",
                    "SUBSTR",
                    "IF",
                    "COALESCE",
                    "!",
                    "COUNT",
                    "SUM",
                    "GROUP_CONCAT",
                    "EXISTS",
                    "xsd:integer",
                    "<urn:f>",
                    "STRDT",
                    "YEAR",
                    "SHA512",
                    "TRIPLE",
                    "UUID",
                ]
            ),
            st.lists(inner, max_size=3).map(", ".join),
        ).map(lambda call: f"{call[0]}({call[1]})"),
    ),
    max_leaves=6,
)
PATTERNS = st.recursive(
    TRIPLES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" . ".join),
        st.tuples(
            st.sampled_from(
                [
                    "OPTIONAL",
                    "MINUS",
                    "GRAPH ?g",
                    "GRAPH <urn:g>",
                    "FILTER EXISTS",
                    "FILTER NOT EXISTS",
                    "LATERAL",
                    "SERVICE <urn:s>",
                    "",
                    "{} UNION",
                ]
            ),
            inner,
        ).map(lambda p: f"{p[0]} {{ {p[1]} }}"),
        st.tuples(inner, EXPRESSIONS).map(lambda p: f"{p[0]} FILTER({p[1]})"),
        st.tuples(inner, EXPRESSIONS).map(lambda p: f"{p[0]} BIND({p[1]} AS ?n)"),
        st.tuples(inner, TERMS).map(lambda p: f"VALUES ?a {{ {p[1]} UNDEF }} {p[0]}"),
        inner.map(lambda p: f"{{ SELECT * {{ {p} }} LIMIT 2 }}"),
    ),
    max_leaves=8,
)
QUERIES = st.tuples(
    st.sampled_from(
        [
            "SELECT *",
            "SELECT ?a",
            "SELECT DISTINCT ?b (COUNT(*) AS ?m)",
            "ASK",
            "DESCRIBE ?a",
            "CONSTRUCT WHERE",
            "CONSTRUCT { ?a ?b ?c }",
            "SELECT (SUM(?a) AS ?s)",
            "SELECT *\nFROM <urn:g>",
        ]
    ),
    PATTERNS,
    st.sampled_from(
        ["", "ORDER BY ?a DESC(?b)", "GROUP BY ?b HAVING(COUNT(*) > 1)", "LIMIT 3 OFFSET 1", "VALUES ?a { 1 }"]
    ),
).map(lambda parts: f"{parts[0]} {{ {parts[1]} }} {parts[2]}")
WRITTEN = [
    b"PREFIX e: <urn:e:>\nSELECT ?a (COUNT(*) AS ?n) WHERE { ?a e:p ?b . OPTIONAL { ?b e:q* 'x'@en } FILTER(?b > 1) }"
    b" GROUP BY ?a ORDER BY DESC(?n) LIMIT 5",
    b'CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s a ?c . ?c ?d "\\u00e9" } }',
    b'INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> "c" , 1 ; a <urn:C> } } ; DELETE WHERE { ?s ?p "c" }',
    b"WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 2 } USING <urn:h> WHERE { ?s ?p ?o } ; CLEAR SILENT NAMED ; "
    b"LOAD <urn:x>",
]


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("fuzz")
    project = empty_project(root / "p")
    lines = [f'<urn:s{n}> <urn:p> <urn:s{n + 1}> ; rdfs:label "n{n}"@en .' for n in range(30)]
    text = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n" + "\n".join(lines) + "\n"
    (project / "data/ttl/a.ttl").write_text(text, encoding="utf-8")
    with running(project, root / "s", "--write", scopes=("write",), query_seconds=1, query_memory_mb=256) as started:
        yield started


@pytest.fixture(scope="module")
def client(up: Running) -> Iterator[httpx.Client]:
    with up.client() as made:
        yield made


def check(answer: httpx.Response) -> None:
    """An answer is one; a refusal says what and, where the text is broken, where."""
    assert answer.status_code in (200, 400, 403, 413, 422), f"{answer.status_code} {answer.text[:300]}"
    if answer.status_code != 200:
        problem = answer.json()
        assert problem["detail"]
        assert "Traceback" not in answer.text
        if problem["type"].endswith("/syntax"):
            assert problem.get("line") or problem["detail"]


@amount(150)
@given(query=QUERIES)
def test_queries_by_the_grammar(client: httpx.Client, query: str) -> None:
    check(client.post("/sparql", data={"query": query}))


@amount(150)
@given(query=mutated(WRITTEN))
def test_mutated_queries(client: httpx.Client, query: bytes) -> None:
    check(client.post("/sparql", content=query, headers={"content-type": "application/sparql-query"}))


@amount(60)
@given(update=mutated(WRITTEN))
def test_mutated_updates(client: httpx.Client, up: Running, update: bytes) -> None:
    kind = {"content-type": "application/sparql-update"}
    check(client.post("/sparql", content=update, headers={**up.bearer, **kind}))


@amount(60)
@given(
    parts=st.lists(st.one_of(st.binary(max_size=30), st.sampled_from([b"&", b"=", b"query", b"%", b"%2", b"format"])))
)
def test_forms_of_any_kind(client: httpx.Client, parts: list[bytes]) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    check(client.post("/sparql", content=b"".join(parts), headers=kind))


def test_the_server_is_the_same_as_before(client: httpx.Client) -> None:
    assert client.get("/health").status_code == 200
    asked = client.get("/sparql", params={"query": "ASK { <urn:s1> <urn:p> <urn:s2> }"})
    assert asked.status_code == 200
