"""How often a solution is found: a triple of several graphs once, what two ways of a path lead to twice."""

from __future__ import annotations

import os
import random
from collections import Counter

import pyoxigraph
import pytest
from rdflib import Graph

from tcgraph.engine import Scope
from tcgraph.engine.cardinality import counted
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.engine_fixes import corrected
from tcgraph.engine.evaluate import QueryRequest, run
from tcgraph.engine.explaining import explained
from tcgraph.engine.store_counts import RepeatedTriples
from tcgraph.rdf import GraphFormat, NamedNode, Quad, parse
from tcgraph.sparql import parse_query, written
from tests.sparql.planner.chance import Asker, graph
from tests.sparql.planner.test_rdflib import _typed, triples
from tests.sparql.planner.test_rdflib import graph as plain_graph

BLOCKS = int(os.environ.get("TCGRAPH_MERGE_QUESTIONS", "1500")) // 100
"""A hundred questions each."""
PATHS = (
    *("<urn:p>", "<urn:p>/<urn:q>", "^<urn:p>", "!<urn:p>", "^<urn:p>/<urn:q>", "<urn:p>|<urn:q>"),
    "(^<urn:p>|<urn:q>/<urn:p>)/<urn:r>",
)
"""rdflib finds what a path of any length leads back to twice."""
GRAPHS = [NamedNode(f"urn:{name}") for name in "gh"]
TWICE = b"""
<urn:a> <urn:p> <urn:b> <urn:g> .
<urn:a> <urn:p> <urn:b> <urn:h> .
<urn:b> <urn:q> <urn:c> <urn:g> .
<urn:b> <urn:q> <urn:c> <urn:h> .
<urn:b> <urn:q> <urn:d> <urn:i> .
<urn:a> <urn:n> 5 <urn:g> .
<urn:a> <urn:n> 5 <urn:h> .
<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:C> <urn:g> .
<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:C> <urn:h> .
<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:D> <urn:g> .
""".replace(b" 5 ", b' "5"^^<http://www.w3.org/2001/XMLSchema#integer> ')


def told(found: object) -> object:
    """An answer, whatever the order of rows and columns; the triples of a graph are a set."""
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    if isinstance(found, pyoxigraph.QueryTriples):
        return frozenset(map(str, found))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return Counter(
        frozenset((name, str(value)) for name, value in zip(names, row, strict=True) if value is not None)
        for row in found
    )


def _in(quad: Quad, graph: NamedNode) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def stored(quads: list[Quad]) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    engine.insert(quads)
    return engine


def merge_of(quads: list[Quad], graphs: list[NamedNode] | None) -> pyoxigraph.Store:
    """The same graphs, and in the default graph what is in some of them, or in any: a merge by construction."""
    store = stored(quads).store
    if graphs is not None:
        store.clear_graph(pyoxigraph.DefaultGraph())
    store.extend([Quad(*quad.triple) for quad in quads if graphs is None or quad.graph_name in graphs])
    return store


@pytest.mark.parametrize("block", range(BLOCKS))
def test_answers_are_those_over_one_graph_that_holds_each_triple_once(block: int) -> None:
    changed = 0
    for seed in range(100 * block, 100 * block + 100):
        chance = random.Random(seed)
        quads = list(parse(graph(chance).encode(), GraphFormat.N_QUADS))
        if chance.random() < 0.6:
            quads = [quad for quad in quads if isinstance(quad.graph_name, NamedNode)]
        quads += [_in(quad, chance.choice(GRAPHS)) for quad in quads if chance.random() < 0.9]
        text = Asker(chance).query()
        listed = chance.random() < 0.3
        scope = Scope(tuple(GRAPHS), tuple(GRAPHS)) if listed else Scope()
        engine = stored(quads)
        store = engine.store
        ours = told(run(engine, QueryRequest(text, scope=scope, planned=chance.random() < 0.5)))
        reference = written(counted(corrected(parse_query(text)), None))
        theirs = told(
            merge_of(quads, GRAPHS if listed else None).query(reference, named_graphs=list(GRAPHS) if listed else None)
        )
        assert ours == theirs, f"{seed}\n{store}\n{text}\n{listed}"
        changed += theirs != told(
            store.query(reference, default_graph=list(GRAPHS), named_graphs=list(GRAPHS))
            if listed
            else store.query(reference, use_default_graph_as_union=True)
        )
    assert changed


@pytest.mark.parametrize("block", range(8))
def test_rdflib_finds_as_many(block: int) -> None:
    for seed in range(40 * block, 40 * block + 40):
        chance = random.Random(seed)
        lines = plain_graph(chance).splitlines()
        quads = [
            _in(quad, name)
            for quad in parse("\n".join(lines).encode(), GraphFormat.TURTLE)
            for name in chance.sample(GRAPHS, chance.choice((1, 2)))
        ]
        path = chance.choice(PATHS)
        where = f"?a {path} ?b . {triples(chance)} OPTIONAL {{ {triples(chance, 2)} }}"
        text = f"SELECT ?a ?b (COUNT(*) AS ?n) {{ {where} }} GROUP BY ?a ?b"
        found = run(stored(quads), QueryRequest(text))
        assert isinstance(found, pyoxigraph.QuerySolutions)
        ours = Counter(tuple(map(str, row)) for row in found)
        rows = Graph().parse(data="\n".join(lines), format="turtle").query(text)
        theirs = Counter(tuple(_typed(value.n3()) for value in row) for row in rows)  # type: ignore[union-attr]
        assert ours == theirs, f"{seed}\n{lines}\n{text}"


def rows(text: str, scope: Scope | None = None) -> list[tuple[str, ...]]:
    """What the engine itself says, sorted; the same with the planner and without, and where a server's worker asks."""
    engine = EmbeddedEngine()
    engine.load(TWICE, GraphFormat.N_QUADS)
    given = scope or Scope()
    asked = [list(engine.select(text, scope=given, planned=planned)) for planned in (True, False)]
    asked.append([tuple(row) for row in run(engine, QueryRequest(text, scope=given))])  # type: ignore[union-attr]
    first, *others = (sorted(tuple(map(str, row)) for row in each) for each in asked)
    assert all(other == first for other in others)
    return first


def number(value: int) -> str:
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", 6),
        ("SELECT (SUM(?x) AS ?n) { ?s <urn:n> ?x }", 5),
        ("SELECT (COUNT(*) AS ?n) { ?s <urn:p>/<urn:q> ?o }", 2),
        ("SELECT (COUNT(*) AS ?n) { ?s !<urn:n> ?o }", 5),
        ("SELECT (COUNT(*) AS ?n) { ?s !^<urn:n> ?o }", 5),
        ("SELECT (COUNT(*) AS ?n) { ?s <urn:p>? ?o }", 8),
        ("SELECT (COUNT(*) AS ?n) { <urn:a> <urn:p> <urn:b> }", 1),
        ("SELECT (COUNT(*) AS ?n) { [ <urn:p> [ <urn:q> ?o ] ] }", 2),
        ("SELECT (COUNT(*) AS ?n) { ?s a <urn:C> . ?s ^<urn:q>? ?x }", 1),
        ("SELECT (COUNT(*) AS ?n) FROM <urn:g> FROM <urn:h> { ?s ?p ?o }", 5),
        ("SELECT (COUNT(*) AS ?n) FROM <urn:g> FROM <urn:h> { <urn:a> <urn:p> <urn:b> }", 1),
        ("SELECT (COUNT(*) AS ?n) FROM <urn:g> { ?s ?p ?o }", 5),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", 10),
        ("SELECT (COUNT(*) AS ?n) { GRAPH <urn:g> { ?s <urn:p>|<urn:n>|<urn:p> ?o } }", 3),
        ("SELECT (COUNT(*) AS ?n) { ?s <urn:p>|^<urn:q>|a ?o }", 5),
        ("SELECT (COUNT(*) AS ?n) { <urn:a> <urn:p>?|<urn:q>? ?o }", 3),
        ("SELECT (COUNT(*) AS ?n) { { SELECT * { ?s <urn:p> ?o } } }", 1),
    ],
)
def test_a_triple_of_two_graphs_is_counted_once(text: str, value: int) -> None:
    assert rows(text) == [(number(value),)]


def test_a_dataset_given_beside_the_text_is_merged_too() -> None:
    scope = Scope(tuple(GRAPHS), tuple(GRAPHS))
    assert rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", scope) == [(number(5),)]


@pytest.mark.parametrize(
    ("text", "triples"),
    [
        ("CONSTRUCT { ?s <urn:p> [ <urn:of> ?o ] } WHERE { ?s <urn:p> ?o }", 2),
        ("CONSTRUCT{_:b <urn:of> ?o} WHERE { ?s <urn:p> ?o }", 1),
        ("CONSTRUCT # of nodes\n{ ?s <urn:p> [] } WHERE { ?s <urn:p> ?o }", 1),
        ("CONSTRUCT { ?s <urn:said> ?p } WHERE { ?s ?p ?o } LIMIT 6", 4),
        ("CONSTRUCT { ?s <urn:said> ?n } WHERE { { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } }", 2),
    ],
)
def test_nodes_made_for_each_solution_are_made_once(text: str, triples: int) -> None:
    engine = EmbeddedEngine()
    engine.load(TWICE, GraphFormat.N_QUADS)
    assert len(set(engine.construct(text))) == triples


def test_what_is_a_set_anyway_is_asked_as_it_is_written() -> None:
    engine = EmbeddedEngine()
    engine.load(TWICE, GraphFormat.N_QUADS)
    for text in (
        "SELECT DISTINCT ?s { ?s <urn:p> ?o }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <urn:p> ?o }",
        "ASK { ?s <urn:p> ?o }",
        "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:p> ?o }",
        "SELECT ?s { ?s a <urn:D> FILTER EXISTS { ?s <urn:p> ?o } }",
        "SELECT ?s { GRAPH <urn:g> { ?s <urn:p> ?o } }",
    ):
        assert not any(each.name == "as often as it is" for each in explained(engine, text).rewritings)


def test_the_plan_tells_that_a_triple_is_counted_once() -> None:
    engine = EmbeddedEngine()
    engine.load(TWICE, GraphFormat.N_QUADS)
    (rewriting,) = explained(engine, "SELECT ?s { ?s <urn:p> ?o }").rewritings
    assert "§13.1" in rewriting.clause


def test_where_no_triple_is_in_two_graphs_nothing_is_put_otherwise() -> None:
    engine = EmbeddedEngine()
    engine.load(b"<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:c> <urn:h> .\n", GraphFormat.N_QUADS)
    assert RepeatedTriples(engine.store).within(None) is None


@pytest.mark.parametrize("way", ["insert", "load", "update", "unnamed"])
def test_a_triple_that_comes_later_is_counted_once_too(way: str) -> None:
    engine = EmbeddedEngine()
    engine.load(b"<urn:a> <urn:p> <urn:b> <urn:g> .\n", GraphFormat.N_QUADS)
    text = "SELECT ?s { ?s <urn:p> ?o }"
    assert len(list(engine.select(text))) == 1
    again = "<urn:a> <urn:p> <urn:b>"
    match way:
        case "insert":
            engine.insert([Quad(NamedNode("urn:a"), NamedNode("urn:p"), NamedNode("urn:b"), NamedNode("urn:h"))])
        case "load":
            engine.load(f"{again} <urn:h> .".encode(), GraphFormat.N_QUADS)
        case "update":
            engine.update(f"INSERT DATA {{ GRAPH <urn:h> {{ {again} }} }}")
        case _:
            engine.update(f"INSERT DATA {{ {again} }}")
    assert len(list(engine.select(text))) == 1
    assert len(list(engine.select(text, bindings={"s": NamedNode("urn:a")}))) == 1
