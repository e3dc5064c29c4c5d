"""What is planned has the solutions of what was asked, on random graphs, whatever the planner believes of them."""

from __future__ import annotations

import os
import random
from collections import Counter

import pyoxigraph
import pytest

from tcgraph.sparql import parse_query, written
from tcgraph.sparql.planner import plan
from tests.sparql.planner.chance import Asker, RandomCounts, graph

BLOCKS = int(os.environ.get("TCGRAPH_PLANNER_QUESTIONS", "2000")) // 100
"""A hundred questions each."""


def answer(store: pyoxigraph.Store, text: str, *, union: bool) -> object:
    """What the engine says, whatever the order of rows and columns."""
    found = store.query(text, use_default_graph_as_union=union)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    if isinstance(found, pyoxigraph.QueryTriples):
        return Counter(map(str, found))
    names = [variable.value for variable in found.variables]
    return Counter(
        frozenset((name, str(value)) for name, value in zip(names, row, strict=True) if value is not None)
        for row in found
    )


@pytest.mark.parametrize("block", range(BLOCKS))
def test_answers_are_equal(block: int) -> None:
    changed = 0
    for seed in range(100 * block, 100 * block + 100):
        chance = random.Random(seed)
        data, text, union = graph(chance), Asker(chance).query(), chance.random() < 0.5
        store = pyoxigraph.Store()
        store.load(data.encode(), pyoxigraph.RdfFormat.N_QUADS)
        found = plan(parse_query(text), RandomCounts(chance))
        if found.changes:
            changed += 1
            words = written(found.tree)
            assert answer(store, words, union=union) == answer(store, text, union=union), f"{seed}\n{text}\n{words}"
    assert changed > 20


@pytest.mark.parametrize("block", range(5))
def test_sets_found_part_by_part_are_equal(block: int) -> None:
    changed = 0
    for seed in range(400 * block, 400 * block + 400):
        chance = random.Random(seed)
        store = pyoxigraph.Store()
        store.load(graph(chance).encode(), pyoxigraph.RdfFormat.N_QUADS)
        asker = Asker(chance)
        filters = " ".join(f"FILTER({asker.condition(0)})" for _ in range(chance.randrange(0, 3)))
        asked = " ".join(chance.sample(("?a", "?b", "?c", "?d"), chance.randrange(1, 3)))
        order = chance.choice(("", f" ORDER BY {asked.split()[0]}"))
        triples = " ".join(asker.triples() for _ in range(chance.randrange(2, 4)))
        text = f"SELECT DISTINCT {asked} {{ {triples} {filters} }}{order}"
        found = plan(parse_query(text), RandomCounts(chance))
        if any(change.rule.name == "each part once" for change in found.changes):
            changed += 1
            words = written(found.tree)
            assert answer(store, words, union=True) == answer(store, text, union=True), f"{seed}\n{text}\n{words}"
    assert changed > 3


KINDS = {
    "integer": ("1", "2", "9007199254740993", "x"),
    "int": ("2",),
    "decimal": ("1.0", "0.1"),
    "double": ("NaN", "INF", "0.1", "9007199254740992"),
    "float": ("0.1",),
    "date": ("2006-01-01", "2006-01-01Z", "2006-01-02", "2006-13-02"),
    "dateTime": ("2006-01-01T00:00:00",),
}
FIGURES = [f'"{text}"^^<http://www.w3.org/2001/XMLSchema#{kind}>' for kind, texts in KINDS.items() for text in texts]


@pytest.mark.parametrize("block", range(4))
def test_figures_of_every_kind_are_compared_as_they_were(block: int) -> None:
    changed = 0
    for seed in range(200 * block, 200 * block + 200):
        chance = random.Random(seed)
        values = chance.sample([*FIGURES, '"a"', '"b"@en', "<urn:x>"], chance.randrange(1, 6))
        lines = (
            f"<urn:k{chance.randrange(3)}> <urn:{chance.choice('pq')}> {chance.choice(values)} .\n" for _ in range(9)
        )
        store = pyoxigraph.Store()
        store.load("".join(lines).encode(), pyoxigraph.RdfFormat.N_TRIPLES)
        function = chance.choice(("COUNT(?v)", "SUM(?v)", "MAX(?v)", "MIN(?v)", "AVG(?v)", "COUNT(DISTINCT ?v)"))
        key, group = chance.choice((("?k", "GROUP BY ?k"), ("", "GROUP BY ?k"), ("", "")))
        counted = f"SELECT {key} ({function} AS ?n) {{ {key or '?x'} <urn:p> ?v }} {group.replace('?k', key or '?x')}"
        comparison = chance.choice(("?n %s ?m", "?m %s ?n")) % chance.choice(("<", ">", "<=", ">="))
        asked = f"{chance.choice(('', 'NOT '))}EXISTS {{ {{ {counted} }} FILTER({comparison}) }}"
        text = f"SELECT ?k ?m {{ ?k <urn:q> ?m FILTER {asked} }}"
        found = plan(parse_query(text), RandomCounts(chance))
        if any(change.rule.name == "the largest figure of each" for change in found.changes):
            changed += 1
            words = written(found.tree)
            assert answer(store, words, union=False) == answer(store, text, union=False), f"{seed}\n{text}\n{words}"
    assert changed > 20
