"""The journal: what was acknowledged is read again whatever the crash left behind it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.errors import EngineError
from tcgraph.publish.journal import DamagedJournal, Journal, JournalEntry, rebased
from tcgraph.server.fork_server import apply
from tests.conftest import many

CHANGES = st.lists(st.binary(max_size=40), min_size=1, max_size=5)


def entry(number: int, base: str = "v1") -> JournalEntry:
    return JournalEntry(number, "me", "2026-01-01T00:00:00Z", "update", base, 1, 0, ("urn:g", ""))


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


@settings(max_examples=many(80, few=10), deadline=None, derandomize=True)
@given(changes=CHANGES, data=st.data())
def test_a_torn_tail_is_put_aside_and_every_record_before_it_stands(
    folder: Path, changes: list[bytes], data: st.DataObject
) -> None:
    """A crash leaves the beginning of the last record, perhaps with zeros where the file system made room for more."""
    place, ends = written(folder, changes)
    whole = place.read_bytes()
    cut = data.draw(st.integers(ends[-2] if len(ends) > 1 else 0, len(whole) - 1))
    room = data.draw(st.integers(0, 50))
    place.write_bytes(whole[:cut] + bytes(room))
    journal = Journal(place)
    kept = [change for _, change in journal.changes()]
    assert kept == changes[: len(kept)]
    assert len(kept) >= len(changes) - 1
    journal.append(entry(len(kept) + 1), b"new")
    again = Journal(place)
    assert [change for _, change in again.changes()] == [*kept, b"new"]
    assert again.whole() == place.read_bytes()


def test_what_was_torn_is_kept_and_said(tmp_path: Path) -> None:
    place, ends = written(tmp_path, [b"one", b"two"])
    whole = place.read_bytes()
    place.write_bytes(whole[:-2])
    said = Journal(place).mend()
    assert said is not None
    assert "never acknowledged" in said
    assert place.read_bytes() == whole[: ends[0]]
    assert (tmp_path / "journal.log.torn-1").read_bytes() == whole[ends[0] : -2]
    assert Journal(place).mend() is None


def test_reading_repairs_nothing(tmp_path: Path) -> None:
    """Another process may just be writing the record that looks torn."""
    place, _ = written(tmp_path, [b"one", b"two"])
    place.write_bytes(place.read_bytes()[:-2])
    before = place.read_bytes()
    assert Journal(place).whole() == before[: len(Journal(place).whole())]
    assert place.read_bytes() == before


@settings(max_examples=many(120, few=15), deadline=None, derandomize=True)
@given(changes=CHANGES, data=st.data())
def test_a_changed_byte_loses_no_sound_record(folder: Path, changes: list[bytes], data: st.DataObject) -> None:
    """Damage is refused; only where the last record looks torn is it passed over."""
    place, ends = written(folder, changes)
    whole = bytearray(place.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    place.write_bytes(bytes(whole))
    try:
        journal = Journal(place)
    except DamagedJournal:
        return
    finally:
        assert place.read_bytes() == whole
    assert at >= (ends[-2] if len(ends) > 1 else 0), "the damage has sound records behind it"
    assert [(each, change) for each, change in journal.changes()] == [
        (entry(number), change) for number, change in enumerate(changes[:-1], 1)
    ]


def test_damage_in_the_middle_is_refused_with_the_way_out(tmp_path: Path) -> None:
    place, ends = written(tmp_path, [b"one", b"two", b"three"])
    whole = bytearray(place.read_bytes())
    whole[ends[1] - 3] ^= 1
    place.write_bytes(bytes(whole))
    with pytest.raises(DamagedJournal, match=r"change 2, at byte.*tcgraph restore FILE"):
        Journal(place)
    assert place.read_bytes() == whole


@pytest.mark.parametrize("gone", [0, 1], ids=["first", "second"])
def test_a_record_that_is_missing_is_noticed(tmp_path: Path, gone: int) -> None:
    place, ends = written(tmp_path, [b"one", b"two", b"three"])
    whole = place.read_bytes()
    start = ends[gone - 1] if gone else 0
    place.write_bytes(whole[:start] + whole[ends[gone] :])
    with pytest.raises(DamagedJournal):
        Journal(place)


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
