"""A reporting cycle as its people live it: opened, filled in with faults, put right, taken over, asked, reported."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]

OFFICES: dict[str, dict[str, list[dict[str, object]]]] = {
    "headquarters": {
        "Actions so far": [
            {
                "Action": "1-1-b",
                "Status now": "taken",
                "What happened": "Partners agreed a plan.",
                "As of": "2008-10-01",
            },
            {
                "Action": "18-3-b",
                "Status now": "standing",
                "What happened": "The plan is in use.",
                "As of": "2008-09-15",
            },
        ],
    },
    "dakar": {
        "Country programmes": [
            {
                "Country": "SEN",
                "From year": 2008,
                "To year": 2011,
                "Stage": "under-implementation",
                "As of": "2008-09-30",
            },
        ],
        "Needs": [
            {"Country": "SEN", "Theme": "youth-employment", "Need": "More work for young people.", "As of": "2008-06"}
        ],
    },
    "actrav": {
        "New actions": [
            {
                "Recommendation": 37,
                "In a few words": "Training on supervision held",
                "What was done": "Workers' organizations were trained on the outcomes of supervision.",
                "Who": "actrav",
                "Status": "taken",
                "Borne out by": "Course report 12/2008",
            },
        ],
    },
}

FAULTS: dict[str, list[tuple[str, int, str, object, str]]] = {
    "headquarters": [
        ("Actions so far", 0, "Status now", "finished", "taken"),
        ("Actions so far", 0, "As of", "31/02/2008", "date"),
    ],
    "dakar": [
        ("Country programmes", 0, "Country", "SENN", "SEN"),
        ("Country programmes", 0, "Stage", "under-implementatoin", "under-implementation"),
    ],
    "actrav": [("New actions", 0, "Who", "actrv", "actrav"), ("New actions", 0, "Recommendation", 73, "73")],
}
"""What each office gets wrong at first: sheet, row, column, wrong value, and what the finding must speak of."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def run(place: Path) -> Run:
    def tcgraph(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tcgraph", *arguments],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return tcgraph


def fill(template: Path, target: Path, office: str, *, faults: bool) -> dict[str, str]:
    """Fill in a template; returns the cell of each fault, with what its finding must speak of."""
    book = openpyxl.load_workbook(template)
    cells: dict[str, str] = {}
    for name, rows in OFFICES[office].items():
        sheet = book[name]
        headings = {str(cell.value).rstrip(" *"): index for index, cell in enumerate(sheet[2], 1)}
        known = {str(sheet.cell(row, 1).value): row for row in range(3, sheet.max_row + 1)}
        free = 3
        for index, values in enumerate(rows):
            row = known.get(str(values.get("Action")), free)
            for heading, value in values.items():
                wrong = [f for f in FAULTS[office] if f[:3] == (name, index, heading)]
                cell = sheet.cell(row, headings[heading])
                cell.value = wrong[0][3] if faults and wrong else value  # type: ignore[assignment]
                if wrong:
                    cells[f"{name}!{cell.coordinate}"] = wrong[0][4]
            free += 1
    book.save(target)
    return cells


def facts(place: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted((place / "data").rglob("*.ttl"))}


def answer(run: Run, name: str, *arguments: str) -> list[dict[str, str]]:
    result = run("query", name, "--format", "csv", *arguments)
    assert result.returncode == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_story(place: Path, run: Run, tmp_path: Path) -> None:
    opened = run("cycle", "open", "2008-11", "--as-of", "2008-11-03", "--symbol", "GB.303/TC/9")
    assert opened.returncode == 0, opened.stderr
    template = tmp_path / "template.xlsx"
    assert run("cycle", "template", "2008-11", "-o", str(template)).returncode == 0
    before = facts(place)

    for office in OFFICES:
        workbook = tmp_path / f"{office}.xlsx"
        cells = fill(template, workbook, office, faults=True)
        refused = run("import", str(workbook), "--cycle", "2008-11", "--check")
        told = refused.stdout + refused.stderr
        assert refused.returncode == 1, told
        for cell, speaks in cells.items():
            line = next((line for line in told.splitlines() if cell in line.replace("'", "")), None)
            assert line, f"nothing is said of {cell}:\n{told}"
            assert speaks in line
        refused = run("import", str(workbook), "--cycle", "2008-11")
        assert refused.returncode == 1
        assert facts(place) == before, "a faulty workbook left something behind"

    for office in OFFICES:
        workbook = tmp_path / f"{office}.xlsx"
        fill(template, workbook, office, faults=False)
        taken = run("import", str(workbook), "--cycle", "2008-11")
        assert taken.returncode == 0, taken.stdout + taken.stderr
    after = facts(place)
    assert {path: after[path] for path in before} == before, "an earlier report was overwritten"
    assert len(after) > len(before)
    assert run("validate").returncode == 0, run("validate").stdout

    # What was known then is still what was known then.
    then = {
        row["action"]: row["status"]
        for row in answer(run, "recommendation-actions", "-p", "number=1", "--as-of", "2006-12-31")
    }
    now = {row["action"]: row["status"] for row in answer(run, "recommendation-actions", "-p", "number=1")}
    moved = {action for action in now if now[action] != then.get(action)}
    assert [action.rsplit("/", 1)[1] for action in moved] == ["1-1-b"]
    assert (then[next(iter(moved))], now[next(iter(moved))]) == ("planned", "taken")
    assert "37" in {row["number"] for row in answer(run, "nothing-taken", "--as-of", "2006-12-31")}
    assert "37" not in {row["number"] for row in answer(run, "nothing-taken")}
    programmes = answer(run, "country-programmes")
    assert [row["country"] for row in programmes] == ["SEN"]

    changes = run("changes", "2006-10", "2008-11")
    assert changes.returncode == 0
    assert "1-1-b" in changes.stdout
    assert "Training on supervision held" in changes.stdout

    report = tmp_path / "report.docx"
    made = run("report", "--cycle", "2008-11", "-o", str(report))
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(report) as archive:
        text = archive.read("word/document.xml").decode()
    assert "Training on supervision held" in text or "were trained on the outcomes" in text


def test_the_same_workbook_twice_changes_nothing_more(place: Path, run: Run, tmp_path: Path) -> None:
    template = tmp_path / "template.xlsx"
    assert run("cycle", "template", "2008-11", "-o", str(template)).returncode == 0
    workbook = tmp_path / "dakar.xlsx"
    fill(template, workbook, "dakar", faults=False)
    before = facts(place)
    assert run("import", str(workbook), "--cycle", "2008-11").returncode == 0
    assert facts(place) == before


def test_a_cycle_cannot_be_opened_twice_and_an_unknown_one_is_named(run: Run, tmp_path: Path) -> None:
    again = run("cycle", "open", "2006-10", "--as-of", "2006-10-11", "--symbol", "X")
    assert again.returncode == 2
    unknown = run("cycle", "template", "2007-99", "-o", str(tmp_path / "x.xlsx"))
    assert unknown.returncode == 2
    assert "2006-10" in unknown.stderr
    assert len(unknown.stderr.strip().splitlines()) == 1
