"""Delimited files: only what ends a line in CSV ends a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.followup.tables.csvfile import read_csv


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85"], ids=ascii)
def test_a_cell_keeps_characters_that_end_lines_elsewhere(tmp_path: Path, character: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"number,words\n1,one{character}two\n2,three\n", encoding="utf-8")
    (sheet,) = read_csv(path).sheets
    assert [[cell.text for cell in row.cells] for row in sheet.rows] == [
        ["number", "words"],
        ["1", f"one{character}two"],
        ["2", "three"],
    ]


def test_a_quoted_cell_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b'number,words\r\n1,"one\r\ntwo"\r\n')
    (sheet,) = read_csv(path).sheets
    assert [cell.text for cell in sheet.rows[1].cells] == ["1", "one\ntwo"]
