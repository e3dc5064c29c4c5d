"""An older project's copies are brought up to date, and what its body changed stays as it is."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tcgraph.errors import BadParameter
from tcgraph.followup.new_project import RECORD, Body, create_project
from tcgraph.followup.project_update import bring_up_to_date, changes
from tcgraph.project import Project, shipped_project

QUESTION = "queries/answer/events.rq"
WORDS = "queries/words/fr.toml"


@pytest.fixture
def begun(tmp_path: Path) -> Project:
    body = Body("Harbour Council", "hc", symbol="HC/1")
    return create_project(tmp_path / "p", body, datetime.date(2026, 1, 31), example=False)


def replaced(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def copied_then(project: Project, name: str, text: str) -> None:
    """Record that something was copied as it stands now, in words that have been bettered since."""
    import hashlib

    path = project.root / RECORD
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.endswith(f"  {name}")]
    digest = hashlib.sha256(text.encode()).hexdigest()
    path.write_text("\n".join([*lines, f"{digest}  {name}"]) + "\n", encoding="utf-8")


def test_a_project_as_it_is_begun_is_up_to_date(begun: Project) -> None:
    assert changes(begun) == []


def test_what_the_body_changed_is_left_and_what_it_did_not_is_taken(begun: Project) -> None:
    replaced(begun, "queries/answer/find.rq", "#+ summary:", "#+ summary: Ours.")
    replaced(begun, QUESTION, "#+ summary:", "#+ summary: Older.")
    copied_then(begun, QUESTION, (begun.root / QUESTION).read_text(encoding="utf-8"))
    (begun.root / "queries/answer/sections.rq").unlink()  # taken out on purpose
    found = {one.name: one for one in changes(begun)}
    assert {name: one.own for name, one in found.items()} == {
        "queries/answer/find.rq": "changed here",
        QUESTION: "",
        "queries/answer/sections.rq": "taken out here",
    }
    assert "-#+ summary: Older." in found[QUESTION].diff
    bring_up_to_date(begun, list(found.values()))
    assert "Older." not in (begun.root / QUESTION).read_text(encoding="utf-8")
    assert "Ours." in (begun.root / "queries/answer/find.rq").read_text(encoding="utf-8")
    assert {one.name for one in changes(begun)} == {"queries/answer/find.rq", "queries/answer/sections.rq"}


def test_words_of_a_question_are_taken_one_by_one(begun: Project) -> None:
    path = begun.root / WORDS
    text = path.read_text(encoding="utf-8")
    start = text.index("[questions.events]")
    block = text[start : text.index("\n\n[", start)]
    replaced(begun, WORDS, block, block.replace("[questions.events]\n", '[questions.events]\nnote = "Ancien."\n'))
    replaced(begun, WORDS, "[questions.find]\n", '[questions.find]\nours = "Le nôtre."\n')
    copied_then(
        begun, f"{WORDS}#events", block.replace("[questions.events]\n", '[questions.events]\nnote = "Ancien."\n')
    )
    found = changes(begun)
    assert {one.name: one.own for one in found} == {f"{WORDS}#events": "", f"{WORDS}#find": "changed here"}
    bring_up_to_date(begun, found)
    now = path.read_text(encoding="utf-8")
    assert "Ancien." not in now
    assert "Le nôtre." in now
    assert block in now


def test_without_a_record_only_what_is_missing_or_named_is_taken(begun: Project) -> None:
    (begun.root / RECORD).unlink()
    replaced(begun, QUESTION, "#+ summary:", "#+ summary: Older.")
    (begun.root / "queries/answer/figures.rq").unlink()
    told = {one.name: one.own for one in changes(begun)}
    assert told == {QUESTION: "no record tells who changed it", "queries/answer/figures.rq": ""}
    bring_up_to_date(begun, changes(begun, [QUESTION]))
    assert changes(begun) == []
    assert (begun.root / RECORD).is_file()


def test_what_cannot_be_is_refused(begun: Project) -> None:
    with pytest.raises(BadParameter, match="no copy that differs"):
        changes(begun, ["queries/answer/none.rq"])
    with pytest.raises(BadParameter, match="nothing to bring up to date"):
        changes(shipped_project())
