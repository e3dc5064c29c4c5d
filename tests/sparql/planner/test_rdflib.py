"""What is planned has the solutions that rdflib finds for what was asked.

rdflib takes its time, so that there are fewer questions than in the comparison with the engine, and plainer ones: no
subqueries, graphs and paths, and comparisons between numbers alone.
"""

from __future__ import annotations

import random
from collections import Counter

import pyoxigraph
import pytest
from rdflib import Graph

from tcgraph.sparql import parse_query, written
from tcgraph.sparql.planner import plan
from tests.sparql.planner.chance import RandomCounts

NODES = [f"<urn:n{number}>" for number in range(5)]
PREDICATES = ["<urn:p>", "<urn:q>", "<urn:r>"]
NAMES = ["?a", "?b", "?c", "?d"]


def graph(chance: random.Random) -> str:
    lines = {
        f"{chance.choice(NODES)} {chance.choice(PREDICATES)} {chance.choice([*NODES, *NODES, '1', '2', '3'])} ."
        for _ in range(chance.randrange(5, 18))
    }
    return "\n".join(sorted(lines))


def triples(chance: random.Random, most: int = 3) -> str:
    return " . ".join(
        f"{chance.choice(NAMES)} {chance.choice(PREDICATES)} {chance.choice([*NAMES, *NAMES, *NODES])}"
        for _ in range(chance.randrange(1, most + 1))
    )


def question(chance: random.Random) -> str:
    """A question of EXISTS, MINUS, OPTIONAL and "the largest of each"."""
    start = f"?a {chance.choice(PREDICATES)} ?b . ?a {chance.choice(PREDICATES)} ?c"
    parts = [
        f"FILTER {chance.choice(['', 'NOT '])}EXISTS {{ {triples(chance)} }}",
        f"MINUS {{ {triples(chance)} }}",
        f"OPTIONAL {{ {triples(chance, 2)} }}",
        f"FILTER(?b != ?c || EXISTS {{ {triples(chance)} }})",
        f"FILTER NOT EXISTS {{ ?x <urn:q> ?b ; <urn:p> ?y FILTER(?y {chance.choice(['>', '<', '>='])} ?c) }}",
        f"FILTER EXISTS {{ {triples(chance)} FILTER NOT EXISTS {{ {triples(chance, 2)} }} }}",
        f"FILTER(?b = {chance.choice(NODES)})",
        f". ?x <urn:q> ?y FILTER(?{chance.choice('xy')} = {chance.choice(['?b', '?c', '?a'])})",
        f"FILTER EXISTS {{ {triples(chance)} MINUS {{ {triples(chance, 2)} }} }}",
    ]
    return f"SELECT ?a ?b ?c ?d {{ {start} {' '.join(chance.sample(parts, chance.randrange(1, 4)))} }}"


def compares_kinds(data: str, text: str) -> bool:
    """Whether a comparison may meet terms that do not compare."""
    return any(sign in text for sign in ("?y >", "?y <")) and any(node in data for node in NODES)


@pytest.mark.parametrize("block", range(10))
def test_rdflib_finds_the_same(block: int) -> None:
    looked = 0
    for seed in range(30 * block, 30 * block + 30):
        chance = random.Random(seed)
        data, text = graph(chance), question(chance)
        if compares_kinds(data, text):
            data = "\n".join(line for line in data.splitlines() if "<urn:p>" not in line or line[-3] in "123")
        found = plan(parse_query(text), RandomCounts(chance))
        if not found.changes:
            continue
        looked += 1
        store = pyoxigraph.Store()
        store.load(data.encode(), pyoxigraph.RdfFormat.TURTLE)
        words = written(found.tree)
        ours = store.query(words)
        assert isinstance(ours, pyoxigraph.QuerySolutions)
        mine = Counter(tuple("" if value is None else str(value) for value in row) for row in ours)
        theirs = Counter(
            tuple("" if value is None else value.n3() for value in row)  # type: ignore[union-attr]
            for row in Graph().parse(data=data, format="turtle").query(text)
        )
        typed = Counter({tuple(_typed(value) for value in row): number for row, number in theirs.items()})
        assert mine == typed, f"{seed}\n{data}\n{text}\n{words}"
    assert looked > 10


def _typed(value: str) -> str:
    return value if not value.isdigit() else f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>'
