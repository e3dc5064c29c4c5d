"""What a trial says an update changes: data, conclusions and violations, followed from the change alone."""

from __future__ import annotations

import os
import socket

import pytest

from tcgraph.engine import query_trees
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.updates import graphs_written, literals_written, quads_written
from tcgraph.owl.reason import reason
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.server.dry_run import try_update
from tcgraph.server.fork_server import apply
from tcgraph.server.frames import Header, pack, receive
from tcgraph.terms import INFERRED

GRAPHS = {
    "ontology/core": "ex:knows a owl:SymmetricProperty ; rdfs:domain ex:Person . ex:Person owl:disjointWith ex:Rock .",
    "shapes/core": """
        ex:Named a sh:NodeShape ; sh:targetClass ex:Person ;
            sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:message "has no name" ] .""",
    "data/one": "ex:a ex:knows ex:b ; rdfs:label 'A' . ex:b rdfs:label 'B' . ex:z a ex:Person .",
    "data/two": "ex:p ex:knows ex:q . ex:p rdfs:label 'P' . ex:q rdfs:label 'Q' .",
}
PREFIXES = """
    PREFIX ex: <http://example.org/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX sh: <http://www.w3.org/ns/shacl#>
"""


@pytest.fixture
def engine() -> EmbeddedEngine:
    engine = EmbeddedEngine()
    for name, turtle in GRAPHS.items():
        graph = NamedNode(f"https://w3id.org/tcgraph/graph/{name}")
        engine.load((PREFIXES + turtle).encode(), GraphFormat.TURTLE, graph=graph)
    reason(engine, premises=[graph for graph in engine.graphs() if "/shapes/" not in graph.value])
    return engine


def tried(engine: EmbeddedEngine, update: str, *, follow: bool = True) -> tuple[Header, bytes]:
    """What a trial in a process of its own answers."""
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        try_update(engine, theirs, 1 << 40)
    theirs.close()
    header = {"kind": "update", "seconds": 30, "shacl": "warn", "follow": follow}
    with ours:
        ours.sendall(pack(header, (PREFIXES + update).encode()))
        answer = receive(ours)
    os.wait()
    assert answer is not None
    return answer


EDITS = {
    "insert": "INSERT DATA { GRAPH <https://w3id.org/tcgraph/graph/data/one> { ex:c ex:knows ex:a } }",
    "delete": "PREFIX g: <https://w3id.org/tcgraph/graph/data/> DELETE DATA { GRAPH g:one { ex:a ex:knows ex:b } }",
    "both": "DELETE DATA { GRAPH <https://w3id.org/tcgraph/graph/data/one> { ex:a ex:knows ex:b } } ;"
    " INSERT DATA { GRAPH <https://w3id.org/tcgraph/graph/data/one> { ex:a ex:knows ex:c . ex:c ex:age 1 } }",
    "where": "DELETE { GRAPH ?g { ?x ex:knows ?y } } INSERT { GRAPH ?g { ?y ex:knows ?y } } WHERE "
    "{ GRAPH ?g { ?x ex:knows ?y FILTER(?x = ex:a) } }",
    "new graph": "INSERT DATA { GRAPH <http://example.org/new> { ex:a a ex:Rock } }",
    "drop": "DROP GRAPH <https://w3id.org/tcgraph/graph/data/one>",
    "with": "WITH <https://w3id.org/tcgraph/graph/data/one> DELETE { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }",
    "ontology": "DELETE DATA { GRAPH <https://w3id.org/tcgraph/graph/ontology/core> "
    "{ ex:knows a owl:SymmetricProperty } }",
    "conclusions": "CLEAR GRAPH <https://w3id.org/tcgraph/graph/inferred> ; "
    "INSERT DATA { GRAPH <https://w3id.org/tcgraph/graph/inferred> { ex:a ex:knows ex:nobody } }",
}  # fmt: skip


@pytest.mark.parametrize("update", EDITS.values(), ids=EDITS.keys())
def test_a_change_that_is_followed_is_the_whole_change(engine: EmbeddedEngine, update: str) -> None:
    followed, change = tried(engine, update)
    whole, same_change = tried(engine, update, follow=False)
    assert sorted(change.splitlines()) == sorted(same_change.splitlines())
    assert {name: followed[name] for name in ("added", "removed", "made", "graphs")} == {
        name: whole[name] for name in ("added", "removed", "made", "graphs")
    }
    # A violation that was there before and that the change has nothing to do with is not its fault.
    assert [r for r in whole["results"] if r not in followed["results"]] in (
        [],
        [r for r in whole["results"] if r["focus"] == "<http://example.org/z>"],
    )
    apply(engine.store, change)
    kept = {str(quad) for quad in engine.quads(INFERRED)}
    reason(engine, premises=[graph for graph in engine.graphs() if "/shapes/" not in graph.value and graph != INFERRED])
    assert kept == {str(quad) for quad in engine.quads(INFERRED)}


def test_what_a_change_brings_about_is_checked(engine: EmbeddedEngine) -> None:
    answer, change = tried(engine, EDITS["insert"])
    assert [(found["focus"], found["message"]) for found in answer["results"]] == [
        ("<http://example.org/c>", "has no name")
    ]
    assert b"+ <http://example.org/a> <http://example.org/knows> <http://example.org/c>" in change
    answer, _ = tried(engine, EDITS["new graph"])
    assert [found["shape"] for found in answer["results"]] == ["cax-dw"]


@pytest.mark.parametrize(
    ("update", "graphs"),
    [
        ("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }", {"http://e/g"}),
        ("BASE <http://e/> DROP GRAPH <g>", {"http://e/g"}),
        ("PREFIX p: <http://e/> CLEAR GRAPH p:g", {"http://e/g"}),
        ("COPY DEFAULT TO <http://e/g>", {"http://e/g"}),
        ("MOVE <http://e/f> TO <http://e/g>", {"http://e/f", "http://e/g"}),
        ("DROP ALL", None),
        ("clear named", None),
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", {"http://e/g"}),
        ("INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH <http://e/g> { ?s ?p ?o, ?g } }", None),
        ("INSERT { ?s ?p ?o } USING <http://e/f> WHERE { GRAPH <http://e/g> { ?s ?p ?o } }", set()),
        ("PREFIX p: <http://e/> CLEAR GRAPH p:g\\-h", {"http://e/g-h"}),
        ("CLEAR GRAPH <#>", {"http://base/#"}),
        ("BASE <urn:x/> CLEAR GRAPH <g>", {"urn:x/g"}),
        ("BASE <http://e/a/../> CLEAR GRAPH <g>", None),
        ("DROP ALL ; PREFIX p: <http://e/> DROP GRAPH p:g", None),
    ],
)
def test_the_graphs_that_an_update_may_write_to(update: str, graphs: set[str] | None) -> None:
    assert graphs_written(query_trees.update(update, "http://base/"), "http://base/") == graphs


@pytest.mark.parametrize(
    ("update", "quads"),
    [
        ("INSERT DATA { <a> a <B> . GRAPH <g> { <a> <p> 1, 'INSERT {' } } ; DELETE DATA { <c> <p> true }", 4),
        ("INSERT DATA { _:a <p> 1 }", None),
        ("INSERT DATA { <a> <p> [] }", None),
        ("INSERT DATA { <a> <p> (1) }", None),
        ("INSERT DATA { <a> <p> 1 {| <q> 2 |} }", None),
        ("INSERT DATA { <a> <p> 1 } ; DROP GRAPH <g>", None),
        ("DELETE WHERE { <a> <p> 1 }", None),
    ],
)
def test_the_quads_that_an_update_may_write(update: str, quads: int | None) -> None:
    found = quads_written(query_trees.update(update, "http://base/"), "http://base/")
    assert found is None if quads is None else found is not None and len(found) == quads


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("update", "literals"),
    [
        (
            "INSERT DATA { <a> <p> +5, 1.50, 1e0 . <b> <q> 2. }",
            ["+5 integer", "1.50 decimal", "1e0 double", "2 integer"],
        ),
        ("INSERT DATA { GRAPH <g> { <a> <p> \"1\"^^xsd:int , 'x'@en } }", ["1 int", "x string"]),
        (
            f"PREFIX y: <{XSD}> INSERT {{ ?s <p> '01'^^y:gYear, '2'^^<{XSD}byte> }} WHERE {{ ?s <q> 007 }}",
            ["01 gYear", "2 byte"],
        ),
        (
            "DELETE { ?s <p> 01 } INSERT { ?s <p> ?n } WHERE { VALUES (?s ?n) { (<a> 02) } FILTER(?n > 1.00) }",
            ["02 integer"],
        ),
        ("DELETE DATA { <a> <p> 01 } ; INSERT DATA { <a> <p> 02 }", ["02 integer"]),
        ("INSERT DATA { <a> <p> '''INSERT { 01 }''' } # 05", ["INSERT { 01 } string"]),
        ("INSERT { ?s <p> '\\u0001' } WHERE {}", ["\x01 string"]),
        ("DROP ALL", []),
    ],
)
def test_the_literals_that_an_update_stores_as_they_stand(update: str, literals: list[str]) -> None:
    found = literals_written(query_trees.update(update))
    assert [f"{literal.value} {literal.datatype.value.removeprefix(XSD)}" for literal in found] == literals


KEPT = """
    PREFIX change: <urn:change#>
    change:Kept a sh:ConstraintComponent ; sh:parameter [ sh:path change:kept ] ;
        sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:message "was {?value}" ; sh:select '''
            SELECT $this ?value WHERE {
                GRAPH <urn:change#removed> { $this $kept ?value }
            }''' ] .
    ex:Stands a sh:NodeShape ; sh:targetClass ex:Person ; change:kept ex:born ."""


def told(engine: EmbeddedEngine, update: str) -> list[str]:
    kept = NamedNode("https://w3id.org/tcgraph/graph/shapes/kept")
    engine.load((PREFIXES + KEPT).encode(), GraphFormat.TURTLE, graph=kept)
    data = NamedNode("https://w3id.org/tcgraph/graph/data/three")
    engine.load((PREFIXES + "ex:z ex:born 1950 .").encode(), GraphFormat.TURTLE, graph=data)
    header, _ = tried(engine, update)
    return [result["message"] for result in header["results"]]


def test_what_a_shape_over_two_versions_keeps_is_not_overwritten(engine: EmbeddedEngine) -> None:
    change = "DELETE { GRAPH ?g { ex:z ex:born ?y } } INSERT { GRAPH ?g { ex:z ex:born 1951 } } WHERE {"
    assert told(engine, change + " GRAPH ?g { ex:z ex:born ?y } }") == ["was 1950"]


def test_a_fact_that_moves_to_another_graph_still_holds(engine: EmbeddedEngine) -> None:
    change = "DELETE { GRAPH ?g { ex:z ex:born ?y } } INSERT { GRAPH ex:other { ex:z ex:born ?y } } WHERE {"
    assert told(engine, change + " GRAPH ?g { ex:z ex:born ?y } }") == []
