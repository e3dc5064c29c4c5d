"""When the keeper is asked to fork, when the next change may be tried, and who gives way to whom."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tcgraph.config import Settings
from tcgraph.http.auth import AccessToken
from tcgraph.http.cache import ResponseCache
from tcgraph.http.writes import ChangeWriter
from tcgraph.server.limits import LimitReached
from tcgraph.server.processes import ForkServer, ProcessEnded, WorkerProcess
from tcgraph.server.scheduler import WorkerPool
from tests.conftest import PATIENCE
from tests.loops import run


def test_nothing_is_forked_from_a_store_that_is_loaded_again() -> None:
    async def ask() -> tuple[bool, dict[str, Any]]:
        keeper = ForkServer(None)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.setblocking(False)
            forking = asyncio.create_task(keeper.fork(1))
            await asyncio.sleep(0.01)
            keeper.open()
            # It ends and is started anew before the one who waits has its turn.
            keeper.reset()
            keeper._control = ours
            await asyncio.sleep(0.05)
            asked_early = bool(request := _arrived(theirs))
            keeper.open()
            while not request:
                await asyncio.sleep(0.01)
                request = _arrived(theirs)
            theirs.send(b'{"error": "no more is needed"}\n')
            with pytest.raises(Exception, match="no more is needed"):
                await forking
            return asked_early, json.loads(request)

    early, request = run(ask())
    assert not early
    assert request == {"do": "fork", "memory": 1, "trial": False}


def test_nor_where_it_ends_between_the_look_and_the_request() -> None:
    """A request that comes a turn too late would reach the next process before that has the journal's changes."""

    async def ask() -> tuple[bytes, bytes]:
        keeper = ForkServer(None)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.setblocking(False)
            keeper.open()
            forking = asyncio.create_task(keeper.fork(1))
            await asyncio.sleep(0)  # it has looked, and its request has not begun
            keeper.reset()
            keeper._control = ours
            await asyncio.sleep(0.05)
            early = _arrived(theirs)
            keeper.open()
            while not (request := early or _arrived(theirs)):
                await asyncio.sleep(0.01)
            theirs.send(b'{"error": "no more is needed"}\n')
            with pytest.raises(Exception, match="no more is needed"):
                await forking
            return early, request

    early, request = run(ask())
    assert not early
    assert json.loads(request)["do"] == "fork"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells of descriptors in other ways elsewhere")
def test_who_leaves_has_no_strangers_descriptor_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent to the keeper stays open until it has been sent, though nobody waits for the answer any more."""
    begun, left = threading.Event(), threading.Event()
    send = socket.send_fds

    def send_late(*arguments: Any) -> int:
        begun.set()
        left.wait(PATIENCE)
        return send(*arguments)

    async def leave() -> list[str]:
        keeper = ForkServer(None)
        ours, theirs = socket.socketpair()
        theirs.settimeout(20)
        with ours, theirs:
            keeper._control = ours
            keeper.open()
            monkeypatch.setattr(socket, "send_fds", send_late)
            forking = asyncio.create_task(keeper.fork(1))
            await asyncio.to_thread(begun.wait, 20)
            forking.cancel()
            await asyncio.wait([forking])
            # A visitor comes meanwhile, and would be given the number of a descriptor that was closed.
            with (tmp_path / "a").open("w"), (tmp_path / "b").open("w"):
                left.set()
                _, descriptors, _, _ = await asyncio.to_thread(socket.recv_fds, theirs, 4096, 1)
            theirs.send(b'{"error": "nobody waits"}\n')
            keeper.close()
            kinds = [str(Path(f"/proc/self/fd/{number}").readlink()).partition(":")[0] for number in descriptors]
            for number in descriptors:
                os.close(number)
            return kinds

    assert run(leave()) == ["socket"]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells of descriptors in other ways elsewhere")
def test_a_worker_that_nobody_waits_for_any_more_is_ended() -> None:
    async def leave() -> int:
        keeper = ForkServer(None)
        ours, theirs = socket.socketpair()
        theirs.settimeout(20)
        with ours, theirs, subprocess.Popen(["sleep", "60"]) as worker:
            keeper._control = ours
            keeper.open()
            forking = asyncio.create_task(keeper.fork(1))
            _, descriptors, _, _ = await asyncio.to_thread(socket.recv_fds, theirs, 4096, 1)
            forking.cancel()
            await asyncio.wait([forking])
            handle = os.pidfd_open(worker.pid)
            socket.send_fds(theirs, [json.dumps({"pid": worker.pid}).encode()], [handle])
            os.close(handle)
            try:
                return await asyncio.to_thread(worker.wait, 10)
            finally:
                worker.kill()
                keeper.close()
                for number in descriptors:
                    os.close(number)

    assert run(leave()) == -signal.SIGKILL


def test_a_keeper_is_closed_under_who_waits_for_it() -> None:
    async def close() -> None:
        keeper = ForkServer(None)
        ours, theirs = socket.socketpair()
        theirs.settimeout(20)
        with theirs:
            keeper._control = ours
            keeper.open()
            forking = asyncio.create_task(keeper.fork(1))
            await asyncio.to_thread(theirs.recv, 4096)
            keeper.close()
            with pytest.raises(ProcessEnded):
                await asyncio.wait_for(forking, 20)

    run(close())


def test_what_lies_where_the_server_was_started_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken for a module')\n")
    monkeypatch.chdir(tmp_path)

    async def start() -> int:
        keeper = ForkServer(None)
        try:
            return await keeper.start()
        finally:
            keeper.close()

    assert run(start()) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel has no such order elsewhere")
def test_when_memory_runs_out_a_worker_goes_before_who_holds_the_graph() -> None:
    async def start() -> tuple[str, str]:
        keeper = ForkServer(None)
        try:
            await keeper.start()
            keeper.open()
            worker = await keeper.fork(1 << 28)
            question = {"seconds": 10, "results": "CSV"}
            await worker.ask(question, b"ASK {}")
            return _first_to_go(worker.pid), _first_to_go(keeper.pid)
        finally:
            keeper.close()

    own = Path("/proc/self/oom_score_adj").read_text()
    assert run(start()) == ("1000\n", own)


def _first_to_go(pid: int | None) -> str:
    return Path(f"/proc/{pid}/oom_score_adj").read_text()


def test_a_change_is_handed_over_where_the_system_refuses_files_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(name: str) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(os, "memfd_create", refused, raising=False)

    async def apply() -> int:
        keeper = ForkServer(None)
        try:
            await keeper.start()
            return await keeper.apply(b"+ <urn:s> <urn:p> <urn:o> .\n")
        finally:
            keeper.close()

    assert run(apply()) == 1


def _arrived(connection: socket.socket) -> bytes:
    try:
        return connection.recv(4096)
    except BlockingIOError:
        return b""


def test_a_change_that_nobody_waits_for_is_made_before_the_next_is_tried() -> None:
    events: list[str] = []

    class Trial:
        async def ask(self, header: object, body: bytes) -> tuple[dict[str, Any], bytes]:
            events.append(f"try {body.decode()}")
            same = {"status": "ok", "graphs": [], "results": [], "made": [], "added": 1, "removed": 0}
            return same, body

        def kill(self) -> None:
            """It has ended."""

    async def fork(memory: int, *, trial: bool) -> Trial:
        return Trial()

    def append(entry: object, change: bytes) -> None:
        time.sleep(0.1)
        events.append(f"write {change.decode()}")

    async def changed(change: bytes) -> None:
        events.append(f"make {change.decode()}")

    site = SimpleNamespace(
        settings=Settings(),  # type: ignore[call-arg]
        published=SimpleNamespace(name="v"),
        keeper=SimpleNamespace(fork=fork, alive=True),
        journal=SimpleNamespace(entries=[], append=append),
        changed=changed,
    )
    token = cast("AccessToken", SimpleNamespace(name="t", may_write=lambda graph: True))

    async def two() -> None:
        writer = ChangeWriter(cast("Any", site), cast("Any", None), ResponseCache(1000))
        first = asyncio.create_task(writer._carry_out({"kind": "update"}, b"1", token))
        while "try 1" not in events:
            await asyncio.sleep(0)
        second = asyncio.create_task(writer._carry_out({"kind": "update"}, b"2", token))
        await asyncio.sleep(0.02)
        first.cancel()
        await second

    run(two())
    assert events == ["try 1", "write 1", "make 1", "try 2", "write 2", "make 2"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have neither this priority nor affinity")
def test_who_is_lowered_gives_way_and_keeps_off_one_processor() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        worker = WorkerProcess(child.pid, os.pidfd_open(child.pid))
        worker.lower(10)
        assert (os.getpriority(os.PRIO_PROCESS, child.pid), os.sched_getscheduler(child.pid)) == (10, os.SCHED_OTHER)
        worker.lower()
        processors = sorted(os.sched_getaffinity(0))
        assert os.sched_getscheduler(child.pid) == os.SCHED_IDLE
        assert os.sched_getaffinity(child.pid) == set(processors[1:] or processors)
        assert worker.low
        worker.kill()
        assert child.wait(PATIENCE) == -signal.SIGKILL
    finally:
        child.kill()
        child.communicate()


def test_who_waits_too_long_for_a_worker_is_told_so_and_waits_no_more() -> None:
    class Hanging:
        alive = True

        async def fork(self, memory: int) -> WorkerProcess:
            await asyncio.Event().wait()
            raise AssertionError

    async def ask() -> tuple[str, dict[str, int]]:
        pool = WorkerPool(cast("Any", Hanging()), Settings.model_validate({"queue_seconds": 0.02}))
        with pytest.raises(LimitReached) as refused:
            await pool.ask({}, b"ASK {}", client="a")
        return refused.value.limit, pool.status()

    limit, status = run(ask())
    assert limit == "busy"
    assert status["waiting"] == status["quick_running"] == 0
