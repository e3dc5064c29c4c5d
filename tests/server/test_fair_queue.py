"""Whose turn it is in a lane: proven clients, then who had least; strangers and heavy clients have a part of it."""

from __future__ import annotations

import pytest

from tcgraph.server.fair_queue import ClientUsage, Job, WorkerQueue
from tests.conftest import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("tcgraph.server.fair_queue.time", made)
    return made


def test_turns_go_to_who_had_least_and_heavy_clients_share_half(clock: Clock) -> None:
    usage = ClientUsage()
    lane = WorkerQueue(size=4, per_client=2, for_heavy=2, for_unproven=4, usage=usage)
    usage.add("heavy", 8)
    usage.add("worse", 20)
    for client in ("worse", "heavy", "new", "heavy", "new", "new"):
        lane.wait(Job(client))
    order = []
    while (job := lane.next()) is not None and lane.running < 4:
        lane.enter(job)
        order.append(job)
    assert [job.client for job in order] == ["new", "new", "heavy", "heavy"]
    assert not lane.has_room_for("third")
    lane.leave(order[0])
    assert lane.has_room_for("third")
    assert not lane.has_room_for("worse"), "half of the lane has heavy clients in it already"
    clock.now += 60
    assert usage.of("worse") < 0.5
    assert lane.has_room_for("worse"), "what was long ago is forgotten"


def test_a_crowd_of_strangers_leaves_a_place_to_who_asks_quick_questions(clock: Clock) -> None:
    usage = ClientUsage()
    lane = WorkerQueue(size=4, per_client=2, for_heavy=2, for_unproven=3, usage=usage)
    usage.add_quick("reader")
    for number in range(12):
        lane.wait(Job(f"stranger {number}"))
    lane.wait(Job("reader"))
    order: list[Job] = []
    while (job := lane.next()) is not None:
        lane.enter(job)
        order.append(job)
    assert [job.client for job in order] == ["reader", "stranger 0", "stranger 1", "stranger 2"]
    lane.leave(order[0])
    assert lane.has_room_for("reader")
    assert not lane.has_room_for("another stranger")
    usage.add("reader", 0.2)
    assert not lane.has_room_for("reader"), "its last question was a long one"
    lane.leave(order[1])
    assert lane.has_room_for("reader")
