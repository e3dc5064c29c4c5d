"""Names that the graph does not know: proposed once for a whole table, created where a reviewer says so, else left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tcgraph.project import Project
from tests.followup.test_accepting import accepted, as_board, conforms, drafted, edit, on_document, put, sheet_of
from tests.own_project import Tcgraph, tcgraph_in

pytestmark = pytest.mark.slow

TABLE = (
    "No.,Decision,Follow-up,Status\n"
    "1,Train inspectors.,The Harbour Lamps Authority (HLA) trained 40 under the Port Lamps Act.,done\n"
    "2,Write a plan.,HLA wrote the Northern Pilots Training Plan.,done\n"
    "3,Keep the lamps.,See annex 4.,\n"
)


@pytest.fixture
def run(own: Project) -> Tcgraph:
    return tcgraph_in(own.root)


def rows(path: Path) -> list[tuple[object, ...]]:
    sheet = sheet_of(load_workbook(path), "New bodies")
    return [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_each_is_proposed_once_with_kind_acronym_and_place(own: Project, run: Tcgraph) -> None:
    found = {row[2]: row for row in rows(drafted(own, run, TABLE))}
    assert {name: (row[3], row[6], row[7]) for name, row in found.items()} == {
        "Harbour Lamps Authority": ("HLA", "organisation", None),
        "Port Lamps Act": (None, "instrument", None),
        "Northern Pilots Training Plan": (None, "programme", None),
    }
    assert found["Harbour Lamps Authority"][8] == 2
    assert found["Harbour Lamps Authority"][9]
    assert {name: row[5] for name, row in found.items() if row[5]} == {"Harbour Lamps Authority": "public-authority"}


def test_what_is_created_is_linked_in_every_row_and_what_is_left_is_not(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, TABLE)
    decisions = {"Harbour Lamps Authority": "organisation", "Port Lamps Act": "instrument"}

    def decide(book: Workbook) -> None:
        as_board(book)
        on_document(book, Body="ilo")
        for number, row in enumerate(rows(path), start=2):
            put(book, "New bodies", "Create as", decisions.get(str(row[2]), "leave"), number)

    edit(path, decide)
    graph = accepted(own, run, path)
    linked = re.findall(r"tc:mentions ([^;]+)", graph)
    assert sum("/id/organisation/" in one for one in linked) == 2
    assert sum("/id/instrument/port-lamps-act>" in one for one in linked) == 1
    assert "framework/" not in graph
    # Nobody said what kind of body it is; its name alone does.
    assert "tc:certainty certainty:inferred" in graph or "vocab/certainty/inferred" in graph
    # Why no status was proposed is no basis of the one that was chosen.
    assert "Reviewer's choice; the wording, read at" in graph
    assert "also names: Northern Pilots Training Plan" in graph
    assert conforms(run)
