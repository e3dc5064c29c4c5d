"""What is asked in place of the text as given: the standard's answer, soon, and once."""

from __future__ import annotations

from typing import Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.engine_fixes import corrected
from tcgraph.engine.evaluate import QueryRequest, evaluate
from tcgraph.engine.prepared import Wordings, insisted
from tcgraph.engine.store_counts import StoreCounts
from tcgraph.errors import BrokenQuery
from tcgraph.rdf import GraphFormat, NamedNode, ResultFormat
from tcgraph.sparql import parse_query
from tcgraph.sparql.planner import Sample
from tests.conftest import many

DATA = b"""
<urn:a> <urn:p> <urn:b> <urn:g> .
<urn:b> <urn:p> <urn:c> <urn:g> .
<urn:a> <urn:l> "x"@en <urn:h> .
<urn:a> <urn:l> "y"@fr <urn:h> .
"""


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    made = EmbeddedEngine()
    made.load(DATA, GraphFormat.N_QUADS)
    return made


def rows(engine: EmbeddedEngine, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(str(term) for term in row) for row in engine.select(query))


NESTED = "SELECT (COUNT(*) AS ?n) { ?a <urn:p> ?b FILTER NOT EXISTS { ?b <urn:p> ?c . ?c <urn:p> ?d } }"


def test_better_words_are_asked_and_no_others(engine: EmbeddedEngine) -> None:
    """The engine counts as soon as it is asked: each asking of a text that parses would be a second evaluation."""
    asked: list[str] = []

    def ask(words: str) -> pyoxigraph.QuerySolutions:
        asked.append(words)
        return engine.store.query(words)  # type: ignore[return-value]

    better = Wordings(StoreCounts(engine.store)).of(NESTED)
    assert "LATERAL" in better
    insisted(better, NESTED, ask)
    assert asked == [better]


def test_a_text_that_was_planned_is_planned_again_only_when_the_data_changed() -> None:
    class Counting(StoreCounts):
        asked = 0

        def sample(self, *pattern: Any) -> Sample:
            Counting.asked += 1
            return super().sample(*pattern)

    words = Wordings(Counting(pyoxigraph.Store()))
    first, counted = words.of(NESTED), Counting.asked
    assert words.of(NESTED) == first != NESTED
    assert Counting.asked == counted > 0
    words.forget()
    words.of(NESTED)
    assert Counting.asked > counted


def test_few_texts_are_remembered() -> None:
    words = Wordings()
    for number in range(2_000):
        words.of(f"SELECT * {{ ?s <urn:p{number}> ?o }}")
    assert len(words._known) <= 512


def test_columns_come_in_the_order_of_the_text(engine: EmbeddedEngine) -> None:
    assert engine.select("SELECT * { ?z <urn:p> ?b . ?b <urn:p> ?a }").variables == ("z", "b", "a")
    for words in ("SELECT*", "select distinct*", "SELECT#*\n*WHERE", "SELECT\tREDUCED #\n*"):
        assert engine.select(f"{words}{{?z <urn:p> ?b . ?b <urn:p> ?a}}").variables == ("z", "b", "a")
    csv = QueryRequest("SELECT * { ?z <urn:p> ?b . ?b <urn:p> ?a }", results=ResultFormat.CSV)
    assert evaluate(engine, csv).body.splitlines()[0] == b"z,b,a"


@pytest.mark.parametrize("name", ["EXISTS", "NOT EXISTS"])
def test_both_ways_of_asking_rewrite(engine: EmbeddedEngine, name: str) -> None:
    text = f"SELECT ?a {{ ?a <urn:p> ?b FILTER {name} {{ ?b <urn:p> ?c . ?x <urn:l> ?y }} }}"
    wanted = ["<urn:a>"] if name == "EXISTS" else ["<urn:b>"]
    assert [row[0] for row in rows(engine, text)] == wanted
    found = evaluate(engine, QueryRequest(text, results=ResultFormat.TSV)).body.decode().split()[1:]
    assert found == wanted


def test_given_values_meet_the_text_as_written(engine: EmbeddedEngine) -> None:
    text = "SELECT ?a ?b { ?a <urn:p> ?b FILTER NOT EXISTS { ?b <urn:p> ?c . ?c ?q ?r } }"
    assert list(engine.select(text, bindings={"b": NamedNode("urn:nobody")})) == []


def test_a_mistake_is_placed_in_the_text_as_given(engine: EmbeddedEngine) -> None:
    text = "SELECT * {\n ?a <urn:p> ?b FILTER NOT EXISTS { ?b <urn:p> ?c . ?c <urn:p> } }"
    for ask in (lambda: engine.select(text), lambda: evaluate(engine, QueryRequest(text))):
        with pytest.raises(BrokenQuery) as raised:
            ask()
        assert raised.value.line == 2


def test_group_concat_joins_what_str_gives(engine: EmbeddedEngine) -> None:
    text = "SELECT (GROUP_CONCAT(?l; separator=' ') AS ?all) { SELECT ?l { ?s <urn:l> ?l } ORDER BY STR(?l) }"
    assert rows(engine, text) == [('"x y"',)]


def test_group_concat_of_one_language_has_no_tag(engine: EmbeddedEngine) -> None:
    text = 'SELECT (GROUP_CONCAT(?l) AS ?all) { ?s <urn:l> ?l FILTER(LANG(?l) = "en") }'
    assert rows(engine, text) == [('"x"',)]


@pytest.mark.parametrize(
    ("values", "joined"),
    [
        ("1 2 1", "1 2"),
        ('<urn:a> "2006-11-01"^^xsd:date', "2006-11-01 urn:a"),
        ('"p"@en "q"@en "p"@en', "p q"),
        ('"p"@en "p"@fr "p"', "p p p"),
        ('1 "x" <urn:b>', "1 urn:b x"),
    ],
)
def test_group_concat_of_distinct_values(engine: EmbeddedEngine, values: str, joined: str) -> None:
    inside = f"SELECT ?v {{ VALUES ?v {{ {values} }} }} ORDER BY STR(?v)"
    assert rows(engine, f"SELECT (GROUP_CONCAT(DISTINCT ?v) AS ?all) {{ {{ {inside} }} }}") == [(f'"{joined}"',)]


@pytest.mark.parametrize("value", ["STR(?l)", "CONCAT(STR(?l), '')", "STRUUID()"])
def test_what_is_a_string_or_another_each_time_is_left_alone(value: str) -> None:
    tree = parse_query(f"SELECT (GROUP_CONCAT(DISTINCT {value}) AS ?n) {{}}")
    assert corrected(tree) is tree


@pytest.mark.parametrize("sign", ["*", "?"])
@pytest.mark.parametrize("other", ["subject", "object"])
def test_a_path_of_no_length_reaches_a_term_that_is_nowhere(engine: EmbeddedEngine, sign: str, other: str) -> None:
    pattern = f"?x <urn:p>{sign} <urn:nowhere>" if other == "object" else f"<urn:nowhere> <urn:p>{sign} ?x"
    assert rows(engine, f"SELECT ?x {{ {pattern} }}") == [("<urn:nowhere>",)]


@pytest.mark.parametrize(
    "path",
    [
        "<urn:p>*",
        "(<urn:p>?)",
        "(<urn:p>/<urn:q>)*",
        "<urn:p>*/<urn:q>?",
        "<urn:q>|<urn:p>*",
        "^(<urn:p>|^<urn:q>)*",
        "(<urn:p>?)+",
    ],
)
@pytest.mark.parametrize("term", ["<urn:nowhere>", "7", '"nowhere"@en', '"7"^^<urn:kind>', "true"])
def test_every_path_of_no_length_does(engine: EmbeddedEngine, path: str, term: str) -> None:
    ((found,),) = engine.select(f"SELECT ?x {{ {term} {path} ?x FILTER(isIRI(?x) || isLiteral(?x)) }}")
    ((wanted,),) = engine.select(f"SELECT ({term} AS ?x) {{}}")
    assert found == wanted
    assert rows(engine, f"SELECT ?x {{ ?x {path} {term} . }}") == [(str(wanted),)]
    assert engine.ask(f"ASK {{ {term} {path} {term} }}")
    assert engine.ask(f"ASK {{ BIND(1 AS ?y) {term} {path} {term} OPTIONAL {{ ?x <urn:p> ?y }} }}")


@pytest.mark.parametrize(
    "path", ["<urn:p>+", "<urn:p>*/<urn:p>", "^<urn:p>", "(<urn:q>|<urn:p>)", "!(<urn:p>|^<urn:q>)"]
)
def test_a_path_with_a_step_does_not(engine: EmbeddedEngine, path: str) -> None:
    text = f"SELECT ?x {{ <urn:nowhere> {path} ?x }}"
    tree = parse_query(text)
    assert corrected(tree) is tree
    assert rows(engine, text) == []


@pytest.mark.parametrize("path", ["<urn:p>*", "<urn:p>?", "(<urn:p>/<urn:p>)*", "<urn:p>*/<urn:q>?"])
def test_a_term_of_the_data_is_not_counted_again(engine: EmbeddedEngine, path: str) -> None:
    text = f"SELECT ?x {{ <urn:a> {path} ?x }}"
    tree = parse_query(text)
    assert corrected(tree) != tree
    given = engine.store.query(text, use_default_graph_as_union=True)
    assert rows(engine, text) == sorted((str(row[0]),) for row in given)  # type: ignore[union-attr]


def test_graphs_are_named_where_only_values_stand(engine: EmbeddedEngine) -> None:
    found = rows(engine, "SELECT ?g ?v { GRAPH ?g { VALUES ?v { 1 } } }")
    assert [row[0] for row in found] == ["<urn:g>", "<urn:h>"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PREFIX ec: <urn:ec:> SELECT ?x { BIND(ec:1.-.-.- AS ?x) }", "<urn:ec:1.-.-.->"),
        ("SELECT ?x { VALUES ?x { TRUE } }", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ],
)
def test_what_the_grammar_has_and_the_engine_does_not_read(engine: EmbeddedEngine, text: str, found: str) -> None:
    with pytest.raises(SyntaxError):
        pyoxigraph.Store().query(text)
    assert rows(engine, text) == [(found,)]
    assert len(evaluate(engine, QueryRequest(text, results=ResultFormat.TSV)).body.split()) == 2


WORDS = st.sampled_from(
    [
        "SELECT", "*", "?a", "?b", "WHERE", "{", "}", "<urn:p>", "<urn:p>*", "ex:p?", "GROUP_CONCAT(", ")", ";", ".",
        "separator", "=", '"x"', "'''y'''", "GRAPH", "?g", "VALUES", "FILTER", "NOT", "EXISTS", "#", "\n", "\\u0041",
        "OPTIONAL", "[", "]", "a", "1", "BIND", "(", "AS", "UNION", "DISTINCT", "_:b", "@en", "^^", "<", "LIMIT",
    ]
)  # fmt: skip


@settings(max_examples=many(300, few=37), deadline=None, derandomize=True)
@given(words=st.lists(WORDS, max_size=25), data=st.data())
def test_no_text_breaks_the_preparation(words: list[str], data: st.DataObject) -> None:
    """Whatever is written: an answer or a BrokenQuery with its place, never another error."""
    text = " ".join(words)
    engine = EmbeddedEngine()
    place: int | None = None
    try:
        engine.select(text)
    except BrokenQuery as error:
        place = error.line
    assert place is None or 1 <= place <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("begin", "part", "end"),
    [
        ("SELECT (1", "+1", " AS ?x) {}"),
        ("SELECT ?s { ?s ?p ?o FILTER(?o = 0", " || ?o = 1", ") }"),
        ("SELECT ?s { { ?s ?p 0 }", " UNION { ?s ?p 1 }", " }"),
        ("SELECT ?s { ?s ?p ?o", " OPTIONAL { ?s <urn:p> ?o }", " }"),
    ],
)
def test_a_chain_without_end_is_refused_at_its_place(engine: EmbeddedEngine, begin: str, part: str, end: str) -> None:
    with pytest.raises(BrokenQuery, match=r"parts are strung together here; more than 2000 cannot be followed") as told:
        list(engine.select(begin + part * 20_000 + end))
    assert (told.value.line, bool(told.value.column)) == (1, True)
    if part != " OPTIONAL { ?s <urn:p> ?o }":
        list(engine.select(begin + part * 1_000 + end))


def test_a_chain_in_an_update_is_refused_and_data_is_not() -> None:
    made = EmbeddedEngine()
    with pytest.raises(BrokenQuery, match="strung together"):
        made.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o = 0" + " || ?o = 1" * 20_000 + ") }")
    made.update("INSERT DATA { GRAPH <urn:g> { " + "".join(f"<urn:s/{n}> <urn:p> {n} . " for n in range(5_000)) + "} }")
    assert made.size() == 5_000
