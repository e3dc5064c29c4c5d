"""What the numbers of a table's rows tell: gaps, doubles, an order that is broken, a count that does not hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tcgraph.diagnostics import Level, Location
from tcgraph.followup.entry import Ask, Reading
from tcgraph.followup.tables import Row, Sheet, TableFile

_COUNT: Final = re.compile(
    r"\b(\d{1,4})\s+(?:\w+\s+)?(?:decisions?|recommendations?|items?|rows?|entries|actions?|decision points?"
    r"|commitments?|resolutions?|décisions?|recommandations?|résolutions?|recomendaciones|decisiones|resoluciones)\b",
    re.IGNORECASE,
)


def check_count(file: TableFile, sheet: Sheet, captions: Sequence[str], asks: int, rows: int) -> None:
    """Compare how many rows the text before a table announces with those that it has."""
    for caption in captions:
        for found in _COUNT.finditer(caption):
            said = int(found[1])
            if said not in (asks, rows):
                message = f"{sheet.name}: the text before it says {found[0]!r}, the table has {rows} rows on {asks}"
                file.find("count", Level.WARNING, message, where_of(sheet.rows[0]))


def check_numbers(file: TableFile, reading: Reading) -> None:
    """Report numbers that stand twice, are missing, or come in another order."""
    by_reference: dict[str, list[Ask]] = defaultdict(list)
    for ask in reading.asks:
        if ask.reference:
            by_reference[ask.reference.lower()].append(ask)
    for asks in by_reference.values():
        for ask in asks[1:]:
            if ask.text != asks[0].text:
                where = ask.pieces[0].place.location
                first = asks[0].pieces[0].place.words
                file.find("duplicate-number", Level.WARNING, f"number {ask.reference} also stands at {first}", where)
    numbers = [ask for ask in reading.asks if ask.number is not None]
    if len(numbers) < max(3, len(reading.asks) // 2):
        return
    for before, after in pairwise(numbers):
        assert before.number is not None
        assert after.number is not None
        where = after.pieces[0].place.location
        if after.number < before.number:
            message = f"number {after.number} comes after {before.number}"
            file.find("number-order", Level.WARNING, message, where)
        elif before.number + 1 < after.number <= before.number + 20:
            missing = ", ".join(str(n) for n in range(before.number + 1, after.number))
            if not {str(n) for n in range(before.number + 1, after.number)} <= by_reference.keys():
                file.find("number-gap", Level.WARNING, f"no row for {missing} before {after.number}", where)


def where_of(row: Row) -> Location:
    """Where a row begins."""
    return row.cells[0].place.location
