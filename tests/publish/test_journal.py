"""The journal: what was acknowledged is read again whatever the crash left behind it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.engine.keeper import apply
from tcgraph.errors import EngineError
from tcgraph.publish.journal import Entry, Journal, rebased

CHANGES = st.lists(st.binary(max_size=40), min_size=1, max_size=5)


def entry(number: int, base: str = "v1") -> Entry:
    return Entry(number, "me", "2026-01-01T00:00:00Z", "update", base, 1, 0, ("urn:g", ""))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journal")


def written(folder: Path, changes: list[bytes]) -> tuple[Path, list[int]]:
    """A journal of changes, and where the record of each ends."""
    place = folder / "journal.log"
    place.unlink(missing_ok=True)
    journal = Journal(place)
    ends = []
    for number, change in enumerate(changes, 1):
        journal.append(entry(number), change)
        ends.append(place.stat().st_size)
    return place, ends


@settings(max_examples=60, deadline=None, derandomize=True)
@given(changes=CHANGES, data=st.data())
def test_a_torn_tail_is_dropped_and_written_over(folder: Path, changes: list[bytes], data: st.DataObject) -> None:
    place, ends = written(folder, changes)
    whole = place.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    garbage = data.draw(st.one_of(st.just(b""), st.binary(max_size=30)))
    place.write_bytes(whole[:cut] + garbage)
    journal = Journal(place)
    kept = [change for _, change in journal.changes()]
    assert kept == changes[: len(kept)]
    # Every record that was on the disk whole is there still.
    assert len(kept) >= sum(end <= cut for end in ends)
    journal.append(entry(len(kept) + 1), b"new")
    again = Journal(place)
    assert [change for _, change in again.changes()] == [*kept, b"new"]
    assert again.whole() == place.read_bytes()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(changes=CHANGES, data=st.data())
def test_a_changed_byte_is_noticed(folder: Path, changes: list[bytes], data: st.DataObject) -> None:
    """Nothing is read but what was written: from the damaged record on, the journal ends."""
    place, _ = written(folder, changes)
    whole = bytearray(place.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    place.write_bytes(bytes(whole))
    journal = Journal(place)
    kept = list(journal.changes())
    assert [change for _, change in kept] == changes[: len(kept)]
    assert [each for each, _ in kept] == [entry(number) for number in range(1, len(kept) + 1)]


def test_a_journal_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="Cannot read"):
        Journal(tmp_path)


def test_a_change_is_carried_over_to_another_version() -> None:
    """Statements with nodes that the other version numbers otherwise are left out; all others apply as they are."""
    change = b"\n".join(
        [
            b"- <urn:a> <urn:p> _:c14n3 <urn:g> .",
            b"- <urn:a> <urn:p> <urn:b> <urn:g> .",
            b"@ <urn:new>",
            b"+ _:fresh <urn:p> <urn:c> <urn:g> .",
            b'+ <urn:a> <urn:p> "about _:c14n3" <urn:g> .',
            b"+ _:c14n7 <urn:p> <urn:d> <urn:g> .",
        ]
    )
    assert rebased(entry(1, "v1"), change, "v1") == change
    other = rebased(entry(1, "v1"), change, "v2")
    store = pyoxigraph.Store()
    store.load(b"<urn:a> <urn:p> <urn:b> <urn:g> .\n_:c14n3 <urn:p> 1 <urn:g> .\n".replace(b" 1", b' "1"'),
               pyoxigraph.RdfFormat.N_QUADS)  # fmt: skip
    apply(store, other)
    values = sorted(str(quad.object) for quad in store)
    assert values == ['"1"', '"about _:c14n3"', "<urn:c>"]
    assert store.contains_named_graph(pyoxigraph.NamedNode("urn:new"))
