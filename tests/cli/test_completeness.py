"""How complete a project is, on the command line."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.command_line import run
from tests.own_project import copy_project


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project without the summary of its first event, in any language."""
    root = copy_project(tmp_path_factory.mktemp("lacking")).root
    events = root / "data/ttl/gb297-tc-3/events.ttl"
    found = re.search(
        r"^(event:\S+) a tc:Event.*?\n( +tc:summary .*?\n)", events.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    events.write_text(events.read_text("utf-8").replace(found[2], "", 1), "utf-8")
    for path in (root / "data/ttl/translations").glob("*-summaries.ttl"):
        kept = [
            line for line in path.read_text("utf-8").splitlines(True) if not line.startswith(f"{found[1]} tc:summary")
        ]
        path.write_text("".join(kept), "utf-8")
    return root


def told(root: Path, *arguments: str) -> str:
    done = run(["completeness", *arguments], root, dict(os.environ))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_missing_lowers_the_figures_of_its_class_file_and_section(lacking: Path) -> None:
    for by, name in (("class", "tc:Event"), ("file", "gb297-tc-3/events.ttl")):
        row = next(row for row in json.loads(told(lacking, "--by", by, "--format", "json")) if row[by] == name)
        assert row["should"]["asked"] - row["should"]["there"] == 1
    line = next(line for line in told(lacking, "--by", "file").splitlines() if "/events.ttl" in line)
    assert line.split()[2:6] == ["100", "%", "97", "%"]


def test_every_section_of_the_document_has_its_figures(lacking: Path) -> None:
    rows = json.loads(told(lacking, "--by", "section", "--format", "json"))
    assert [row["section"][:3] for row in rows] == [f"{number}. " for number in range(1, 6)]
    assert all(row["must"]["there"] == row["must"]["asked"] > 0 for row in rows)


def test_a_class_tells_what_one_has_and_why(lacking: Path) -> None:
    lines = told(lacking, "event").splitlines()
    assert any(line.startswith("should  tc:summary") and "29 of 30" in line and "sentence" in line for line in lines)


@pytest.mark.parametrize("arguments", [["tc:Nothing"], ["--by", "year"], ["--format", "xml"]])
def test_what_it_does_not_know_is_refused(arguments: list[str], lacking: Path) -> None:
    assert run(["completeness", *arguments], lacking, dict(os.environ)).returncode == 2
