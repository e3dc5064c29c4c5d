"""Merging from outside: what is new is added, what is known is not said twice, what a person wrote is not touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tcgraph import terms
from tcgraph.errors import BadParameter
from tcgraph.export.project_merge import merge, read_rdf, target_of
from tcgraph.project import Project
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad
from tests.export.conftest import HERE

THING, SAYS = NamedNode(terms.ID + "project/x"), terms.expand("tc:summary")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for path, source in (("ontology/core", "model"), ("data/ttl/facts", "sample")):
        (tmp_path / path).parent.mkdir(parents=True)
        shutil.copyfile(HERE / f"{source}.ttl", tmp_path / f"{path}.ttl")
    return Project(tmp_path)


def test_what_the_project_says_already_is_not_said_twice(project: Project) -> None:
    came = list(read_rdf(project.data / "facts.ttl"))
    merged = merge(project, target_of(project, "partners/nl"), came, "facts.ttl")
    assert (merged.added, merged.known) == (0, len(came))


def test_what_is_new_is_added_once_and_later_merges_add_to_it(project: Project) -> None:
    target = target_of(project, "partners/nl")
    known = next(iter(read_rdf(project.data / "facts.ttl")))
    for text, added in (("one", 1), ("two", 1), ("one", 0)):
        merged = merge(project, target, [Quad(THING, SAYS, Literal(text, language="en")), known], "theirs.nq")
        assert (merged.added, merged.known) == (added, 2 - added)
        if merged.added:
            target.parent.mkdir(exist_ok=True)
            target.write_text(merged.text, encoding="utf-8")
    assert {quad.object for quad in read_rdf(target)} == {Literal(text, language="en") for text in ("one", "two")}
    assert project.graph_of(target) == NamedNode(terms.GRAPH + "partners/nl")


def test_what_would_lose_something_is_refused(project: Project) -> None:
    quad = Quad(THING, SAYS, Literal("x"))
    with pytest.raises(BadParameter, match="comments"):
        merge(project, target_of(project, "facts"), [quad], "x")
    with pytest.raises(BadParameter, match="blank node"):
        merge(project, target_of(project, "new"), [Quad(BlankNode("b"), SAYS, Literal("x"))], "x")
    for name in ("../etc", "Partners", "a//b", ""):
        with pytest.raises(BadParameter, match="cannot name a graph"):
            target_of(project, name)
