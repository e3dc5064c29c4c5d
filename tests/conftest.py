"""Fixtures shared by every test."""

from __future__ import annotations

import gc
import inspect
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import httpx._transports.default as transport
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.project import Project

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PATIENCE = 300.0
"""Seconds to wait for what has to come: a machine may be slow, and busy with other tests."""

# Hundreds of processes that tests start import the same modules: they are compiled once, wherever the tests run.
sys.dont_write_bytecode = False
sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / ".pytest_cache" / "bytecode")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A client that says nothing else waits as long; the five seconds of httpx are short on a busy machine.
_by_default = inspect.signature(httpx.get).parameters["timeout"].default
_by_default.connect = _by_default.read = _by_default.write = _by_default.pool = PATIENCE
# Each client reads all authorities that it trusts, which takes longer than to ask a server of this machine.
transport.create_ssl_context = cache(transport.create_ssl_context)  # type: ignore[attr-defined]
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


_LONGEST = ("at_size", "slow", "browser", "servers")


_small = False


def pytest_configure(config: pytest.Config) -> None:
    """Notice whether this run leaves out what is at size."""
    global _small
    _small = "not at_size" in config.option.markexpr


def many(number: int, few: int) -> int:
    """So many cases to draw; a few in a run that leaves out what is at size."""
    return few if _small else number


def mostly_at_size(values: Iterable[Any], *kept: Any) -> list[Any]:
    """Values of a parameter, all of which but those that are named, or else the first, are left to the run at size."""
    values = list(values)
    kept = kept or tuple(values[:1])
    return [value if value in kept else pytest.param(value, marks=pytest.mark.at_size) for value in values]


class Clock:
    """Stands for the module ``time``; a test sets what it tells."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files whose tests take long come first, so that at the end nobody waits for one of several workers."""
    rank: dict[Path, int] = {}
    longest = _LONGEST[1:] if _small else _LONGEST
    for item in items:
        mine = next((place for place, name in enumerate(longest) if item.get_closest_marker(name)), len(longest))
        rank[item.path] = min(mine, rank.get(item.path, mine))
    items.sort(key=lambda item: rank[item.path])


def pytest_collection_finish() -> None:
    """What all tests are made of is not looked through for garbage while they run, and what is made by one seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def project() -> Project:
    """The graph that this repository ships."""
    from tcgraph.project import open_project  # the tests of the graph tools run where there is no project

    return open_project(ROOT)


@pytest.fixture(scope="session")
def shipped(project: Project) -> EmbeddedEngine:
    """That graph with what follows from it, for all who only read."""
    from tcgraph.publish.expected_answers import reasoned

    return reasoned(project)


@pytest.fixture
def own_words(project: Project) -> Iterator[None]:
    """The shipped project's own words, where no page puts them in force."""
    from tcgraph.pages.i18n import words_of

    with words_of(project.queries / "words"):
        yield


@pytest.fixture(scope="session")
def source_document() -> Path:
    """The OCR of the source document; tests that need it skip where it is absent."""
    path = SHARED / "source" / "gb297-tc-3.txt"
    if not path.is_file():
        pytest.skip("the source document is not beside this checkout")
    return path


@pytest.fixture(scope="session")
def conformance() -> Path:
    """The public conformance suites; tests that need them skip where they are absent."""
    path = SHARED / "conformance"
    if not path.is_dir():
        pytest.skip("the conformance suites are not beside this checkout")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window; one for the whole run, since Playwright takes only one in a thread."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed; on Debian: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        sync_api.expect.set_options(timeout=PATIENCE * 1000)
        for name in ("new_context", "new_page"):
            setattr(launched, name, _patient(getattr(launched, name)))
        yield launched
        launched.close()


def _patient(make: Callable[..., Any]) -> Callable[..., Any]:
    """Makes windows in which waiting may take as long as elsewhere."""

    def made(**options: Any) -> Any:
        window = make(**options)
        window.set_default_timeout(PATIENCE * 1000)
        return window

    return made
