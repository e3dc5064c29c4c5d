"""An older project's copies are brought up to date, and what its body changed stays as it is."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tcgraph.errors import BadParameter
from tcgraph.followup.new_project import Body, create_project
from tcgraph.followup.project_update import bring_up_to_date, changes
from tcgraph.project import Project, shipped_project
from tcgraph.queries import read_queries
from tcgraph.query_files import RECORD, question_words

QUESTION = "queries/answer/events.rq"
WORDS = "queries/words/fr.toml"
REGIONS, COUNTRIES = "data/ttl/reference/regions.ttl", "data/ttl/reference/countries.ttl"


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
    replaced(begun, REGIONS, "@prefix rdfs:", "# Ours.\n@prefix rdfs:")
    replaced(begun, COUNTRIES, "@prefix rdfs:", "# Older.\n@prefix rdfs:")
    copied_then(begun, COUNTRIES, (begun.root / COUNTRIES).read_text(encoding="utf-8"))
    (begun.root / "shapes/agents.ttl").unlink()  # taken out on purpose
    found = {one.name: one for one in changes(begun)}
    assert {name: one.own for name, one in found.items()} == {
        REGIONS: "changed here",
        COUNTRIES: "",
        "shapes/agents.ttl": "taken out here",
    }
    assert "-# Older." in found[COUNTRIES].diff
    bring_up_to_date(begun, list(found.values()))
    assert "Older." not in (begun.root / COUNTRIES).read_text(encoding="utf-8")
    assert "Ours." in (begun.root / REGIONS).read_text(encoding="utf-8")
    assert {one.name for one in changes(begun)} == {REGIONS, "shapes/agents.ttl"}


def put_as_once(project: Project, name: str, text: str, *, recorded: bool = True) -> None:
    """Put a copy where projects that were begun earlier have one."""
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if recorded:
        copied_then(project, name, text)


def test_copies_of_queries_are_taken_out_but_for_those_that_were_changed(begun: Project) -> None:
    older = (shipped_project().root / QUESTION).read_text("utf-8").replace("#+ summary:", "#+ summary: Older.")
    put_as_once(begun, QUESTION, older)
    put_as_once(begun, "queries/answer/find.rq", older)
    replaced(begun, "queries/answer/find.rq", "Older.", "Ours.")
    copied_then(begun, "queries/answer/sections.rq", older)  # taken out on purpose
    found = {one.name: one for one in changes(begun)}
    assert {name: one.own for name, one in found.items()} == {
        "queries/answer/find.rq": "changed here",
        QUESTION: "",
        "queries/answer/sections.rq": "taken out here",
    }
    asked = read_queries(begun.queries)
    assert "Older." not in asked["events"].summary
    assert "Ours." in asked["find"].summary
    assert "sections" not in asked
    bring_up_to_date(begun, list(found.values()))
    assert not (begun.root / QUESTION).exists()
    assert set(read_queries(begun.queries)) == set(asked)
    assert {one.name for one in changes(begun)} == {"queries/answer/find.rq", "queries/answer/sections.rq"}


def test_words_of_a_question_are_taken_out_one_by_one(begun: Project) -> None:
    events, find = '[questions.events]\nquestion = "Ancien ?"', '[questions.find]\nquestion = "Le nôtre ?"'
    put_as_once(begun, WORDS, f'[foot]\nwhat = "Pied"\n\n{events}\n\n{find}\n', recorded=False)
    copied_then(begun, f"{WORDS}#events", events)
    found = changes(begun)
    assert {one.name: one.own for one in found} == {f"{WORDS}#events": "", f"{WORDS}#find": "changed here"}
    told = question_words(begun.queries / "words", "fr")
    assert told["find"]["question"] == "Le nôtre ?"
    assert told["events"]["question"] != "Ancien ?"
    bring_up_to_date(begun, found)
    assert (begun.root / WORDS).read_text("utf-8") == f'[foot]\nwhat = "Pied"\n\n{find}\n'
    assert question_words(begun.queries / "words", "fr") == told


def test_without_a_record_only_what_is_missing_or_named_is_taken(begun: Project) -> None:
    (begun.root / RECORD).unlink()
    replaced(begun, REGIONS, "@prefix rdfs:", "# Older.\n@prefix rdfs:")
    put_as_once(begun, QUESTION, "#+ summary: Older.\nSELECT * { }\n", recorded=False)
    (begun.root / COUNTRIES).unlink()
    told = {one.name: one.own for one in changes(begun)}
    unsure = "no record tells who changed it"
    assert told == {QUESTION: unsure, REGIONS: unsure, COUNTRIES: ""}
    bring_up_to_date(begun, changes(begun, [QUESTION, REGIONS]))
    assert changes(begun) == []
    assert (begun.root / RECORD).is_file()


def test_what_cannot_be_is_refused(begun: Project) -> None:
    with pytest.raises(BadParameter, match="no copy that differs"):
        changes(begun, ["queries/answer/none.rq"])
    with pytest.raises(BadParameter, match="nothing to bring up to date"):
        changes(shipped_project())
