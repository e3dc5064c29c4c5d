"""What people name on the command line that is not a plain file: standard input, packed files, patterns, addresses.

Each becomes a file in a folder that goes with the process; findings keep the name that was given.
"""

from __future__ import annotations

import glob
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from urllib.error import URLError

from tcgraph.diagnostics.check import Check, Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic
from tcgraph.diagnostics.files import CheckedFile, shown
from tcgraph.diagnostics.location import Location
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, NamedNode

_ADDRESS = re.compile(r"(https?):/+(.*)", re.DOTALL)
_PACKED = (".gz", ".zst")
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

    def files(self, named: Iterable[Path]) -> list[Path]:
        """Plain files and directories for all that was named.

        Raises:
            BrokenInput: something is not there, does not unpack, unpacks to far too much, or does not answer.
        """
        return [file for path in named for file in self._of(path)]

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

    def _of(self, path: Path) -> list[Path]:
        text = str(path)
        if text == "-":
            return [self._kept(sys.stdin.buffer, path, _sniffed)]
        if address := _ADDRESS.fullmatch(text):
            return [self._fetched(f"{address[1]}://{address[2]}")]
        if any(mark in text for mark in "*?[") and not path.exists():
            found = sorted(Path(name) for name in glob.glob(text, recursive=True))  # noqa: PTH207 -- may be absolute
            if not found:
                raise BrokenInput("no file has a name like this", path=path)
            return self.files(found)
        if path.is_dir():
            inside = [file for file in sorted(path.rglob("*")) if _is_packed_rdf(file)]
            plain = any(file.suffix.lower() in _endings() for file in path.rglob("*"))
            return [*([path] if plain or not inside else []), *self.files(inside)]
        return [self._with_contexts(self._unpacked(path) if path.suffix in _PACKED and path.is_file() else path)]

    def _with_contexts(self, path: Path) -> Path:
        """A JSON-LD file with the contexts that were given in the place of their addresses; its lines stay the same."""
        if not self._contexts or path.suffix not in GraphFormat.JSON_LD.value.suffixes or not path.is_file():
            return path
        from tcgraph.diagnostics.jsonld_contexts import with_contexts

        text = path.read_bytes()
        whole = with_contexts(text.decode("utf-8", "replace"), self._contexts).encode()
        if whole == text:
            return path
        return self._kept(BytesIO(whole), self._names.get(path, shown(path)), lambda _: ".jsonld")

    def _unpacked(self, path: Path) -> Path:
        from tcgraph.export.compression import open_packed

        with open_packed(path) as content:
            most = max(_FREE, path.stat().st_size * _RATIO)
            return self._bounded(content, shown(path), lambda _: Path(path.stem).suffix, most)

    def _bounded(self, content: IO[bytes], name: Path, ending: Callable[[bytes], str], most: int) -> Path:
        """What comes out of a file or an address, as far as it may: so many bytes of it, and of all together."""
        path = self._kept(content, name, ending, self._left if self._most is not None else min(most, self._left))
        self._left -= path.stat().st_size
        return path

    def _fetched(self, address: str) -> Path:
        # Takes as long to load as a small file to check.
        from urllib.request import Request, urlopen

        request = Request(address, headers={"Accept": _ACCEPT, "User-Agent": "tcgraph"})  # noqa: S310 -- http(s) alone
        try:
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                kind = answer.headers.get_content_type()

                def ending(start: bytes) -> str:
                    try:
                        return GraphFormat.named(kind).suffix if kind != "text/plain" else Path(address).suffix
                    except BrokenInput:
                        return Path(address).suffix if Path(address).suffix in _endings() else _sniffed(start)

                return self._bounded(answer, Path(address.replace("://", ":/")), ending, _FREE)
        except (URLError, TimeoutError, OSError) as error:
            raise BrokenInput(f"{address} does not answer: {getattr(error, 'reason', error)}") from error

    def _kept(self, content: IO[bytes], name: Path, ending: Callable[[bytes], str], most: int | None = None) -> Path:
        """Write content to a file of its own.

        Args:
            content: the bytes.
            name: what to call it.
            ending: gives the file's ending from its first bytes.
            most: how many bytes it may have; None for any number.
        """
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="tcgraph-")
        start = content.read(4096)
        path = Path(self._folder.name).resolve() / str(len(self._names)) / f"input{ending(start)}"
        path.parent.mkdir()
        size = 0
        with path.open("wb") as file:
            chunk = start
            while chunk:
                size += len(chunk)
                if most is not None and size > most:
                    raise BrokenInput(
                        f"more than {most // _MEGABYTE} MB come out of it; if that is as it should be, say how many MB "
                        "may come out of all such files by --unpacked",
                        path=name,
                    )
                file.write(chunk)
                chunk = content.read(1 << 20)
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
    return path.with_suffix("") if path.suffix in _PACKED else path


def _sniffed(start: bytes) -> str:
    """The ending of the syntax that some first bytes look like; Turtle, of which N-Triples is a part, for any other."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")) and re.match(rb'[\[{]\s*(?:[\[{]\s*)?"', text):
        return ".jsonld"
    if re.match(rb"<\?xml|<!DOCTYPE|<rdf:RDF|<!--", text):
        return ".rdf"
    return ".nq" if re.match(rb"(?:<[^>]*>|_:\S+)\s+<[^>]*>\s+\S[^\n]*\s(?:<[^>]*>|_:\S+)\s*\.\s*\n", text) else ".ttl"


def _endings() -> set[str]:
    return {suffix for kind in GraphFormat for suffix in kind.value.suffixes}


def _is_packed_rdf(path: Path) -> bool:
    return path.suffix in _PACKED and Path(path.stem).suffix.lower() in _endings()
