"""Changes made over HTTP, in order, each on the disk before it is acknowledged.

The journal is one file. A record is a line of JSON (who, when, what, how many bytes follow, and their SHA-256), then
the change itself as :func:`tcgraph.engine.keeper.apply` reads it, then a newline. A record that was cut off by a
crash fails its digest and is dropped on opening: it was never acknowledged. The graph in force is the published
version with every record applied in order.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tcgraph.errors import EngineError
from tcgraph.publish.versions import sync

FILE = "journal.log"

_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"|<[^<>\s]*>')


@dataclass(frozen=True, slots=True)
class Entry:
    """One change.

    Attributes:
        number: 1 for the first.
        who: name of the token that it was made with.
        when: UTC, ISO 8601.
        what: ``update``, ``put``, ``post`` or ``delete``.
        base: the published version that it was made on.
        added: how many quads were added.
        removed: how many were removed.
        graphs: the named graphs that it touches, sorted; the empty text stands for the default graph.
        reasoned: whether what follows from it is part of the change.
    """

    number: int
    who: str
    when: str
    what: str
    base: str
    added: int
    removed: int
    graphs: tuple[str, ...]
    reasoned: bool = False


class Journal:
    """The journal of one project.

    Args:
        path: the file; made on the first change.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self._places: list[tuple[int, int]] = []
        self._end = 0
        self._read()

    def change(self, number: int) -> bytes:
        """The change of an entry."""
        start, length = self._places[number - 1]
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def changes(self) -> Iterator[tuple[Entry, bytes]]:
        """Every entry with its change, in order."""
        for entry in self.entries:
            yield entry, self.change(entry.number)

    def whole(self) -> bytes:
        """Every complete record, as it stands in the file."""
        if not self.entries:
            return b""
        with self.path.open("rb") as file:
            return file.read(self._end)

    def append(self, entry: Entry, change: bytes) -> None:
        """Write an entry and wait until it is on the disk.

        Raises:
            EngineError: it could not be written; the journal is as it was.
        """
        head = json.dumps(
            {**_fields(entry), "bytes": len(change), "sha256": _digest(entry, change)}, separators=(",", ":")
        )
        line = head.encode() + b"\n"
        fresh = not self.path.exists()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("r+b" if not fresh else "w+b") as file:
                try:
                    file.seek(self._end)
                    # What a failed write left behind the last good record is overwritten, then cut off.
                    file.truncate()
                    file.write(line + change + b"\n")
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    file.truncate(self._end)
                    raise
            if fresh:
                sync(self.path.parent)
        except OSError as error:
            raise EngineError(
                f"The change was not made: {self.path} cannot be written ({error.strerror or error})."
            ) from error
        self._places.append((self._end + len(line), len(change)))
        self._end += len(line) + len(change) + 1
        self.entries.append(entry)

    def _read(self) -> None:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise EngineError(f"Cannot read {self.path}: {error.strerror}.") from error
        at = 0
        while at < len(content):
            stop = content.find(b"\n", at)
            try:
                given = json.loads(content[at:stop]) if stop > 0 else {}
                length, digest = given.pop("bytes"), given.pop("sha256")
                entry = Entry(**{**given, "graphs": tuple(given["graphs"])})
            except (ValueError, KeyError, TypeError):
                break
            change = content[stop + 1 : stop + 1 + length]
            if _digest(entry, change) != digest or content[stop + 1 + length : stop + 2 + length] != b"\n":
                break
            self.entries.append(entry)
            self._places.append((stop + 1, length))
            at = stop + 2 + length
        self._end = at


def _fields(entry: Entry) -> dict[str, object]:
    """What a record says of an entry: that it is not reasoned goes without saying, as in journals from before."""
    return {name: value for name, value in asdict(entry).items() if value is not False}


def _digest(entry: Entry, change: bytes) -> str:
    return hashlib.sha256(json.dumps(_fields(entry), sort_keys=True).encode() + b"\0" + change).hexdigest()


def rebased(entry: Entry, change: bytes, base: str) -> bytes:
    """A change as it applies to a published version other than the one that it was made on.

    Blank nodes of a published version are numbered anew in each version, so statements that name them are left out.
    """
    if entry.base == base:
        return change
    return b"\n".join(line for line in change.splitlines() if b"_:c14n" not in line or not _names_node(line))


def _names_node(line: bytes) -> bool:
    """Whether a statement has such a node, rather than a literal or an IRI that looks like one."""
    return b"_:c14n" in _TEXTS.sub(b"", line)
