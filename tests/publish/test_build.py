"""A build is published whole or not at all, and never twice from the same files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.errors import BrokenInput, EngineError
from tcgraph.project import Project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.make import Rejected
from tcgraph.publish.project_graph import clean_state, project_check

DATA = """@prefix ex: <https://example.org/> .
@prefix tc: <https://w3id.org/tcgraph/ns#> .
ex:a a tc:Recommendation ; tc:number 1 ; tc:part [ tc:number 2 ] .
"""
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix tc: <https://w3id.org/tcgraph/ns#> .
tc:NumberShape a sh:NodeShape ; sh:targetClass tc:Recommendation ;
  sh:property [ sh:path tc:number ; sh:maxInclusive 37 ; sh:message "Number it from 1 to 37." ] .
"""


@pytest.fixture
def small(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    for part in ("ontology", "data/ttl", "shapes", "queries"):
        (root / part).mkdir(parents=True)
    (root / "data/ttl/facts.ttl").write_text(DATA)
    (root / "shapes/number.ttl").write_text(SHAPE)
    return Project(root)


@pytest.fixture
def versions(small: Project) -> VersionStore:
    return VersionStore(small.root / ".tcgraph")


def test_published_once(small: Project, versions: VersionStore) -> None:
    first = build(small, versions)
    assert not first.reused
    assert (current := versions.current()) is not None
    assert current.manifest == first.version.manifest
    assert "<https://w3id.org/tcgraph/graph/facts> ." in first.version.dump.read_text()
    assert build(small, versions).reused


def test_same_files_same_bytes(small: Project, versions: VersionStore) -> None:
    first = build(small, versions).version.dump.read_bytes()
    assert build(small, versions, force=True).version.dump.read_bytes() == first
    assert first.splitlines() == sorted(first.splitlines())


def test_what_stands_in_two_files_is_noted(small: Project, versions: VersionStore) -> None:
    """The engine counts it twice, which nobody expects who counts."""
    assert not build(small, versions).version.manifest.notes
    (small.data / "again.ttl").write_text("@prefix ex: <https://example.org/> . ex:b ex:p 1 . ex:b ex:p 2 .")
    (small.data / "once-more.ttl").write_text("@prefix ex: <https://example.org/> . ex:b ex:p 2 .")
    (note,) = build(small, versions).version.manifest.notes
    assert note.startswith("A statement stands in several graphs, such as <https://example.org/b> ")
    assert "DISTINCT" in note


@pytest.mark.parametrize("literals", ["refuse", "normalise"])
def test_what_a_build_found_clean_is_judged_by_its_changes_from_then_on(
    small: Project, versions: VersionStore, literals: str
) -> None:
    """But where it judged other values than the files hold."""
    build(small, versions, literals=literals)
    edits = clean_state(small, project_check(small)).edits()
    assert (edits is not None and not edits.changed) == (literals == "refuse")


def test_violation_leaves_the_version_in_force(small: Project, versions: VersionStore) -> None:
    before = build(small, versions).version
    (small.data / "facts.ttl").write_text(DATA.replace("tc:number 1", "tc:number 38"))
    with pytest.raises(Rejected, match=r"1 error, the first: .*facts.ttl:3:.*Number it from 1 to 37"):
        build(small, versions)
    assert (current := versions.current()) is not None
    assert current.name == before.name


def test_broken_file_leaves_the_version_in_force(small: Project, versions: VersionStore) -> None:
    before = build(small, versions).version
    (small.data / "facts.ttl").write_text(DATA + "ex:a ex:b \n")
    with pytest.raises(BrokenInput, match=r"facts\.ttl:5"):
        build(small, versions)
    assert (current := versions.current()) is not None
    assert current.name == before.name
    assert [path.name for path in (versions.root / "versions").iterdir()] == [before.name]


def test_going_back_is_instant(small: Project, versions: VersionStore) -> None:
    before = build(small, versions).version
    (small.data / "facts.ttl").write_text(DATA.replace("tc:number 1", "tc:number 3"))
    assert build(small, versions).version.name != before.name
    (small.data / "facts.ttl").write_text(DATA)
    again = build(small, versions)
    assert again.reused
    assert again.version.name == before.name


@pytest.mark.parametrize(
    ("written", "served"),
    [("100.00", "100"), ('"5"^^<http://www.w3.org/2001/XMLSchema#int>', "integer"), ("1e3", "1000")],
)
def test_literal_that_would_change(small: Project, versions: VersionStore, written: str, served: str) -> None:
    (small.data / "facts.ttl").write_text(DATA.replace("tc:number 1 ;", f"tc:number 1 ; tc:value {written} ;"))
    with pytest.raises(BrokenInput, match=rf"facts\.ttl:3.*{served}"):
        build(small, versions)
    assert versions.current() is None
    noted = build(small, versions, literals="normalise").version.manifest.notes
    assert len(noted) == 1
    assert served in noted[0]


def test_unwritable_directory(small: Project, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(EngineError, match=r"Cannot write in .*TCGRAPH_STATE"):
        build(small, VersionStore(blocked / "state"))


def test_old_versions_go(small: Project, versions: VersionStore) -> None:
    for number in range(1, 9):
        (small.data / "facts.ttl").write_text(DATA.replace("tc:number 1", f"tc:number {number}"))
        last = build(small, versions).version
    assert len(versions.names()) == 5
    assert (current := versions.current()) is not None
    assert current.name == last.name
