"""Small graphs and shapes drawn at random, for tests that compare two ways to the same report."""

from __future__ import annotations

from collections import Counter

from hypothesis import strategies as st

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import BlankNode, GraphFormat, NamedNode, Term, Triple
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.validation_report import Report

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/> .
"""
DECLARED = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] . '
"""What shapes with queries of their own say first, so that ``sh:prefixes ex:`` works."""
GRAPH = NamedNode("http://example.org/graph")
HIERARCHY = "ex:B rdfs:subClassOf ex:A ."
NODES = [f"ex:n{number}" for number in range(5)]
PREDICATES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    "0", "1", "2", '"a"', '"bb"', '"x"@en', '"y"@en', '"z"@fr', '"z"@FR', '"x"@en-GB', '"2006-10-11"^^xsd:date', "true",
    "1.5", '""', '"Ab.c"', '"k"^^ex:kind', '"many"^^xsd:integer', '"2006"^^xsd:gYear',
]  # fmt: skip
CLASSES = ["ex:A", "ex:B"]

statements = st.one_of(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from([*NODES, *NODES, *LITERALS])),
    st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(CLASSES)),
)
graphs = st.lists(statements, min_size=3, max_size=18, unique=True)
_UNNAMED = ["_:b0", "_:b1"]
graphs_with_blank_nodes = st.lists(
    st.one_of(
        statements,
        st.tuples(st.sampled_from([*NODES, *_UNNAMED]), st.sampled_from(PREDICATES), st.sampled_from(_UNNAMED)),
        st.tuples(st.sampled_from(_UNNAMED), st.sampled_from(PREDICATES), st.sampled_from([*NODES, *LITERALS])),
        st.tuples(st.sampled_from(_UNNAMED), st.just("a"), st.sampled_from(CLASSES)),
    ),
    min_size=3,
    max_size=18,
    unique=True,
)

_value_tests = st.sampled_from(
    [
        "sh:class ex:A",
        "sh:class ex:B",
        "sh:datatype xsd:integer",
        "sh:datatype rdf:langString",
        "sh:datatype xsd:date",
        "sh:nodeKind sh:IRI",
        "sh:nodeKind sh:Literal",
        "sh:nodeKind sh:BlankNodeOrIRI",
        "sh:nodeKind sh:BlankNodeOrLiteral",
        "sh:nodeKind sh:IRIOrLiteral",
        "sh:nodeKind sh:BlankNode",
        "sh:datatype ex:kind",
        "sh:datatype xsd:gYear",
        "sh:datatype xsd:string",
        "sh:minInclusive 1",
        "sh:maxExclusive 2",
        "sh:minLength 2",
        "sh:maxLength 19",
        'sh:pattern "n[0-2]$"',
        'sh:pattern "^A" ; sh:flags "i"',
        'sh:pattern "b.c" ; sh:flags "q"',
        'sh:pattern "a b" ; sh:flags "x"',
        'sh:languageIn ( "en" )',
        'sh:languageIn ( "fr" "en-GB" )',
        'sh:languageIn ( "*" )',
        "sh:in ( ex:n0 ex:n1 1 )",
        'sh:in ( "" "z"@fr "k"^^ex:kind true )',
        "sh:in ( )",
        "sh:hasValue ex:n1",
        'sh:hasValue "x"@en',
        "sh:equals ex:p",
        "sh:disjoint ex:r",
    ]
)
_path_tests = st.sampled_from(
    [
        "sh:minCount 1",
        "sh:minCount 2",
        "sh:maxCount 0",
        "sh:maxCount 1",
        "sh:uniqueLang true",
        "sh:hasValue 1",
        "sh:equals ex:q",
        "sh:disjoint ex:q",
        "sh:lessThan ex:r",
        "sh:lessThanOrEquals ex:r",
    ]
)
paths = st.sampled_from(
    [
        "ex:p",
        "ex:q",
        "ex:r",
        "[ sh:inversePath ex:p ]",
        "( ex:p ex:q )",
        "( ex:p [ sh:inversePath ex:q ] )",
        "[ sh:alternativePath ( ex:p ex:r ) ]",
        "[ sh:zeroOrMorePath ex:p ]",
        "[ sh:oneOrMorePath ex:q ]",
        "( ex:r [ sh:zeroOrOnePath ex:p ] )",
        "[ sh:inversePath ( ex:p ex:q ) ]",
        "[ sh:zeroOrOnePath ex:p ]",
        "( [ sh:zeroOrMorePath ex:p ] [ sh:zeroOrOnePath ex:q ] )",
        "[ sh:alternativePath ( ex:p [ sh:zeroOrMorePath ex:q ] ) ]",
        "[ sh:zeroOrMorePath ( ex:p ex:q ) ]",
    ]
)


_ends = st.sampled_from(
    [
        [],
        [],
        [],
        [],
        ["sh:closed true"],
        ["sh:closed true ; sh:ignoredProperties ( rdf:type ex:r )"],
        ["sh:deactivated true"],
    ]
)


@st.composite
def _node_shape(draw: st.DrawFn, depth: int) -> str:
    parts = draw(st.lists(_value_tests, max_size=2, unique_by=lambda text: text.split()[0]))
    if depth > 0:
        parts += draw(st.lists(_nested(depth - 1), max_size=1))
        parts += [f"sh:property [ {text} ]" for text in draw(st.lists(_property_shape(depth - 1), max_size=2))]
        parts += draw(_ends)
    return " ; ".join(parts or ["sh:nodeKind sh:IRI"])


@st.composite
def _property_shape(draw: st.DrawFn, depth: int) -> str:
    parts = [f"sh:path {draw(paths)}"]
    parts += draw(st.lists(_path_tests, max_size=2, unique_by=lambda text: text.split()[0]))
    parts += draw(st.lists(_value_tests, max_size=2, unique_by=lambda text: text.split()[0]))
    if depth > 0:
        parts += draw(st.lists(_nested(depth - 1), max_size=1))
        if draw(st.booleans()):
            inner = draw(_node_shape(depth - 1))
            limit = f"sh:qualified{draw(st.sampled_from(['Min', 'Max']))}Count {draw(st.integers(0, 2))}"
            apart = " ; sh:qualifiedValueShapesDisjoint true" if draw(st.booleans()) else ""
            parts.append(f"sh:qualifiedValueShape [ {inner} ] ; {limit}{apart}")
        if draw(st.booleans()):
            parts.append(f"sh:property [ {draw(_property_shape(depth - 1))} ]")
    parts = [
        text for position, text in enumerate(parts) if text.split()[0] not in {p.split()[0] for p in parts[:position]}
    ]
    return " ; ".join(parts)


@st.composite
def _nested(draw: st.DrawFn, depth: int) -> str:
    name = draw(st.sampled_from(["node", "not", "and", "or", "xone"]))
    if name == "node":
        return f"sh:node [ {draw(_node_shape(depth))} ]"
    members = draw(st.lists(st.one_of(_node_shape(depth), _property_shape(depth)), min_size=1, max_size=3))
    if name == "not":
        return f"sh:not [ {members[0]} ]"
    return f"sh:{name} ( {' '.join(f'[ {member} ]' for member in members)} )"


@st.composite
def _sparql(draw: st.DrawFn) -> str:
    body = draw(
        st.sampled_from(
            [
                "$this ex:p ?value . FILTER NOT EXISTS { ?value ex:q $this }",
                "FILTER NOT EXISTS { ?other ex:p $this . ?other ex:q ?third }",
                "$this ex:p ?middle . ?middle ex:q ?value . FILTER(isLiteral(?value))",
                "{ $this ex:p ?value } UNION { $this ex:q ?value . ?value ex:r $this }",
                "$this ex:r ?value . OPTIONAL { ?value ex:p ?other } FILTER(!bound(?other))",
                "$this ?any ?value . FILTER NOT EXISTS { ?value a ex:A }",
                "?value ?any $this . FILTER NOT EXISTS { ?value ex:p/^ex:q ?other }",
                "$this ?any ?value . ?any a ex:B . FILTER EXISTS { ?value a ?kind }",
                "$this ex:p ?value . FILTER(!EXISTS { ?value ex:q ?x } || EXISTS { $this ex:r ?value })",
                "$this ex:p ?value . FILTER NOT EXISTS { ?value ex:q ?x FILTER NOT EXISTS { ?x ex:r ?y } }",
                "$this ex:p* ?value . ?value (ex:q|^ex:r)? ?x . FILTER(isLiteral(?x))",
                "FILTER EXISTS { ?far ex:r? ?other . FILTER(isLiteral(?other)) } $this ex:p ?value",
                "$this ex:p ?value . BIND(EXISTS { ?value ex:q ?x } AS ?has) FILTER(?has)",
                "{ SELECT $this (COUNT(?x) AS ?n) { $this ex:q ?x } GROUP BY $this } $this ex:p ?value FILTER(?n < 2)",
                "{ SELECT $this ?value WHERE { $this ex:q ?value . OPTIONAL { ?value ex:r ?x } FILTER(!BOUND(?x)) } }",
            ]
        )
    )
    return f'sh:sparql [ sh:prefixes ex: ; sh:select """SELECT $this ?value WHERE {{ {body} }}""" ]'


@st.composite
def shapes_graphs(draw: st.DrawFn, *, sparql: bool = False) -> str:
    """A shapes graph of one or two shapes, as Turtle."""
    texts = [
        DECLARED if sparql else "",
    ]
    for number in range(draw(st.integers(1, 2))):
        target = draw(
            st.sampled_from(
                [
                    "sh:targetClass ex:A",
                    "sh:targetSubjectsOf ex:p",
                    "sh:targetObjectsOf ex:q",
                    "sh:targetNode ex:n0, ex:away, 1",
                ]
            )
        )
        body = draw(_node_shape(2))
        if sparql and draw(st.booleans()):
            body += " ; " + draw(_sparql())
        texts.append(f"ex:Shape{number} a sh:NodeShape ; {target} ; {body} .")
    return "\n".join(texts)


def engine_with(statements_: list[tuple[str, str, str]]) -> EmbeddedEngine:
    """An engine that holds the statements and the class hierarchy."""
    engine = EmbeddedEngine()
    text = "\n".join(" ".join(parts) + " ." for parts in statements_)
    engine.load(f"{PREFIXES}{HIERARCHY}\n{text}".encode(), GraphFormat.TURTLE, graph=GRAPH)
    return engine


def shapes_of(text: str) -> Shapes:
    """Shapes from Turtle text."""
    engine = EmbeddedEngine()
    engine.load((PREFIXES + text).encode(), GraphFormat.TURTLE, graph=GRAPH)
    return Shapes.of_engine(engine, [GRAPH])


def triples_of(statement: tuple[str, str, str]) -> list[Triple]:
    """The triple that a statement is."""
    engine = EmbeddedEngine()
    engine.load(f"{PREFIXES} {' '.join(statement)} .".encode(), GraphFormat.TURTLE, graph=GRAPH)
    return [Triple(quad.subject, quad.predicate, quad.object) for quad in engine.quads()]


def rows(report: Report) -> Counter[tuple[str, ...]]:
    """What two reports are compared by."""

    def text(term: Term | None) -> str:
        return "_:" if isinstance(term, BlankNode) else str(term)

    return Counter(
        (text(item.focus), str(item.path), str(item.component), text(item.value), item.severity)
        for item in report.findings
    )
