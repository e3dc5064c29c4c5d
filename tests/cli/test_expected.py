"""Answers that were read, and what a change does to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own_project import copy_project, tcgraph_in

QUESTION = "sections"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_project(tmp_path).root


def test_a_kept_answer_is_compared_and_written_anew(folder: Path) -> None:
    run, kept = tcgraph_in(folder), folder / "tests/queries" / f"{QUESTION}.csv"
    assert "No answer is kept" in run("test").stderr
    assert f"{QUESTION}: new" in run("test", "--update", QUESTION).stdout
    first = kept.read_text(encoding="utf-8")
    kept.write_text(first.replace("1,", "7,", 1), encoding="utf-8")
    told = run("test")
    assert told.returncode == 1
    assert [line[:4] for line in told.stdout.splitlines() if line.startswith("  ")] == ["  - ", "  + "]
    assert run("test", "--update").returncode == 0
    assert kept.read_text(encoding="utf-8") == first
    assert run("test").returncode == 0
