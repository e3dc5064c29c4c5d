"""What is printed and read again is the same tree, and any engine reads it."""

from __future__ import annotations

import contextlib
from random import Random

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.sparql import parse_query, parse_update, written
from tests.conftest import many
from tests.sparql.trees import Trees

CHANCE = st.integers(min_value=0, max_value=2**32).map(Random)


@settings(max_examples=many(400, few=50), deadline=None)
@given(CHANCE)
def test_a_query_printed_and_read_again_is_the_same(random: Random) -> None:
    tree = Trees(random).query()
    assert parse_query(written(tree)) == tree


@settings(max_examples=many(400, few=50), deadline=None)
@given(CHANCE)
def test_an_update_printed_and_read_again_is_the_same(random: Random) -> None:
    tree = Trees(random).update()
    assert parse_update(written(tree)) == tree


@settings(max_examples=many(200, few=25), deadline=None)
@given(CHANCE)
def test_a_query_with_its_names_in_full_stands_without_its_declarations(random: Random) -> None:
    tree = Trees(random).query()
    again = parse_query(written(tree, full=True), base="http://elsewhere.example/")
    assert again.where == tree.where
    assert again.modifiers == tree.modifiers


@settings(max_examples=many(200, few=25), deadline=None)
@given(CHANCE)
def test_what_is_printed_is_canonical(random: Random) -> None:
    text = written(Trees(random).query())
    assert written(parse_query(text)) == text


@settings(max_examples=many(300, few=37), deadline=None)
@given(CHANCE)
def test_another_parser_reads_what_is_printed(random: Random) -> None:
    text = written(Trees(random, services=False).query())
    # It parses, or else the engine raises SyntaxError; that it does not have all functions is another matter.
    with contextlib.suppress(RuntimeError):
        pyoxigraph.Store().query(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("select*{?s ?p 1.50,-2}", "SELECT *\nWHERE {\n  ?s ?p 1.50 , -2 .\n}"),
        ("ask{filter(1-1=?x&&!(?y||?z))}", "ASK\nWHERE {\n  FILTER (1 - 1 = ?x && !(?y || ?z))\n}"),
        ("ask{filter not exists{}}", "ASK\nWHERE {\n  FILTER NOT EXISTS { }\n}"),
        ("ask{?s (^<p:>|<q:>)*/!(a|^<r:>) $o}", "ASK\nWHERE {\n  ?s (^<p:>|<q:>)*/!(a|^<r:>) ?o .\n}"),
    ],
)
def test_the_layout(text: str, canonical: str) -> None:
    assert written(parse_query(text)) == canonical
