"""Bounds on connections and on what waits for them."""

from __future__ import annotations

import asyncio
import contextlib
import resource
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from tcgraph.http.guarded import Backpressure, Connections
from tests.attacks.test_attacks import connect, rest
from tests.http.running import empty_project, running
from tests.http.test_wire import Wire, get
from tests.loops import run


class Transport:
    def __init__(self, size: int) -> None:
        self.size = size
        self.aborted = False

    def get_extra_info(self, _: str) -> None:
        """No socket."""

    def get_write_buffer_size(self) -> int:
        return self.size

    def abort(self) -> None:
        self.aborted = True


def test_the_address_that_most_waits_for_loses_its_oldest_connection() -> None:
    async def held() -> list[bool]:
        unsent = Backpressure(60, 1000)
        one, many = Transport(300), [Transport(200) for _ in range(4)]
        for transport, peer in ((many[0], "b"), (one, "a"), *((each, "b") for each in many[1:])):
            unsent.hold(cast("Any", transport), peer)
        assert unsent.waiting == 900
        unsent.release(cast("Any", one))
        assert unsent.waiting == 600
        unsent.hold(cast("Any", Transport(500)), "c")
        assert unsent.waiting == 900
        return [one.aborted, *(each.aborted for each in many)]

    assert run(held()) == [False, True, True, False, False]


@pytest.mark.parametrize(("taken", "ended"), [(1 << 16, False), ((1 << 16) - 1, True)])
def test_so_much_has_to_be_taken_in_each_period(taken: int, ended: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    async def held() -> None:
        # Periods end when the test says so, however slow the machine is.
        loop, due = asyncio.get_running_loop(), list[Callable[[], object]]()

        def call_later(seconds: float, call: Callable[..., object], *arguments: object) -> asyncio.Handle:
            assert seconds == 10
            due.append(partial(call, *arguments))
            return loop.call_soon(int)

        monkeypatch.setattr(loop, "call_later", call_later)
        unsent = Backpressure(10, 1 << 30)
        transport = Transport(1 << 20)
        unsent.hold(cast("Any", transport), "a")
        for _ in range(3):
            transport.size -= taken
            if due:
                due.pop()()
        assert transport.aborted is ended
        assert unsent.waiting == (0 if ended else transport.size)

    run(held())


@pytest.fixture
def few_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (300, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("few_files")
def test_connections_leave_descriptors_over_and_no_address_has_all() -> None:
    counted = Connections(100, frozenset({"proxy"}))
    assert [counted.enter("a") for _ in range(101)] == [True] * 100 + [False]
    counted.leave("a")
    counted.leave("a")
    assert counted.enter("a")
    assert [counted.enter("proxy") for _ in range(51)] == [True] * 50 + [False]
    assert not counted.enter("b")
    for _ in range(51):
        counted.leave("proxy")
    assert counted.enter("c")
    assert all(Connections(0).enter("a") for _ in range(150))


def test_one_connection_too_many_is_told_so(tmp_path: Path) -> None:
    with (
        running(empty_project(tmp_path / "p"), tmp_path / "s", connections_per_client=3) as up,
        contextlib.ExitStack() as open_ones,
    ):
        for _ in range(3):
            open_ones.enter_context(connect(up))
        with connect(up) as fourth:
            assert rest(fourth).startswith(b"HTTP/1.1 503 Service Unavailable\r\nretry-after: ")
        open_ones.close()
        assert httpx.get(f"{up.url}/health").status_code == 200


ASKING = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAMAAABk\r\nContent-Type: application/sparql-query\r\nContent-Length: 5\r\n\r\n"
)


@pytest.mark.parametrize(
    "pieces", [(ASKING + b"ASK{}",), (ASKING, b"ASK{}"), (ASKING[:30], ASKING[30:], b"A", b"SK{}")]
)
def test_another_protocol_that_is_offered_is_not_taken_and_the_body_is_read(
    pieces: tuple[bytes, ...], tmp_path: Path
) -> None:
    """As Java's client does with every request; the next request is one of its own."""
    with running(empty_project(tmp_path / "p"), tmp_path / "s") as up:
        wire = Wire(up)
        for _ in range(2):
            wire.send(*pieces)
            assert wire.response()[::2] == (200, b'{"head":{},"boolean":true}')
        wire.send(get("/health"))
        assert wire.response()[0] == 200


def test_nothing_is_smuggled_behind_another_protocol(tmp_path: Path) -> None:
    """A body that would not be read as one ends the connection, however its header is cut."""
    inner = get("/health")
    request = ASKING.replace(b"Length: 5", f"Length: {len(inner)}".encode()) + inner
    place = request.index(b"Upgrade: h2c") + 3
    with running(empty_project(tmp_path / "p"), tmp_path / "s") as up:
        wire = Wire(up)
        wire.send(request[:place], request[place:])
        assert wire.response()[0] == 400
        with pytest.raises((AssertionError, ConnectionError)):
            wire.response()
