"""The recommendations whose texts have most of a question's words, for a question that nothing else answers.

Each word counts the more, the fewer recommendations have it, as in any search of texts. What is found so is never sure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from tcgraph.questions.in_words.spelling import stemmed
from tcgraph.questions.plain_words import plain_words

TEXTS = """SELECT DISTINCT ?number ?text WHERE {
  ?recommendation a tc:Recommendation ; tc:number ?number .
  { ?recommendation rdfs:label|tc:summary ?text }
  UNION { ?recommendation tc:hasElement/(rdfs:label|tc:summary) ?text }
  UNION { ?action tc:addresses ?recommendation ; rdfs:label|tc:summary ?text }
  UNION { ?action tc:addresses ?recommendation ; tc:mentions/rdfs:label ?text }
}"""
"""The texts of each recommendation and of what was done on it, in every language."""
_LEAST = 0.4
"""The share of a question's weight that a recommendation's texts have to have."""
_AS_NEAR = 0.8
"""How near to the nearest another has to be to be told with it."""
_MOST = 3
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Near:
    """Some recommendations by number, and the words of the question that their texts have."""

    numbers: tuple[str, ...]
    words: frozenset[str]


class Nearest:
    """Finds recommendations by words.

    Args:
        texts: number, text and language of each.
    """

    def __init__(self, texts: Iterable[tuple[str, str, str]]) -> None:
        self._has: dict[str, dict[str, set[str]]] = {}
        self._numbers: set[str] = set()
        self._texts: list[tuple[str, frozenset[str]]] = []
        for number, text, language in texts:
            self._numbers.add(number)
            words = frozenset(stemmed(word, language) for word in plain_words(text).split() if len(word) > _SHORT)
            self._texts.append((number, words))
            for word in words:
                self._has.setdefault(language, {}).setdefault(word, set()).add(number)

    def find(self, words: Iterable[str], language: str) -> Near | None:
        """The recommendations that are nearest to some words; None where none is near.

        Args:
            words: as typed, those left out that say nothing.
            language: that they are in.
        """
        has = self._has.get(language, {})
        said = {typed: stemmed(plain_words(typed), language) for typed in words if len(typed) > _SHORT}
        every = len(self._numbers)
        worth = {
            typed: log(1 + every / len(has.get(stem, ())) if stem in has else every) for typed, stem in said.items()
        }
        scores = {
            number: sum(worth[typed] for typed, stem in said.items() if number in has.get(stem, ()))
            for number in self._numbers
        }
        best = max(scores.values(), default=0.0)
        if best < _LEAST * sum(worth.values()) or not best:
            return None
        near = sorted(
            (one for one in scores if scores[one] >= _AS_NEAR * best), key=lambda one: (-scores[one], int(one))
        )
        near = near[:_MOST]
        heard = frozenset(typed for typed, stem in said.items() if has.get(stem, set()) & set(near))
        stems = {said[typed] for typed in heard}
        together = any(number in near and stems <= words for number, words in self._texts)
        # Two words that stand in two texts are hardly those of one name.
        return Near(tuple(near), heard) if together or len(stems) >= _MOST else None
