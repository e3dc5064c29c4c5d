"""Questions of somebody who had seen neither data nor vocabulary: each in one query, with the answer that they gave.

They read the document alone. Where their answer and ours differ, a note says how.
"""

from __future__ import annotations

import json

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.questions.warnings.query_warnings import QueryWarnings
from tcgraph.rdf import plain
from tests.conftest import ROOT

ASKED = json.loads((ROOT / "tests/data/strangers_questions.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def graph(shipped: EmbeddedEngine) -> EmbeddedEngine:
    return shipped


@pytest.mark.parametrize("asked", ASKED, ids=[asked["question"][:50] for asked in ASKED])
def test_it_is_answered(asked: dict[str, object], graph: EmbeddedEngine) -> None:
    found = [" ".join(map(plain, row)) for row in graph.select(graph.searched(str(asked["query"])))]
    assert found == asked["rows"]


def test_nothing_is_off_in_the_queries(graph: EmbeddedEngine) -> None:
    warnings = QueryWarnings(graph.select)
    told = {asked["query"]: [warning.message for warning in warnings.of(asked["query"])] for asked in ASKED}
    # That some of it is hedged or read, or in a place within those that are listed, or that deeds are for the same
    # bodies as products, is no slip of theirs.
    true = ("tells is stated", "have something within ?", "as tc:serves and are no tc:Product")
    off = {query: [one for one in found if not any(part in one for part in true)] for query, found in told.items()}
    assert {query: found for query, found in off.items() if found} == {}
