"""Pair replies with what they reply to where a table was printed as two separate blocks: by order and likeness."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = {"that", "this", "with", "will", "have", "been", "from", "they", "their", "should", "which", "also", "such"}


def pair_in_order(asks: Sequence[str], replies: Sequence[str]) -> list[tuple[int, list[int]]]:
    """Give each reply the ask that it most likely answers, keeping both in their printed order.

    Args:
        asks: their texts; at least one.
        replies: their texts.

    Returns:
        For each reply the index of its ask, and of the asks that fit it nearly as well or better on their own.
    """
    likeness = _likeness(asks, replies)
    best = [[-math.inf] * len(asks) for _ in replies]
    came: list[list[int]] = [[0] * len(asks) for _ in replies]
    for i in range(len(replies)):
        for j in range(len(asks)):
            before = [best[i - 1][k] if i else (0.0 if k == 0 else -0.05 * k) for k in range(j + 1)]
            k = max(range(j + 1), key=lambda k: (before[k], k))
            best[i][j] = before[k] + likeness[i][j]
            came[i][j] = k
    chosen: list[int] = []
    j = max(range(len(asks)), key=lambda j: best[-1][j]) if replies else 0
    for i in range(len(replies) - 1, -1, -1):
        chosen.append(j)
        j = came[i][j]
    chosen.reverse()
    return [(ask, _others(likeness[i], ask)) for i, ask in enumerate(chosen)]


def is_likest(text: str, ask: str, others: Sequence[str]) -> bool:
    """Whether a text is as much like what one ask says as it is like any of the others."""
    [found] = _likeness([ask, *others], [text])
    return found[0] >= max(found)


def _others(row: list[float], chosen: int) -> list[int]:
    near = [j for j, value in enumerate(row) if j != chosen and value >= 0.6 * max(row)]
    return near or [j for j in (chosen - 1, chosen + 1) if 0 <= j < len(row)]


def _likeness(asks: Sequence[str], replies: Sequence[str]) -> list[list[float]]:
    """Cosine of the words' weights; a word that every ask has says nothing about which one is meant."""
    counts = [_words(text) for text in (*asks, *replies)]
    spread = Counter(word for words in counts for word in words)
    total = len(counts)

    def weigh(words: Counter[str]) -> dict[str, float]:
        weights = {word: count * math.log(1 + total / spread[word]) for word, count in words.items()}
        length = math.sqrt(sum(value * value for value in weights.values())) or 1.0
        return {word: value / length for word, value in weights.items()}

    weighed = [weigh(words) for words in counts]
    ask_weights, reply_weights = weighed[: len(asks)], weighed[len(asks) :]
    return [
        [sum(value * ask.get(word, 0.0) for word, value in reply.items()) for ask in ask_weights]
        for reply in reply_weights
    ]


def _words(text: str) -> Counter[str]:
    # Six letters stand for the word: "programme" and "programming" are about the same thing.
    return Counter(word.lower()[:6] for word in _WORD.findall(text.replace("-", "")) if word.lower() not in _COMMON)
