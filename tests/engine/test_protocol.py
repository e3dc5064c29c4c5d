"""What every engine does alike, on real servers too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine, Scope
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Quad

pytestmark = pytest.mark.servers

ONE = NamedNode("http://example.org/graph/one")
TWO = NamedNode("http://example.org/graph/two")
A, B, P, Q = (NamedNode(f"http://example.org/{name}") for name in "abpq")
TURTLE = """
@prefix : <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :p :b , "plain" , "näïve \\"q\\"\\n"@fr , 7 , true , "2006-10-11"^^xsd:date , "2006"^^xsd:gYear .
:a :q [ :p "unnamed" ] .
""".encode()


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.load(TURTLE, GraphFormat.TURTLE, graph=ONE)
    engine.insert([Quad(B, Q, A, TWO), Quad(A, P, B, TWO)])
    return engine


def test_terms_come_back_as_they_went_in(filled: Engine) -> None:
    values = {
        str(value) for (value,) in filled.select("SELECT ?o { <http://example.org/a> <http://example.org/p> ?o }")
    }
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert values == {
        str(B),
        '"plain"',
        '"näïve \\"q\\"\\n"@fr',
        f'"7"^^<{xsd}integer>',
        f'"true"^^<{xsd}boolean>',
        f'"2006-10-11"^^<{xsd}date>',
        f'"2006"^^<{xsd}gYear>',
    }


def test_the_default_graph_is_the_union(filled: Engine) -> None:
    assert filled.ask("ASK { ?a <http://example.org/q> <http://example.org/a> . <http://example.org/a> ?p 7 }")


def test_a_scope_limits_the_default_graph(filled: Engine) -> None:
    query = "ASK { <http://example.org/b> ?p ?o }"
    assert filled.ask(query, scope=Scope(default=(TWO,)))
    assert not filled.ask(query, scope=Scope(default=(ONE,)))


def test_a_scope_limits_the_named_graphs(filled: Engine) -> None:
    found = filled.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", scope=Scope(named=(TWO,)))
    assert list(found) == [(TWO,)]


def test_from_in_the_query_wins(filled: Engine) -> None:
    assert not filled.ask(f"ASK FROM {ONE} {{ <http://example.org/b> ?p ?o }}")


def test_the_projects_prefixes_are_known(engine: Engine) -> None:
    engine.update(f"INSERT DATA {{ GRAPH {ONE} {{ id:a rdfs:label 'A'@en }} }}")
    assert engine.ask("ASK { id:a rdfs:label ?label }")


@pytest.mark.parametrize("value", [B, Literal("plain"), Literal('näïve "q"\n', language="fr"), Literal(7)])
def test_bindings_are_joined(filled: Engine, value: NamedNode | Literal) -> None:
    query = "SELECT ?s ?o WHERE { ?s <http://example.org/p> ?o }"
    rows = filled.select(query, bindings={"o": value})
    assert set(rows) == {(A, value)}


def test_bindings_reach_a_construct(filled: Engine) -> None:
    query = "CONSTRUCT { ?o <http://example.org/of> ?s } WHERE { ?s <http://example.org/p> ?o }"
    assert [str(triple.subject) for triple in filled.construct(query, bindings={"o": B})] == [str(B)]


def test_columns_keep_their_order_and_gaps(filled: Engine) -> None:
    query = f"SELECT ?none ?s {{ ?s {Q} {A} OPTIONAL {{ ?s <http://example.org/no> ?none }} }}"
    solutions = filled.select(query)
    assert solutions.variables == ("none", "s")
    assert list(solutions) == [(None, B)]


def test_quads_are_removed_and_others_stay(filled: Engine) -> None:
    before = filled.size()
    filled.remove([Quad(A, P, B, TWO), Quad(A, P, Literal(7), ONE), Quad(A, P, A, TWO)])
    assert filled.size() == before - 2
    assert set(filled.quads(TWO)) == {Quad(B, Q, A, TWO)}
    filled.remove([Quad(B, Q, A, TWO)])
    assert filled.graphs() in ([ONE], [ONE, TWO])


def test_a_quad_with_a_blank_node_is_removed_or_refused(filled: Engine) -> None:
    (quad,) = (quad for quad in filled.quads(ONE) if isinstance(quad.object, BlankNode))
    if isinstance(filled, EmbeddedEngine):
        filled.remove([quad])
        assert quad not in set(filled.quads(ONE))
    else:
        with pytest.raises(EngineError, match="IRI"):
            filled.remove([quad])


def test_graphs_sizes_and_drop(filled: Engine) -> None:
    assert filled.graphs() == [ONE, TWO]
    assert (filled.size(ONE), filled.size(TWO), filled.size()) == (9, 2, 11)
    filled.drop(TWO)
    filled.drop(TWO)
    assert filled.graphs() == [ONE]
    assert filled.size() == 9


def test_quads_come_back_with_their_graph(filled: Engine) -> None:
    assert {str(quad) for quad in filled.quads(TWO)} == {str(Quad(B, Q, A, TWO)), str(Quad(A, P, B, TWO))}
    assert len(list(filled.quads())) == 11


def test_blank_nodes_of_one_load_stay_joined(engine: Engine) -> None:
    lines = "".join(f"_:n{n} <http://example.org/next> _:n{n + 1} .\n" for n in range(6000))
    engine.load(lines.encode(), GraphFormat.N_TRIPLES, graph=ONE)
    query = "SELECT (COUNT(*) AS ?n) { ?a <http://example.org/next> ?b . ?b <http://example.org/next> ?c }"
    ((count,),) = engine.select(query)
    assert isinstance(count, Literal)
    assert int(count.value) == 5999


def test_broken_text_is_told_from_a_broken_engine(engine: Engine) -> None:
    with pytest.raises(BrokenQuery):
        engine.select("SELECT ?s { ?s ?p")
    with pytest.raises(BrokenQuery):
        engine.update("INSERT DATA {")


def test_a_file_that_does_not_parse_adds_nothing(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<http://example.org/a> <http://example.org/p> 1 .\n<http://example.org/a> nope .\n")
    with pytest.raises(BrokenInput, match=r"bad\.ttl:2:") as caught:
        engine.load(path, GraphFormat.TURTLE, graph=ONE)
    assert caught.value.line == 2
    assert engine.size() == 0


def test_a_dataset_keeps_its_own_graph_names(engine: Engine) -> None:
    engine.load(f"{ONE} {{ {A} {P} {B} }} {TWO} {{ {B} {Q} {A} , {B} }}".encode(), GraphFormat.TRIG)
    assert (engine.size(ONE), engine.size(TWO)) == (1, 2)


def test_a_blank_node_is_no_name_for_a_server(remote: Engine) -> None:
    with pytest.raises(Exception, match="give the thing an IRI"):
        remote.ask("ASK { ?s ?p ?o }", bindings={"s": BlankNode("b0")})
