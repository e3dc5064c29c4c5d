"""Text that is meant to hurt ends soon, in an error that says where; memory stays small."""

from __future__ import annotations

import tracemalloc

import pytest

from tcgraph.errors import BrokenQuery
from tcgraph.sparql import parse_query, tokens

MANY = 100_000
NESTED = {
    "brackets": "SELECT * { FILTER(" + "(" * MANY + "1" + ")" * MANY + ") }",
    "braces": "SELECT * " + "{" * MANY + "}" * MANY,
    "blank nodes": "SELECT * { ?s ?p " + "[ ?p " * MANY + "}",
    "lists": "SELECT * { ?s ?p " + "(" * MANY + "}",
    "paths": "SELECT * { ?s " + "(" * MANY + "<p:>" + ")" * MANY + " ?o }",
    "signs": "SELECT * { FILTER(" + "! " * MANY + "?x) }",
    "minus signs": "SELECT * { FILTER(" + "- " * MANY + "?x) }",
    "calls": "SELECT * { FILTER(" + "STR(" * MANY + "}",
    "choices": "SELECT * { FILTER(1 " + "IN (1 " * MANY + "}",
    "optional": "SELECT * { " + "OPTIONAL {" * 90_000 + "}",
    "exists": "SELECT * { " + "FILTER EXISTS {" * 60_000 + "}",
    "subqueries": "SELECT * { " + "{ SELECT * {" * 80_000 + "}",
    "triple terms": "SELECT * { ?s ?p " + "<<( ?a ?b " * 90_000 + "}",
    "reified triples": "SELECT * { " + "<< " * MANY + "}",
    "annotations": "SELECT * { ?s ?p ?o " + "{| ?a ?b " * 90_000 + "}",
}
OTHERS = {
    "ten megabytes": "SELECT * { " + "?s ?p ?o . " * 1_000_000 + "}",
    "half a character": "SELECT * { ?s ?p '" + "é" * 900_000 + "\udfff' }",
    "a quotation mark": "SELECT * { ?s ?p '''" + "a" * 900_000,
    "quotation marks": "SELECT * { ?s ?p " + "'" * 900_001,
    "dots in a name": "SELECT * { a" + ".a" * 400_000,
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_what_is_nested_too_deep_is_refused_where_it_is(text: str) -> None:
    with pytest.raises(BrokenQuery, match="nested more than 100 levels") as caught:
        parse_query(text)
    assert caught.value.line == 1
    assert (caught.value.column or 0) < 2000


@pytest.mark.parametrize("text", [*NESTED.values(), *OTHERS.values()], ids=[*NESTED, *OTHERS])
def test_memory_stays_small(text: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(BrokenQuery):
            parse_query(text)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4_000_000


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_the_error_says_where(text: str) -> None:
    with pytest.raises(BrokenQuery) as caught:
        parse_query(text)
    assert caught.value.line is not None
    assert caught.value.column is not None


@pytest.mark.parametrize(
    "part", ['"""\\"""', "<", "a.", "'", '"a\n', "a:b.", "_:a.", "<a", '""""\'', "'''\\'''", "a.b:", '"\\"'], ids=repr
)
def test_the_lexer_looks_at_a_character_a_bounded_number_of_times(part: str) -> None:
    # Each piece ends where it began to be looked at, so twice the text has at most about twice the tokens.
    few, many = (sum(1 for _ in tokens(part * count)) for count in (20_000, 40_000))
    assert many <= 2 * few + 2
