"""Ask the server's application for every page of the edition, following its own links, and write each as a file."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tcgraph.errors import EngineError
from tcgraph.export.edition.file_addresses import EditionPlace, place_of
from tcgraph.export.edition.rewrite import ORIGIN, links, rewritten

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class CrawlReply:
    """What the application gave.

    Attributes:
        status: HTTP status.
        media_type: with its parameters.
        body: the content.
    """

    status: int
    media_type: str
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.media_type.startswith("text/html")


Ask = Callable[[str], Awaitable[CrawlReply]]


@dataclass(slots=True)
class Crawled:
    """What was found.

    Attributes:
        files: the files written, with the address that gave each.
        missing: addresses that pages lead to and that gave no answer, with the status.
    """

    files: dict[str, str] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)


class Crawler:
    """Writes the pages of an edition.

    Args:
        ask: the application.
        directory: where files go.
        languages: which ones, the main one first.
        made: files that come to be in another way, which links may lead to.
        without: files that the edition does without.
        additions: what makes another page of the one that the application gave, by file; told the page, its language
            and the files there are.
        progress: told how many files there are.
    """

    def __init__(
        self,
        ask: Ask,
        directory: Path,
        languages: Sequence[str],
        *,
        made: Callable[[str], bool],
        without: Callable[[str], bool] = lambda _: False,
        additions: Mapping[str, Callable[[str, str, set[str]], str]] | None = None,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._ask = ask
        self._directory = directory
        self._languages = tuple(languages)
        self._made = made
        self._without = without
        self._additions = additions or {}
        self._progress = progress
        self._found = Crawled()

    async def run(self, starts: Sequence[str]) -> Crawled:
        """Write every page that can be reached.

        Args:
            starts: addresses to begin with, in the main language; the other languages follow from them.

        Raises:
            EngineError: the application failed at a page; an edition must not lack it for that.
        """
        spoken = [f"{start}?lang={language}" for language in self._languages for start in starts]
        await self._collect(spoken)
        for file in sorted(self._found.files):
            if file.endswith(".html"):
                self._finish(file)
            elif file.endswith(".txt"):
                self._without_server(self._directory / file)
        return self._found

    async def _collect(self, addresses: Sequence[str]) -> None:
        known: set[str] = set()
        waiting = sorted(self._fresh(addresses, known).items())
        while waiting:
            turn, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
            for found in await asyncio.gather(*(self._fetch(file, source) for file, source in turn)):
                waiting += sorted(self._fresh(found, known).items())
            self._progress(len(self._found.files))

    async def _fetch(self, file: str, source: str) -> list[str]:
        reply = await self._ask(source)
        if reply.status >= 500:
            told = " ".join(reply.body.decode(errors="replace").split())
            raise EngineError(
                f"{source} could not be made (status {reply.status}), so nothing was written: {told:.300}"
            )
        if reply.status != 200 or (file.endswith(".html") and not reply.is_page):
            self._found.missing[source] = reply.status
            return []
        path = self._directory / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(reply.body)
        self._found.files[file] = source
        # A view is one value of a page's parameter; what it leads to beyond that the pages lead to already.
        return links(reply.body.decode()) if reply.is_page and "/view/" not in f"/{file}" else []

    def _fresh(self, addresses: Sequence[str], known: set[str]) -> dict[str, str]:
        """The files that these addresses stand for and that were not met before, with their sources."""
        fresh: dict[str, str] = {}
        for address in addresses:
            place = self._place(address)
            if place and place.source and place.file not in known and not self._without(place.file):
                known.add(place.file)
                fresh[place.file] = place.source
        return fresh

    def _finish(self, file: str) -> None:
        path = self._directory / file
        page = path.read_text(encoding="utf-8")
        start = file.partition("/")[0]
        language = start if start in self._languages else self._languages[0]
        if file in self._additions:
            page = self._additions[file](page, language, set(self._found.files))
        path.write_text(rewritten(page, file, language, self._there), encoding="utf-8", newline="")

    def _without_server(self, path: Path) -> None:
        """Drop the lines of a text that lead to the server."""
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if ORIGIN not in line), encoding="utf-8", newline="")

    def _there(self, address: str) -> EditionPlace | None:
        place = self._place(address)
        there = place is not None and (place.file in self._found.files or self._made(place.file))
        return place if there else None

    def _place(self, address: str) -> EditionPlace | None:
        return _cached(address, self._languages)


@lru_cache(maxsize=100_000)
def _cached(address: str, languages: tuple[str, ...]) -> EditionPlace | None:
    return place_of(address, languages)


# -- where Oxigraph as WebAssembly comes from: the npm package that the lock file names, installed when it is needed
#
# The lock file holds the package's digest, so what is installed is what was tested; none of its scripts is run.

_HERE = Path(__file__).parent / "wasm"
_FILES = ("web.js", "web_bg.wasm")
_MANIFESTS = ("package.json", "package-lock.json")
_SECONDS = 300


def oxigraph(environment: Mapping[str, str]) -> Path | str:
    """The folder that holds the package's files.

    Args:
        environment: ``XDG_CACHE_HOME`` says where installed packages are kept.

    Returns:
        The folder, or a sentence that says why there is none.
    """
    cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tcgraph"
    locked = hashlib.sha256((_HERE / "package-lock.json").read_bytes()).hexdigest()[:12]
    kept = cache / f"oxigraph-{locked}"
    for folder in (_HERE, kept):
        found = folder / "node_modules" / "oxigraph"
        if all((found / name).is_file() for name in _FILES):
            return found
    npm = shutil.which("npm", path=environment.get("PATH"))
    if npm is None:
        return "npm is not installed, so the edition has no page for questions in the browser; install Node.js for one."
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="oxigraph-") as draft:
        for name in _MANIFESTS:
            shutil.copy(_HERE / name, draft)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        try:
            subprocess.run(command, cwd=draft, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return "npm could not install Oxigraph, so the edition has no page for questions in the browser; try again."
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(draft, kept)
    return kept / "node_modules" / "oxigraph"


def copy_to(package: Path, directory: Path) -> None:
    """Put the files into an edition."""
    directory.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        shutil.copyfile(package / name, directory / name)
