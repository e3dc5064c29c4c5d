"""Questions meet workers: quick ones first, one that is given up ends its worker, the store's end is nobody's fault."""

from __future__ import annotations

import asyncio

import pytest

from tcgraph.config import Settings
from tcgraph.server.limits import LimitReached
from tcgraph.server.scheduler import WorkerPool
from tests.loops import run
from tests.server.workers import Store


def pool(store: Store, **settings: object) -> WorkerPool:
    return WorkerPool(store, Settings.model_validate({"workers": 1, "slow_workers": 1, **settings}))


async def until_done() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def busy(store: Store) -> list[int]:
    """Which workers have been asked something."""
    return [number for number, worker in enumerate(store.made) if worker.asked]


def test_the_worker_of_a_stranger_gives_way_and_is_used_no_more() -> None:
    async def check() -> None:
        store = Store()
        workers = pool(store)
        await workers.start()
        asked = asyncio.create_task(workers.ask({}, b"ASK {}", client="a"))
        await until_done()
        worker = store.made[busy(store)[0]]
        worker.answer()
        assert (await asked)[0] == {"status": "ok"}
        assert worker.done == ["nice 10", "kill"]

    run(check())


def test_the_worker_of_who_asks_quick_questions_takes_the_next() -> None:
    async def check() -> None:
        store = Store()
        workers = pool(store)
        await workers.start()
        for _ in range(3):
            asked = asyncio.create_task(workers.ask({}, b"ASK {}", client="a"))
            await until_done()
            next(worker for worker in store.made if worker.waits).answer()
            await asked
        assert sorted(worker.asked for worker in store.made if worker.asked) == [1, 2]
        assert workers.status()["quick_running"] == 0

    run(check())


def test_one_waits_where_all_are_busy_and_has_its_turn() -> None:
    async def check() -> None:
        store = Store()
        workers = pool(store)
        await workers.start()
        first = asyncio.create_task(workers.ask({}, b"1", client="a"))
        await until_done()
        second = asyncio.create_task(workers.ask({}, b"2", client="b"))
        await until_done()
        assert workers.status()["waiting"] == 1
        store.made[busy(store)[0]].answer()
        await first
        await until_done()
        assert (workers.status()["waiting"], workers.status()["quick_running"]) == (0, 1)
        next(worker for worker in store.made if worker.asked and not worker.gone).answer()
        await second

    run(check())


def test_who_gives_up_ends_the_worker_and_frees_the_place() -> None:
    async def check() -> None:
        store = Store()
        workers = pool(store)
        await workers.start()
        asked = asyncio.create_task(workers.ask({}, b"long", client="a"))
        await until_done()
        asked.cancel()
        await asyncio.wait([asked])
        assert store.made[busy(store)[0]].gone
        assert workers.status()["quick_running"] == 0

    run(check())


def test_a_long_question_is_moved_aside_and_another_worker_is_forked() -> None:
    async def check() -> None:
        store = Store()
        workers = pool(store, slow_after=0.02)
        await workers.start()
        before = len(store.made)
        asked = asyncio.create_task(workers.ask({}, b"long", client="a"))
        await until_done()
        worker = store.made[busy(store)[0]]
        while not workers.status()["slow_running"]:
            worker.used += 0.01
            await asyncio.sleep(0.005)
        await until_done()
        assert workers.status()["quick_running"] == 0
        assert len(store.made) == before + 1
        worker.answer()
        await asked
        assert workers.status()["slow_running"] == 0

    run(check())


def test_the_end_of_the_store_is_not_the_questions_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcgraph.server.scheduler._RETURN", 0)

    async def check() -> None:
        store = Store()
        workers = pool(store)
        await workers.start()
        asked = asyncio.create_task(workers.ask({}, b"1", client="a"))
        await until_done()
        store.alive = False
        for worker in list(store.made):
            worker.kill()
        await asyncio.sleep(0.01)
        store.alive = True
        await workers.renew()
        await until_done()
        next(worker for worker in store.made if not worker.gone and worker.asked).answer()
        assert (await asked)[0] == {"status": "ok"}

    run(check())


def test_a_question_whose_worker_alone_ended_met_a_limit() -> None:
    async def check() -> str:
        store = Store()
        workers = pool(store)
        await workers.start()
        asked = asyncio.create_task(workers.ask({}, b"bomb", client="a"))
        await until_done()
        store.made[busy(store)[0]].kill()
        with pytest.raises(LimitReached) as met:
            await asked
        return met.value.limit

    assert run(check()) == "memory"


def test_a_closing_server_takes_no_more() -> None:
    async def check() -> str:
        store = Store()
        workers = pool(store)
        await workers.start()
        await workers.close(0)
        with pytest.raises(LimitReached) as refused:
            await workers.ask({}, b"1")
        assert all(worker.gone for worker in store.made)
        return refused.value.limit

    assert run(check()) == "closing"
