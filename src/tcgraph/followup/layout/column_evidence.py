"""How well each column fits what was asked and what was answered: its heading and its cells, weighed together.

No word of a heading settles it: "Decision" asks in a list of decisions and answers beside "Comment"; "Actions" are to
be taken, or were. So each column is weighed for both, and the pair that fits best is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from tcgraph.followup.folded_text import any_of, plain_words
from tcgraph.followup.layout.cell_kinds import ADDRESSES, HAPPENED, RATE, is_day
from tcgraph.followup.layout.column_words import heading_words, meanings_of, tells_of_others, translations
from tcgraph.followup.word_catalogue import word_lists
from tcgraph.followup.wording.positions import is_position
from tcgraph.followup.wording.status_labels import read_label

_LISTS: Final = word_lists("column_weights")
_RULES: Final = tuple(
    (one["asks"], one["told"], re.compile(rf"\b(?:{any_of(one['words'])})\b")) for one in _LISTS["heading"]
)
"""Words of headings, with what they say for a column that asks, and for one that answers."""
_OTHER: Final = -4.0
ASKS: Final = re.compile(
    r"\b(?:should|must|shall|recommend\w*|needs? to|please|devrai\w*|doi(?:t|vent)|recommand\w*|faut"
    r"|debe\w*|deber[íi]a\w*|recomiend\w*|recomend\w*)\b|^(?:to )?[A-Z]?[a-z]+(?:er|ir|ar)\b",
    re.IGNORECASE,
)
_MARGIN: Final = 0.5
_ALONE: Final = 4.5
_UNCALLED: Final = -0.6
_RIGHT: Final = 0.7
_LEFT: Final = -1.5
_TOLD: Final = 1.8
_MISSED: Final = 0.8
ANSWERS: Final = re.compile(rf"(?:{any_of(_LISTS['answers'])})\b(?!-\w)")
"""What answers to comments and requests begin with."""
_PLACE: Final = re.compile(r"\b(?:numbers?|numeros?|types?|sections?|pages?|clauses?|lines?)\W*$")
"""What a column is that says where something stands, or of which kind it is."""
_CLAUSE: Final = re.compile(r"[.;:,\n(]")
_LABEL: Final = 4


def weigh(heading: str, cells: Sequence[str], rows: int, *, called: bool = True) -> tuple[float, float]:
    """How much speaks for a column being what was asked, and how much for what was answered.

    Args:
        heading: its own.
        cells: what stands in it, without those that are empty.
        rows: how many rows the table has.
        called: whether others of the table's columns are called what they hold: one that is not is then less likely.
    """
    words = heading_words(heading)
    first = next(iter(meanings_of(heading)), "")
    length = sum(len(text.split()) for text in cells) / max(len(cells), 1)
    if not cells or first in ("number", "due", "agent") or _PLACE.search(words) or _most(cells, _is_bare):
        return _OTHER, _OTHER
    if first == "status":  # which may be told in sentences
        return _OTHER, length - _LABEL if length <= 2 * _LABEL else _TOLD
    found = [(at.start(), asks, told) for asks, told, rule in _RULES if (at := rule.search(words)) is not None]
    if tells_of_others(heading):
        found = []
    # "Elements for action" asks, "action on the elements" reports: the first word tells.
    _, asks, told = min(found, default=(0, 0.0, _UNCALLED if called else 0.0))
    own = len({*cells}) / len(cells)
    answers, happened, wanted = (_share(cells, rule) for rule in (_is_answer, HAPPENED.search, ASKS.search))
    asks += min(length, 8) / 4 - 0.5 - (length < 2) + 2 * (own - 0.75) + 2 * (len(cells) / max(rows, 1) - 0.75)
    told += min(length, 16) / 16 + (own - 0.5 if length > _LABEL else 0)
    return asks - 3 * answers - 1.5 * happened + 1.5 * wanted, told + 2 * answers + 1.5 * happened - wanted


def weights_of(headings: Sequence[str], cells: Sequence[Sequence[str]], rows: int) -> list[tuple[float, float]]:
    """The weights of all of a table's columns, but for those that say the same again in another language."""
    again = translations(headings)
    pairs = enumerate(zip(headings, cells, strict=True))
    return [weigh(heading, texts if i not in again else [], rows) for i, (heading, texts) in pairs]


def best_pair(
    weights: Sequence[tuple[float, float]], ask: int | None, least: float = _ALONE
) -> tuple[int, list[int]] | None:
    """The column that fits best as what was asked and those that answer it, where one fits clearly better than another.

    Args:
        weights: of each column, as of :func:`weigh`.
        ask: the other, as headings alone tell it.
        least: how well it has to fit where there is no other.
    """
    rated = {i: _fits(weights, i) for i in range(len(weights))}
    best = max(rated, key=lambda i: rated[i], default=None)
    if (
        best is None
        or best == ask
        or weights[best][0] <= 0
        or rated[best] < (rated[ask] + _MARGIN if ask in rated else least)
    ):
        return None
    return best, told_beside(weights, best)


def told_beside(weights: Sequence[tuple[float, float]], ask: int) -> list[int]:
    """The columns that answer what stands in one of them, as far as their weights tell."""
    return [i for i in range(len(weights)) if i != ask and _beside(weights, ask, i) > _TOLD]


def _beside(weights: Sequence[tuple[float, float]], ask: int, other: int) -> float:
    """How much speaks for a column answering another one: answers stand at the right."""
    return weights[other][1] + (_RIGHT if other > ask else _LEFT)


def _fits(weights: Sequence[tuple[float, float]], ask: int) -> float:
    """How well it fits that one column is what was asked, with the best answer beside it."""
    own = weights[ask][0]
    missed = max(asks for asks, _ in weights) - own
    return own - _MISSED * missed + max(0.0, *(_beside(weights, ask, i) for i in range(len(weights)) if i != ask), 0.0)


def _is_answer(text: str) -> bool:
    if ANSWERS.match(plain_words(text)) is not None:
        return True
    first = next(filter(None, map(str.strip, _CLAUSE.split(text))), "")
    return len(first.split()) <= _LABEL and (read_label(first) is not None or is_position(first))


def _is_bare(text: str) -> bool:
    day = len(text.split()) <= _LABEL and is_day(text)  # "2024-09-17: The pole was set up" tells more
    return day or bool(RATE.fullmatch(text) or ADDRESSES.fullmatch(text))


def _share(cells: Sequence[str], rule: Callable[[str], object]) -> float:
    return sum(map(bool, map(rule, cells))) / len(cells)


def _most(cells: Sequence[str], rule: Callable[[str], object]) -> bool:
    return _share(cells, rule) > 0.7
