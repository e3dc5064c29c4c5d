"""Who may use a state directory beside whom."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx
import pytest

from tcgraph.publish import VersionStore, archive
from tcgraph.publish.archive import back_up, finish, restore
from tcgraph.publish.journal import Journal
from tcgraph.publish.lock import InUse, alone, hold
from tests.http.running import command, empty_project, running
from tests.publish.test_archive import published


def test_a_running_server_keeps_its_directory(tmp_path: Path) -> None:
    """A restore waits for its end, a second writer too; readers and backups need not."""
    project = empty_project(tmp_path / "p")
    state, saved = tmp_path / "s", tmp_path / "a.tar.gz"
    with running(project, state, "--write", scopes=("write",)) as up:
        update = {"update": "INSERT DATA { <urn:a> <urn:b> 1 }"}
        assert httpx.post(f"{up.url}/sparql", data=update, headers=up.bearer).status_code == 200
        assert back_up(VersionStore(state), saved).changes == 1
        refused = command(project, state, "restore", str(saved))
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"tcgraph: A server runs on {state}")
        with pytest.raises(InUse, match="Another server accepts changes"):
            hold(state, write=True)
        hold(state, write=False)
        with pytest.raises(InUse):
            restore(VersionStore(state), saved)


def test_a_directory_is_free_again_however_its_user_ended(tmp_path: Path) -> None:
    with running(empty_project(tmp_path / "p"), tmp_path / "s", "--write") as up:
        up.process.kill()
        up.process.wait()
    with alone(tmp_path / "s"), pytest.raises(InUse), alone(tmp_path / "s"):
        pass


def test_a_restore_that_was_cut_off_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the machine stops, version and journal are both the old ones or, after finishing, both the new ones."""
    versions = published(tmp_path)
    saved = tmp_path / "a.tar.gz"
    back_up(versions, saved)
    target = published(tmp_path / "other")
    journal = target.root / "journal.log"
    Journal(journal).path.write_bytes(b"")
    before = target.current()
    real = VersionStore.swap

    calls: list[object] = []

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    def stop_late(*given: object) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(archive, "finish", stop_late)
    with pytest.raises(KeyboardInterrupt):
        restore(target, saved)
    assert (target.current(), Journal(journal).entries) == (before, [])
    monkeypatch.setattr(archive, "finish", finish)
    monkeypatch.setattr(VersionStore, "swap", stop)
    with pytest.raises(KeyboardInterrupt):
        finish(target)
    monkeypatch.setattr(VersionStore, "swap", real)
    finish(target)
    assert len(Journal(journal).entries) == 2
    now, wanted = target.current(), versions.current()
    assert now is not None
    assert wanted is not None
    assert now.manifest == wanted.manifest
    finish(target)
    assert not (target.root / "restoring").exists()


def test_a_backup_beside_a_writer_holds_whole_changes(tmp_path: Path) -> None:
    """Everything acknowledged before it began is in it, and nothing of what came is in it by half."""
    project = empty_project(tmp_path / "p")
    acknowledged: list[int] = []
    over = threading.Event()
    with running(project, tmp_path / "s", "--write", scopes=("write",)) as up:

        def write() -> None:
            number = 0
            while not over.is_set():
                number += 1
                pair = f"INSERT DATA {{ <urn:n{number}> <urn:a> {number} ; <urn:b> {number} }}"
                if httpx.post(f"{up.url}/sparql", data={"update": pair}, headers=up.bearer).is_success:
                    acknowledged.append(number)

        thread = threading.Thread(target=write)
        thread.start()
        try:
            for turn in range(3):
                known = len(acknowledged)
                while len(acknowledged) < known + 3:
                    over.wait(0.01)
                known = len(acknowledged)
                saved = tmp_path / f"{turn}.tar.gz"
                back_up(VersionStore(tmp_path / "s"), saved)
                elsewhere = VersionStore(tmp_path / f"restored-{turn}")
                assert restore(elsewhere, saved).changes >= known
                for _, change in Journal(elsewhere.root / "journal.log").changes():
                    assert change.count(b"+ ") == 2
        finally:
            over.set()
            thread.join()
