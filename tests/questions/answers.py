"""Whether the answer to a question in words is right, by what its reader found in the document.

A case names what has to be in the rows (``answer``: ends of addresses such as ``6-3-b`` for an action, or ``=35`` for a
value; ``a|b`` for either), what else may be (``also``), and what must not be (``never``). More other actions than right
ones, and more than two, are too many. One that the document cannot answer has ``answerable`` false.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import Found, leading
from tcgraph.rdf import plain
from tests.questions.conftest import Select

_ACTION = re.compile(r"\d+-\d")
_SPARE = 2


class Outcome(StrEnum):
    """What became of a question."""

    SURE = "right and sure"
    SHOWN = "right, not as sure"
    OFFERED = "asked back, the right reading among those offered"
    MISSED = "asked back without it"
    WRONG = "wrong or incomplete, but told as unsure"
    MISLED = "wrong but sure"


RIGHT = (Outcome.SURE, Outcome.SHOWN)


def outcome(asking: QuestionInterpreter, select: Select, case: dict[str, Any]) -> Outcome:
    """What became of a question.

    Args:
        asking: that answers it.
        select: the graph, to see the rows.
        case: the question, with what is right.
    """
    found = asking.ask(case["text"], case["language"])
    shown = leading(found)
    sure = bool(found) and found[0].reading.sure
    if not case.get("answerable", True):
        if sure:
            return Outcome.MISLED
        return Outcome.SHOWN if shown is None or _is_told_apart(shown) else Outcome.WRONG
    if shown is not None:
        if _is_right(select, shown, case):
            return Outcome.SURE if sure else Outcome.SHOWN
        return Outcome.MISLED if sure else Outcome.WRONG
    offered = any(_is_right(select, one, case) for one in found[:4])
    return Outcome.OFFERED if offered else Outcome.MISSED


def _is_told_apart(found: Found) -> bool:
    """Whether rows that are no answer are told to be about something else."""
    kind = any(remark.key == "kind" for remark in found.remarks)
    return bool(found.reading.left or found.reading.cannot or kind)


def _is_right(select: Select, found: Found, case: dict[str, Any]) -> bool:
    rows = [[plain(cell) for cell in row if cell is not None] for row in select(found.query)]
    cells = {cell for row in rows for cell in row}
    if not all(_has(cells, one) for one in case["answer"]) or any(_has(cells, one) for one in case.get("never", ())):
        return False
    fine = [*(one for either in case["answer"] for one in either.split("|")), *case.get("also", ())]
    actions = {cell.rpartition("/")[2] for cell in cells if "/action/" in cell}
    others = {one for one in actions if not any(one == known or one.startswith(f"{known}-") for known in fine)}
    listed = any(_ACTION.match(one) for one in fine)
    return not listed or len(others) <= max(_SPARE, len(actions) - len(others))


def _has(cells: set[str], either: str) -> bool:
    return any(
        cell == one[1:] if one.startswith("=") else cell.endswith(("/" + one, "-" + one)) and cell.startswith("http")
        for one in either.split("|")
        for cell in cells
    )
