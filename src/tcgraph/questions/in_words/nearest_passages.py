"""What of the document has most of a question's words, for what no reading of it finds: deeds and introductions.

Each word counts the more, the fewer texts have it, as in any search of texts. What is found so is never sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log

from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.in_words.dictionary import is_word, other_spellings
from tcgraph.questions.in_words.lexicon import LANGUAGES
from tcgraph.questions.in_words.spelling import nearest_word, stemmed
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Literal, Term, plain

Select = Callable[[str], Iterable[tuple[Term | None, ...]]]

_TEXTS = {
    1.0: """SELECT DISTINCT ?thing ?text WHERE {
  { ?thing tc:addresses ?recommendation }
  UNION { VALUES ?of { tc:CoverParagraph tc:Section tc:Document } ?thing a ?of }
  UNION { ?thing a tc:Recommendation }
  ?thing rdfs:label|tc:summary|tc:symbol ?text
}""",
    0.8: """SELECT DISTINCT ?thing ?text WHERE {
  ?thing tc:addresses ?recommendation ;
    (tc:mentions|tc:inferredMention|tc:agent|tc:theme|^tc:inAction/(tc:participant|tc:donor|tc:inferredDonor)) ?other .
  ?other rdfs:label|skos:prefLabel|skos:altLabel ?text
}""",
    0.4: """SELECT DISTINCT ?thing ?text WHERE {
  ?thing tc:addresses ?recommendation . ?recommendation rdfs:label|tc:summary ?text
}""",
}
"""The texts of what a document tells, in every language, by how much a word counts that stands there: its own, those of
what it names, those of the recommendation that it answers."""
_Said = str | tuple[str, str]
_LISTED = """SELECT DISTINCT ?number ?thing ?status ?summary WHERE {{
  VALUES (?place ?thing) {{ {given} }}
  {{ ?thing tc:summary ?summary }} UNION {{ ?thing a tc:Document ; rdfs:label ?summary }}
  FILTER(LANG(?summary) = "en")
  OPTIONAL {{
    {{ SELECT ?thing (CONCAT(STR(MIN(?of)), "–", STR(MAX(?of))) AS ?number) {{
      ?within tc:inSection ?thing ; tc:number ?of
    }} GROUP BY ?thing }}
  }}
  OPTIONAL {{
    ?thing tc:addresses/tc:number ?number ; tc:hasObservation ?observation .
    ?observation tc:asOf ?told ; tc:status/skos:notation ?status .
    FILTER NOT EXISTS {{ ?thing tc:hasObservation/tc:asOf ?later . FILTER(?later > ?told) }}
  }}
}} ORDER BY ?place
"""
_INTRODUCTIONS = "SELECT ?thing WHERE { VALUES ?of { tc:CoverParagraph tc:Section } ?thing a ?of }"
_FEW = 3
_NAMED = 0.8
_LEAST = 0.3
"""The share of a question's weight that a text has to have."""
_AS_NEAR = 0.62
"""How near to the nearest another has to be to be told with it."""
_UNHEARD = 12
_TOGETHER = 0.5
"""How much more two words count that stand together."""
_MOST = 6
_SMALL = 2
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class NearPassage:
    """What is nearest to some words.

    Attributes:
        things: addresses, the nearest first.
        scores: of everything that has any of the words, as a share of what all of them count.
        heard: the words that anything has.
        told: of each of those things, the words that it has.
        together: whether anything has two of the words.
    """

    things: tuple[str, ...]
    scores: Mapping[str, float]
    heard: frozenset[str]
    told: Mapping[str, frozenset[str]]
    together: bool


class NearestPassages:
    """Finds what has most of some words."""

    def __init__(self, select: Select) -> None:
        self._select = select

    @cached_property
    def _has(self) -> dict[str, dict[_Said, dict[str, float]]]:
        """By language and stem, or two stems in a row, what has a word, and how much it counts there."""
        found: dict[str, dict[_Said, dict[str, float]]] = {}
        for weight, query in _TEXTS.items():
            for thing, text in self._select(prefixed(query)):
                if not isinstance(text, Literal):
                    continue
                # A symbol is the same in every language.
                for language in (text.language,) if text.language else LANGUAGES:
                    self._read(found.setdefault(language, {}), plain(thing), text.value, language, weight)
        return found

    @staticmethod
    def _read(stems: dict[_Said, dict[str, float]], thing: str, text: str, language: str, weight: float) -> None:
        said = [_stem(word, language) for word in plain_words(text).split() if len(word) > _SMALL]
        for stem in _stems(said):
            has = stems.setdefault(stem, {})
            has[thing] = max(weight, has.get(thing, 0.0))

    @cached_property
    def _every(self) -> int:
        return len({thing for stems in self._has.values() for has in stems.values() for thing in has})

    def prepare(self) -> None:
        """Read the texts, which a first question waits for otherwise."""
        _ = self._every

    def find(
        self, words: Iterable[str], language: str, also: Mapping[str, Collection[str]] | None = None
    ) -> NearPassage:
        """What is nearest to some words; nothing where none is near.

        Args:
            words: as typed, those left out that say nothing.
            language: that they are in.
            also: for such a word how English words begin that mean the same.
        """
        said = tuple(dict.fromkeys(words))
        told = {typed: self._having(typed, language, (also or {}).get(typed, ())) for typed in said}
        # What nothing has says no more than what some have.
        worth = {typed: log(1 + self._every / (len(has) or _UNHEARD)) for typed, has in told.items()}
        every = sum(worth.values()) or 1.0
        scores: dict[str, float] = {}
        for typed, has in told.items():
            for thing, weight in has.items():
                scores[thing] = scores.get(thing, 0.0) + weight * worth[typed] / every
        stems = [_stem(plain_words(typed), language) for typed in said]
        for pair in pairwise(stems):
            has = self._has.get(language, {}).get(pair, {})
            for thing, weight in has.items():  # one after the other, as in the question
                scores[thing] += weight * log(1 + self._every / len(has)) * _TOGETHER / every
        heard = frozenset(typed for typed, has in told.items() if has)
        deeds = self.of_deeds(scores)
        having = Counter(one for has in told.values() for one in has)
        asks = {one: scores[one] for one in scores.keys() - deeds.keys() if having[one] > 1 or len(said) == 1}
        # One word of several is had by chance. What is asked for is told beside what was done, and in place of none.
        several = len(heard) > 1 or len(told) == 1
        found = [*_nearest(deeds, len(said)), *_nearest(asks, len(said))[:_FEW]] if several else []
        things = tuple(sorted(found, key=lambda one: (-scores[one], one)))
        has_of = {one: frozenset(typed for typed, having in told.items() if one in having) for one in things}
        together = len(scores) < sum(map(len, told.values()))
        return NearPassage(things, scores, heard, has_of, together)

    def stands(self, word: str, language: str, rows: Iterable[Collection[str]], also: Collection[str] = ()) -> bool:
        """Whether a word stands in the own texts of something in each of some rows, or in the name of what it names.

        Args:
            word: as typed.
            language: that it is in.
            rows: what each of them is of.
            also: how English words begin that mean the same.
        """
        has = self._saying(word, language, also)
        return all(any(has.get(one, 0.0) >= _NAMED for one in row) for row in rows)

    def of_deeds(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Of the scores of all that has some words those of what is told, and not of what is asked for."""
        return {one: score for one, score in scores.items() if one not in self._recommendations}

    def introductions(self, near: NearPassage) -> tuple[str, ...]:
        """Of what has any of the words: the introductions, which say what a thing is.

        Args:
            near: as found.
        """
        known = (one for one in near.scores if one in self._introductory)
        return tuple(sorted(known, key=lambda one: (-near.scores[one], one))[:_FEW])

    @cached_property
    def _recommendations(self) -> frozenset[str]:
        return frozenset(
            plain(row[0]) for row in self._select(prefixed("SELECT ?thing { ?thing a tc:Recommendation }"))
        )

    @cached_property
    def _introductory(self) -> frozenset[str]:
        return frozenset(plain(row[0]) for row in self._select(prefixed(_INTRODUCTIONS)))

    def listed(self, things: Iterable[str]) -> str:
        """The query that lists some things with what they say, in this order."""
        return prefixed(_LISTED.format(given=" ".join(f"({at} <{one}>)" for at, one in enumerate(things))))

    def _having(self, typed: str, language: str, prefixes: Collection[str]) -> Mapping[str, float]:
        """What has a word, by its stem, by what means the same, or, where nothing has it, as it must be spelled."""
        stems = self._has.get(language, {})
        word = plain_words(typed)
        found = self._saying(typed, language, prefixes)
        if found or not word.isalpha():
            return found
        alike = [_stem(one, language) for one in (*other_spellings(word), word.removeprefix("h"))]
        if not is_word(word, language):
            known = frozenset(one for one in stems if isinstance(one, str))
            alike += filter(
                None, (nearest_word(one, known, known, len(word)) for one in (_stem(word, language), *alike))
            )
        return next((stems[one] for one in alike if one in stems), {})

    def _saying(self, typed: str, language: str, prefixes: Collection[str]) -> dict[str, float]:
        """What has a word by its stem, or English words, one or two in a row, that begin as some do."""
        found = dict(self._has.get(language, {}).get(_stem(plain_words(typed), language), {}))
        for wanted in (tuple(prefix.split()) for prefix in prefixes):
            for stem, has in self._has.get("en", {}).items():
                said = (stem,) if isinstance(stem, str) else stem
                if len(said) == len(wanted) and all(map(str.startswith, said, wanted)):
                    found.update((one, max(weight, found.get(one, 0.0))) for one, weight in has.items())
        return found


def _nearest(scores: Mapping[str, float], words: int) -> list[str]:
    """What has most of so many words, the nearest first."""
    least = max(_LEAST if words > 1 else _NAMED, _AS_NEAR * max(scores.values(), default=0.0))
    return sorted((one for one in scores if scores[one] >= least), key=lambda one: (-scores[one], one))[:_MOST]


def _stem(word: str, language: str) -> str:
    """The stem of a word; of several of what letters stand for, one: "DWCPs"."""
    letters = len(word) > _LETTERS and word.endswith("s") and not set(word) & set("aeiouy")
    return stemmed(word[:-1] if letters else word, language)


def _stems(said: list[str]) -> set[_Said]:
    return {*said, *pairwise(said)}
