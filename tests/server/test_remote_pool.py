"""What a front makes of the answers of the server behind it: whole ones only, asked for again where that is safe."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tcgraph.config import Settings
from tcgraph.engine.endpoints import Credentials, Endpoints
from tcgraph.server.limits import LimitReached
from tcgraph.server.remote_pool import RemotePool, ServerUnavailable
from tests.loops import run

JSON = "application/sparql-results+json"
WHOLE = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'
TRIPLE = b"<urn:a> <urn:b> <urn:c> .\n"


def asked(answer: Callable[[int], httpx.Response], header: dict[str, Any], query: str) -> tuple[dict[str, Any], bytes]:
    """Ask a server that answers its n-th request so."""
    count = 0

    def handle(_: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return answer(count)

    async def ask() -> tuple[dict[str, Any], bytes]:
        pool = RemotePool(Endpoints.parse("http://127.0.0.1:9/query"), Credentials(), Settings(), tuple)  # type: ignore[call-arg]
        pool._client = httpx.AsyncClient(transport=httpx.MockTransport(handle))
        try:
            return await pool.ask(header, query.encode())
        finally:
            await pool.close()

    return run(ask())


@pytest.mark.parametrize("wanted", ["JSON", "CSV", "TSV", "XML"])
@pytest.mark.parametrize("cut", [WHOLE[:-3], WHOLE[:-3] + b" The query timed out", b""])
def test_a_table_that_was_broken_off_is_an_error(wanted: str, cut: bytes) -> None:
    reply, body = asked(
        lambda _: httpx.Response(200, content=cut, headers={"content-type": JSON}), {"results": wanted}, "SELECT * {}"
    )
    assert (reply["status"], body, "broke its answer off" in reply["reason"]) == ("failed", b"", True)


@pytest.mark.parametrize("cut", [TRIPLE + TRIPLE[:-4], TRIPLE + b"The query timed out"])
def test_a_graph_that_was_broken_off_is_an_error(cut: bytes) -> None:
    answer = httpx.Response(200, content=cut, headers={"content-type": "application/n-triples"})
    reply, body = asked(lambda _: answer, {"graph": "TURTLE"}, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert (reply["status"], body) == ("failed", b"")


def test_a_page_of_somebody_s_is_no_answer() -> None:
    page = httpx.Response(200, content=b"<html>", headers={"content-type": "text/html"})
    assert asked(lambda _: page, {"results": "CSV"}, "SELECT * {}")[0]["status"] == "failed"


def test_a_redirect_is_not_followed() -> None:
    away = httpx.Response(307, headers={"location": "http://169.254.169.254/"})
    assert asked(lambda _: away, {"results": "CSV"}, "SELECT * {}")[0]["status"] == "failed"


def test_it_asks_again_where_the_server_is_briefly_away() -> None:
    def answer(number: int) -> httpx.Response:
        if number == 1:
            raise httpx.ConnectError("refused")
        if number == 2:
            return httpx.Response(503)
        return httpx.Response(200, content=WHOLE, headers={"content-type": JSON})

    reply, body = asked(answer, {"results": "CSV"}, "SELECT * {}")
    assert (reply["status"], body) == ("ok", b"n\r\n1\r\n")
    with pytest.raises(ServerUnavailable):
        asked(lambda _: httpx.Response(503), {"results": "CSV"}, "SELECT * {}")


def test_no_client_has_more_than_half_of_the_room_while_all_wait() -> None:
    """Six questions of one client and one of another, asked when the room is full and answered when it is free."""

    async def check() -> tuple[list[str], str]:
        settings = Settings(workers=4, slow_workers=2)  # type: ignore[call-arg]
        pool = RemotePool(Endpoints.parse("http://127.0.0.1:9/query"), Credentials(), settings, tuple)
        opened, most = asyncio.Event(), 0

        async def handle(_: httpx.Request) -> httpx.Response:
            nonlocal most
            most = max(most, pool.running)
            await opened.wait()
            return httpx.Response(200, content=WHOLE, headers={"content-type": JSON})

        pool._client = httpx.AsyncClient(transport=httpx.MockTransport(handle))

        async def ask(client: str) -> str:
            try:
                return str((await pool.ask({"results": "CSV"}, b"SELECT * {}", client=client))[0]["status"])
            except LimitReached as error:
                return error.limit

        full = [asyncio.create_task(ask("")) for _ in range(6)]
        while pool.running < 6:
            await asyncio.sleep(0)
        greedy = [asyncio.create_task(ask("greedy")) for _ in range(6)]
        other = asyncio.create_task(ask("other"))
        await asyncio.sleep(0)
        assert pool.status()["waiting"] == 4
        opened.set()
        await asyncio.gather(*full)
        found = await asyncio.gather(*greedy), await other
        assert (most, pool.running) == (6, 0)
        # What is done is forgotten: the same client may ask anew.
        assert await ask("greedy") == "ok"
        await pool.close()
        return found

    assert run(check()) == (["ok"] * 3 + ["busy"] * 3, "ok")


def test_another_member_answers_at_once_and_is_asked_first_from_then_on() -> None:
    asked_of: list[int | None] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked_of.append(request.url.port)
        if request.url.port == 9:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, content=WHOLE, headers={"content-type": JSON})

    async def ask() -> list[str]:
        cluster = Endpoints.parse("http://127.0.0.1:9/query, http://127.0.0.1:10/query")
        pool = RemotePool(cluster, Credentials(), Settings(), tuple)  # type: ignore[call-arg]
        pool._client = httpx.AsyncClient(transport=httpx.MockTransport(handle))
        try:
            return [(await pool.ask({"results": "JSON"}, b"SELECT * {}"))[0]["status"] for _ in range(2)]
        finally:
            await pool.close()

    assert run(ask()) == ["ok", "ok"]
    assert asked_of == [9, 10, 10]
