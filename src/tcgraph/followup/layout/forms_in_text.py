"""Make a table of the forms that a text is made of: blocks in which the same labels come again, whatever their words.

So audits and compendia are printed: "Finding: …", "Recommendation: …", "Management response: …", "Status: …" for each
thing found. That a label comes again in one block after the other tells that it is one, and not what it is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from tcgraph.followup.layout.column_words import heading_words
from tcgraph.followup.tables import OUTSIDE, CellPlace, Row, Sheet, TableFile, TextCell

_LABEL: Final = re.compile(
    r"^(?:[-*+•▪·>]\s+)?(?:\(?(?:\d{1,2}|[A-Z]?\d+\.\d+)[.),:]?\s+(?:[-–—]\s+)?)?"
    r"(?P<label>[¿¡]?[A-ZÀ-Þ][^\s:]*(?: [^\s:]+){0,4}?)"
    r"\s*(?:[:\v]\s*(?P<rest>.*)|$)"
)
_WORD: Final = re.compile(r"^(?P<label>[A-ZÀ-Þ]\w+) (?P<rest>(?:[^\s:]+ ?){1,3})$")
"""A label and what it says, where no mark stands between them: "Status FIXED"."""
_CODE: Final = re.compile(r"^(?P<code>(?=\S*\d)\(?[A-Z]{0,16}[-.#]?\d[\w.-]*\)?)[.:)]?\s+(?=\S)")
_FEWEST: Final = 3
_PARTS: Final = 2
_MOST: Final = 0.6
_TITLE: Final = 160
_HEADS: Final = 8
"""From this level on a line of an outline is none of its headings."""
_Form = dict[str, TextCell]


def forms_in_text(text: TableFile) -> TableFile | None:
    """Read a text's forms as one table with a column for each label; None where it has no three of one kind.

    Args:
        text: a loose text; it is left as it is.
    """
    lines = [
        (line.strip(" *#|"), row.cells[0].place, text.levels.get(number, 0))
        for number, row in enumerate(text.sheets[0].rows)
        for line in " ".join(cell.text for cell in row.cells).split("\n")
    ]
    found = _labels([line for line, _, _ in lines])
    names = [re.sub(r"s\b", "", heading_words(label)) for label, _ in found]  # "Recommendations" of one form or more
    called = {name: label for (label, _), name in zip(reversed(found), reversed(names), strict=True)}
    said = Counter(filter(None, names))
    rated = {name: _regular(names, name) for name in dict.fromkeys(names) if said[name] >= _FEWEST}
    if not rated:
        return None
    start = max(rated, key=lambda name: sum(rated[name].values()))
    labels = {name for name, share in rated[start].items() if share >= _MOST}
    if len(labels) < _PARTS:
        return None
    at = [i for i, name in enumerate(names) if name == start]
    above = {i - 1 for i in at if i and names[i - 1] not in labels and _is_title(lines[i - 1][0], lines[i - 1][2])}
    titles = above if len(above) >= _MOST * len(at) else set()
    begins = [i - (i - 1 in titles) for i in at]
    file = replace(text, sheets=[], findings=[*text.findings], unread=[*text.unread], loose=False, levels={}, drawn=[])
    for line, place, _ in lines[: begins[0]]:
        file.leave(line, OUTSIDE, place)
    forms: list[_Form] = []
    for begin, end in pairwise([*begins, len(lines)]):
        form: _Form = {}
        last = ""
        for i in range(begin, end):
            (line, place, _), (_, rest) = lines[i], found[i]
            label = called[names[i]]
            if i in titles:
                code = _CODE.match(line)
                if code is not None:
                    form["No."] = TextCell(code["code"], place)
                form["Title"] = TextCell(line[code.end() :] if code is not None else line, place)
            elif names[i] in labels and label not in form and not (rest and last and not form[last].text):
                # A label that stands alone says what follows, be it that this has a label of its own.
                form[last := label] = TextCell(rest, place)
            elif line and last:
                form[last] = TextCell(f"{form[last].text}\n{line}".strip(), form[last].place)
        if form := {label: cell for label, cell in form.items() if cell.text}:
            forms.append(form)
    file.sheets = [_table(text.path.stem, forms)]
    return file


def _labels(lines: Sequence[str]) -> list[tuple[str, str]]:
    """The label that each line may begin with, and what stands behind it; what many short lines begin with is one."""
    words = [_WORD.match(line) for line in lines]
    again = Counter(one["label"] for one in words if one is not None)
    whole = Counter(lines)
    found: list[tuple[str, str]] = []
    for line, word in zip(lines, words, strict=True):
        if word is None or again[word["label"]] < max(_FEWEST, whole[line] + 1):
            word = _LABEL.match(line)
        found.append((word["label"], word["rest"] or "") if word is not None else ("", ""))
    return found


def _regular(names: Sequence[str], start: str) -> dict[str, float]:
    """In which part of the blocks that begin with a label each label stands, and once only."""
    at = [i for i, name in enumerate(names) if name == start]
    blocks = [Counter(filter(None, names[a:b])) for a, b in pairwise([*at, len(names)])]
    once = Counter(name for block in blocks for name, n in block.items() if n == 1)
    return {name: n / len(blocks) for name, n in once.items() if n >= _FEWEST}


def _is_title(text: str, level: int) -> bool:
    """Whether a line can be the name of the block that begins below it."""
    numbered = _CODE.match(text) is not None
    heads = 0 < level < _HEADS or numbered or not text.endswith((".", ";", ":"))
    return bool(text) and heads and (numbered or len(text) <= _TITLE)


def _table(name: str, forms: Sequence[_Form]) -> Sheet:
    """One table of them, with their labels for its headings, in the order in which most have them."""
    shares = Counter(label for form in forms for label in form)
    ranks = Counter[str]()
    for form in forms:
        ranks.update({label: rank for rank, label in enumerate(form)})
    labels = sorted((label for label in shares if shares[label] > 1), key=lambda label: ranks[label] / shares[label])
    place = CellPlace(name, next(iter(forms[0].values())).place.location)
    head = Row(tuple(TextCell(label, place) for label in labels))
    rows = [
        Row(tuple(form.get(label, TextCell("", next(iter(form.values())).place)) for label in labels)) for form in forms
    ]
    return Sheet(name, (head, *rows))
