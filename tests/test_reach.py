"""What leads back to itself: what can be reached from what it leads to."""

from __future__ import annotations

import random

import pytest

from tcgraph.reach import circles, reached


@pytest.mark.parametrize("seed", range(100))
def test_nodes_are_together_that_lead_to_each_other(seed: int) -> None:
    chance = random.Random(seed)
    nodes = range(chance.randint(1, 9))
    ways = {node: [other for other in nodes if chance.random() < 0.25] for node in nodes}
    far = {node: reached([node], ways.__getitem__) for node in nodes}
    found = circles(ways, ways.__getitem__)
    assert sorted(node for circle in found for node in circle) == list(nodes)
    for circle in found:
        assert all(set(circle) == {other for other in far[node] if node in far[other]} for node in circle)
    place = {node: at for at, circle in enumerate(found) for node in circle}
    assert all(place[other] <= place[node] for node in nodes for other in ways[node])


def test_a_circle_may_be_long() -> None:
    assert len(circles(range(50_000), lambda node: [(node + 1) % 50_000])) == 1
