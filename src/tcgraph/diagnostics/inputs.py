"""What people name that is not a plain file: standard input, packed files, patterns, addresses.

Each becomes a file in a folder that goes with the process; findings keep the name that was given.
"""

from __future__ import annotations

import glob
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from urllib.error import URLError

from tcgraph.diagnostics.check import Check, Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Location
from tcgraph.diagnostics.files import CheckedFile, named_files, shown
from tcgraph.errors import BrokenInput
from tcgraph.file_kinds import ENDINGS, PACKED, START, is_plain, opened, syntax_of, syntax_of_start
from tcgraph.rdf import GraphFormat, NamedNode

_ADDRESS = re.compile(r"(https?):/+(.*)", re.DOTALL)
_ACCEPT = "text/turtle, application/n-triples;q=0.9, application/ld+json;q=0.8, application/rdf+xml;q=0.7"
_SECONDS = 60
_FREE = 256_000_000
"""So many bytes may come out of any packed file, and be sent by any address."""
_RATIO = 100
"""Beyond that, so many times what went in: dumps pack 5 to 40 times smaller, a bomb a thousand times."""
_MEGABYTE = 1_000_000
_MOST = 2_000 * _MEGABYTE
"""So many bytes in all, at whatever ratio, unless more are asked for."""


class Inputs:
    """Files for what was named; used for one check.

    Args:
        contexts: files for the addresses of JSON-LD contexts.
        most: how many megabytes may come out of packed files and addresses together; None to let what is packed
            unusually small out only as far as it is small.
    """

    def __init__(self, contexts: Mapping[str, Path] | None = None, most: int | None = None) -> None:
        self._contexts = contexts or {}
        self._most = None if most is None else most * _MEGABYTE
        self._left = _MOST if self._most is None else self._most
        self._folder: TemporaryDirectory[str] | None = None
        self._names: dict[Path, Path] = {}

    def files(self, named: Iterable[Path], syntax: GraphFormat | None = None) -> list[Path]:
        """Plain files and directories for all that was named.

        Args:
            named: what was named.
            syntax: what each but a folder is written in; None to be told by its name and its content.

        Raises:
            BrokenInput: something is not there, does not unpack, unpacks to far too much, or does not answer.
        """
        return [self._with_contexts(file) for path in named for file in self._of(path, syntax)]

    def checked(self, named: Iterable[Path]) -> list[CheckedFile]:
        """What was named as files to check, under the names that were given.

        Raises:
            BrokenInput: as of :meth:`files`; or nothing tells the syntax of one.
        """
        return [self._based(file) for file in named_files(self.files(named))]

    def based(self, check: Check) -> Check:
        """A check whose files resolve relative references against what was named."""
        return replace(check, files=[self._based(file) for file in check.files])

    def renamed(self, outcome: Outcome) -> Outcome:
        """An outcome under the names that were given."""
        if not self._names:
            return outcome
        files = tuple(self._names.get(path.resolve(), path) for path in outcome.files)
        return replace(outcome, diagnostics=tuple(map(self._diagnostic, outcome.diagnostics)), files=files)

    def _based(self, file: CheckedFile) -> CheckedFile:
        name = self._names.get(file.path.resolve())
        if name is None:
            return file
        address = _ADDRESS.fullmatch(str(name))
        place = Path("/dev/stdin") if str(name) == "-" else _unpacked_name(Path.cwd() / name)
        base = f"{address[1]}://{address[2]}" if address else place.as_uri()
        return replace(file, base=base, graph=NamedNode(base))

    def _of(self, path: Path, syntax: GraphFormat | None) -> list[Path]:
        text = str(path)
        if text == "-":
            return [self._taken(sys.stdin.buffer, path, _MOST, syntax, GraphFormat.TURTLE)]
        if address := _ADDRESS.fullmatch(text):
            return [self._fetched(f"{address[1]}://{address[2]}", syntax)]
        if any(mark in text for mark in "*?[") and not path.exists():
            found = sorted(Path(name) for name in glob.glob(text, recursive=True))  # noqa: PTH207 -- may be absolute
            if not found:
                raise BrokenInput("no file has a name like this", path=path)
            return [file for each in found for file in self._of(each, syntax)]
        if path.is_dir():
            every = sorted(path.rglob("*"))
            inside = [file for file in every if _is_packed_rdf(file)]
            plain = any(file.suffix.lower() in ENDINGS for file in every)
            return [*([path] if plain or not inside else []), *(self._file(file, None) for file in inside)]
        return [self._file(path, syntax)]

    def _file(self, path: Path, syntax: GraphFormat | None) -> Path:
        try:
            if not path.is_file() or (is_plain(path) and syntax is None):
                return path
            with path.open("rb") as file:
                return self._taken(file, shown(path), max(_FREE, path.stat().st_size * _RATIO), syntax)
        except OSError as error:
            raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error

    def _with_contexts(self, path: Path) -> Path:
        """A JSON-LD file with the contexts that were given in the place of their addresses; its lines stay the same."""
        if not self._contexts or not path.is_file() or syntax_of(path) is not GraphFormat.JSON_LD:
            return path
        from tcgraph.diagnostics.jsonld_contexts import with_contexts

        text = path.read_bytes()
        whole = with_contexts(text.decode("utf-8", "replace"), self._contexts).encode()
        if whole == text:
            return path
        return self._kept(BytesIO(whole), self._names.get(path, shown(path)), GraphFormat.JSON_LD)

    def _taken(
        self,
        source: IO[bytes],
        name: Path,
        most: int,
        told: GraphFormat | None = None,
        otherwise: GraphFormat | None = None,
    ) -> Path:
        """What comes out of a file, a pipe or an address, as far as it may: so much of it, and of all together.

        Args:
            source: the bytes, packed or not.
            name: what it is called.
            most: how many may come out of it.
            told: its syntax, where that was said of it.
            otherwise: its syntax, where nothing tells it.
        """
        with opened(source, name) as content:
            start = content.read(START)
            syntax = told or syntax_of_start(start, name, otherwise)
            left = self._left if self._most is not None else min(most, self._left)
            path = self._kept(content, name, syntax, start, left)
        self._left -= path.stat().st_size
        return path

    def _fetched(self, address: str, syntax: GraphFormat | None) -> Path:
        # Takes as long to load as a small file to check.
        from urllib.request import Request, urlopen

        request = Request(address, headers={"Accept": _ACCEPT, "User-Agent": "tcgraph"})  # noqa: S310 -- http(s) alone
        try:
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                kind = answer.headers.get_content_type()
                # What is sent as a text, or as XML or JSON of some kind, may be anything.
                told = next((each for each in GraphFormat if each.media_type == kind), None)
                return self._taken(answer, Path(address.replace("://", ":/")), _FREE, syntax or told)
        except (URLError, TimeoutError, OSError) as error:
            raise BrokenInput(f"{address} does not answer: {getattr(error, 'reason', error)}") from error

    def _kept(
        self, content: IO[bytes], name: Path, syntax: GraphFormat, start: bytes = b"", most: int | None = None
    ) -> Path:
        """Write content to a file of its own.

        Args:
            content: the bytes.
            name: what to call it.
            syntax: gives the file its ending.
            start: what comes before the content.
            most: how many bytes it may have; None for any number.
        """
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="tcgraph-")
        path = Path(self._folder.name).resolve() / str(len(self._names)) / f"input{syntax.suffix}"
        path.parent.mkdir()
        size = 0
        with path.open("wb") as file:
            chunk = start or content.read(_MEGABYTE)
            while chunk:
                size += len(chunk)
                if most is not None and size > most:
                    raise BrokenInput(
                        f"more than {most // _MEGABYTE} MB come out of it; if that is as it should be, say how many MB "
                        "may come out of all such files by --unpacked",
                        path=name,
                    )
                file.write(chunk)
                chunk = content.read(_MEGABYTE)
        self._names[path] = name
        return path

    def _diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        related = tuple(replace(one, location=self._location(one.location)) for one in diagnostic.related)
        place = diagnostic.location and self._location(diagnostic.location)
        return replace(diagnostic, location=place, related=related)

    def _location(self, location: Location) -> Location:
        name = self._names.get(location.path.resolve())
        return location if name is None else replace(location, path=name, content=location.path)


def _unpacked_name(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() in PACKED else path


def _is_packed_rdf(path: Path) -> bool:
    return path.suffix.lower() in PACKED and Path(path.stem).suffix.lower() in ENDINGS
