"""What files name that belongs to them: ``owl:imports``, and the shapes that data says it is for (SHACL §1.5, §3.1)."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from tcgraph.diagnostics.files import named_files
from tcgraph.diagnostics.inputs import Inputs
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.file_kinds import syntax_of
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.shacl.names import sh
from tcgraph.shacl.small_graph import triples_of_file

IMPORTS = NamedNode(STANDARD["owl"] + "imports")
SHAPES_GRAPH = sh("shapesGraph")
_MOST = 200
"""So many files at most belong to what was named."""


class Following:
    """Finds the files that others name, and fetches those that are elsewhere, once.

    Args:
        inputs: makes files of addresses.
        mapped: a file for an address, which then is not asked.
        cache: where to keep what was fetched; by the address.
    """

    def __init__(self, inputs: Inputs, mapped: Mapping[str, Path], cache: Path) -> None:
        self._inputs = inputs
        self._mapped = {_plain(address): path for address, path in mapped.items()}
        self._cache = cache
        self._found: dict[str, Path] = {}

    def imported(self, files: Iterable[Path]) -> list[Path]:
        """Some files, with what they import, and that in turn; each once, however imports lead back.

        Raises:
            BrokenInput: one does not answer, or they are too many.
        """
        every = [file.path.resolve() for file in named_files(files)]
        for path in every:
            for address in named_by(path, IMPORTS):
                other = self._file(address, path).resolve()
                if other not in every:
                    every.append(other)
                if len(every) > _MOST:
                    raise BrokenInput(f"what it imports leads to more than {_MOST} files", path=every[0])
        return every

    def shapes(self, files: Iterable[Path]) -> list[Path]:
        """The shapes graphs that data names, by ``sh:shapesGraph``."""
        return list(
            dict.fromkeys(
                self._file(address, file.path)
                for file in named_files(files)
                for address in named_by(file.path, SHAPES_GRAPH)
            )
        )

    def _file(self, address: str, importer: Path) -> Path:
        plain = _plain(address)
        if plain in self._mapped:
            return self._mapped[plain]
        parts = urlsplit(plain)
        if parts.scheme == "file":
            path = Path(unquote(parts.path))
            if not path.is_file():
                what = f"imports {address}, where there is no file; --map {address}=FILE says where it is"
                raise BrokenInput(what, path=importer)
            return path
        if plain not in self._found:
            self._found[plain] = self._fetched(plain, importer)
        return self._found[plain]

    def _fetched(self, address: str, importer: Path) -> Path:
        key = sha256(address.encode()).hexdigest()
        kept = next((path for path in sorted(self._cache.glob(f"{key}.*"))), None)
        if kept is not None:
            return kept
        try:
            (path,) = self._inputs.files([Path(address.replace("://", ":/"))])
        except BrokenInput as error:
            raise BrokenInput(f"{error.reason}; --map {address}=FILE says where it is", path=importer) from error
        self._cache.mkdir(parents=True, exist_ok=True)
        kept = self._cache / f"{key}{path.suffix}"
        kept.write_bytes(path.read_bytes())
        return kept


def followed(
    inputs: Inputs, data: list[Path] | None, shapes: list[Path] | None, mapped: Mapping[str, Path]
) -> tuple[list[Path] | None, list[Path] | None]:
    """Data and shapes with what they name; the shapes are those that the data names where none were given.

    Raises:
        BadParameter: no data was named: a project has all that it needs.
        BrokenInput: as of :class:`Following`.
    """
    if not data:
        raise BadParameter("--follow is for files that are named; a project's own are all read.")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tcgraph" / "imports"
    following = Following(inputs, mapped, cache)
    every = following.imported(data)
    rules = shapes or following.shapes(every)
    return every, following.imported(rules) if rules else shapes


def given_files(pairs: Iterable[str], option: str) -> dict[str, Path]:
    """What ``ADDRESS=FILE`` says, several times.

    Raises:
        BadParameter: one is not of this form, or its file is not there.
    """
    found: dict[str, Path] = {}
    for pair in pairs:
        address, _, name = pair.rpartition("=")
        if not address:
            raise BadParameter(f"{option} takes ADDRESS=FILE, not {pair}.")
        found[address] = Path(name)
        if not found[address].is_file():
            raise BadParameter(f"{option} {pair}: there is no such file.")
    return found


def named_by(path: Path, predicate: NamedNode) -> list[str]:
    """The addresses that a file names by a property, sorted; a file in which the word is nowhere is not read."""
    word = predicate.value.replace("#", "/").rsplit("/", 1)[-1].encode()
    if syntax_of(path) is not GraphFormat.JSON_LD and not _holds(path, word):
        return []
    values = (value for _, name, value in triples_of_file(path) if name == predicate)
    return sorted({value.value for value in values if isinstance(value, NamedNode)})


def _holds(path: Path, word: bytes) -> bool:
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(word) >= 0


def _plain(address: str) -> str:
    """An address without a fragment and the slash at its end: ontologies are named with and without."""
    return urldefrag(address)[0].rstrip("/")
