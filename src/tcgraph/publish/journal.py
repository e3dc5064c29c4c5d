"""Changes made over HTTP, in order, each on the disk before it is acknowledged.

The journal is one file. A record is a line of JSON (who, when, what, how many bytes follow, and their SHA-256), then
the change itself as :func:`tcgraph.server.fork_server.apply` reads it, then a newline. A last record that was cut off
by a crash was never acknowledged: it is passed over, and put aside by whoever appends. Any other damage is refused,
for acknowledged changes stand behind it. The graph in force is the published version with every record applied in
order.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from tcgraph.errors import EngineError
from tcgraph.publish.versions import sync

FILE = "journal.log"

_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"|<[^<>\s]*>')


@dataclass(frozen=True, slots=True)
class JournalEntry:
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


class DamagedJournal(EngineError):
    """A journal that holds less than was acknowledged."""


class Journal:
    """The journal of one project.

    Args:
        path: the file; made on the first change.

    Raises:
        DamagedJournal: a record is not what was written; the message says how to go on.
        EngineError: the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[JournalEntry] = []
        self._places: list[tuple[int, int]] = []
        self._end = 0
        self._torn = b""
        self._read()

    def change(self, number: int) -> bytes:
        """The change of an entry."""
        start, length = self._places[number - 1]
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def changes(self) -> Iterator[tuple[JournalEntry, bytes]]:
        """Every entry with its change, in order."""
        for entry in self.entries:
            yield entry, self.change(entry.number)

    def whole(self) -> bytes:
        """Every complete record, as it stands in the file."""
        if not self.entries:
            return b""
        with self.path.open("rb") as file:
            return file.read(self._end)

    def append(self, entry: JournalEntry, change: bytes) -> None:
        """Write an entry and wait until it is on the disk.

        Raises:
            EngineError: it could not be written; the journal is as it was.
        """
        self.mend()
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

    def mend(self) -> str | None:
        """Put a record that was cut off by a crash aside, so that the journal ends with the last whole one.

        For the one process that appends only: to any other, a record that is just being written looks the same.

        Returns:
            What was done, in a sentence; None when there was nothing to do.

        Raises:
            EngineError: the file cannot be written; it is as it was.
        """
        if not self._torn:
            return None
        try:
            kept = next(path for n in count(1) if not (path := self.path.with_name(f"{FILE}.torn-{n}")).exists())
            try:
                kept.write_bytes(self._torn)
                sync(kept)
            except OSError:
                kept.unlink(missing_ok=True)
                raise
            with self.path.open("r+b") as file:
                file.truncate(self._end)
                os.fsync(file.fileno())
            sync(self.path.parent)
        except OSError as error:
            raise EngineError(f"{self.path} cannot be repaired ({error.strerror or error}).") from error
        size, self._torn = len(self._torn), b""
        stand = len(self.entries)
        return (
            f"The last record of {self.path} was cut off while it was being written; that change was never "
            f"acknowledged. Its {size} bytes are now in {kept.name}, and the {stand} before it stand."
        )

    def _read(self) -> None:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise EngineError(f"Cannot read {self.path}: {error.strerror}.") from error
        while (record := _record(content, self._end)) and record.entry.number == len(self.entries) + 1:
            self.entries.append(record.entry)
            self._places.append((record.start, record.length))
            self._end = record.end
        self._torn = content[self._end :]
        if self._torn and (record or not _is_torn(self._torn)):
            raise DamagedJournal(
                f"{self.path} is damaged: change {len(self.entries) + 1}, at byte {self._end}, is not what was "
                "written there, and changes that were acknowledged would be missing from the graph. Nothing is "
                "read from it or added to it. Put a backup in force: tcgraph restore FILE (the damaged journal is kept "
                "beside it). Without one, move the journal away; the graph is then as it was built last."
            )


@dataclass(frozen=True, slots=True)
class _Record:
    """A whole record: its entry, where its change starts, how long that is, and where the record ends."""

    entry: JournalEntry
    start: int
    length: int
    end: int


def _record(content: bytes, at: int) -> _Record | None:
    """The record that begins at a place; None when there is none, or it is not what was written."""
    head = _head(content, at)
    if head is None:
        return None
    entry, start, length, digest = head
    change, end = content[start : start + length], start + length + 1
    if _digest(entry, change) != digest or content[end - 1 : end] != b"\n":
        return None
    return _Record(entry, start, length, end)


def _head(content: bytes, at: int) -> tuple[JournalEntry, int, int, str] | None:
    """A record's entry, and its change's place, length and digest; None when its first line does not say them."""
    stop = content.find(b"\n", at)
    try:
        given = json.loads(content[at:stop]) if stop > 0 else {}
        length, digest = int(given.pop("bytes")), str(given.pop("sha256"))
        return JournalEntry(**{**given, "graphs": tuple(given["graphs"])}), stop + 1, length, digest
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _is_torn(rest: bytes) -> bool:
    """Whether what follows the last whole record is the beginning of one that was never written to its end.

    A record is on the disk before it is acknowledged and before the next is begun. So nothing whole follows a torn
    one, and it is shorter than it says; a file system may have made room for the rest, which then reads as zeros.
    """
    if any(_record(rest, found.end()) for found in re.finditer(rb"\n(?=\{)", rest)):
        return False
    written = rest.rstrip(b"\0")
    if b"\n" not in written:
        return True
    head = _head(written, 0)
    return head is not None and len(written) < head[1] + head[2] + 1


def _fields(entry: JournalEntry) -> dict[str, object]:
    """What a record says of an entry: that it is not reasoned goes without saying, as in journals from before."""
    return {name: value for name, value in asdict(entry).items() if value is not False}


def _digest(entry: JournalEntry, change: bytes) -> str:
    return hashlib.sha256(json.dumps(_fields(entry), sort_keys=True).encode() + b"\0" + change).hexdigest()


def rebased(entry: JournalEntry, change: bytes, base: str) -> bytes:
    """A change as it applies to a published version other than the one that it was made on.

    Blank nodes of a published version are numbered anew in each version, so statements that name them are left out.
    """
    if entry.base == base:
        return change
    return b"\n".join(line for line in change.splitlines() if b"_:c14n" not in line or not _names_node(line))


def _names_node(line: bytes) -> bool:
    """Whether a statement has such a node, rather than a literal or an IRI that looks like one."""
    return b"_:c14n" in _TEXTS.sub(b"", line)
