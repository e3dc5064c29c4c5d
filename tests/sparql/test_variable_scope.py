"""The variables in scope are those that another engine finds in scope."""

from __future__ import annotations

import contextlib
from random import Random

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.sparql import parse_query, written
from tcgraph.sparql.forms import Modifiers, Select
from tcgraph.sparql.variable_scope import columns
from tests.conftest import many
from tests.sparql.trees import Trees


@settings(max_examples=many(300, few=37), deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_star_stands_for_what_the_engine_takes_it_for(seed: int) -> None:
    made = Trees(Random(seed), services=False).query()
    if made.where is None:
        return
    tree = Select(made.prologue, "", (), (), made.where, Modifiers())
    with contextlib.suppress(RuntimeError):  # it has not every function
        found = pyoxigraph.Store().query(written(tree))
        assert isinstance(found, pyoxigraph.QuerySolutions)
        assert {variable.value for variable in found.variables} == set(columns(tree))


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("?b ?p ?a FILTER(?x) MINUS { ?b ?q ?y }", ("b", "p", "a")),
        ("{ SELECT ?c { ?a ?b ?c } } BIND(?z AS ?d) VALUES ?e { 1 }", ("c", "d", "e")),
        ("GRAPH ?g { <<( ?s ?p ?o )>> a [ ?q (?i) ] }", ("g", "s", "p", "o", "q", "i")),
        ("{ SELECT (MAX(?a) AS ?m) { ?a ?b ?c } }", ("m",)),
    ],
)
def test_in_the_order_of_the_text(pattern: str, names: tuple[str, ...]) -> None:
    tree = parse_query(f"SELECT * {{ {pattern} }}")
    assert isinstance(tree, Select)
    assert columns(tree) == names
