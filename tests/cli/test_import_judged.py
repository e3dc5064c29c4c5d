"""``tcgraph import --into``: what came is judged by every rule before it is written, as every other door judges it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.project import Project
from tests.own_project import copy_project, tcgraph_in

HEAD = """@prefix tc: <https://w3id.org/tcgraph/ns#> . @prefix id: <https://w3id.org/tcgraph/id/> .
@prefix v: <https://w3id.org/tcgraph/vocab/> .
"""
OBSERVATION = "<https://w3id.org/tcgraph/id/observation/1-1-a-2006-10>"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_project(tmp_path_factory.mktemp("own"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"{OBSERVATION} tc:certainty v:certainty\\/hedged .", "tc:Amendment"),
        (f"{OBSERVATION} tc:status v:status\\/planned .", "at most 1 can stand"),
        (f'{OBSERVATION} tc:finishedOn "2007" .', "tc:finishedOn is not defined in the ontology"),
        (f"{OBSERVATION} a tc:Country .", "has no tc:iso3"),
    ],
    ids=["overwritten", "second status", "invented property", "two kinds at once"],
)
def test_what_breaks_a_rule_is_not_written(own: Project, tmp_path: Path, said: str, told: str) -> None:
    theirs = tmp_path / "theirs.ttl"
    theirs.write_text(HEAD + said)
    done = tcgraph_in(own.root)("import", str(theirs), "--into", "partners/nl")
    assert done.returncode == 1
    assert told in done.stderr
    assert "nothing was written" in done.stderr
    assert not (own.data / "partners/nl.ttl").exists()


def test_what_adds_to_the_project_is_written(own: Project, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.ttl"
    theirs.write_text(f'{HEAD}{OBSERVATION} <http://www.w3.org/2000/01/rdf-schema#comment> "Seen."@en .')
    done = tcgraph_in(own.root)("import", str(theirs), "--into", "partners/nl")
    assert done.returncode == 0, done.stderr
    assert (own.data / "partners/nl.ttl").exists()
