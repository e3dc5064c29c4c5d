"""What is stated is judged in a copy of the process, and what follows beside it: to the same outcome as one by one."""

from __future__ import annotations

import os
import sys
import time
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
from tests.http.running import empty_project

pytestmark = [
    pytest.mark.skipif(
        sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="a process is not copied on this system"
    ),
]

PREFIXES = """@prefix ex: <https://example.org/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = """ex:Action a owl:Class . ex:Agent a owl:Class . sh:SPARQLRule a owl:Class .
sh:construct a owl:AnnotationProperty . ex:asOf a owl:DatatypeProperty .
ex:agent a owl:ObjectProperty ; rdfs:domain ex:Action ; rdfs:range ex:Agent .
ex:of a owl:ObjectProperty .
ex:rule a sh:SPARQLRule ;
  sh:construct "PREFIX ex: <https://example.org/ns#> CONSTRUCT { ?b ex:of ?a } WHERE { ?a ex:agent ?b }" .
"""
DATA = """ex:act a ex:Action ; ex:asOf "2006-10-11"^^xsd:date ; ex:agent ex:office .
"""
SHAPES = """ex:action a sh:NodeShape ; sh:targetClass ex:Action ;
  sh:property [ sh:path ex:asOf ; sh:datatype xsd:date ; sh:minCount 1 ] .
"""
SHAPE = "ex:more a sh:NodeShape ; sh:targetClass %s ; sh:severity %s ; %s .\n"
NO_PATH = "sh:property [ sh:path ex:none ; sh:minCount 1 ; sh:severity %s ]"
UNUSABLE = 'sh:sparql [ sh:select "SELECT $this WHERE { VALUES ?x { 1 } $this ?p ?x }" ]'
EDITS = {
    "nothing": ("", ""),
    "stated": ("data/ttl/data.ttl", DATA.replace("^^xsd:date", "")),
    "warned of": ("shapes/more.ttl", SHAPE % ("ex:Action", "sh:Warning", NO_PATH % "sh:Warning")),
    "only concluded": ("shapes/more.ttl", SHAPE % ("ex:Agent", "sh:Violation", NO_PATH % "sh:Violation")),
    "unusable": ("shapes/more.ttl", SHAPE % ("ex:Action", "sh:Warning", UNUSABLE)),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one fact, from which something follows by a rule of each kind."""
    empty_project(tmp_path)
    for name, text in (("ontology/o", ONTOLOGY), ("data/ttl/data", DATA), ("shapes/shapes", SHAPES)):
        write(tmp_path / f"{name}.ttl", text)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(PREFIXES + text, encoding="utf-8")


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
        patch.setattr(checking, "_WORTH_A_COPY", 0)
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


@pytest.mark.parametrize("edit", EDITS)
def test_same_as_one_by_one(root: Path, edit: str) -> None:
    name, text = EDITS[edit]
    if name:
        write(root / name, text)
    at_once = judged_apart(root, at_once=True)
    assert at_once.copies == 2
    assert judged_apart(root, at_once=False) == replace(at_once, copies=0)
    assert bool(at_once.diagnostics) == (edit != "nothing")
    assert bool(at_once.concluded) == (edit != "stated")


def test_a_rule_that_cannot_be_read_is_told_where_nothing_is_wrong(root: Path) -> None:
    write(root / "ontology/o.ttl", ONTOLOGY.replace("WHERE {", "WHERE [", 1))
    with pytest.raises(BrokenInput, match="cannot be read"):
        judged_apart(root, at_once=True)


def test_what_fails_in_a_copy_gives_nothing() -> None:
    with in_a_copy(lambda: [1, 2]) as good, in_a_copy(lambda: 1 / 0) as bad, in_a_copy(lambda: lambda: 1) as strange:
        assert (good(), bad(), strange()) == ([1, 2], None, None)


def test_where_there_can_be_no_copy_nothing_is_lost(root: Path) -> None:
    kept = judged_apart(root, at_once=True, forks=False)
    assert (kept.diagnostics, kept.copies) == ((), 2)


def test_a_copy_that_nobody_waits_for_is_ended(tmp_path: Path) -> None:
    def slow() -> None:
        time.sleep(30)
        (tmp_path / "done").touch()

    with in_a_copy(slow):
        begun = os.times().elapsed
    assert os.times().elapsed - begun < 20
    assert not (tmp_path / "done").exists()
