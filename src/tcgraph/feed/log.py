"""The record of what became of each thing: events in order, in one SQLite file, each change in one transaction.

An event holds the thing's whole description after the change, so the last event of every thing is the graph. Old
events go when they are superseded and past their time; what is left of them is told apart (see ``feed.pages``).

How the log is cut into pages that keep their content.

Up to the log's cut only what was in force there is left: *base* pages, named by the cut, since a later cut leaves
less. Behind it every event is there: *log* pages, each with the same numbers for ever. A page whose time is over is
gone, and is never made again under its name.
"""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from tcgraph.errors import EngineError
from tcgraph.feed.members import Member, blank_nodes, members_of
from tcgraph.rdf import GraphFormat, Quad, parse
from tcgraph.terms import INFERRED

FILE = "feed.sqlite"
PAGE = 250
"""Events on a page; the pages that others have kept depend on it, so it never changes."""

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, moment TEXT NOT NULL, change TEXT NOT NULL,
  kind TEXT NOT NULL, entity TEXT NOT NULL, content TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS of_entity ON events (entity, number);
CREATE TABLE IF NOT EXISTS present (entity TEXT PRIMARY KEY, raw TEXT NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;
"""
_COLUMNS = "number, moment, change, kind, entity, content"


class ActivityKind(StrEnum):
    """What happened to a thing, by the name of the activity in ActivityStreams 2.0."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing changed.

    Attributes:
        number: 1 for the first event of the log.
        moment: when, UTC, ISO 8601; never earlier than the event before.
        change: what it was part of: a published version's name, or ``change-N`` of the journal.
        kind: what happened.
        entity: the thing's IRI.
        content: its description from then on, canonical N-Quads; empty when it was deleted.
    """

    number: int
    moment: str
    change: str
    kind: ActivityKind
    entity: str
    content: str


@dataclass(frozen=True, slots=True)
class Position:
    """How far the log has followed the graph.

    Attributes:
        version: a published version.
        entries: how many entries of the journal.
        moment: when the last of these was made; a restored journal may have other entries of the same number.
    """

    version: str = ""
    entries: int = 0
    moment: str = ""


class FeedLog:
    """The log in one file.

    Args:
        path: the file; made when first written to.

    Raises:
        EngineError: the file cannot be opened, or is none of ours.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            with self._whole():
                for statement in _TABLES.split(";"):
                    self._database.execute(statement)
                self._database.execute("INSERT OR IGNORE INTO meta VALUES ('id', ?)", (uuid.uuid4().hex,))
        except (sqlite3.Error, OSError) as error:
            raise EngineError(f"The feed's log {path} cannot be used: {error}. Move it away to begin anew.") from error

    @property
    def identity(self) -> str:
        """Names this very log; a log begun anew has another, and positions in this one mean nothing there."""
        return self._meta("id")

    @property
    def position(self) -> Position:
        """How far it has come."""
        return Position(self._meta("version"), int(self._meta("entries") or 0), self._meta("moment"))

    @property
    def cut(self) -> int:
        """Of the events up to this number only those that were in force when it was set are still here."""
        return int(self._meta("cut") or 0)

    @property
    def last(self) -> int:
        """The number of the last event; 0 when there is none."""
        return max(self.cut, int(self._one("SELECT coalesce(max(number), 0) FROM events")))

    @property
    def surviving(self) -> int:
        """How many events there are up to the cut."""
        return int(self._one("SELECT count(*) FROM events WHERE number <= ?", self.cut))

    def event(self, number: int) -> Event | None:
        """One event, or None when it is gone or was never there."""
        return next(self._events("WHERE number = ?", number), None)

    def between(self, first: int, last: int) -> list[Event]:
        """The events with these numbers, both included, that are still here."""
        return list(self._events("WHERE number BETWEEN ? AND ? ORDER BY number", first, last))

    def survivors(self, page: int) -> list[Event]:
        """One page of the events up to the cut."""
        return list(self._events("WHERE number <= ? ORDER BY number LIMIT ? OFFSET ?", self.cut, PAGE, page * PAGE))

    def changes(self, most: int) -> list[tuple[str, str, int, int]]:
        """The last changes, the last first: what each is called, when it was, and how many events it has in all.

        Args:
            most: how many changes.

        Returns:
            Name, moment, number of the first event that is still here, and how many events are.
        """
        query = "SELECT change, max(moment), min(number), count(*) FROM events GROUP BY change ORDER BY 3 DESC LIMIT ?"
        return self._database.execute(query, (most,)).fetchall()

    def record(self, change: bytes, name: str, moment: str, position: Position) -> None:
        """Follow one change of the journal.

        Args:
            change: as :func:`tcgraph.server.fork_server.apply` reads it.
            name: what to call it.
            moment: when it was made.
            position: where the log stands after it.
        """
        removed, added = changed_lines(change)
        with self._whole():
            if any(blank_nodes(quad) for quad in (*removed.values(), *added.values())):
                # Whose a blank node is may have changed anywhere: group the whole graph anew.
                lines = {
                    line for (raw,) in self._database.execute("SELECT raw FROM present") for line in raw.split("\n")
                }
                quads = "\n".join((lines - removed.keys()) | added.keys()).encode()
                self._replace(parse(quads, GraphFormat.N_QUADS), name, moment)
            else:
                self._retouch(removed, added, name, moment)
            self._stand(position)

    def replace(self, quads: Iterable[Quad], name: str, moment: str, position: Position) -> None:
        """Follow the graph to another state as a whole.

        Args:
            quads: the state; what reasoning added is passed over, for who has the rest can infer it.
            name: what to call the change.
            moment: when it was made.
            position: where the log stands after it.
        """
        with self._whole():
            self._replace(quads, name, moment)
            self._stand(position)

    def compact(self, before: str) -> None:
        """Forget what was superseded before a moment.

        The cut moves to the end of the last page whose events are all older; up to it, only what is in force there
        stays.
        """
        old = int(self._one("SELECT coalesce(max(number), 0) FROM events WHERE moment < ?", before))
        cut = old // PAGE * PAGE
        if cut <= self.cut:
            return
        with self._whole():
            self._database.execute(
                "DELETE FROM events WHERE number <= ?1 AND (kind = ?2 OR EXISTS (SELECT 1 FROM events AS later "
                "WHERE later.entity = events.entity AND later.number > events.number AND later.number <= ?1))",
                (cut, ActivityKind.DELETE),
            )
            self._set("cut", str(cut))

    def _retouch(self, removed: dict[str, Quad], added: dict[str, Quad], name: str, moment: str) -> None:
        gone, come = _by_subject(removed), _by_subject(added)
        for entity in sorted(gone.keys() | come.keys()):
            found = self._database.execute(
                "SELECT raw, content FROM present JOIN events USING (number) WHERE present.entity = ?", (entity,)
            ).fetchone()
            raw, content = (set(text.split("\n")) for text in found) if found else (set[str](), set[str]())
            after = [(part - gone.get(entity, set())) | come.get(entity, set()) for part in (raw, content)]
            if after != [raw, content]:
                self._put(Member(entity, tuple(sorted(after[0])), tuple(sorted(after[1]))), bool(found), name, moment)

    def _replace(self, quads: Iterable[Quad], name: str, moment: str) -> None:
        fresh = members_of({quad for quad in quads if quad.graph_name != INFERRED})
        query = "SELECT present.entity, raw, content FROM present JOIN events USING (number)"
        known = {entity: (raw, content) for entity, raw, content in self._database.execute(query)}
        for entity in sorted(known.keys() | fresh.keys()):
            member = fresh.get(entity, Member(entity, (), ()))
            raw, content = known.get(entity, ("", ""))
            if "\n".join(member.content) != content:
                self._put(member, entity in known, name, moment)
            elif "\n".join(member.raw) != raw:
                # Only the store's names of blank nodes are others now.
                self._database.execute("UPDATE present SET raw = ? WHERE entity = ?", ("\n".join(member.raw), entity))

    def _put(self, member: Member, known: bool, name: str, moment: str) -> None:
        kind = ActivityKind.DELETE if not member.content else ActivityKind.UPDATE if known else ActivityKind.CREATE
        if kind is ActivityKind.DELETE and not known:
            return
        latest = self._one("SELECT coalesce((SELECT moment FROM events ORDER BY number DESC LIMIT 1), '')")
        number = self.last + 1
        self._database.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
            (number, max(moment, str(latest)), name, kind, member.entity, "\n".join(member.content)),
        )
        if kind is ActivityKind.DELETE:
            self._database.execute("DELETE FROM present WHERE entity = ?", (member.entity,))
        else:
            self._database.execute(
                "INSERT OR REPLACE INTO present VALUES (?, ?, ?)", (member.entity, "\n".join(member.raw), number)
            )

    def _events(self, rest: str, *values: int) -> Iterator[Event]:
        rows = self._database.execute(f"SELECT {_COLUMNS} FROM events {rest}", values)  # noqa: S608 -- our own words
        return (
            Event(number, moment, change, ActivityKind(kind), entity, content)
            for number, moment, change, kind, entity, content in rows.fetchall()
        )

    def _one(self, query: str, *values: int | str) -> int | str:
        found: int | str = self._database.execute(query, values).fetchone()[0]
        return found

    def _meta(self, key: str) -> str:
        return str(self._one("SELECT coalesce((SELECT value FROM meta WHERE key = ?), '')", key))

    def _set(self, key: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _stand(self, position: Position) -> None:
        self._set("version", position.version)
        self._set("entries", str(position.entries))
        self._set("moment", position.moment)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def changed_lines(change: bytes) -> tuple[dict[str, Quad], dict[str, Quad]]:
    """What a change of the journal removes and what it adds, by the lines of the log; inferred statements left out."""
    found: list[dict[str, Quad]] = []
    for sign in (b"- ", b"+ "):
        lines = b"\n".join(line[2:] for line in change.splitlines() if line.startswith(sign))
        quads = parse(lines + b"\n", GraphFormat.N_QUADS)
        found.append({f"{quad} .": quad for quad in quads if quad.graph_name != INFERRED})
    return found[0], found[1]


def _by_subject(lines: dict[str, Quad]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line, quad in lines.items():
        found.setdefault(str(getattr(quad.subject, "value", "")), set()).add(line)
    return found


_NAME = re.compile(r"(?:base-(?P<cut>\d{1,15})-)?(?P<number>\d{1,15})")


@dataclass(frozen=True)
class FeedPage:
    """One page.

    Attributes:
        name: its name in addresses.
        events: what is on it, oldest first.
        full: whether nothing will be added to it any more.
    """

    name: str
    events: tuple[Event, ...]
    full: bool

    @cached_property
    def first(self) -> str:
        """The moment of its first event; empty when it has none."""
        return self.events[0].moment if self.events else ""

    @cached_property
    def last(self) -> str:
        """The moment of its last event; empty when it has none."""
        return self.events[-1].moment if self.events else ""


def names(log: FeedLog) -> list[str]:
    """The names of all pages there are, oldest first; there is always one to begin with."""
    cut = log.cut
    base = [f"base-{cut}-{number}" for number in range(-(-log.surviving // PAGE))]
    # Behind the last full page comes one that is to be filled; while it is empty it is named only if nothing else is.
    pages = [str(number) for number in range(cut // PAGE, -(-log.last // PAGE))]
    return base + pages or [str(cut // PAGE)]


def page(log: FeedLog, name: str) -> FeedPage | None:
    """One page, or None when there is none of that name, or no longer."""
    found = _NAME.fullmatch(name)
    if found is None or name not in names(log):
        return None
    number = int(found["number"])
    if found["cut"]:
        return FeedPage(name, tuple(log.survivors(number)), full=True)
    events = log.between(number * PAGE + 1, (number + 1) * PAGE)
    return FeedPage(name, tuple(events), full=(number + 1) * PAGE <= log.last)


def was_there(log: FeedLog, name: str) -> bool:
    """Whether there was once a page of that name that is gone."""
    found = _NAME.fullmatch(name)
    if found is None:
        return False
    if found["cut"]:
        return int(found["cut"]) < log.cut
    return int(found["number"]) < log.cut // PAGE
