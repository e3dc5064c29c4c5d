"""``tcgraph import --into``: what came is judged by every rule before it is written, as every other door judges it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tcgraph.diagnostics.clean_state import CleanState
from tcgraph.project import Project
from tcgraph.publish import gate, project_graph
from tcgraph.rdf import GraphFormat, parse
from tcgraph.terms import INFERRED
from tests.export.test_iati import PARTNER
from tests.own_project import copy_project, tcgraph_in

HEAD = """@prefix tc: <https://w3id.org/tcgraph/ns#> . @prefix id: <https://w3id.org/tcgraph/id/> .
@prefix v: <https://w3id.org/tcgraph/vocab/> .
"""
OBSERVATION = "<https://w3id.org/tcgraph/id/observation/1-1-a-2006-10>"
HEDGED = "<https://w3id.org/tcgraph/id/observation/17-2-a-2006-10>"
WAITS = "<https://w3id.org/tcgraph/id/condition/1-3-b>"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_project(tmp_path_factory.mktemp("own"))


@pytest.fixture
def written(own: Project) -> Iterator[Path]:
    """Where the import goes; what a test leaves there is no other test's."""
    path = own.data / "partners/nl.ttl"
    yield path
    path.unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"{OBSERVATION} tc:status v:status\\/planned .", "has 2 values of tc:status, "),
        pytest.param(
            f"{HEDGED} tc:certainty v:certainty\\/stated .", "has 2 values of tc:certainty, ", marks=pytest.mark.at_size
        ),
        pytest.param(
            f"{WAITS} tc:certainty v:certainty\\/hedged .", "has 2 values of tc:certainty, ", marks=pytest.mark.at_size
        ),
        (f'{OBSERVATION} tc:finishedOn "2007" .', "tc:finishedOn is not defined in the ontology"),
        (f"{OBSERVATION} a tc:Country .", "has no tc:iso3"),
    ],
    ids=["second status", "second certainty", "certainty of a condition", "invented property", "two kinds at once"],
)
def test_what_breaks_a_rule_is_not_written(own: Project, written: Path, tmp_path: Path, said: str, told: str) -> None:
    theirs = tmp_path / "theirs.ttl"
    theirs.write_text(HEAD + said)
    done = tcgraph_in(own.root)("import", str(theirs), "--into", "partners/nl")
    assert done.returncode == 1
    assert told in done.stderr
    assert "nothing was written" in done.stderr
    assert not written.exists()


def test_what_adds_to_the_project_is_written(own: Project, written: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.ttl"
    theirs.write_text(f'{HEAD}{OBSERVATION} <http://www.w3.org/2000/01/rdf-schema#comment> "Seen."@en .')
    done = tcgraph_in(own.root)("import", str(theirs), "--into", "partners/nl")
    assert done.returncode == 0, done.stderr
    assert written.exists()


def test_what_fills_in_what_was_left_unsaid_is_written_and_told(own: Project, written: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.ttl"
    theirs.write_text(f"{HEAD}{OBSERVATION} tc:certainty v:certainty\\/hedged .")
    done = tcgraph_in(own.root)("import", str(theirs), "--into", "partners/nl")
    assert done.returncode == 0, done.stderr
    assert "which the earlier version did not say" in done.stderr
    assert written.exists()


def test_a_partners_iati_file_is_written_as_it_is_published(own: Project, written: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "projects-2009.xml"
    theirs.write_text(PARTNER.replace('"2.03"', '"2.03" generated-datetime="2009-03-01T10:00:00Z"'), encoding="utf-8")
    done = tcgraph_in(own.root)("import", str(theirs), "--into", "partners/nl")
    assert done.returncode == 0, done.stderr
    assert "iati-projects-2009" in written.read_text(encoding="utf-8")


@pytest.mark.parametrize("edited", [False, True], ids=["as checked", "edited since"])
def test_what_followed_is_taken_as_a_check_kept_it(
    own: Project, monkeypatch: pytest.MonkeyPatch, *, edited: bool
) -> None:
    graph = own.graph_of(own.data / "partners" / "nl.ttl")
    said = list(parse(f'{HEAD}{OBSERVATION} tc:note "Seen."@en .'.encode(), GraphFormat.TURTLE))
    if edited:
        (own.data / "seen.ttl").write_text(f'{HEAD}{OBSERVATION} a tc:Event ; tc:summary "Seen."@en .', "utf-8")

    def refused(_engine: object) -> None:
        raise AssertionError("what has changed since a check of everything can be followed")

    with monkeypatch.context() as patched:
        patched.setattr("tcgraph.owl.reason.reason", refused)
        kept, _, judged = gate.judge_graphs(own, [(graph, said)])
    monkeypatch.setattr(project_graph, "clean_state", lambda project, check: CleanState(project.root / "x", check, ()))
    anew, _, expected = gate.judge_graphs(own, [(graph, said)])
    assert set(kept.quads(INFERRED)) == set(anew.quads(INFERRED))
    assert set(judged.findings) == set(expected.findings)
    assert judged.findings
