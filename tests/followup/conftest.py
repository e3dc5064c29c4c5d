"""A project of one's own to report into, and workbooks filled in by a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.project_engine import open_graph
from tcgraph.project import Project
from tests.own_project import copy_project


@pytest.fixture
def own(tmp_path: Path) -> Project:
    """A copy of the shipped project, so that a test may write into it."""
    return copy_project(tmp_path / "own")


@pytest.fixture(scope="session")
def graph(project: Project) -> Engine:
    """The shipped graph, to read only."""
    return open_graph(project)


def fill(
    template: Path, target: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], known: Mapping[str, Mapping[str, Any]]
) -> None:
    """Fill in a workbook as an office would.

    Args:
        template: the empty workbook.
        target: the one to write.
        sheets: rows for the sheets, from the first free row on.
        known: for actions reported earlier, values by heading.
    """
    from openpyxl import load_workbook

    book = load_workbook(template)
    sheet = book["Actions so far"]
    columns = {str(cell.value).rstrip(" *"): int(cell.column or 0) for cell in sheet[2]}
    rows = {sheet.cell(number, 1).value: number for number in range(3, sheet.max_row + 1)}
    for action, values in known.items():
        for heading, value in values.items():
            sheet.cell(rows[action], columns[heading]).value = value
    for name, filled in sheets.items():
        for number, row in enumerate(filled, start=3):
            for column, value in enumerate(row, start=1):
                book[name].cell(number, column).value = value
    book.save(target)
