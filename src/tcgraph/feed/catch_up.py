"""Bring the log up to the graph that is served: the versions published since, and the changes made over HTTP."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import takewhile

from tcgraph.feed.log import FeedLog, Position, changed_lines
from tcgraph.publish.journal import Journal, JournalEntry, rebased
from tcgraph.publish.versions import Version, VersionStore
from tcgraph.rdf import GraphFormat, Quad, parse


def follow(log: FeedLog, versions: VersionStore, version: Version, journal: Journal) -> None:
    """Record what happened since the log was brought up last.

    Args:
        log: what is brought up.
        versions: the versions that are still kept; those published in between are followed one by one.
        version: the one that is served.
        journal: the changes on it.
    """
    entries = journal.entries[:]
    known = log.position
    if known == _position(version, entries):
        return
    followed = entries[: known.entries]
    if known != _position(version, followed):
        for between in _between(versions, known.version, version):
            published = datetime.datetime.fromtimestamp(between.path.stat().st_mtime, datetime.UTC)
            log.replace(_quads(between), between.name, _text(published), Position(between.name))
        # Changes made on earlier versions hold on this one too, so they are part of its first state.
        followed = [*takewhile(lambda entry: entry.base != version.name, entries)]
        now = _text(datetime.datetime.now(datetime.UTC))
        log.replace(_served(version, journal, followed), version.name, now, _position(version, followed))
    for entry in entries[len(followed) :]:
        change = rebased(entry, journal.change(entry.number), version.name)
        position = Position(version.name, entry.number, entry.when)
        moment = datetime.datetime.fromisoformat(entry.when).astimezone(datetime.UTC)
        log.record(change, f"change-{entry.number}", _text(moment), position)


def is_behind(log: FeedLog, version: Version, journal: Journal) -> bool:
    """Whether something has happened since the log was brought up last."""
    return log.position != _position(version, journal.entries)


def forget(log: FeedLog, days: float) -> None:
    """Let go of what was superseded longer ago than that."""
    log.compact(_text(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)))


def _position(version: Version, entries: Sequence[JournalEntry]) -> Position:
    return Position(version.name, len(entries), entries[-1].when if entries else "")


def _between(versions: VersionStore, known: str, version: Version) -> list[Version]:
    names = [name for name in versions.names() if name != version.name]
    later = names[names.index(known) + 1 :] if known in names else [] if known else names
    return [found for name in later if (found := versions.find(name))]


def _served(version: Version, journal: Journal, entries: Sequence[JournalEntry]) -> set[Quad]:
    quads = _quads(version)
    for entry in entries:
        removed, added = changed_lines(rebased(entry, journal.change(entry.number), version.name))
        quads.difference_update(removed.values())
        quads.update(added.values())
    return quads


def _quads(version: Version) -> set[Quad]:
    return set(parse(version.dump, GraphFormat.N_QUADS))


def _text(moment: datetime.datetime) -> str:
    # Always with milliseconds, so that moments sort as texts do.
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
