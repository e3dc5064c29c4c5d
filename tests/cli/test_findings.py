"""How an import's findings are printed: many that say the same are told together, none is left out of the count."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.cli.console import print_findings
from tcgraph.diagnostics import CellLocation, Diagnostic, Level, Location


def finding(row: int, message: str, level: Level = Level.ERROR) -> Diagnostic:
    return Diagnostic("cell", level, message, Location(Path("a.xlsx"), cell=CellLocation("A", row, "Actions")))


def test_many_that_say_the_same_are_told_together(capsys: pytest.CaptureFixture[str]) -> None:
    many = [finding(row, f"say yes or no to proposal {row}-1-a") for row in range(2, 63)]
    counts = print_findings([*many, finding(70, "choose a status")])
    told = capsys.readouterr().err.splitlines()
    assert counts["error"] == 62
    assert len(told) == 5
    assert told[3] == "... and 58 more such, the last at a.xlsx[Actions!A62]"
    assert told[4].endswith("choose a status")


def test_a_few_are_told_each(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings([finding(row, f"say yes or no to proposal {row}-1-a") for row in range(2, 7)])
    assert len(capsys.readouterr().err.splitlines()) == 5


def test_another_level_is_another_finding(capsys: pytest.CaptureFixture[str]) -> None:
    same = [finding(row, "it is late", Level.WARNING) for row in range(2, 7)]
    print_findings([*same, finding(9, "it is late")])
    assert len(capsys.readouterr().err.splitlines()) == 6
