"""Which column holds what where no heading tells: by what stands below them, to be checked by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from tcgraph.followup.layout.cell_kinds import HAPPENED, RATE, is_code, is_day, says_how
from tcgraph.followup.layout.column_evidence import best_pair, told_beside, weigh
from tcgraph.followup.layout.column_words import meanings_of
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.likely_data import is_data
from tcgraph.followup.tables import Sheet, column_letters
from tcgraph.followup.wording.status_labels import tells_of_deed

_ROWS: Final = 3
_WORDS: Final = 5
"""A sentence has, as a rule, at least so many words; a status is told in fewer."""
_TOLD: Final = 4
"""Names and titles have fewer words."""
_BESIDE_STATUS: Final = 2.5
_PHRASE: Final = 8
_MOST: Final = 0.7
_ALIKE: Final = 0.9


def by_content(sheet: Sheet, *, sure: bool = True) -> tuple[int, Columns] | None:
    """Tell what the columns of a table hold by their cells alone.

    Sentences that tell the rows apart are what was asked, those to their right what was answered; words or rates that
    are known are a status, codes that no two rows share a number.

    Args:
        sheet: a table of which no row is one of known headings.
        sure: whether to tell it only where what was asked, and what came of it, stand out; else of sentences that tell
            the rows apart those that ask best are taken.

    Returns:
        Where the rows begin, and the columns; None where nothing tells what was asked, or what came of it.
    """
    bare = is_data(sheet.rows[0].texts, sheet.rows[1:])
    body = sheet.rows if bare else sheet.rows[1:]
    width = max(len(row.cells) for row in body) if len(body) >= _ROWS else 0
    cells = [[row.texts[i] for row in body if i < len(row.cells) and row.texts[i]] for i in range(width)]
    headings = tuple("" if bare else " ".join(text.split()) for text in sheet.rows[0].texts)
    status = next((i for i, texts in enumerate(cells) if _most(texts, _is_status) and len({*texts}) > 1), None)
    weights = [
        (0.0, 0.0) if i == status else weigh(heading, texts, len(body), called=False)
        for i, (heading, texts) in enumerate(zip(headings, cells, strict=False))
    ]
    fitting = best_pair(weights, None, _BESIDE_STATUS) if status is not None else best_pair(weights, None)
    if not sure and len(body) >= _ROWS and weights:
        ask = max(range(len(weights)), key=lambda i: weights[i][0])
        words = sum(len(text.split()) for text in cells[ask]) / max(len(cells[ask]), 1)
        own = len({row.texts for row in body})  # a list may have each of its rows twice
        varies = _MOST * own <= len({*cells[ask]}) and words > _TOLD
        varies = varies and weights[ask][0] > 0 and not _most(cells[ask], HAPPENED.search)
        if status is None and varies and not told_beside(weights, ask):
            status = next((i for i in range(ask + 1, width) if _is_outcome(cells[i], len(body))), None)
        fitting = (ask, told_beside(weights, ask)) if varies else None
    if fitting is None or (sure and status is not None and fitting[0] > status):
        return None
    ask, replies = fitting
    replies = [i for i in replies if not _is_alike(cells[i])] or replies
    apart = [*dict.fromkeys(row.texts for row in body)]
    codes = [[texts[i] for texts in apart if i < len(texts) and texts[i]] for i in range(ask)]
    number = next((i for i, said in enumerate(codes) if is_code([*{*said}]) and len({*said}) > _MOST * len(said)), None)
    if sure and status is None and (not replies or (number is None and bare)):
        return None  # of several columns of sentences any may be the answer
    agent = next(
        (i for i, heading in enumerate(headings) if i not in (ask, *replies) and meanings_of(heading)[:1] == ["agent"]),
        None,
    )
    due = tuple(i for i, texts in enumerate(cells) if _most(texts, is_day) and i != status)
    read = {ask, number, status, agent, *replies, *due}
    said = [("asks", ask), ("answers", next(iter(replies), None)), ("tells the status", status)]
    taken = ", ".join(f"{column_letters(i)} {what}" for what, i in said if i is not None)
    doubt = (
        f"its headings say nothing that is known; by what the columns hold, {taken}; if not so, say it with --columns"
    )
    others = tuple(i for i in range(width) if i not in read and cells[i])
    answered = tuple(replies) or (status,) if status is not None else tuple(replies)
    return int(not bare), Columns(headings, answered, ask, number, status, agent, due, others, doubts=(doubt,))


def _most(texts: Sequence[str], rule: Callable[[str], object]) -> bool:
    return len(texts) >= _ROWS and sum(map(bool, map(rule, texts))) > _MOST * len(texts)


def _is_alike(texts: Sequence[str]) -> bool:
    """Whether nearly all rows say the same, and nothing of how far they have come, as a program's own remark does."""
    (said, count), *_ = Counter(texts).most_common(1)
    return count > _ALIKE * len(texts) and not says_how(said)


def _is_outcome(texts: Sequence[str], rows: int) -> bool:
    """Whether most rows have one of a few short phrases, which are no names and no numbers: how each ended."""
    said = {*texts}
    short = all(len(text.split()) <= _PHRASE and not is_day(text) and not any(map(str.isdigit, text)) for text in said)
    named = all(word[:1].isupper() for text in said for word in text.split() if len(word) > _PHRASE // 2)
    return short and not named and len(said) > 1 and 2 * len(said) <= len(texts) and len(texts) > _MOST * rows


def _is_status(text: str) -> bool:
    return len(text.split()) <= _WORDS and (tells_of_deed(text) or ("%" in text and RATE.fullmatch(text) is not None))
