"""Long questions run aside or stand still, and go on where there is room: that of who had least comes first."""

from __future__ import annotations

from tcgraph.server.fair_queue import ClientUsage, Job, WorkerQueue
from tcgraph.server.limits import LongQuestions
from tests.server.workers import Worker, as_process


def aside(size: int, per_client: int) -> tuple[LongQuestions, WorkerQueue, ClientUsage]:
    usage = ClientUsage()
    lane = WorkerQueue(size, per_client, size, size, usage)
    return LongQuestions(lane, usage), lane, usage


def take(long: LongQuestions, client: str) -> tuple[Job, Worker]:
    job, worker = Job(client), Worker()
    long.take(job, as_process(worker))
    return job, worker


def test_one_runs_on_where_there_is_room_and_gives_way() -> None:
    long, lane, _ = aside(1, 1)
    job, worker = take(long, "a")
    assert (worker.done, job.slow, lane.running, long.stopped) == (["idle"], True, 1, 0)


def test_one_stands_still_where_there_is_none() -> None:
    long, lane, _ = aside(1, 1)
    take(long, "a")
    job, worker = take(long, "b")
    assert (worker.done, job.slow, lane.running, long.stopped) == (["idle", "stop"], False, 1, 1)


def test_who_had_least_goes_on_first() -> None:
    long, lane, usage = aside(1, 1)
    running, _ = take(long, "a")
    usage.add("much", 9)
    much, little = take(long, "much"), take(long, "little")
    lane.leave(running)
    long.resume()
    assert (little[1].done[-1], much[1].done[-1]) == ("resume", "stop")
    assert (lane.running, long.stopped) == (1, 1)


def test_a_client_has_its_share_of_the_lane_and_no_more() -> None:
    long, _, _ = aside(4, 2)
    take(long, "a")
    assert long.has_room_for("a")
    take(long, "a")
    assert (long.crowded("a"), long.has_room_for("a"), long.has_room_for("b")) == (True, False, True)


def test_so_many_stand_still_and_no_more() -> None:
    long, _, _ = aside(1, 1)
    for number in range(5):
        assert long.has_room_for(f"client {number}")
        take(long, f"client {number}")
    assert not long.has_room_for("another")


def test_one_that_is_done_is_forgotten() -> None:
    long, lane, _ = aside(1, 1)
    running, _ = take(long, "a")
    stopped, worker = take(long, "b")
    assert (long.drop(stopped), long.drop(running)) == (True, False)
    lane.leave(running)
    long.resume()
    assert "resume" not in worker.done
