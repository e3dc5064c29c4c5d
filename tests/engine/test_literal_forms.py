"""Queries over literals in forms that the store does not keep have the answers of SPARQL, as rdflib gives them.

rdflib is the oracle with its own normalising switched off, and for what it does right alone: it compares the members of
IN as terms, has an order between booleans and numbers, takes a date for true, and adds 1 to 7.00 to make 8.00.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
import rdflib
from rdflib.query import ResultRow

from tcgraph.engine import literal_forms
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import DefaultGraph, GraphFormat, Literal, NamedNode, Quad, parse
from tcgraph.rdflib_terms import from_rdflib, to_rdflib

EX, XSD = "http://example.org/", "http://www.w3.org/2001/XMLSchema#"
FORMS = (
    *(("integer", form) for form in ("7", "007", "+7", "07", "70", "-0", "0")),
    *(("decimal", form) for form in ("7.0", "7.00", "1.5", "1.50", "01.5", "7", "0.0")),
    *(("double", form) for form in ("7.0E0", "7E0", "1.5", "150e-2")),
    *(("int", form) for form in ("7", "07", "70")),
    ("nonNegativeInteger", "7"),
    *(("boolean", form) for form in ("1", "true", "0", "false")),
    *(("string", form) for form in ("7", "007", "x")),
    ("dateTime", "2020-01-01T00:00:00.000Z"),
    ("dateTime", "2020-01-01T00:00:00Z"),
)
QUERIES = (
    "SELECT ?s ?v { ?s ex:p ?v }",
    "SELECT DISTINCT ?v { ?s ex:p ?v }",
    "SELECT ?v (COUNT(*) AS ?n) { ?s ex:p ?v } GROUP BY ?v",
    "SELECT (COUNT(DISTINCT ?v) AS ?n) { ?s ex:p|ex:q ?v }",
    "SELECT ?s ?t { ?s ex:p ?v . ?t ex:q ?v }",
    "SELECT ?s ?t { ?s ex:p ?v . ?t ex:q ?w FILTER(?v = ?w) }",
    "SELECT ?s ?t { ?s ex:p ?v . ?t ex:q ?w FILTER(sameTerm(?v, ?w)) }",
    "SELECT ?s ?v { ?s ex:p ?v FILTER(STRLEN(STR(?v)) = 3) }",
    "SELECT ?s (STR(?v) AS ?t) (DATATYPE(?v) AS ?d) { ?s ex:p ?v }",
    "SELECT ?s ?v { ?s ex:p ?v FILTER(DATATYPE(?v) = xsd:integer) }",
    "SELECT ?s ?v { ?s ex:p ?v FILTER(REGEX(STR(?v), '^0|0$')) }",
    "SELECT ?s { ?s ex:p 7 }",
    "SELECT ?s { ?s ex:p 007 }",
    "SELECT ?s { ?s ex:p 1.50 ; ex:q ?v }",
    'SELECT ?s { ?s ex:p "7"^^xsd:int }',
    "SELECT ?s ?v { ?s ex:p ?v FILTER(?v = 007) }",
    "SELECT ?s ?v { ?s ex:p ?v FILTER(sameTerm(?v, 1.50)) }",
    "SELECT ?s ?v { VALUES ?v { 007 7 1.5 1.50 } ?s ex:p ?v }",
    "SELECT ?s ?v { ?s ex:p ?v FILTER(isNumeric(?v)) }",
    "SELECT ?s ?x { ?s ex:p ?v OPTIONAL { ?s ex:r ?w } BIND(COALESCE(?w, ?v) AS ?x) FILTER(?x = 7) }",
    "SELECT ?s { ?s ex:p ?v FILTER NOT EXISTS { ?s ex:q ?v } }",
    "SELECT ?s { ?s ex:p ?v MINUS { ?t ex:q ?v } }",
    "SELECT ?s { ?s ex:p ?v FILTER EXISTS { ?t ex:q ?w FILTER(?w = ?v && !sameTerm(?w, ?v)) } }",
    "SELECT ?s ?v { { SELECT ?v (COUNT(*) AS ?n) { ?a ex:p ?v } GROUP BY ?v } ?s ex:q ?v FILTER(?n = 1) }",
    "SELECT ?s ?v { ?s ?any ?v FILTER(isLiteral(?v) && STRSTARTS(STR(?v), '0')) }",
)
"""What SPARQL asks of terms, and what it asks of values of any kind."""
OF_NUMBERS = (
    "SELECT ?s ?t { ?s ex:p ?v . ?t ex:q ?w FILTER(?v < ?w) }",
    "SELECT ?s ?v { ?s ex:p ?v FILTER(?v) }",
    "SELECT ?s ?v { ?s ex:p ?v FILTER(!?v) }",
    "SELECT ?s ?x { ?s ex:p ?v BIND(IF(?v > 5, ?v, 'small') AS ?x) }",
    "SELECT ?s (COUNT(?v) AS ?n) { ?s ex:p ?v } GROUP BY ?s HAVING(SUM(?v) > 7)",
    "SELECT ?s { ?s ex:p ?v } GROUP BY ?s HAVING(MAX(?v) > 7)",
    "SELECT ?s { ?s ex:p ?v BIND(?v + 1 AS ?d) FILTER(?d = 8) }",
    "SELECT ?v { ?s ex:p ?v } ORDER BY ?v ?s LIMIT 1",
)
"""What it asks of values that have an order: rdflib gives one to a boolean and a number, too."""


def random_data(seed: int, *, numbers: bool = False) -> list[Quad]:
    chosen = random.Random(seed)
    forms = [each for each in FORMS if not numbers or each[0] not in ("boolean", "string", "dateTime")]
    return [
        Quad(
            NamedNode(f"{EX}s{chosen.randrange(6)}"),
            NamedNode(EX + chosen.choice("pppqqr")),
            Literal(form, datatype=NamedNode(XSD + name)),
            DefaultGraph(),
        )
        for name, form in chosen.choices(forms, k=chosen.randrange(4, 24))
    ]


@pytest.fixture(autouse=True)
def as_written() -> Iterator[None]:
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = True


def answers(quads: list[Quad], query: str) -> tuple[Counter[tuple[object, ...]], Counter[tuple[object, ...]]]:
    """The solutions of an engine that keeps terms, and of rdflib."""
    engine, graph = TermEngine(), rdflib.Graph()
    engine.insert(quads)
    for quad in quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    text = f"PREFIX ex: <{EX}> PREFIX xsd: <{XSD}> {query}"
    theirs: Counter[tuple[object, ...]] = Counter(
        tuple(None if term is None else from_rdflib(term) for term in row)
        for row in graph.query(text)
        if isinstance(row, ResultRow)
    )
    ours: Counter[tuple[object, ...]] = Counter(tuple(row) for row in engine.select(text))
    return ours, theirs


@pytest.mark.parametrize("query", [*QUERIES, *OF_NUMBERS])
def test_answers_are_those_of_the_terms(query: str) -> None:
    for seed in range(10):
        ours, theirs = answers(random_data(seed, numbers=query in OF_NUMBERS), query)
        assert ours == theirs, seed


def one(expression: str, value: Literal) -> object:
    engine = TermEngine()
    engine.insert([Quad(NamedNode(EX + "s"), NamedNode(EX + "p"), value, DefaultGraph())])
    ((found,),) = engine.select(f"PREFIX xsd: <{XSD}> SELECT ({expression} AS ?x) {{ ?s ?p ?v }}")
    return found


def typed(form: str, name: str) -> Literal:
    return Literal(form, datatype=NamedNode(XSD + name))


def test_what_rdflib_cannot_tell() -> None:
    assert one("xsd:string(?v)", typed("007", "integer")) == Literal("7")
    assert one('STRDT("007", xsd:integer)', typed("1", "int")) == typed("007", "integer")
    assert one('DATATYPE(STRDT("1", xsd:int))', typed("1", "int")) == NamedNode(XSD + "int")
    assert one("?v IN (1.0, 2)", typed("01", "integer")) == typed("true", "boolean")
    assert one("GROUP_CONCAT(?v)", typed("007", "integer")) == Literal("007")
    assert one("SAMPLE(?v)", typed("007", "integer")) == typed("007", "integer")
    assert one("SUM(?v)", typed("007", "integer")) == typed("7", "integer")
    assert one("?v + 1", Literal("007", language="en")) is None


def test_what_is_put_in_comes_out() -> None:
    quads = random_data(1)
    engine = TermEngine()
    engine.insert(quads)
    assert set(engine.quads()) == set(quads)
    engine.functions = {NamedNode(EX + "same"): lambda term: term}
    rows = engine.select(
        f"SELECT ?v {{ ?s ?p ?v FILTER(STR(<{EX}same>(?v)) = STR(?v) && sameTerm(<{EX}same>(?v), ?v)) }}"
    )
    assert Counter(v for (v,) in rows) == Counter(quad.object for quad in set(quads))


def test_a_query_that_no_form_can_matter_to_is_asked_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(text: str) -> str:
        asked.append(text)
        return text

    monkeypatch.setattr("tcgraph.engine.literal_forms.of_terms", noted)
    engine = TermEngine()
    text = f"SELECT ?s {{ ?s <{EX}q>/<{EX}r>* ?v FILTER(?v > 5) }}"
    engine.select("SELECT ?s { ?s ?p 5 }")
    engine.insert([Quad(NamedNode(EX + "s"), NamedNode(EX + "p"), typed("007", "integer"), DefaultGraph())])
    engine.select(text)
    assert asked == []
    to_which_it_can = [text.replace("r>", "p>"), text.replace("5", "05")]
    to_which_it_can += ["SELECT ?s { ?s ?p 5 }", "SELECT ?s { ?s !a 5 }"]
    for each in to_which_it_can:
        engine.select(each)
    assert asked == to_which_it_can


def test_an_update_sees_and_writes_terms() -> None:
    engine = TermEngine()
    engine.insert([Quad(NamedNode(EX + "s"), NamedNode(EX + "p"), typed("007", "integer"), NamedNode(EX))])
    new, there = f"?s <{EX}q> ?v ; <{EX}r> 08", f"GRAPH <{EX}> {{ ?s <{EX}p> ?v }}"
    engine.update(f"INSERT {{ GRAPH <{EX}> {{ {new} }} }} WHERE {{ {there} }}")
    engine.update(f"DELETE WHERE {{ GRAPH <{EX}> {{ ?s <{EX}q> 7 }} }}")
    found = {row[0] for row in engine.select(f"SELECT ?v {{ ?s <{EX}q>|<{EX}r> ?v }}")}
    assert found == {typed("007", "integer"), typed("08", "integer")}


def test_nothing_is_asked_of_python_where_no_form_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """``…/1999/02/22-rdf-syntax-ns#type`` holds what would be a number with a zero before it, and is none."""
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    called: list[object] = []
    for name in literal_forms._FUNCTIONS:
        monkeypatch.setitem(literal_forms._FUNCTIONS, name, called.append)
    engine = TermEngine()
    engine.update(f"INSERT DATA {{ <{EX}a> {rdf_type} <{EX}C> ; <{EX}p> 7 }}")
    engine.update(f"INSERT {{ ?s {rdf_type} <{EX}D> }} WHERE {{ ?s {rdf_type} <{EX}C> }}")
    assert len(list(engine.select("SELECT ?p { ?s ?p ?o FILTER(?o = 7 || isIRI(?o)) }"))) == 3
    assert called == []


DOCUMENTS = (
    (GraphFormat.TURTLE, """ex:s ex:p 007, 1.50 , "7"^^xsd:int , 1e3; ex:q .5,-0,'07'^^xsd:integer."""),
    (
        GraphFormat.TURTLE,
        '''ex:s ex:p """a "7"^^xsd:int 007""" , 'b "07"^^xsd:integer' , "c \\"1.0" ; ex:q 7 . # "1.0"^^xsd:decimal''',
    ),
    (
        GraphFormat.TURTLE,
        'ex:007 ex:p "\\u0030\\u0037"^^xsd:integer , "x\\n"^^xsd:string , "7" ^^ xsd:int , ex:a\\~07 .',
    ),
    (
        GraphFormat.TURTLE,
        'PREFIX x: <http://www.w3.org/2001/XMLSchema#>\nex:s ex:p "7"^^x:int , "7"^^ex:int , 1. ex:s ex:q <x#07>.',
    ),
    (GraphFormat.TURTLE, '@prefix xsd: <http://example.org/> . ex:s ex:p "007"^^xsd:integer .'),
    (GraphFormat.TRIG, "ex:g { ex:s ex:p 007 , true , 1.0E0 }"),
    (
        GraphFormat.N_TRIPLES,
        f'# "7"^^<{XSD}int> "\n<x:s> <x:p> "7"^^<{XSD}int> .\n<x:s> <x:p> "a \\"7\\"^^<{XSD}int> 07" .',
    ),
    (GraphFormat.N_QUADS, f'<x:s> <x:p> "a\\"007"^^<{XSD}integer> <x:g> .\n<x:s> <x:p> "007"^^<{XSD}integer> <x:g> .'),
)


@pytest.mark.parametrize(("syntax", "text"), DOCUMENTS)
def test_a_document_is_read_as_its_quads_are(syntax: GraphFormat, text: str) -> None:
    if syntax in (GraphFormat.TURTLE, GraphFormat.TRIG):
        text = f"@prefix ex: <{EX}> . @prefix xsd: <{XSD}> .\n{text}"
    engine, other = TermEngine(), TermEngine()
    engine.load(text.encode(), syntax, base=EX)
    other.insert(parse(text.encode(), syntax, base=EX))
    assert set(engine.quads()) == set(other.quads()) == set(parse(text.encode(), syntax, base=EX))
    assert engine._read == other._read


def test_a_faulty_document_is_told_at_its_place() -> None:
    with pytest.raises(BrokenInput) as told:
        TermEngine().load(b"<x:s> <x:p> 007 , 1.50 ;; nothing .", GraphFormat.TURTLE)
    assert (told.value.line, told.value.column) == (1, 27)
