"""What a sentence is understood by, and the pieces that it is taken apart into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from tcgraph.questions.chips import Question
from tcgraph.questions.kinds import Kind
from tcgraph.questions.names import Names

_ENDINGS = re.compile(r"(?:izations?|ations?|ions?|ings?|ers?|ed|es|s|e|y|o|a|os|as|ar|er|ir)$")
_SHORT = 4


class Knows(Protocol):
    """What a sentence is understood by."""

    kinds: Mapping[str, Kind]
    names: Names

    def named(self, question: Question) -> tuple[str, dict[str, str]]:
        """The named question that says the same, with its parameters."""

    def parameters_of(self, name: str) -> frozenset[str]:
        """The parameters of a named question."""

    def columns_of(self, name: str) -> frozenset[str]:
        """The columns of a named question."""


@dataclass(frozen=True, slots=True)
class Named:
    """Things that were named: which, where in the sentence, and whether they must not be there."""

    things: tuple[str, ...]
    start: int
    end: int
    without: bool = False


def around(at: int, length: int) -> Iterator[tuple[int, int]]:
    """The stretches of up to four words with one word in them, the longest first."""
    for many in range(4, 0, -1):
        for start in range(max(0, at - many + 1), min(at, length - many) + 1):
            yield start, start + many


def prefix(word: str) -> str:
    """A word as a search finds it in its other forms."""
    if not word.isalpha() or len(word) <= _SHORT:
        return word
    stemmed = _ENDINGS.sub("", word)
    return f"{stemmed if len(stemmed) >= _SHORT else word}*"
