"""A change that is written while the process that holds the graph starts again is neither missed nor out of turn."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from tcgraph.server import published_site
from tcgraph.server.published_site import PublishedSite
from tests.loops import run


class _Keeper:
    """Applies each change only after others have had a turn."""

    def __init__(self) -> None:
        self.applied: list[bytes] = []
        self.started = asyncio.Event()

    async def start(self) -> int:
        return 0

    def open(self) -> None:
        pass

    async def apply(self, change: bytes) -> int:
        await asyncio.sleep(0.01)
        self.applied.append(change)
        self.started.set()
        return len(self.applied)


class _Journal:
    def __init__(self, changes: list[bytes]) -> None:
        self.entries = changes

    def changes(self) -> list[tuple[None, bytes]]:
        return [(None, change) for change in self.entries]


async def _renewed() -> None:
    await asyncio.sleep(0)


def _site(keeper: _Keeper, journal: _Journal) -> PublishedSite:
    site = object.__new__(PublishedSite)
    parts: dict[str, Any] = {
        "keeper": keeper,
        "journal": journal,
        "published": SimpleNamespace(name="v", dump=None),
        "version": "v",
        "_workers": SimpleNamespace(renew=_renewed),
        "_applying": asyncio.Lock(),
    }
    for name, part in parts.items():
        setattr(site, name, part)
    return site


@pytest.fixture(autouse=True)
def _plain_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_site, "rebased", lambda _entry, change, _name: change)


def test_a_change_during_a_start_comes_after_all_before_it() -> None:
    async def told() -> list[bytes]:
        keeper, journal = _Keeper(), _Journal([b"1", b"2", b"3"])
        site = _site(keeper, journal)
        loading = asyncio.create_task(site._load())
        await keeper.started.wait()
        journal.entries.append(b"4")
        await site.changed(b"4")
        await loading
        return keeper.applied

    assert run(told()) == [b"1", b"2", b"3", b"4"]
