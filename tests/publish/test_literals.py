"""Literals come out as they went in, in every format, or are refused at the door with their place."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import hypothesis.strategies as st
import lxml.etree
import pyoxigraph
import pytest
import rdflib
from hypothesis import Phase, given, settings

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.evaluate import QueryRequest, evaluate
from tcgraph.publish.literals import altered, altered_in, unwritable
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, ResultFormat, canonical_quads
from tests.http.running import empty_project, running

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = st.from_regex(r"[+-]?[0-9]{1,4}(\.[0-9]{0,3})?([eE][+-]?[0-9]{1,2})?", fullmatch=True)
DATES = st.from_regex(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-([01][0-9]|2[0-8])(Z|\+00:00|-05:30)?", fullmatch=True)
TIMES = st.from_regex(r"2006-10-11T[0-2][0-9]:00:00(\.[05]0?)?(Z|\+00:00)?", fullmatch=True)
DURATIONS = st.from_regex(r"P([0-9]{1,2}Y)?([0-9]{1,2}M)?([0-9]{1,2}D)?(T[0-9]{1,2}H)?", fullmatch=True)
OTHERS = st.sampled_from(["true", "1", "INF", "+INF", "NaN", "abc", "", " 5 ", "2006", "--10-11", "12:00:00"])
DATATYPES = st.sampled_from(
    [
        *(XSD + name for name in (
            "integer", "decimal", "double", "float", "boolean", "date", "dateTime", "duration", "dayTimeDuration",
            "gYear", "time", "int", "long", "nonNegativeInteger", "anyURI", "hexBinary", "token",
        )),
        "http://www.opengis.net/ont/geosparql#wktLiteral",
    ]
)  # fmt: skip
LANGUAGES = st.sampled_from(["en", "fr", "es", "en-gb", "zh-hans"])
LITERALS = st.one_of(
    st.builds(
        lambda value, datatype: Literal(value, datatype=NamedNode(datatype)),
        st.one_of(NUMBERS, DATES, TIMES, DURATIONS, OTHERS),
        DATATYPES,
    ),
    st.builds(Literal, st.text(max_size=12)),
    st.builds(lambda value, language: Literal(value, language=language), st.text(max_size=12), LANGUAGES),
)
SUBJECT = "https://w3id.org/tcgraph/id/literal/x"
PREDICATE = "https://w3id.org/tcgraph/ns#value"


def survivors(literals: list[Literal]) -> list[Literal]:
    refused = {literal for literal, _ in altered(literals)} | {literal for literal, _ in unwritable(literals)}
    return sorted(set(literals) - refused, key=str)


@settings(max_examples=6, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.lists(LITERALS, min_size=20, max_size=40))
def test_what_is_let_in_comes_out_the_same(literals: list[Literal]) -> None:
    kept = survivors(literals)
    engine = EmbeddedEngine()
    engine.insert(
        Quad(NamedNode(SUBJECT), NamedNode(f"urn:x#p{n}"), kept[n], NamedNode("urn:g")) for n in range(len(kept))
    )
    check_results({form: body(engine, form) for form in ResultFormat}, kept)
    for syntax in GraphFormat:
        document = evaluate(engine, QueryRequest("CONSTRUCT WHERE { ?s ?p ?o }", graph=syntax)).body
        check_graph(document, syntax, kept)
    dumped = pyoxigraph.parse("\n".join(canonical_quads(engine.quads())), pyoxigraph.RdfFormat.N_QUADS)
    assert {quad.predicate.value: quad.object for quad in dumped} == {f"urn:x#p{n}": kept[n] for n in range(len(kept))}


QUERY = "SELECT ?n ?o { ?s ?p ?o BIND(STRAFTER(STR(?p), '#p') AS ?n) }"


def body(engine: EmbeddedEngine, form: ResultFormat) -> bytes:
    return evaluate(engine, QueryRequest(QUERY, results=form)).body


def check_results(bodies: dict[ResultFormat, bytes], kept: list[Literal]) -> None:
    """Each result document says, by readers that are not its writer's, what was let in."""
    expected = {str(n): literal for n, literal in enumerate(kept)}
    by_json = {}
    for row in json.loads(bodies[ResultFormat.JSON])["results"]["bindings"]:
        cell = row["o"]
        by_json[row["n"]["value"]] = made(cell["value"], cell.get("xml:lang"), cell.get("datatype"))
    assert by_json == expected
    by_xml = {}
    space = "{http://www.w3.org/2005/sparql-results#}"
    for result in lxml.etree.fromstring(bodies[ResultFormat.XML]).iter(space + "result"):
        cells = {binding.get("name"): binding[0] for binding in result}
        cell = cells["o"]
        language = cell.get("{http://www.w3.org/XML/1998/namespace}lang")
        by_xml[cells["n"].text] = made(cell.text or "", language, cell.get("datatype"))
    assert by_xml == expected
    rows = csv.reader(io.StringIO(bodies[ResultFormat.CSV].decode(), newline=""))
    next(rows)
    assert {row[0]: row[1] for row in rows} == {n: literal.value for n, literal in expected.items()}
    found = pyoxigraph.parse_query_results(bodies[ResultFormat.TSV], ResultFormat.TSV.codec)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert {getattr(row["n"], "value", ""): row["o"] for row in found} == expected


def check_graph(document: bytes, syntax: GraphFormat, kept: list[Literal]) -> None:
    """An RDF document says, by rdflib, what was let in."""
    names = {GraphFormat.RDF_XML: "xml", GraphFormat.JSON_LD: "json-ld", GraphFormat.N_TRIPLES: "nt"}
    format_ = names.get(syntax, "turtle")
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph = rdflib.Graph().parse(data=document, format=format_)
    finally:
        rdflib.NORMALIZE_LITERALS = before
    found = {
        str(predicate): made(str(term), term.language, str(term.datatype) if term.datatype else None)
        for _, predicate, term in graph
        if isinstance(term, rdflib.Literal)
    }
    assert {name: term for name, term in found.items() if name.startswith("urn:x#p")} == {
        f"urn:x#p{n}": literal for n, literal in enumerate(kept)
    }


def made(value: str, language: str | None, datatype: str | None) -> Literal:
    if language:
        return Literal(value, language=language)
    return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)


WELL_TYPED = (
    ("decimal", "0.5"), ("double", "1000"), ("date", "2006-10-11"), ("date", "2006-10-11Z"), ("gYear", "2006"),
    ("boolean", "true"), ("duration", "P1Y"), ("anyURI", "urn:a"), ("integer", "-7"), ("hexBinary", "0aFF"),
)  # fmt: skip


def test_they_survive_the_whole_way_over_http(tmp_path: Path) -> None:
    texts = ["100", "0.5", "a\tb\n", "«é»", "", "  two  ", "1e3"]
    kept = survivors(
        [
            *(Literal(text) for text in texts),
            *(Literal(text, language="fr") for text in texts),
            *(Literal(value, datatype=NamedNode(XSD + name)) for name, value in WELL_TYPED),
            Literal("100.00", datatype=NamedNode(XSD + "decimal")),
        ]
    )
    assert len(kept) == len(WELL_TYPED) + 14
    project = empty_project(tmp_path / "project")
    lines = [f"<{SUBJECT}> <urn:x#p{n}> {literal} ." for n, literal in enumerate(kept)]
    (project / "data" / "ttl" / "literals.ttl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with running(project, tmp_path / "state") as server, server.client() as client:
        bodies = {
            form: client.post("/sparql", data={"query": QUERY}, headers={"accept": form.media_type}).content
            for form in ResultFormat
        }
        check_results(bodies, kept)
        for suffix, syntax in (
            (".ttl", GraphFormat.TURTLE),
            (".nt", GraphFormat.N_TRIPLES),
            (".rdf", GraphFormat.RDF_XML),
        ):
            check_graph(client.get("/id/literal/x" + suffix).content, syntax, kept)
        store = client.get("/rdf-graph-store", params={"graph": "https://w3id.org/tcgraph/graph/literals"})
        check_graph(store.content, GraphFormat.TURTLE, kept)


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ('<a:b> <a:c> "100.00"^^<http://www.w3.org/2001/XMLSchema#decimal> .', 13, "would be served as"),
        ('<a:b> <a:c> "5"^^<http://www.w3.org/2001/XMLSchema#int> .', 13, "integer"),
        ('<a:b> <a:c> "a\\u0001b" .', 15, "U+0001"),
        ('<a:b> <a:c> "a\\rb" .', 15, "U+000D"),
        ('<a:b> <a:c> "a\ufffeb" .', 15, "U+FFFE"),
    ],
)
def test_what_would_be_altered_is_refused_with_its_place(tmp_path: Path, line: str, column: int, says: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"# first\n{line}\n", encoding="utf-8")
    (found,) = altered_in(path, GraphFormat.TURTLE)
    assert (found.line, found.column) == (2, column), found
    assert says in found.reason
