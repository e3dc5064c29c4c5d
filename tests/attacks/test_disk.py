"""A full disk and a read-only directory: a sentence that says so, and everything as it was."""

from __future__ import annotations

from pathlib import Path

import httpx

from tcgraph.project import open_project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.archive import back_up
from tcgraph.publish.journal import Journal
from tests.attacks.disks import disk, protect
from tests.http.running import command, empty_project, running

PLENTY = 4000
"""Facts whose dump fills the small disks below."""


def project_of(root: Path, facts: int) -> Path:
    project = empty_project(root)
    lines = [f'<urn:s{n}> <urn:p> "some text to take room, number {n}" .' for n in range(facts)]
    (project / "data/ttl/a.ttl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return project


def fill(place: Path) -> None:
    """Leave no room."""
    with (place / "ballast").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass


def test_a_build_on_a_full_disk_leaves_the_version_in_force(tmp_path: Path) -> None:
    with disk(tmp_path / "d", 200) as small:
        state = small / "state"
        project = project_of(tmp_path / "p", 3)
        assert command(project, state, "build").returncode == 0
        before = VersionStore(state).current()
        project_of(tmp_path / "p", PLENTY)
        refused = command(project, state, "build")
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"tcgraph: Cannot write in {state}: No space left on device.")
        assert "Traceback" not in refused.stderr
        assert VersionStore(state).current() == before
        assert [path.name for path in (state / "versions").iterdir()] == [before.name if before else ""]


def test_backup_restore_and_tokens_on_a_full_disk(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", PLENTY)
    whole = VersionStore(tmp_path / "whole")
    build(open_project(project), whole)
    archive = tmp_path / "a.tar.gz"
    back_up(whole, archive)
    with disk(tmp_path / "d", 200) as small:
        restored = command(project, small / "state", "restore", str(archive))
        assert restored.returncode == 2
        assert "No space left on device" in restored.stderr
        assert VersionStore(small / "state").current() is None
        fill(small)
        saved = command(project, tmp_path / "whole", "backup", str(small / "b.tar.gz"))
        assert saved.returncode == 2
        assert f"Cannot write {small / 'b.tar.gz'}: No space left on device" in saved.stderr
        assert not (small / "b.tar.gz").exists()
        issued = command(project, small / "state", "token", "issue", "me", "--scope", "write")
        assert issued.returncode == 2
        assert "No space left on device" in issued.stderr
        assert not issued.stdout
        for told in (restored, saved, issued):
            assert "Traceback" not in told.stderr


def test_changes_on_a_full_disk_are_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", 3)
    with disk(tmp_path / "d", 400) as small, running(project, small / "s", "--write", scopes=("write",)) as up:
        insert = {"update": "INSERT DATA { <urn:a> <urn:b> 1 }"}
        with up.client() as client:
            assert client.post("/sparql", data=insert, headers=up.bearer).status_code == 200
            fill(small)
            statements = " . ".join(f'<urn:a> <urn:b> "{n:01000}"' for n in range(20))
            refused = client.post("/sparql", data={"update": f"INSERT DATA {{ {statements} }}"}, headers=up.bearer)
            assert refused.status_code == 507
            assert "journal.log cannot be written (No space left on device)" in refused.json()["detail"]
            counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s <urn:b> ?o }"}).json()
            assert counted["results"]["bindings"][0]["n"]["value"] == "1"
            (small / "ballast").unlink()
            assert client.post("/sparql", data={"update": f"INSERT DATA {{ {statements} }}"}, headers=up.bearer)
        assert len(Journal(small / "s" / "journal.log").entries) == 2


def test_a_read_only_directory_is_served_and_nothing_else(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", 3)
    with disk(tmp_path / "d", 400) as place:
        state = place / "s"
        assert command(project, state, "build").returncode == 0
        protect(place)
        with running(project, state) as up:
            asked = httpx.get(f"{up.url}/sparql", params={"query": "ASK { <urn:s1> ?p ?o }"})
            assert asked.json()["boolean"] is True
        for arguments in (
            ("serve", "--port", "0", "--write"),
            ("token", "issue", "me", "--scope", "write"),
            ("build", "--force"),
            ("backup", str(place / "b.tar.gz")),
        ):
            refused = command(project, state, *arguments)
            assert refused.returncode == 2, arguments
            assert "Read-only file system" in refused.stderr
            assert "Traceback" not in refused.stderr
        archive = tmp_path / "a.tar.gz"
        assert command(project, state, "backup", str(archive)).returncode == 0
        refused = command(project, state, "restore", str(archive))
        assert refused.returncode == 2
        assert "Read-only file system" in refused.stderr


def test_a_file_in_the_place_of_the_directory(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", 3)
    (tmp_path / "s").write_text("no directory", encoding="utf-8")
    refused = command(project, tmp_path / "s", "build")
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"tcgraph: Cannot write in {tmp_path / 's'}: ")
