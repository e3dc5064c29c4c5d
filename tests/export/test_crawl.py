"""An edition is of what the application gives: what it has not is left out and named, what fails ends the writing."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tcgraph.errors import EngineError
from tcgraph.export.edition.crawl import Crawled, Crawler, CrawlReply


def crawler(directory: Path, status: int) -> Crawler:
    """Of an application whose one other page answers with this status."""

    async def ask(address: str) -> CrawlReply:
        if address.startswith("/data"):
            return CrawlReply(
                status, "application/problem+json", b'{"detail": "You have too many long questions running."}'
            )
        return CrawlReply(200, "text/html; charset=utf-8", b'<html><body><a href="/data">Data</a></body></html>')

    return Crawler(ask, directory, ["en"], made=lambda _: False)


def crawled(directory: Path, status: int) -> Crawled:
    with ThreadPoolExecutor(1) as thread:  # where no other test has left a loop running
        return thread.submit(lambda: asyncio.run(crawler(directory, status).run(["/"]))).result()


def test_what_is_not_there_is_left_out_and_named(tmp_path: Path) -> None:
    found = crawled(tmp_path, 404)
    assert list(found.files) == ["index.html"]
    assert found.missing == {"/data?rows=all": 404}
    assert "href" not in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_page_that_a_busy_application_refuses_is_not_left_out(tmp_path: Path) -> None:
    with pytest.raises(
        EngineError, match=r"/data\?rows=all could not be made \(status 503\), so nothing was written: .*too many"
    ):
        crawled(tmp_path, 503)
