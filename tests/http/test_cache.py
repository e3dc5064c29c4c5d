"""Finished responses: kept while they fit, made once for all who wait, encoded and tagged."""

from __future__ import annotations

import asyncio
import gzip

import brotli
import pytest

from tcgraph.http.cache import CachedResponse, ResponseCache
from tests.loops import run


def response(text: str = "x") -> CachedResponse:
    return CachedResponse([(b"content-type", b"text/plain")], text.encode())


def test_many_who_ask_at_once_have_it_made_once() -> None:
    async def check() -> None:
        cache = ResponseCache(10_000)
        made = 0

        async def make() -> tuple[CachedResponse, bool]:
            nonlocal made
            made += 1
            await asyncio.sleep(0.01)
            return response(), True

        found = await asyncio.gather(*(cache.once("k", make) for _ in range(20)))
        assert made == 1
        assert all(each is found[0] for each in found)
        assert cache.get("k") is found[0]
        assert (cache.misses, cache.hits) == (1, 1)

    run(check())


def test_who_leaves_takes_the_answer_from_nobody() -> None:
    """When the one leaves for whom it is made, the next has it made; when another leaves, nothing happens."""

    async def check() -> None:
        cache = ResponseCache(10_000)
        made: list[int] = []

        async def make() -> tuple[CachedResponse, bool]:
            made.append(len(made))
            await asyncio.sleep(0.02)
            return response(), True

        first, second, third = (asyncio.create_task(cache.once("k", make)) for _ in range(3))
        await asyncio.sleep(0.005)
        third.cancel()
        first.cancel()
        assert (await second).body == b"x"
        assert made == [0, 1]
        for left in (first, third):
            with pytest.raises(asyncio.CancelledError):
                await left

    run(check())


def test_a_failure_is_everybodys_and_is_not_kept() -> None:
    async def check() -> None:
        cache = ResponseCache(10_000)

        async def fail() -> tuple[CachedResponse, bool]:
            await asyncio.sleep(0.001)
            raise RuntimeError("no")

        async def make() -> tuple[CachedResponse, bool]:
            return response(), False

        found = await asyncio.gather(*(cache.once("k", fail) for _ in range(3)), return_exceptions=True)
        assert [str(each) for each in found] == ["no"] * 3
        assert (await cache.once("k", make)).body == b"x"
        assert cache.get("k") is None

    run(check())


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, br", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("identity", ""),
        ("*;q=0", ""),
        ("gzip;q=x", ""),
        ("GZIP", "gzip"),
    ],
)
def test_codings(accepted: str, coding: str) -> None:
    assert response("x" * 5000).coding_for(accepted) == coding
    assert response("small").coding_for(accepted) == ""


def test_encoded_forms_and_tags() -> None:
    large = response("some text " * 100_000)
    assert gzip.decompress(run(large.encoded("gzip"))) == large.body
    assert brotli.decompress(run(large.encoded("br"))) == large.body
    assert len({large.tag(coding) for coding in ("", "br", "gzip")}) == 3
    assert large.tag("") == response("some text " * 100_000).tag("")
    assert CachedResponse([(b"content-type", b"text/html")], large.body).tag("") != large.tag("")
