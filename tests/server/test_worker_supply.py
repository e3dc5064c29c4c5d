"""Workers are there before they are needed, and none answers from a store that is no more."""

from __future__ import annotations

import asyncio

from tcgraph.server.fair_queue import ClientUsage, Job, WorkerQueue
from tcgraph.server.scheduler import WorkerSupply
from tests.loops import run
from tests.server.workers import Store, Worker, as_process


def lane(size: int) -> WorkerQueue:
    return WorkerQueue(size, size, size, size, ClientUsage())


def supply(store: Store, low: WorkerQueue) -> WorkerSupply:
    return WorkerSupply(store, 1 << 20, low, lambda _: None)


async def until_done() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_some_more_are_forked_than_may_run_each_with_its_memory() -> None:
    async def start() -> None:
        store, quick = Store(), lane(2)
        await supply(store, lane(1)).start(quick)
        assert (len(quick.idle), quick.coming, store.memory) == (4, 0, [1 << 20] * 4)

    run(start())


def test_one_that_has_left_its_lane_is_replaced_once() -> None:
    async def replenish() -> None:
        store, quick = Store(), lane(1)
        workers = supply(store, lane(1))
        await workers.start(quick)
        assert workers.take(quick) is not None
        workers.replenish(quick)
        workers.replenish(quick)
        await until_done()
        assert (len(store.made), len(quick.idle)) == (4, 3)

    run(replenish())


def test_no_more_are_forked_than_questions_wait() -> None:
    async def grow() -> None:
        store, quick = Store(), lane(5)
        workers = supply(store, lane(1))
        for client in "ab":
            quick.wait(Job(client))
        workers.grow(quick)
        workers.grow(quick)
        await until_done()
        assert len(store.made) == 2

    run(grow())


def test_one_that_has_ended_is_passed_over() -> None:
    async def take() -> None:
        store, quick = Store(), lane(1)
        workers = supply(store, lane(1))
        await workers.start(quick)
        store.made[-1].kill()
        assert workers.take(quick) is as_process(store.made[-2])

    run(take())


def test_after_a_change_of_the_store_none_is_used_that_was_forked_before() -> None:
    async def change() -> None:
        store, quick = Store(), lane(1)
        workers = supply(store, lane(1))
        await workers.start(quick)
        busy = workers.take(quick)
        assert busy is not None
        coming = asyncio.create_task(workers.add(quick))
        await asyncio.sleep(0)
        workers.outdate([quick])
        await coming
        workers.give_back(busy, quick)
        assert not quick.idle
        assert all(worker.gone for worker in store.made)
        await workers.add(quick)
        assert len(quick.idle) == 1

    run(change())


def test_one_that_was_lowered_does_not_come_back_among_the_quick() -> None:
    async def lowered() -> None:
        store, quick, slow = Store(), lane(1), lane(1)
        workers = supply(store, slow)
        await workers.start(quick)
        worker = workers.take(quick)
        assert worker is not None
        worker.lower()
        workers.give_back(worker, quick)
        await until_done()
        assert worker.gone
        assert len(quick.idle) == 3

    run(lowered())


def test_those_of_the_slow_lane_give_way_from_the_start() -> None:
    async def add() -> None:
        store, slow = Store(), lane(1)
        await supply(store, slow).add(slow)
        assert store.made[0].done == ["idle"]

    run(add())


def test_where_none_can_be_forked_nothing_is_counted_as_coming() -> None:
    async def add() -> None:
        quick = lane(1)
        await supply(Store(fails=lambda: True), lane(1)).add(quick)
        assert (quick.coming, len(quick.idle)) == (0, 0)

    run(add())


def test_at_the_end_all_are_ended_and_who_comes_late_too() -> None:
    async def close() -> None:
        store, quick = Store(), lane(1)
        workers = supply(store, lane(1))
        await workers.start(quick)
        late = asyncio.create_task(workers.add(quick))
        await asyncio.sleep(0)
        workers.close()
        await late
        assert all(worker.gone for worker in store.made)

    run(close())


def test_one_of_which_nothing_is_known_is_ended() -> None:
    async def stranger() -> None:
        worker = Worker()
        supply(Store(), lane(1)).give_back(as_process(worker), lane(1))
        assert worker.gone

    run(stranger())
