"""Backups: whole or refused, and back in force with every change."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tcgraph.errors import EngineError
from tcgraph.project import open_project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.archive import DamagedArchive, back_up, restore
from tcgraph.publish.journal import DamagedJournal, Journal, JournalEntry
from tcgraph.publish.versions import NoVersion
from tests import command_line
from tests.http.running import empty_project, environment

CHANGE = b"+ <urn:a> <urn:b> <urn:c> <urn:g> ."


def published(root: Path) -> VersionStore:
    """A published version of a project with one fact, and two changes since."""
    project = empty_project(root / "p")
    (project / "data/ttl/a.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .\n", encoding="utf-8")
    versions = VersionStore(root / "s")
    version = build(open_project(project), versions).version
    journal = Journal(versions.root / "journal.log")
    for number in (1, 2):
        journal.append(
            JournalEntry(number, "me", "2026-01-01T00:00:00Z", "update", version.name, 1, 0, ("urn:g",)), CHANGE
        )
    return versions


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    versions = published(tmp_path)
    archive = tmp_path / "a.tar.gz"
    saved = back_up(versions, archive)
    assert (saved.quads, saved.changes) == (1, 2)
    elsewhere = VersionStore(tmp_path / "new")
    assert restore(elsewhere, archive) == saved
    before, after = versions.current(), elsewhere.current()
    assert before is not None
    assert after is not None
    assert after.manifest == before.manifest
    assert after.dump.read_bytes() == before.dump.read_bytes()
    assert after.report.read_bytes() == before.report.read_bytes()
    assert list(Journal(elsewhere.root / "journal.log").changes()) == list(
        Journal(versions.root / "journal.log").changes()
    )


def test_later_changes_are_kept_beside(tmp_path: Path) -> None:
    versions = published(tmp_path)
    archive = tmp_path / "a.tar.gz"
    name = back_up(versions, archive).version
    place = versions.root / "journal.log"
    Journal(place).append(JournalEntry(3, "me", "2026-01-02T00:00:00Z", "update", name, 1, 0, ("urn:g",)), CHANGE)
    restore(versions, archive)
    assert [entry.number for entry in Journal(place).entries] == [1, 2]
    assert [entry.number for entry in Journal(versions.root / "journal.log.before-1").entries] == [1, 2, 3]


def test_a_damaged_version_on_disk_is_replaced(tmp_path: Path) -> None:
    versions = published(tmp_path)
    archive = tmp_path / "a.tar.gz"
    back_up(versions, archive)
    current = versions.current()
    assert current is not None
    whole = current.dump.read_bytes()
    current.dump.write_bytes(b"")
    restore(versions, archive)
    assert current.dump.read_bytes() == whole


def test_a_record_being_written_is_left_out(tmp_path: Path) -> None:
    versions = published(tmp_path)
    place = versions.root / "journal.log"
    place.write_bytes(place.read_bytes()[:-5])
    assert back_up(versions, tmp_path / "a.tar.gz").changes == 1


def test_a_damaged_journal_is_not_backed_up_but_replaced_by_a_backup(tmp_path: Path) -> None:
    versions = published(tmp_path)
    archive = tmp_path / "a.tar.gz"
    back_up(versions, archive)
    place = versions.root / "journal.log"
    damaged = place.read_bytes().replace(b"<urn:a>", b"<urn:z>", 1)
    place.write_bytes(damaged)
    with pytest.raises(DamagedJournal):
        back_up(versions, tmp_path / "b.tar.gz")
    assert not (tmp_path / "b.tar.gz").exists()
    restore(versions, archive)
    assert len(Journal(place).entries) == 2
    assert (versions.root / "journal.log.before-1").read_bytes() == damaged


def test_any_damage_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    versions = published(tmp_path)
    archive = tmp_path / "a.tar.gz"
    back_up(versions, archive)
    whole = archive.read_bytes()
    elsewhere = VersionStore(tmp_path / "new")
    # The last eight bytes are gzip's own check, which tar does not wait for; the ten first are its header.
    for at in range(10, len(whole) - 8, max(1, len(whole) // 60)):
        damaged = bytearray(whole)
        damaged[at] ^= 0x10
        archive.write_bytes(damaged)
        try:
            restore(elsewhere, archive)
        except DamagedArchive:
            assert not elsewhere.root.exists()
        else:
            # The damage was in padding, which holds nothing.
            assert _same(elsewhere, versions)
            _remove(elsewhere.root)
    for length in (0, 20, len(whole) // 2):
        archive.write_bytes(whole[:length])
        with pytest.raises(DamagedArchive):
            restore(elsewhere, archive)
    archive.write_bytes(b"no archive at all")
    with pytest.raises(DamagedArchive):
        restore(elsewhere, archive)
    assert not elsewhere.root.exists()


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoVersion, match="tcgraph build"):
        back_up(VersionStore(tmp_path / "none"), tmp_path / "a.tar.gz")
    with pytest.raises(EngineError, match="There is no file"):
        restore(VersionStore(tmp_path / "none"), tmp_path / "a.tar.gz")
    versions = published(tmp_path)
    with pytest.raises(EngineError, match="Cannot write"):
        back_up(versions, tmp_path / "missing" / "a.tar.gz")


def test_from_the_command_line(tmp_path: Path) -> None:
    versions = published(tmp_path)

    def run(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return command_line.run(["-C", str(tmp_path / "p"), *arguments], tmp_path, environment(state))

    archive = tmp_path / "a.tar.gz"
    assert run(versions.root, "backup", str(archive)).returncode == 0
    assert run(tmp_path / "new", "restore", str(archive)).returncode == 0
    lines = run(tmp_path / "new", "history").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["version", "change", "change"]
    assert lines[0].endswith("in force")
    archive.write_bytes(archive.read_bytes()[:100])
    refused = run(tmp_path / "new", "restore", str(archive))
    assert refused.returncode == 2
    assert "Nothing was restored" in refused.stderr


def _same(left: VersionStore, right: VersionStore) -> bool:
    one, other = left.current(), right.current()
    assert one is not None
    assert other is not None
    journals = [(store.root / "journal.log").read_bytes() for store in (left, right)]
    return one.dump.read_bytes() == other.dump.read_bytes() and journals[0] == journals[1]


def _remove(root: Path) -> None:
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    root.rmdir()
