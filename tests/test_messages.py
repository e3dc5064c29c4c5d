"""What a syntax error says: the place where the reader should look, and what to do."""

from __future__ import annotations

import pytest

import tcgraph.terms  # noqa: F401 - the slips are written with its prefixes
from tcgraph.engine import query_trees
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenQuery


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("SELECT ?x WHERE { ?x foo:bar ?y }", 1, 22, "the prefix foo: is not declared; declare it as PREFIX foo: <…>"),
        ("SELECT ?x WHERE {\n  ?x a bar:Thing }", 2, 8, "the prefix bar: is not declared"),
        ("SELECT ?x WHERE { ?x ?p", 1, None, ""),
        ("DROP ALL", 1, 1, "this is an update, and a query is expected"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", 1, 1, "this is an update, and a query is expected"),
        ("SELECT (COUNT(?x) AS ?n) ?y { ?x ?p ?y }", 1, 26, "?y is neither a key of GROUP BY"),
    ],
)
def test_a_broken_query_is_told_in_words(query: str, line: int, column: int | None, says: str) -> None:
    with pytest.raises(BrokenQuery) as caught:
        EmbeddedEngine().select(query)
    assert caught.value.line == line
    assert column is None or caught.value.column == column
    assert says in caught.value.reason
    assert "[" not in caught.value.reason


SLIPPED = [
    # What people bring along from SQL.
    ("SELECT COUNT(?a) { ?a a tc:Action }", "(COUNT(?a) AS ?n)"),
    ("SELECT ?r COUNT(*) { ?a tc:addresses ?r } GROUP BY ?r", "(COUNT(?a) AS ?n)"),
    ("SELECT DISTINCT(?a) { ?a a tc:Action }", "a variable alone has no brackets"),
    ("SELECT ?a, ?b { ?a tc:agent ?b }", "without commas"),
    ("SELECT TOP 10 ?a { ?a a tc:Action }", "LIMIT 10 at the end"),
    ("SELECT ?a { ?a tc:inRow ?n FILTER(?n > 3 AND ?n < 9) }", "write && in its place"),
    ("SELECT ?a { ?a tc:inRow ?n FILTER(?n = 3 OR ?n = 9) }", "write || in its place"),
    ("SELECT ?a { ?a tc:statusCode 'planned' OR 'taken' }", "any of several is FILTER(?code IN"),
    ("SELECT ?a { ?a rdfs:label ?l FILTER(?l LIKE '%train%') }", "CONTAINS(LCASE("),
    ("SELECT ?a { ?a tc:year ?y FILTER(?y BETWEEN 2006 AND 2007) }", "?n >= 1 && ?n <= 9"),
    ("SELECT ?a { ?a tc:inRow ?n FILTER(?n <> 12) }", "unequal is written !="),
    ("SELECT ?a { ?a tc:inRow ?n FILTER(?n == 12) }", "equal is written with one ="),
    ("SELECT ?a { ?a tc:inRow IN (1, 2) }", "a comparison stands in FILTER"),
    ("SELECT ?a { ?a tc:inRow ?n } ORDER BY ?n DESC", "ORDER BY DESC(?n)"),
    ("SELECT ?a { ?a tc:inRow ?n } ORDER BY DESC ?n", "ORDER BY DESC(?n)"),
    ("SELECT ?a { ?a a tc:Action } GROUP BY ?a HAVING COUNT(?a) > 1", "HAVING(COUNT(?a) > 1)"),
    ("SELECT ?a { ?a rdfs:label ?l . WHERE ?l = 'x' }", "FILTER(?n = 12)"),
    ("SELECT ?r (COUNT(?a) AS ?n) { ?a tc:addresses ?r }", "add it to GROUP BY"),
    # Brackets, braces and full stops.
    ("SELECT ?a { ?a a tc:Action FILTER ?a = action:1-1-a }", "a condition stands in brackets"),
    ("SELECT ?a { ?a a tc:Action BIND ?a AS ?b }", "BIND(?a AS ?b)"),
    ("SELECT ?a { ?a a tc:Action OPTIONAL ?a tc:agent ?w }", "patterns stand in braces"),
    ("SELECT ?a { ?a a tc:Action . UNION { ?a a tc:Event } }", "{ … } UNION { … }"),
    ("SELECT ?a { ?a a tc:Action VALUES ?n (1 2) }", "VALUES ?n { 1 2 }"),
    ("SELECT ?a { ?a a tc:Action ?a tc:inRow 12 }", "a full stop ends a triple"),
    ("SELECT ?a { ?a tc:where tc:within region:africa }", "a slash joins properties"),
    ("SELECT ?a { ?a a tc:Action FILTER(?a tc:inRow 12) }", "FILTER EXISTS { ?a tc:inRow 12 }"),
    ("SELECT ?a { ?a rdfs:label ?l FILTER(CONTAINS(?l 'a')) }", "a comma stands between"),
    ("SELECT ?a { ?a rdfs:label ?l FILTER(LANG(?l) = 'en' }", "a bracket before it is not closed"),
    ("SELECT ?a { ?a a tc:Action", "a brace is not closed"),
    ("SELECT ?a { ?a a tc:Action } }", "one brace is too many"),
    # Names and texts.
    ("SELECT ?a { ?a a Action }", "a name has a prefix"),
    ("SELECT ?a { ?a tc:statusCode planned }", "a text quotation marks"),
    ("SELECT ?a (GROUP_CONCAT(?l, ', ') AS ?all) { ?a rdfs:label ?l } GROUP BY ?a", 'separator=", "'),
    ("SELECT ?a (GROUP_CONCAT(?l; ', ') AS ?all) { ?a rdfs:label ?l } GROUP BY ?a", 'separator=", "'),
    ("SELECT ?a { ?a tcg:names ?x }", ", or write tc:"),
    ("SELECT ?c { ?c wdt:P31 wd:Q6256 }", "it is Wikidata's"),
]


@pytest.mark.parametrize(("query", "says"), SLIPPED)
def test_how_it_is_written_is_told_of_a_slip_that_many_make(query: str, says: str) -> None:
    failure = query_trees.mistake(query)
    assert failure is not None
    assert says in failure.reason


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a { ?a (tc:where|tc:names region:africa }",
        "DESCRIBE WHERE { ?a a tc:Action }",
        "SELECT ?a { ?a tc:inRow ?n } LIMIT = 10",
        "PREFIX tc <https://w3id.org/tcgraph/ns#> ASK { ?a a tc:Action }",
    ],
)
def test_nothing_is_guessed_of_another(query: str) -> None:
    failure = query_trees.mistake(query)
    assert failure is not None
    assert ";" not in failure.reason
