"""What is told of a text from its tokens alone."""

from __future__ import annotations

import pytest

from tcgraph.sparql.keywords import declared_prefixes, mentions, used_prefixes


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://a/> {} }",
        "SELECT * { service silent ?x {} }",
        "SELECT * { {}SERVICE<http://a/>{} }",
        "SELECT * { S\\u0045RVICE <http://a/> {} }",
        "SELECT * { # no\n SERVICE <http://a/> {} }",
        'SELECT * { ?s ?p "open SERVICE <http://a/> {} }',
        "SELECT * { ?s ?p '\\x' SERVICE <http://a/> {} }",
    ],
)
def test_a_keyword_is_found(text: str) -> None:
    assert mentions(text, "SERVICE")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        'SELECT * { ?s ?p """a " SERVICE""" } # SERVICE',
        "SELECT * { <http://a/SERVICE> ex:SERVICE ?SERVICE }",
        "PREFIX SERVICE: <urn:s> SELECT * { ?s SERVICE:x 'it\\'s SERVICE' }",
        "SELECT * { ?s ?p _:SERVICE , 'x'@SERVICE }",
    ],
)
def test_a_name_or_a_string_is_no_keyword(text: str) -> None:
    assert not mentions(text, "SERVICE")


def test_prefixes_that_are_declared_and_used() -> None:
    text = "PREFIX a: <urn:a> prefix : <urn:b#> SELECT * { a:x :y 'c:z' ; d:e <f:g> "
    assert declared_prefixes(text) == {"a": "urn:a", "": "urn:b#"}
    assert used_prefixes(text) == {"a", "", "d"}
