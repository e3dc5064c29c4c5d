from pathlib import Path

import pytest

from tcgraph.diagnostics import CellLocation, Diagnostic, Level, Location
from tcgraph.diagnostics.diagnostic import ordered


def test_a_cell_reads_and_writes_what_spreadsheets_show() -> None:
    assert CellLocation.parse("'Follow up'!$AB$12") == CellLocation("AB", 12, "Follow up")
    assert CellLocation.parse("AB12").column_number == 28
    assert str(Location(Path("x.xlsx"), cell=CellLocation("B", 7, "Actions"))) == "x.xlsx[Actions!B7]"


@pytest.mark.parametrize("reference", ["", "7", "B", "B0", "b7", "ABCD1"])
def test_what_is_no_cell_is_refused(reference: str) -> None:
    with pytest.raises(ValueError, match="cell reference"):
        CellLocation.parse(reference)


def test_diagnostics_stand_by_file_and_line_and_once() -> None:
    late = Diagnostic("r", Level.ERROR, "late", Location(Path("b.ttl"), 10, 1))
    early = Diagnostic("r", Level.INFO, "early", Location(Path("b.ttl"), 9, 30))
    nowhere = Diagnostic("r", Level.ERROR, "nowhere")
    assert ordered([nowhere, late, early, late]) == [early, late, nowhere]


def test_a_fingerprint_survives_moving_lines_but_not_another_message() -> None:
    here = Diagnostic("r", Level.ERROR, "m", Location(Path("b.ttl"), 10, 1))
    there = Diagnostic("r", Level.ERROR, "m", Location(Path("b.ttl"), 11, 7))
    other = Diagnostic("r", Level.ERROR, "n", Location(Path("b.ttl"), 10, 1))
    assert here.fingerprint == there.fingerprint != other.fingerprint
