"""From an opened cycle to the report: three offices, faults found by cell, corrections, merge, before and after."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tcgraph.diagnostics import Diagnostic
from tcgraph.errors import BadParameter
from tcgraph.followup.cycles import close_cycle, cycle_named, open_cycle
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.report.query_rows import NamedQueryRows
from tcgraph.followup.workbook.intake import take_in
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tests.followup.conftest import fill
from tests.own_project import copy_project, tcgraph_in

pytestmark = [pytest.mark.slow, pytest.mark.at_size]

DAKAR: dict[str, list[list[Any]]] = {
    "New actions": [
        [
            12,
            "Steering committee in Senegal",
            "A tripartite committee was set up.",
            "ilo",
            "taken",
            "Minutes.",
            None,
            "SEN",
        ]
    ],
    "Country programmes": [
        ["SEN", 2006, 2010, "under-implementation", None, "undaf; prsp", 2007, 2011, "Youth employment", None],
        ["MDG", 2007, 2010, "in-preparation", None, "undaf"],
    ],
    "Outcomes": [
        ["sen101", "Youth employment policy adopted", "country-programme", "SEN-2006", "op-1"],
        ["op-1", "Constituents in national planning", "operational"],
    ],
    "Results": [["sen101", "Ministries that apply the policy", "2008-06-30", 2, 5]],
    "Projects": [
        ["sen-1", "Youth jobs", None, "SEN", None, "under-implementation", None, "sen101", "nld-1", "global-compact"]
    ],
    "Agreements": [
        ["nld-1", "Netherlands 2006-10", "government-of-nld", "2006-01-15", 2006, 2010, "yes", "yes", 40000000, "USD"]
    ],
    "Money": [
        ["sen-1", "2008-09", "extra-budgetary", "1,250,000", "USD", "nld-1"],
        ["sen-1", "2008-09", "public-private", 50000, "USD"],
    ],
    "Appraisal": [["sen-1", "gender-analysis", "yes", "Annex 3"], ["sen-1", "demand-and-support", "no"]],
    "Ratifications": [["SEN", "C144", "2004-11-01", "2008-09-01", "https://example.org/normlex"]],
    "Supervision": [["SEN", "C087", 2007, "committee-of-experts", "Registration of unions.", "sen-1"]],
    "Baselines": [["MMR", "C087", "2008-06-01", "No independent unions are registered."]],
    "Needs": [["SEN", "youth-employment", "Jobs for school leavers."]],
    "Practices": [["PER", "youth-employment", "One priority, chosen by three.", "Choose one theme first."]],
    "Tripartite bodies": [["SEN", "National steering committee", 4, 8, "2008-05-01"]],
}
LIMA: dict[str, list[list[Any]]] = {
    "Country programmes": [["PER", 2007, 2011, "approved", None, None]],
    "Projects": [["per-1", "Research", None, "PER", None, "approved"]],
    "Money": [
        ["per-1", "2008-09", "extra-budgetary", 400000, "USD"],
        ["per-1", "2008-09", "extra-budgetary", None, None],
    ],
}
FAULTY: dict[str, list[list[Any]]] = {
    "New actions": [
        [99, "Wrong", "Something.", "ilo; nobody", "done", "Because.", None, "SNE"],
        [12, "x" * 61, None, "ilo", "taken", "Because.", "31 June 2009", None],
        [13, "Nobody is named", "Something.", " ; ", "taken", "Because.", None, ";"],
    ],
    "Country programmes": [["MNG", 2010, 2008, "started", None, "undaff"]],
    "Money": [["no-such", "2008-10", "extra-budgetary", "many", None, None], ["no-such", "2008-09", "rbtc", 100, None]],
    "Ratifications": [
        ["MNG", "R152", "2004-11-01", "2008-09-01", "somewhere"],
        ["MNG", "C144", "2030-01-01", "2008-09-01", "https://example.org/"],
    ],
    "Tripartite bodies": [["MNG", "Board", 2.5, -1, "2008-05-01"]],
}


MISTAKEN = {
    "1-4-a": {"Status now": "underway", "What happened": "Soon."},
    "22-2-a": {"Status now": "planned", "What happened": "Soon.", "Expected by": "2007-01-01"},
    "6-7-a": {"Status now": "planned", "What happened": "Not signed yet.", "Expected by": "2009-01-01"},
    "2-1-a": {"Status now": "taken"},
}
NEWS = {
    "dakar": (DAKAR, {"6-7-a": {"Status now": "taken", "What happened": "Signed in 2007."}}),
    "lima": (LIMA, {"1-1-b": {"Status now": "under-way", "What happened": "Begun with four agencies."}}),
}
CORRECTED = {"22-2-a": {"Status now": "planned", "What happened": "Soon.", "Expected by": "2009-06-30"}}


@dataclass(frozen=True)
class Story:
    """What has been done, in the project of its own in which it was done."""

    own: Project
    template: Path
    before: dict[Path, bytes]
    findings: list[Diagnostic]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line as a person would."""
        return tcgraph_in(self.own.root)(*arguments)

    def done(self, *arguments: str) -> str:
        """Run what has to succeed."""
        result = self.run(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def ask(self, name: str, **values: str) -> list[dict[str, str]]:
        return NamedQueryRows(open_graph(self.own), read_queries(self.own.queries)).rows(name, values)

    def files(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in sorted(self.own.data.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A cycle is opened, two offices report, and a third does after it has been told its faults."""
    folder = tmp_path_factory.mktemp("offices")
    template = folder / "template.xlsx"
    told = Story(copy_project(folder / "own"), template, {}, [])
    told.done("cycle", "template", "2008-11", "-o", str(template))
    early = told.run("import", str(template), "--cycle", "2008-11")
    assert early.returncode == 2
    assert "not open; open it with: tcgraph cycle open 2008-11 --as-of DATE --symbol SYMBOL" in early.stderr
    told.done("cycle", "open", "2008-11", "--as-of", "2008-10-15", "--symbol", "GB.303/TC/1")
    told.before.update(told.files())
    for office, (sheets, known) in NEWS.items():
        workbook = folder / f"{office}.xlsx"
        fill(template, workbook, sheets, known)
        told.done("import", str(workbook), "--cycle", "2008-11")
    ulan = folder / "ulaanbaatar.xlsx"
    fill(template, ulan, FAULTY, MISTAKEN)
    before = told.files()
    assert told.run("import", str(ulan), "--cycle", "2008-11").returncode == 1
    assert told.files() == before, "a faulty workbook left something behind"
    engine = open_graph(told.own)
    told.findings.extend(take_in(ulan, engine, cycle_named(engine, "2008-11")).findings)
    fill(template, ulan, {}, CORRECTED)
    told.done("import", str(ulan), "--cycle", "2008-11")
    after = told.files()
    told.done("import", str(ulan), "--cycle", "2008-11")
    assert told.files() == after, "sending it again changed something"
    return told


def test_a_cycle_is_taken_back_until_something_is_reported_in_it(story: Story) -> None:
    with pytest.raises(BadParameter, match="what was reported stands"):
        close_cycle(story.own, engine := open_graph(story.own), cycle_named(engine, "2008-11"))
    path = open_cycle(story.own, engine, "2009-01", as_of=datetime.date(2009, 1, 15), symbol="X/1", title="")
    engine = open_graph(story.own)
    assert close_cycle(story.own, engine, cycle_named(engine, "2009-01")) == path
    assert not path.exists()


def test_a_cycle_cannot_be_opened_twice_and_an_unknown_one_is_named(story: Story, tmp_path: Path) -> None:
    assert story.run("cycle", "open", "2008-11", "--as-of", "2008-10-15", "--symbol", "X").returncode == 2
    unknown = story.run("cycle", "template", "2007-99", "-o", str(tmp_path / "x.xlsx"))
    assert unknown.returncode == 2
    assert "2006-10" in unknown.stderr
    assert len(unknown.stderr.strip().splitlines()) == 1


def test_every_fault_is_said_with_its_cell(story: Story) -> None:
    cells = {
        str(finding.location).partition("[")[2].rstrip("]") for finding in story.findings if finding.level == "error"
    }
    assert {
        "New actions!A3",
        "New actions!D3",
        "New actions!E3",
        "New actions!H3",
        "New actions!B4",
        "New actions!G4",
        "Country programmes!C3",
        "Country programmes!D3",
        "Country programmes!F3",
        "Money!B3",
        "Money!D3",
        "Money!D4",
        "Ratifications!E3",
        "Ratifications!C4",
        "Tripartite bodies!C3",
        "Tripartite bodies!D3",
    } <= cells
    said = " ".join(finding.message for finding in story.findings)
    assert "another report says 'taken'" in said
    assert "'underway' is not known; did you mean under-way?" in said
    assert "2007-01-01 has passed" in said
    assert "What happened is missing" in said
    assert "What was done is missing" in said


def test_a_list_without_an_item_is_an_empty_cell(story: Story) -> None:
    at = {str(finding.location).partition("[")[2].rstrip("]"): finding for finding in story.findings}
    assert at["New actions!D5"].message.startswith("Who is missing")
    assert "New actions!H5" not in at, "countries may be left out"


def test_the_merged_graph_conforms_and_nothing_was_overwritten(story: Story) -> None:
    story.done("validate")
    after = story.files()
    assert {path: after[path] for path in story.before} == story.before
    assert len(after) > len(story.before)


def test_what_moved_is_told_and_what_was_known_then_stays(story: Story) -> None:
    old = {row["action"]: row["status"] for row in story.ask("report-actions", asOf="2007-01-01")}
    new = {row["action"]: row["status"] for row in story.ask("report-actions", asOf="2008-12-31")}
    assert (old["6-7-a"], new["6-7-a"]) == ("under-way", "taken")
    assert len(new) == len(old) + 1
    moved = story.run("changes", "2006-10", "2008-11").stdout
    assert (
        "6-7-a (New UNDP partnership agreement in preparation) moved from under way to taken: Signed in 2007." in moved
    )
    assert "reported for the first time" in moved
    late = {row["action"] for row in story.ask("overdue-promises", asOf="2008-12-31")}
    assert "2-1-a" in late
    assert "22-2-a" not in late  # the later report put it off to June 2009
    assert "22-2-a" in {row["action"] for row in story.ask("overdue-promises", asOf="2009-12-31")}
    assert {row["action"]: row["state"] for row in story.ask("promises-kept")}["22-2-a"] == "still planned"


def test_the_report_comes_in_every_format(story: Story, tmp_path: Path) -> None:
    markdown = story.run("report", "--cycle", "2008-11").stdout
    for section in ("### I. Introduction", "## What is open", "Annex A. Country programmes"):
        assert section in markdown
    assert "**Taken (was under way in October 2006).**" in markdown
    assert ": GB.297/TC/3, row 12, left column, right column, bullets 1, 2" in markdown
    page = story.run("report", "--cycle", "2008-11", "-f", "html").stdout
    assert page.startswith("<!doctype html>")
    docx = tmp_path / "report.docx"
    assert story.run("report", "--cycle", "2008-11", "-o", str(docx)).returncode == 0
    import docx as word

    document = word.Document(str(docx))
    assert len(document.tables) >= 7
    asked = [table for table in document.tables if table.rows[0].cells[0].text == "Recommendation"]
    assert sum(len(table.rows) - 1 for table in asked) == 37
    assert "## What has changed since October 2006" in markdown
    # Days are written out; a biennium looks like a month and is none.
    assert "| 2008-09 | USD | 1,700,000 | 1,300,000 | 76.5 |" in markdown
    assert "| Senegal | National steering committee | 1 May 2008 | 4 | 8 | 33.3 |" in markdown
    assert "| October 2006 | November 2006 (stated) |" in markdown
    # Those that have something under way or standing are not among them, so the heading must not say less.
    assert "### Nothing taken, begun or set up\n\n- **9.** Secure constituents' part in national plans" in markdown
    row = "| 6 | New UNDP partnership agreement in preparation | Under way | Taken | Signed in 2007. |"
    assert row in markdown.partition("## What has changed since October 2006")[2]


def test_shares_of_money_are_told_with_what_is_missing(story: Story) -> None:
    share = {(row["biennium"], row["currency"]): row for row in story.ask("country-programme-share")}
    assert share["2008-09", "USD"]["total"] == "1700000"
    assert share["2008-09", "USD"]["share"] == "76.5"
    assert share["2008-09", "USD"]["missing"] == "1"
    assert share["2008-09", "USD"]["met"] == "not known"  # the amount that nobody gave could turn it
    africa = [row for row in story.ask("region-share") if row["region"] == "region/africa"]
    assert [(row["amount"], row["share"]) for row in africa] == [("1300000", "76.5")]


def test_programmes_projects_and_agreements_are_told(story: Story) -> None:
    programmes = {row["programme"]: row for row in story.ask("country-programmes")}
    assert programmes["country-programme/SEN-2006"]["stage"] == "under-implementation"
    assert "UNDAF" in programmes["country-programme/SEN-2006"]["incorporated_in"]
    assert story.ask("country-programmes", asOf="2007-01-01") == []
    regions = {row["region"]: row for row in story.ask("programmes-by-region")}
    assert (regions["region/africa"]["running"], regions["region/africa"]["in_preparation"]) == ("1", "1")
    assert story.ask("programme-results", country="SEN")[0]["value"] == "2"
    assert {row["project"] for row in story.ask("master-plan", biennium="2008-09")} == {
        "project/sen-1",
        "project/per-1",
    }
    agreements = {row["agreement"]: row for row in story.ask("donor-agreements")}
    assert agreements["agreement/nld-1"]["multi_year"] == "yes"
    assert agreements["agreement/nld-1"]["gender"] == "yes"
    paid = [row["amount"] for row in story.ask("public-private-partnerships") if "amount" in row]
    assert paid == ["50000"]
    sheet = {row["criterion"]: row["met"] for row in story.ask("appraisal-sheet")}
    assert (sheet["gender-analysis"], sheet["demand-and-support"]) == ("yes", "no")
    assert sheet["national-priorities"] == "not appraised"


def test_ratifications_and_supervision_are_told(story: Story) -> None:
    assert "SEN" in {row["country"] for row in story.ask("ratified-by", instrument="C144", asOf="2006-11-30")}
    stands = {row["instrument"]: row for row in story.ask("fundamental-conventions", country="SEN")}
    assert len(stands) == 8
    assert stands["C087"]["projects"] == "sen-1"
    assert len(story.ask("fundamental-conventions", country="SEN", asOf="2023-01-01")) == 10
    assert story.ask("fundamental-conventions", country="MMR")[1]["baseline"].startswith("No independent")
    assert story.ask("supervisory-comments")[0]["project"] == "project/sen-1"


def test_needs_practices_bodies_and_cycles_are_told(story: Story) -> None:
    assert story.ask("needs-and-practices")[0]["practice_in"] == "PER"
    assert story.ask("good-practices", theme="youth-employment")[0]["country"] == "PER"
    assert story.ask("tripartite-balance")[0]["women_share"] == "33.3"
    assert story.ask("global-compact-projects")[0]["project"] == "project/sen-1"
    cycle = {row["cycle"]: row for row in story.ask("reporting-cycles")}
    assert cycle["2008-11"]["report"] == "GB.303/TC/1"
    assert datetime.date.fromisoformat(cycle["2006-10"]["as_of"]) == datetime.date(2006, 10, 11)


def test_briefs_are_written(story: Story) -> None:
    brief = story.run("report", "--country", "SEN").stdout
    assert "# Senegal: brief" in brief
    assert "Steering committee" in brief or "tripartite committee" in brief
    assert "hedged" in story.run("report", "--donor", "dfid").stdout
    assert "1 November 2004" in story.run("report", "--instrument", "C144").stdout
    assert story.run("report", "--country", "XXX").returncode == 2
