"""The log under random changes: always the graph, each event of the right kind, and what is past its time goes."""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.errors import EngineError
from tcgraph.feed.log import PAGE, ActivityKind, Event, FeedLog, Position, names, page, was_there
from tcgraph.rdf import GraphFormat, Quad, canonical_quads, parse
from tests.feed.test_members import _quads, together_of

START, LATER = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"


def events(log: FeedLog) -> list[Event]:
    return log.between(1, log.last)


def state(log: FeedLog) -> dict[str, str]:
    """What each thing is after the last event."""
    found: dict[str, str] = {}
    for event in events(log):
        found[event.entity] = event.content
    return {entity: content for entity, content in found.items() if content}


def change(removed: set[Quad], added: set[Quad]) -> bytes:
    return "".join([f"- {quad} .\n" for quad in removed] + [f"+ {quad} .\n" for quad in added]).encode()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.sets(_quads, max_size=7), min_size=2, max_size=5))
def test_the_last_event_of_each_thing_is_the_graph(states: list[set[Quad]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = FeedLog(Path(folder) / "feed.sqlite")
        log.replace(states[0], "v1", START, Position("v1"))
        for number, (before, after) in enumerate(itertools.pairwise(states), 1):
            log.record(change(before - after, after - before), f"change-{number}", LATER, Position("v1", number))
            assert together_of(state(log)) == canonical_quads(after)
        known: set[str] = set()
        for event in events(log):
            assert (event.kind is ActivityKind.CREATE) == (event.entity not in known)
            assert (event.kind is ActivityKind.DELETE) == (not event.content)
            known = known - {event.entity} if event.kind is ActivityKind.DELETE else known | {event.entity}
        # The same state by another way changes nothing.
        last = log.last
        log.replace(states[-1], "v2", LATER, Position("v2"))
        assert log.last == last


def many(count: int, value: int) -> set[Quad]:
    lines = "".join(f"<urn:t{n}> <urn:p> {'<urn:v' + str(value) + '>'} <urn:g> .\n" for n in range(count))
    return set(parse(lines.encode(), GraphFormat.N_QUADS))


def test_what_is_superseded_and_past_its_time_goes(tmp_path: Path) -> None:
    log = FeedLog(tmp_path / "feed.sqlite")
    log.replace(many(PAGE + 10, 1), "v1", START, Position("v1"))
    log.replace(many(PAGE - 10, 2), "v2", START, Position("v2"))
    log.replace(many(20, 3), "v3", LATER, Position("v3"))
    before, last = state(log), log.last
    assert names(log) == [str(number) for number in range(4)]
    full = page(log, "0")
    assert full is not None
    assert full.full
    log.compact(LATER)
    assert log.cut == 2 * PAGE
    assert (state(log), log.last) == (before, last)
    assert page(log, "0") is None
    assert was_there(log, "0")
    assert not was_there(log, "99")
    base = [event for name in names(log) if name.startswith("base") for event in page(log, name).events]  # type: ignore[union-attr]
    assert len({event.entity for event in base}) == len(base), "one version of each thing"
    assert all(event.kind is not ActivityKind.DELETE for event in base)
    first = names(log)[0]
    log.replace(many(3 * PAGE, 4), "v4", LATER, Position("v4"))
    log.compact("2026-03-01T00:00:00.000Z")
    assert was_there(log, first)
    assert page(log, first) is None


def test_everything_deleted_and_forgotten_leaves_the_numbers_going_on(tmp_path: Path) -> None:
    log = FeedLog(tmp_path / "feed.sqlite")
    log.replace(many(PAGE, 1), "v1", START, Position("v1"))
    log.replace([], "v2", START, Position("v2"))
    log.compact(LATER)
    assert (log.cut, log.last, log.surviving) == (2 * PAGE, 2 * PAGE, 0)
    log.replace(many(1, 1), "v3", LATER, Position("v3"))
    assert [event.number for event in events(log)] == [2 * PAGE + 1]


def test_a_file_of_another_kind_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "feed.sqlite"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(EngineError, match="Move it away"):
        FeedLog(path)
    other = tmp_path / "feed-2.sqlite"
    sqlite3.connect(other).close()
    assert FeedLog(other).position == Position()
