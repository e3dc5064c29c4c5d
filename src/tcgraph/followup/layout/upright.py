"""Tables that stand upright: one for each thing asked, or one below the other, with a label at the left of each row.

So trackers print a form for each commitment: "Commitment | …", "Agency | …", "Status | …", "Progress in May | …".
Turned, they are one table whose headings are the labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Final

from tcgraph.followup.layout.column_words import heading_words, meanings_of
from tcgraph.followup.tables import Row, Sheet, TableFile, TextCell

_FEWEST: Final = 2
_LABEL: Final = 60
_CALLED: Final = re.compile(r"(?=.*\d)[\w.()/°º#-]{1,20}|(?:[A-Za-zÀ-ÿ]+\W+)(?:[Nn][o°º]\.?\s*)?\d[\w.-]{0,8}")
"""What stands at the left of what was asked where its number does."""
_NUMBER: Final = "No."
_TITLE: Final = "Title"
_ASKED: Final = "Recommendation"
"""What the columns of those are called that have a number for their label, or a title without any."""
_Record = list[tuple[TextCell, TextCell]]


def turn(file: TableFile) -> None:
    """Make one table of a file's upright ones, where it has several records in them; the rest stays as it is.

    Each cell keeps its place. A row that is called as in no other record, by a number, is what was asked.

    Args:
        file: as it was read.
    """
    found = {id(sheet): pairs for sheet in file.sheets if (pairs := _pairs(sheet))}
    common = Counter(heading_words(label.text) for pairs in found.values() for label, _ in pairs)
    records = {key: _records(pairs, common) for key, pairs in found.items()}
    _entitle(file.sheets, records)
    every = list(chain.from_iterable(records.values()))
    labels = [label for label, n in _labels(every).items() if n > len(every) / 2]
    if len(every) < _FEWEST or not _tell(labels, every):
        return
    upright = {key for key, of in records.items() if any(_has(record, labels) for record in of)}
    name = next(sheet.name for sheet in file.sheets if id(sheet) in upright)
    turned = Sheet(name, tuple(_rows([one for key in records if key in upright for one in records[key]])))
    file.sheets = [turned, *(sheet for sheet in file.sheets if id(sheet) not in upright)]


def is_upright(file: TableFile) -> bool:
    """Whether a file is forms of one record each, so that no mapping of columns can fit it."""
    sheets = [sheet for sheet in file.sheets if len({len(row.cells) for row in sheet.rows}) == 1]
    labels = Counter(
        heading_words(row.texts[0]) for sheet in sheets for row in sheet.rows if 0 < len(row.texts[0]) <= _LABEL
    )
    again = [meaning for label, n in labels.items() if n > _FEWEST and (meaning := meanings_of(label))]
    return len({meaning[0] for meaning in again}) > _FEWEST


def _pairs(sheet: Sheet) -> _Record:
    """The labels of a sheet of two columns, each with what stands beside it; none where it is no such sheet."""
    rows = [row for row in sheet.rows if len(row.cells) == 2 and row.texts[0] and row.texts[0] != row.texts[1]]
    first = sheet.rows[0]
    if len(rows) < max(2, len(sheet.rows) - 1) or any(len(row.texts[0]) > _LABEL for row in rows):
        return []
    pairs = [(row.cells[0], row.cells[1]) for row in rows]
    if len(rows) < len(sheet.rows) and len({text for text in first.texts if text}) == 1:
        pairs.insert(0, (TextCell("", first.cells[0].place), max(first.cells, key=lambda cell: len(cell.text))))
    return pairs


def _records(pairs: _Record, common: Counter[str]) -> list[_Record]:
    """The records of one sheet: each begins with the label of the first, or with a number where that does."""
    begin = next(label for label, _ in pairs if label.text)
    first = heading_words(begin.text)
    numbered = _CALLED.fullmatch(begin.text.strip()) is not None and common[first] == 1
    found: list[_Record] = []
    for label, cell in pairs:
        words = heading_words(label.text)
        begins = words == first or (numbered and common[words] == 1 and _shape(words) == _shape(first))
        if not found or (begins and any(one.text for one, _ in found[-1])):
            found.append([])
        found[-1].append((label, cell))
    return found


def _shape(number: str) -> str:
    """How a number looks: "H-1" and "H-12" alike."""
    return re.sub(r"\d+", "0", number)


def _entitle(sheets: Sequence[Sheet], records: dict[int, list[_Record]]) -> None:
    """Put what stands above each form into it, where nothing in the forms tells what was asked."""
    above = {id(sheet): sheet.captions[-1] for sheet in sheets if id(sheet) in records and sheet.captions}
    alone = all(len(of) == 1 for of in records.values())
    every = list(chain.from_iterable(records.values()))
    said = _labels(every)
    asks = [label for label, n in said.items() if 2 * n > len(every) and meanings_of(label)[:1] in (["ask"], ["about"])]
    called = any(_number_of(record, said) is not None for record in every)
    if not alone or asks or called or len({*above.values()}) < len(records):
        return
    for key, [record] in records.items():
        place = record[0][0].place
        record.insert(0, (TextCell("", place), TextCell(above[key], place)))


def _labels(records: Sequence[_Record]) -> Counter[str]:
    said = ({heading_words(label.text) for label, _ in record} - {""} for record in records)
    return Counter(chain.from_iterable(said))


def _has(record: _Record, labels: Sequence[str]) -> bool:
    said = {heading_words(label.text) for label, _ in record}
    return 2 * len(said & {*labels}) >= len(labels)


def _number_of(record: _Record, labels: Counter[str]) -> int | None:
    """Where in a record what was asked stands, if a number of its own is its label, or it is a title without any."""
    label = record[0][0].text.strip()
    own = labels[heading_words(label)] == 1 and _CALLED.fullmatch(label) is not None
    return 0 if own or not label else None


def _tell(labels: Sequence[str], records: Sequence[_Record]) -> bool:
    """Whether the labels that recur say what was asked and what came of it, and the records are no table's own rows."""
    meanings = [meanings_of(label) for label in labels]
    first = {meaning[0] for meaning in meanings if meaning}
    every = _labels(records)
    asked = bool(first & {"ask", "about"}) or all(_number_of(record, every) is not None for record in records)
    told = bool(first & {"reply", "status"}) or ({"agent", "due"} <= first and bool(first & {"ask", "about"}))
    return len(labels) >= _FEWEST and asked and told and len(first) >= _FEWEST


def _rows(records: Sequence[_Record]) -> list[Row]:
    every = _labels(records)
    at = [_number_of(record, every) for record in records]
    numbers = any(i is not None and record[i][0].text for i, record in zip(at, records, strict=True))
    names: dict[str, TextCell] = {}
    for where, record in zip(at, records, strict=True):
        for i, (label, _) in enumerate(record):
            if i != where:
                names.setdefault(heading_words(label.text), label)
    place = records[0][0][0].place
    asks = any(meanings_of(name)[:1] == ["ask"] for name in names)
    head = [TextCell(_NUMBER, place)] if numbers else []
    head += [TextCell(_TITLE if asks else _ASKED, place)] if any(i is not None for i in at) else []
    found = [Row((*head, *names.values()))]
    for where, record in zip(at, records, strict=True):
        said = {heading_words(label.text): cell for i, (label, cell) in enumerate(record) if i != where}
        empty = TextCell("", record[0][0].place)
        lead = record[where] if where is not None else (empty, empty)
        found.append(Row((*lead[2 - len(head) :], *(said.get(name, empty) for name in names))))
    return found
