"""``tcgraph sync`` tells what a stream rewrote, and does not let it into a project of one's own unasked."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import command_line
from tests.conftest import PATIENCE
from tests.http.running import environment
from tests.own_project import copy_project
from tests.sync.publisher import Answer, Publisher
from tests.sync.test_foreign_streams import PREFIXES, STREAM, version

TC = "@prefix tc: <https://w3id.org/tcgraph/ns#> .\n"
_SAID = "; a tc:Observation ; tc:status <https://w3id.org/tcgraph/vocab/status/{}>"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher().serving() as it:
        yield it


def say(publisher: Publisher, *statuses: str) -> None:
    """Publish one thing whose versions have these statuses."""
    told = "".join(
        version(number, "observed", f"2026-01-0{number}T00:00:00Z", _SAID.format(status))
        for number, status in enumerate(statuses, 1)
    )
    publisher.answers["/feed"] = Answer(PREFIXES + TC + STREAM.format(root="") + told)


def sync(publisher: Publisher, directory: Path, *options: str) -> subprocess.CompletedProcess[str]:
    arguments = ["sync", f"{publisher.url}/feed", "--into", str(directory), *options]
    return command_line.run(arguments, directory.parent, environment(directory.parent / "own"), PATIENCE)


def synced(directory: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (directory / "data" / "ttl" / "synced").rglob("*.ttl"))


def test_what_was_rewritten_stays_out_of_a_project_of_ones_own_unless_it_is_wanted(
    publisher: Publisher, tmp_path: Path
) -> None:
    project = copy_project(tmp_path / "project").root
    say(publisher, "planned")
    assert sync(publisher, project).returncode == 0
    say(publisher, "planned", "taken")
    refused = sync(publisher, project)
    assert refused.returncode != 0
    assert "vocab/status/planned in the earlier version" in refused.stderr
    assert "planned" in synced(project)
    taken = sync(publisher, project, "--rewritten")
    assert taken.returncode == 0, taken.stderr
    assert "taken" in synced(project)


def test_a_copy_by_itself_follows_and_tells(publisher: Publisher, tmp_path: Path) -> None:
    say(publisher, "planned")
    directory = tmp_path / "copy"
    assert sync(publisher, directory).returncode == 0
    shapes = directory / "shapes" / "history.ttl"
    shapes.write_bytes((copy_project(tmp_path / "project").shapes / "history.ttl").read_bytes())
    say(publisher, "planned", "taken")
    done = sync(publisher, directory)
    assert done.returncode == 0, done.stderr
    assert "the stream changed what it gave before: 1 error" in done.stderr
