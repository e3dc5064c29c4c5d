"""Query text made whole for a server."""

from __future__ import annotations

import pytest

from tcgraph.engine.remote import with_bindings, with_prefixes, without_undef
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql import parse_query

VALUES = ' VALUES (?x) { ("1") } '


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?x ?p ?o }", "SELECT * {" + VALUES + " ?x ?p ?o }"),
        ("ASK WHERE { ?x ?p ?o }", "ASK WHERE {" + VALUES + " ?x ?p ?o }"),
        (
            "CONSTRUCT { ?x a ?o } WHERE { ?x ?p ?o }",
            "CONSTRUCT { ?x a ?o } WHERE {" + VALUES + " ?x ?p ?o }",
        ),
        ("CONSTRUCT WHERE { ?x ?p ?o }", "CONSTRUCT { ?x ?p ?o } WHERE {" + VALUES + " ?x ?p ?o }"),
        ("ASK { SELECT ?x { ?x ?p ?o } }", "ASK {" + VALUES + " { SELECT ?x { ?x ?p ?o } } }"),
        ("CONSTRUCT { ?x a ?o } { ?x ?p ?o }", "CONSTRUCT { ?x a ?o } {" + VALUES + " ?x ?p ?o }"),
        (
            "SELECT (EXISTS { ?x a ?y } AS ?e) { ?x ?p ?o }",
            "SELECT (EXISTS { ?x a ?y } AS ?e) {" + VALUES + " ?x ?p ?o }",
        ),
        ("# a { brace\nSELECT ?x { ?x ?p '{' }", "# a { brace\nSELECT ?x {" + VALUES + " ?x ?p '{' }"),
    ],
)
def test_values_go_into_the_outermost_group(query: str, expected: str) -> None:
    assert parse_query(with_bindings(query, {"x": Literal("1")})) == parse_query(expected)


def test_no_bindings_change_nothing() -> None:
    assert with_bindings("ASK {}", {}) == "ASK {}"


def test_a_value_cannot_break_out_of_its_place() -> None:
    text = with_bindings("ASK { ?x ?p ?o }", {"x": Literal('"} DROP ALL #\n'), "o": NamedNode("http://example.org/a")})
    assert r'("\"} DROP ALL #\n" <http://example.org/a>)' in text


def test_only_missing_prefixes_are_added() -> None:
    assert with_prefixes("PREFIX tc: <urn:x> ASK { ?s tc:a id:b }").startswith("PREFIX id: <")
    assert with_prefixes("ASK { ?s ?p ?o }") == "ASK { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { VALUES ?x { UNDEF } ?x ?p ?o }", "ASK {  ?x ?p ?o }"),
        ("ASK { VALUES ?x{undef}VALUES ?y { UNDEF } ?x ?p ?y }", "ASK {  ?x ?p ?y }"),
        ("ASK { VALUES ?x { UNDEF 1 } ?x ?p ?o }", "ASK { VALUES ?x { UNDEF 1 } ?x ?p ?o }"),
        ("ASK { ?x ?p 'VALUES ?x { UNDEF }' }", "ASK { ?x ?p 'VALUES ?x { UNDEF }' }"),
    ],
)
def test_a_row_without_values_is_left_out(query: str, expected: str) -> None:
    assert without_undef(query) == expected
