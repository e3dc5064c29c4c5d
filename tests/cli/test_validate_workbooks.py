"""Workbooks among the files of ``tcgraph validate``: every finding names its sheet and cell, in every format."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from tcgraph.cli.workbooks import check_workbook
from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Level
from tcgraph.diagnostics.output import renderer
from tcgraph.followup.cycles import cycle_named, open_cycle
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.workbook.workbook import workbook
from tcgraph.project import Project
from tests.followup.conftest import fill
from tests.own_project import copy_project, tcgraph_in

SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix tc: <https://w3id.org/tcgraph/ns#> .
@prefix shape: <https://w3id.org/tcgraph/shapes#> .

shape:short-need a sh:NodeShape ;
    sh:targetClass tc:Need ;
    sh:property shape:short-need-summary .

shape:short-need-summary a sh:PropertyShape ;
    sh:path tc:summary ;
    sh:maxLength 20 ;
    sh:message "Say the need in a few words."@en .
"""
"""A rule of which the workbook itself knows nothing."""

LONG = "Jobs for school leavers in the three poorest regions."


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("own"))
    (project.shapes / "needs.ttl").write_text(SHAPE)
    day = datetime.date(2008, 10, 15)
    open_cycle(project, open_graph(project), "2008-11", as_of=day, symbol="GB.303/TC/1", title="Report")
    return project


@pytest.fixture(scope="module")
def book(own: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled in with a wrong country, a need that only the shape finds fault with, and one that is sound."""
    folder = tmp_path_factory.mktemp("books")
    engine = open_graph(own)
    (folder / "empty.xlsx").write_bytes(workbook(engine, cycle_named(engine, "2008-11")))
    path = folder / "dakar.xlsx"
    said = (("SENN", "Jobs."), ("SEN", LONG), ("MDG", "Jobs."))
    needs = [[country, "youth-employment", summary] for country, summary in said]
    fill(folder / "empty.xlsx", path, {"Needs": needs}, {})
    return path


@pytest.fixture(scope="module")
def outcome(book: Path, own: Project) -> Outcome:
    return check_workbook(book, own, None, "en")


def test_cells_and_facts_are_judged(outcome: Outcome) -> None:
    found = {(str(d.location.cell), d.rule) for d in outcome.diagnostics if d.location and d.level is Level.ERROR}
    assert found == {("Needs!A3", "value"), ("Needs!C4", "short-need-summary")}


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github", "gitlab", "html"])
def test_every_format_names_the_cells(outcome: Outcome, format_: str) -> None:
    written = "".join(renderer(format_)(outcome))
    assert "Needs!A3" in written
    assert "Needs!C4" in written


def test_the_command_line_takes_workbooks_beside_other_files(own: Project, book: Path, tmp_path: Path) -> None:
    tcgraph = tcgraph_in(own.root)
    done = tcgraph("validate", str(book), "data/ttl/reference/regions.ttl", "--format", "json", "--cycle", "2008-11")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert [d["location"]["cell"] for d in told["diagnostics"]] == ["Needs!A3", "Needs!C4"]
    assert len(told["files"]) == 2
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(book.read_bytes()[:2000])
    refused = tcgraph("validate", str(broken))
    assert refused.returncode == 2
    assert "broken.xlsx" in refused.stdout
    unknown = tcgraph("validate", str(book), "--cycle", "1999-01")
    assert unknown.returncode == 2
    assert "1999-01" in unknown.stderr


@pytest.mark.parametrize(
    "options", [("--infer",), ("--engine", "pyshacl"), ("--changed",), ("--since", "HEAD")], ids=lambda given: given[0]
)
def test_what_a_workbook_cannot_be_checked_with_is_refused(own: Project, book: Path, options: tuple[str, ...]) -> None:
    refused = tcgraph_in(own.root)("validate", "data/ttl/reference/regions.ttl", str(book), *options)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"{options[0]} is for RDF files, not for a workbook; check dakar.xlsx without it." in refused.stderr


def test_a_workbook_is_judged_by_the_shapes_that_are_named(own: Project, book: Path, tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(SHAPE.replace("maxLength 20", "maxLength 3"))
    done = tcgraph_in(own.root)("validate", str(book), "--shapes", str(tmp_path / "other.ttl"), "--format", "json")
    assert [d["location"]["cell"] for d in json.loads(done.stdout)["diagnostics"]] == [
        "Needs!A3",
        "Needs!C4",
        "Needs!C5",
    ]


def test_a_cycle_without_a_workbook_is_refused(own: Project) -> None:
    refused = tcgraph_in(own.root)("validate", "--cycle", "2008-11")
    assert (refused.returncode, "--cycle says what workbooks report to" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    "options", [("--output", "x"), ("--max", "3"), ("--baseline", "x")], ids=lambda given: given[0]
)
def test_what_a_new_baseline_would_ignore_is_refused(own: Project, tmp_path: Path, options: tuple[str, ...]) -> None:
    refused = tcgraph_in(own.root)("validate", "--write-baseline", str(tmp_path / "known.json"), *options)
    assert (refused.returncode, f"leave {options[0]} out" in refused.stderr) == (2, True)
    assert not (tmp_path / "known.json").exists()
