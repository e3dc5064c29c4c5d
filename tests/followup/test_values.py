"""What a cell may say: a value is read in one way, or refused with an example."""

from __future__ import annotations

import pytest

from tcgraph.followup.workbook.cell_values import WrongValue, read_value
from tcgraph.followup.workbook.sheets import SheetColumn


def column(kind: str) -> SheetColumn:
    return SheetColumn("value", "Value", kind, "A value.")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1250000", "1250000"),
        ("1,250,000.50", "1250000.5"),
        ("1 250 000", "1250000"),
        (".5", "0.5"),
        ("1e-05", "0.00001"),
    ],
)
def test_a_number_is_read_as_it_is_written(words: str, number: str) -> None:
    assert read_value(column("decimal"), words).words == number


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("decimal", "1_000"),
        ("decimal", "١٢"),
        ("decimal", "1e999999999"),
        ("integer", "1E+99999999"),
        ("decimal", "Infinity"),
        ("decimal", "NaN"),
        ("decimal", "-1"),
        ("integer", "1.5"),
        ("year", "20٠٨"),
        ("biennium", "٢٠٠٨-09"),
        ("code:instrument", "C٠٨٧"),
    ],
)
def test_what_is_no_number_here_is_refused(kind: str, words: str) -> None:
    with pytest.raises(WrongValue):
        read_value(column(kind), words)
