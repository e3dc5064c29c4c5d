"""What the numbers of a table's rows tell, gaps, doubles, a broken order or count; and whether anything was read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from typing import Final

from tcgraph.diagnostics import Level, Location
from tcgraph.errors import BrokenInput
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.column_words import SECTION, heading_words, meanings_of
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.columns_given import WrongColumns
from tcgraph.followup.layout.entry import AskedItem, TableReading
from tcgraph.followup.layout.layout_headings import likely_headings
from tcgraph.followup.layout.role_checks import unlikely_roles
from tcgraph.followup.layout.upright import is_upright
from tcgraph.followup.tables import Row, Sheet, TableFile, column_letters

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


def check_numbers(file: TableFile, reading: TableReading) -> None:
    """Report numbers that stand twice, are missing, or come in another order."""
    by_reference: dict[str, list[AskedItem]] = defaultdict(list)
    for ask in reading.asks:
        if ask.reference:
            by_reference[ask.reference.lower()].append(ask)
    _tell(file, "duplicate-number", "numbers that stand at an earlier row", _doubles(by_reference))
    numbers = _numbered(reading)
    _tell(file, "number-order", "numbers that come after a higher one", _disorder(numbers))
    check_gaps(file, reading)


def check_gaps(file: TableFile, reading: TableReading) -> None:
    """Report numbers that are missing between those that were read: what has them may stand in another row's answer."""
    known = {ask.reference.lower() for ask in reading.asks}
    _tell(file, "number-gap", "gaps", _gaps(_numbered(reading), known))


def _numbered(reading: TableReading) -> list[AskedItem]:
    """What has a number, where most of it has."""
    numbers = [ask for ask in reading.asks if ask.number is not None]
    return numbers if len(numbers) >= max(3, len(reading.asks) // 2) else []


Told = list[tuple[str, Location]]


def tell_left_out(file: TableFile, columns: Columns, rows: Sequence[Row]) -> bool:
    """Warn where a column that nothing is read from holds many more words than any that is read: it may ask, or answer.

    Returns:
        Whether it holds by far more than all that are read, so that these are likely to be others than they seem.
    """
    said = [sum(len(row.texts[i]) for row in rows if i < len(row.cells)) for i in range(len(columns.headings))]
    read = {i for i in (columns.ask, columns.lead, *columns.replies, *columns.titles, *columns.also) if i is not None}
    themes = [i for i, name in enumerate(columns.headings) if any(map(SECTION.search, heading_words(name).split()))]
    left = max((i for i in columns.others if i not in (*read, *themes)), key=lambda i: said[i], default=None)
    more = _MORE if {*columns.replies} - {columns.status} else _HALF  # where nothing but a status answers
    if left is None or said[left] <= more * max(said[i] for i in read or {left}):
        return False
    name = columns.headings[left] or f"column {column_letters(left)}"
    message = f"most words stand in {name!r}, which is not read; if it asks or answers, say it with --columns"
    file.find("columns", Level.WARNING, message, where_of(rows[0]))
    return said[left] > _BY_FAR * sum(said[i] for i in read)


def _doubles(by_reference: Mapping[str, Sequence[AskedItem]]) -> Told:
    return [
        (f"number {ask.reference} also stands at {asks[0].pieces[0].place.words}", _place(ask))
        for asks in by_reference.values()
        for ask in asks[1:]
        if ask.text != asks[0].text
    ]


def _disorder(numbers: Sequence[AskedItem]) -> Told:
    return [
        (f"number {after.number} comes after {before.number}", _place(after))
        for before, after in pairwise(numbers)
        if (after.number or 0) < (before.number or 0)
    ]


def _gaps(numbers: Sequence[AskedItem], known: Set[str]) -> Told:
    found: Told = []
    for before, after in pairwise(numbers):
        first, end = before.number or 0, after.number or 0
        missing = [str(n) for n in range(first + 1, end)] if end <= first + 20 else []
        if missing and not set(missing) <= known:
            which = ", ".join(missing) if len(missing) < 4 else f"{missing[0]} to {missing[-1]}"
            found.append((f"no row for {which} before {end}", _place(after)))
    return found


_SENTENCE: Final = 40
_BY_FAR: Final = 2
_MORE: Final = 1.5
_HALF: Final = 0.5
_EACH: Final = 5


def _tell(file: TableFile, rule: str, kind: str, told: Told) -> None:
    """Tell each one, or where there are many of a kind the first one and how many there are."""
    for message, where in told if len(told) <= _EACH else told[:1]:
        rest = "" if len(told) <= _EACH else f"; there are {len(told)} {kind}"
        file.find(rule, Level.WARNING, message + rest, where)


def _place(ask: AskedItem) -> Location:
    return ask.pieces[0].place.location


def where_of(row: Row) -> Location:
    """Where a row begins."""
    return row.cells[0].place.location


_FORMS: Final = (
    "each thing asked has a form of its own here, with labels at its left, and the forms could not be put together; "
    "copy them into one table with a row for each thing asked and a column for each label (.xlsx, .csv), and import it"
)
DRAW: Final = (
    "it has no columns, so --columns does not help; a list is read where each thing asked has a label with a number, "
    "such as 'Recommendation 1: …', with 'Response: …' and 'Status: …' in lines below it; else draw its columns with "
    "tabs or bars, or save it as a table with a row for each thing asked (.docx, .xlsx, .csv, .html)"
)
"""What helps where a text has no columns."""
_ROWS: Final = 8
_AGAIN: Final = 3
_WORDS: Final = 3


def check_sense(file: TableFile, reading: TableReading, *, given: bool) -> None:
    """Refuse a reading in which the same few short words stand again and again for what was asked: they are labels.

    Args:
        file: the tables.
        reading: what was read from them.
        given: whether a person said what the columns hold; then only forms are refused.

    Raises:
        BrokenInput: a third of the rows, or more, ask for nothing.
    """
    asks = [ask for ask in reading.asks if not ask.reference and not ask.title]
    said = Counter(plain_words(ask.text) for ask in asks)
    again = [words for words, n in said.items() if len(words) <= _SENTENCE and n >= _AGAIN]
    forms = is_upright(file)
    labels = [words for words in again if not words or (len(words.split()) <= _WORDS and meanings_of(words))]
    if not forms and (len(again) < _AGAIN or 2 * len(labels) < len(again)):
        return  # "Ratify Convention No. 190", asked of one country after another
    if len(asks) < _ROWS or 3 * sum(said[words] for words in again) < len(asks) or (given and not forms):
        return
    words = ", ".join(repr(one) for one in again[:3] if one) or "nothing"
    hint = f"say which column asks, such as --columns ask=A,reply=B; it has {likely_headings(file.sheets[0])}"
    why = _FORMS if forms else f"{words} would stand again and again for what was asked; {hint}"
    raise BrokenInput(f"the rows that could be read make no sense: {why}", path=file.path)


def check_read(file: TableFile, reading: TableReading, wrong: WrongColumns | None, *, given: bool = False) -> None:
    """Say what to do where no table could be read, or one whose asks stand elsewhere.

    Args:
        file: the tables.
        reading: what was read from them.
        wrong: why the columns that a person gave do not fit, if they do not.
        given: whether a person said what the columns hold.

    Raises:
        BrokenInput: nothing that was asked was found, or what was found makes no sense.
    """
    check_sense(file, reading, given=given)
    if not reading.columns and is_upright(file):
        raise BrokenInput(_FORMS, path=file.path)
    if not reading.columns and file.loose:
        raise BrokenInput(f"no row of a status table was found in the text; {DRAW}", path=file.path)
    if not reading.columns:
        largest = max(file.sheets, key=lambda sheet: len(sheet.rows))
        hint = (
            "say what its columns hold, such as --columns ask=A,reply=B,status=C (also number, agent, due); "
            f"it has {likely_headings(largest)}"
        )
        if len(file.sheets) > 1:
            hint += "; where each thing asked has a block or a form of its own, copy them into one table first"
        why = f": {wrong}" if wrong is not None else f"; {hint}"
        raise BrokenInput(f"no table could be understood{why}", path=file.path)
    if not given and (why := unlikely_roles(reading)):
        headings = [f"{column_letters(i)} {heading[:40]!r}" for i, heading in enumerate(reading.columns[0].headings)]
        raise BrokenInput(
            f"it is not sure which column asks and which one answers: as their headings are read, {why}; say what they "
            f"hold, such as --columns ask=A,reply=B,status=C (also number, agent, due); it has {', '.join(headings)}",
            path=file.path,
        )
    if not reading.asks and any(found.rule == "mark" for found in file.findings):
        columns = reading.columns[0]
        name = columns.headings[columns.ask or 0]
        raise BrokenInput(
            f"{name!r} holds marks, and what was asked stands outside the table; give it a column of its own, or say "
            "which column asks, such as --columns ask=B,status=A,reply=C",
            path=file.path,
        )
