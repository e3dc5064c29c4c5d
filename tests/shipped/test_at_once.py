"""What is stated is judged in a copy of the process, and what follows beside it: to the same outcome as one by one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from tcgraph.diagnostics import check as checking
from tcgraph.diagnostics import judging
from tcgraph.diagnostics.check import run_check
from tcgraph.diagnostics.forked_work import copies_are_safe, in_a_copy
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.namespaces import application
from tcgraph.project import Project
from tcgraph.publish.project_graph import project_check
from tests.conftest import mostly_at_size
from tests.own_project import copy_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="a process is not copied on this system"
    ),
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


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a check: what is wrong, what could not be checked, how much follows, and the copies begun for it."""

    diagnostics: tuple[str, ...]
    unchecked: tuple[str, ...]
    concluded: int
    conforms: bool
    copies: int


def judged(root: Path, *, at_once: bool, forks: bool = True) -> Judged:
    """Judge a project in this process, which must be a new one: with a thread of another test nothing is copied."""
    assert copies_are_safe()
    copies: list[object] = []

    def counted(work: Callable[[], object]) -> AbstractContextManager[Callable[[], object]]:
        copies.append(work)
        return in_a_copy(work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "in_a_copy", counted)
        patch.setattr(checking, "a_core_is_free", lambda: True)
        if not at_once:
            patch.setattr(checking, "copies_are_safe", lambda: False)
        if not forks:
            patch.setattr("os.fork", no_memory)
        engine = EmbeddedEngine()
        outcome = run_check(project_check(Project(root)), engine)
    return Judged(
        tuple(map(repr, outcome.diagnostics)),
        tuple(map(str, outcome.unchecked)),
        engine.size(application().inferred),
        outcome.conforms,
        len(copies),
    )


def no_memory() -> int:
    raise OSError("no memory")


def judged_apart(root: Path, **how: bool) -> Judged:
    """Judge a project in a new process, as the command does: a fork of one that has only imported what it needs."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(judged, root, **how).result()


@pytest.mark.parametrize("edit", mostly_at_size(EDITS, "stated"))
def test_same_as_one_by_one(copy: Project, edit: str) -> None:
    name, text = EDITS[edit]
    if name == SECTION:
        path = copy.root / name
        content = path.read_text("utf-8")
        assert text in content
        path.write_text(content.replace(text, text.replace("^^xsd:date", ""), 1), "utf-8")
    elif name:
        (copy.root / name).write_text(text, "utf-8")
    at_once = judged_apart(copy.root, at_once=True)
    assert at_once.copies == 1
    assert judged_apart(copy.root, at_once=False) == replace(at_once, copies=0)
    assert bool(at_once.diagnostics) == (edit != "nothing")


def test_a_rule_that_cannot_be_read_is_told_where_nothing_is_wrong(copy: Project) -> None:
    rules = next(path for path in sorted((copy.root / "ontology").rglob("*.ttl")) if "sh:construct" in path.read_text())
    rules.write_text(rules.read_text("utf-8").replace("WHERE {", "WHERE [", 1), "utf-8")
    with pytest.raises(BrokenInput, match="cannot be read"):
        judged_apart(copy.root, at_once=True)


def test_what_fails_in_a_copy_gives_nothing() -> None:
    with in_a_copy(lambda: [1, 2]) as good, in_a_copy(lambda: 1 / 0) as bad, in_a_copy(lambda: lambda: 1) as strange:
        assert (good(), bad(), strange()) == ([1, 2], None, None)


def test_where_there_can_be_no_copy_nothing_is_lost(copy: Project) -> None:
    kept = judged_apart(copy.root, at_once=True, forks=False)
    assert (kept.diagnostics, kept.copies) == ((), 1)
