"""What a tree says, and where; how what is broken is refused."""

from __future__ import annotations

import pytest

from tcgraph.errors import BrokenQuery
from tcgraph.sparql import parse_query, parse_update
from tcgraph.sparql.cursor import slashed_name
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.syntax import Filter, Infix, Iri, Literal, Triples, Var

NS = {"ex": "http://example.org/"}


def test_every_node_has_its_place() -> None:
    text = "SELECT ?s { ?s ex:p 1.5 FILTER(?s = ex:a) }"
    tree = parse_query(text, prefixes=NS)
    places = {type(node).__name__: text[node.start : node.end] for node in walk(tree)}
    assert places["Select"] == text
    assert places["Triples"] == "?s ex:p 1.5"
    assert places["Literal"] == "1.5"
    assert places["Filter"] == "FILTER(?s = ex:a)"
    assert places["Infix"] == "?s = ex:a"


def test_a_name_is_kept_as_written_beside_what_it_means() -> None:
    tree = parse_query("BASE <http://b/> SELECT * { ex:a a <c> }", prefixes=NS)
    names = [(node.written, node.value) for node in walk(tree.where or tree) if isinstance(node, Iri)]
    assert names == [
        ("ex:a", "http://example.org/a"),
        ("a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ("<c>", "http://b/c"),
    ]


def test_a_prefix_means_what_it_was_declared_as_last() -> None:
    tree = parse_update("PREFIX p: <a:> INSERT DATA { p:x p:x 1 } ; PREFIX p: <b:> INSERT DATA { p:x p:x 1 }")
    assert [node.value for node in walk(tree) if isinstance(node, Iri) and node.written == "p:x"] == [
        "a:x", "a:x", "b:x", "b:x",
    ]  # fmt: skip


def test_a_sign_close_to_a_number_is_an_operator_where_one_belongs() -> None:
    tree = parse_query("ASK { FILTER(?x-1) }")
    (element,) = tree.where.elements if tree.where else ()
    assert isinstance(element, Filter)
    assert element.condition == Infix(("-",), (Var("x"), Literal("1", Iri("http://www.w3.org/2001/XMLSchema#integer"))))


def test_less_than_is_no_iri_where_an_operator_belongs() -> None:
    tree = parse_query("ASK { FILTER(?a<?b&&?c>?d) }")
    assert [node.operators for node in walk(tree) if isinstance(node, Infix)] == [("&&",), ("<",), (">",)]


def test_operands_of_one_precedence_are_siblings() -> None:
    tree = parse_query(f"ASK {{ FILTER({' || '.join(['?x'] * 5000)}) }}")
    assert [len(node.operands) for node in walk(tree) if isinstance(node, Infix)] == [5000]


def test_transform_leaves_what_it_does_not_change() -> None:
    tree = parse_query("SELECT ?x { ?x ex:p ?y . ?z ex:q 1 }", prefixes=NS)

    def renamed(node: Node) -> Node:
        return Var("new") if node == Var("x") else node

    changed = transform(tree, renamed)
    assert isinstance(changed, Select)
    assert isinstance(tree, Select)
    assert [node.name for node in walk(changed) if isinstance(node, Var)] == ["new", "new", "y", "z"]
    assert changed.where.elements[1] is tree.where.elements[1]
    assert isinstance(changed.where.elements[1], Triples)


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("SELECT * {\n ?s ?p }", 2, 8, "} stands where an object"),
        ("SELECT * { ?s ex:a/b ?o }", 1, 20, "b stands where a property"),
        (
            "SELECT * { ?s ?p ex:a/b/c }",
            1,
            22,
            r"a slash cannot stand in a prefixed name as it is; write ex:a\/b\/c, or <http://example.org/a/b/c>",
        ),
        ("SELECT * { ?s ?p 'a }", 1, 18, "this string is not closed"),
        ("SELECT * { ?s ?p <a b> }", 1, 18, "this is no IRI"),
        ("SELECT * { ?s no:p 1 }", 1, 15, "the prefix no: is not declared"),
        ("SELECT * { ?s ?p 1", 1, 19, "the text ends where"),
        ("SELECT ?x (1 AS ?x) {}", 1, 17, "?x has a value already"),
        ("SELECT ?x (COUNT(*) AS ?n) {}", 1, 8, "?x is neither a key of GROUP BY"),
        ("SELECT * { ?x ?y ?z BIND(1 AS ?x) }", 1, 21, "?x has a value before this BIND"),
        ("SELECT * { _:a ?p 1 OPTIONAL { _:a ?q 2 } }", 1, 32, "_:a stands in two places"),
        ("SELECT * { VALUES (?x ?y) { (1) } }", 1, 29, "a row of 1 values for 2 variables"),
        ("SELECT * { FILTER(STRLEN(1, 2)) }", 1, 19, "STRLEN takes 1 argument, and has 2 here"),
        ("SELECT * { FILTER(COUNT(?x) > 1) }", 1, 19, "COUNT cannot stand here"),
        ("SELEC * {}", 1, 1, "SELEC stands where SELECT"),
        ("INSERT DATA { <a:> <b:> 1 }", 1, 1, "INSERT begins an update"),
    ],
)
def test_where_and_why_a_query_is_refused(text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(BrokenQuery) as caught:
        parse_query(text, prefixes=NS)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.reason.startswith(reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("INSERT DATA { ?x <p:> 1 }", "?x stands in data"),
        ("DELETE DATA { _:a <p:> 1 }", "what is deleted cannot be named by a blank node"),
        ("DELETE { <a:> <p:> (1) } WHERE {}", "what is deleted cannot be named by a blank node"),
        ("DELETE DATA { <a:> <p:> 1 {| <q:> 2 |} }", "what is deleted cannot be named by a blank node"),
        ("INSERT DATA { _:a <p:> 1 } ; INSERT DATA { _:a <p:> 1 }", "_:a stands in two places"),
        ("INSERT DATA { 'a' <p:> 1 }", "the subject of a triple in data"),
        ("SELECT * {}", "SELECT begins a query"),
    ],
)
def test_why_an_update_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BrokenQuery) as caught:
        parse_update(text)
    assert caught.value.reason.startswith(reason)


def test_what_was_expected_is_told_in_words() -> None:
    with pytest.raises(BrokenQuery) as caught:
        parse_query("SELECT * { ?s ?p 1 ?o }")
    assert caught.value.expected == ("`.`", "`;`", "`,`", "`}`")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ex:a/b", ("ex:a/b", r"ex:a\/b")),
        ("?x ex:a-1/b/c-2 .", ("ex:a-1/b/c-2", r"ex:a-1\/b\/c-2")),
        ("<p:>/<q:>", None),
        ("a." * 50_000 + "/b", None),
    ],
)
def test_a_name_with_a_slash_is_found_again(text: str, found: tuple[str, str] | None) -> None:
    assert slashed_name(text, text.index("/")) == found
