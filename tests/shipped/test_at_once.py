"""What is stated is judged in a copy of the process, and what follows beside it: to the same outcome as one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics import check as checking
from tcgraph.diagnostics import judging
from tcgraph.diagnostics.check import Outcome, run_check
from tcgraph.diagnostics.copies import copies_are_safe, in_a_copy
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.namespaces import application
from tcgraph.project import Project
from tcgraph.publish.project_graph import project_check
from tests.own_project import copy_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not copies_are_safe(), reason="a process is not copied on this system, or with these threads"),
]

SECTION = "data/ttl/gb297-tc-3/section-1.ttl"
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix tc: <https://w3id.org/tcgraph/ns#> .
<https://example.org/shape> a sh:NodeShape ; sh:targetClass %s ; sh:severity %s ; %s .
"""
NO_PATH = "sh:property [ sh:path <https://example.org/none> ; sh:minCount 1 ; sh:severity %s ]"
UNUSABLE = 'sh:sparql [ sh:select "SELECT $this WHERE { VALUES ?x { 1 } $this ?p ?x }" ]'
EDITS = {
    "nothing": ("", ""),
    "stated": (SECTION, 'tc:asOf "2006-10-11"^^xsd:date'),
    "warned of": ("shapes/more.ttl", SHAPE % ("tc:Action", "sh:Warning", NO_PATH % "sh:Warning")),
    "only concluded": ("shapes/more.ttl", SHAPE % ("prov:Agent", "sh:Violation", NO_PATH % "sh:Violation")),
    "unusable": ("shapes/more.ttl", SHAPE % ("tc:Action", "sh:Warning", UNUSABLE)),
}


@pytest.fixture
def copy(tmp_path: Path) -> Project:
    return copy_project(tmp_path / "copy")


def outcome_of(project: Project) -> tuple[Outcome, list[str], int]:
    engine = EmbeddedEngine()
    outcome = run_check(project_check(project), engine)
    return outcome, [str(each) for each in outcome.unchecked], engine.size(application().inferred)


@pytest.mark.parametrize("edit", EDITS)
def test_same_as_one_by_one(copy: Project, edit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, text = EDITS[edit]
    if name == SECTION:
        path = copy.root / name
        content = path.read_text("utf-8")
        assert text in content
        path.write_text(content.replace(text, text.replace("^^xsd:date", ""), 1), "utf-8")
    elif name:
        (copy.root / name).write_text(text, "utf-8")
    copied: list[object] = []

    def counted(work):  # type: ignore[no-untyped-def]
        copied.append(work)
        return in_a_copy(work)

    monkeypatch.setattr(judging, "in_a_copy", counted)
    at_once, unchecked, concluded = outcome_of(copy)
    assert copied
    monkeypatch.setattr(checking, "copies_are_safe", lambda: False)
    one_by_one, expected, size = outcome_of(copy)
    assert len(copied) == 1
    assert at_once.diagnostics == one_by_one.diagnostics
    assert bool(at_once.diagnostics) == (edit != "nothing")
    assert (unchecked, concluded, at_once.conforms) == (expected, size, one_by_one.conforms)


def test_a_rule_that_cannot_be_read_is_told_where_nothing_is_wrong(copy: Project) -> None:
    rules = next(path for path in sorted((copy.root / "ontology").rglob("*.ttl")) if "sh:construct" in path.read_text())
    rules.write_text(rules.read_text("utf-8").replace("WHERE {", "WHERE [", 1), "utf-8")
    with pytest.raises(BrokenInput, match="cannot be read"):
        outcome_of(copy)


def test_what_fails_in_a_copy_gives_nothing() -> None:
    with in_a_copy(lambda: [1, 2]) as good, in_a_copy(lambda: 1 / 0) as bad, in_a_copy(lambda: lambda: 1) as strange:
        assert (good(), bad(), strange()) == ([1, 2], None, None)


def test_where_there_can_be_no_copy_nothing_is_lost(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise OSError("no memory")

    monkeypatch.setattr("os.fork", refused)
    assert not outcome_of(copy)[0].diagnostics
