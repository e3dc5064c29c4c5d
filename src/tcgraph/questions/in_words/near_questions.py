"""The named questions that lie near to some words, by what titles and summaries say and mean: offered, never an answer.

A word counts the more, the fewer of the questions have it. Words count by their stems and by what they mean, so that
"implemented" is near to what tells of "taken", in any of the languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import log
from pathlib import Path

from tcgraph.queries import QueryCatalogue
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import MINOR, Lexicon
from tcgraph.questions.in_words.phrases import likely, phrases
from tcgraph.questions.in_words.question_titles import read_titles, translated
from tcgraph.questions.in_words.spelling import stemmed
from tcgraph.questions.in_words.word_tokens import tokens
from tcgraph.questions.plain_words import plain_words

_SHORT = 3
_MEANT = frozenset(("shows", "status", "role"))
"""What a word may mean that a title means, too, by other words."""
_FEWEST = 2
"""Different words, or what they mean, that a question has to share."""
_LEAST = 0.25
"""The share of the words' weight that it has to have."""
_AS_NEAR = 0.7
"""How near to the nearest another has to be to be offered with it."""
_MOST = 3
_SUMMARY, _COLUMN = 0.6, 0.3
"""How much a word counts in a summary, or in what is said of a column; in a title it counts whole."""

Text = tuple[str, str, str, float]
"""Language and name of a question, a text of it, and how much a word counts there."""


class NearQuestions:
    """Finds them.

    Args:
        texts: of the questions; those of no language are about things, by their IRIs.
        lexicons: the words of the languages.
        names: of the graph's things.
    """

    def __init__(self, texts: Iterable[Text], lexicons: Mapping[str, Lexicon], names: Names) -> None:
        self._texts = tuple(texts)
        self._lexicons = lexicons
        self._names = names

    def to(self, text: str, language: str) -> list[str]:
        """The names of the nearest, the nearest first; empty where none is near.

        Args:
            text: in any of the languages.
            language: where the words do not tell.
        """
        spoken = (self._scores(text, language) for language in likely(tokens(text), self._lexicons, language))
        scores = max(spoken, key=lambda found: max(found.values(), default=0.0), default={})
        least = max(_LEAST, max(scores.values(), default=0.0) * _AS_NEAR)
        near = [name for name, score in scores.items() if score >= least]
        return sorted(near, key=lambda name: -scores[name])[:_MOST]

    def _scores(self, text: str, language: str) -> dict[str, float]:
        """How much of what a text says each question has."""
        known = self._weights[language]
        counts = Counter(one for has in known.values() for one in has)
        # What something is called, or means, is another way to the same; where none goes there it is not missed.
        wanted = {one for one in self._said(text, language) if one in counts or one.isalpha()}
        rare = {one: log(len(known) / counts.get(one, 1)) for one in wanted}
        fewest = min(_FEWEST, len(wanted))
        return {
            name: sum(rare[one] * has[one] for one in wanted & has.keys()) / sum(rare.values())
            for name, has in known.items()
            if len(wanted & has.keys()) >= fewest > 0 and any(has[one] == 1.0 for one in wanted & has.keys())
        }

    @cached_property
    def _weights(self) -> dict[str, dict[str, dict[str, float]]]:
        found: dict[str, dict[str, dict[str, float]]] = {language: {} for language in self._lexicons}
        for language, name, text, weight in self._texts:
            for spoken in (language,) if language else self._lexicons:
                for one in self._said(text, spoken) if language else (text,):
                    has = found.get(spoken, {}).setdefault(name, {})
                    has[one] = max(weight, has.get(one, 0.0))
        return found

    def _said(self, text: str, language: str) -> Iterator[str]:
        """What a text says: stems of its words, and what they mean."""
        words = tokens(text)
        lexicon = self._lexicons[language]
        small = lexicon.stop - lexicon.counted | MINOR
        named: set[int] = set()
        for phrase in phrases(words, [lexicon], self._names):
            for meaning in phrase.meanings:
                if meaning.role == "names":
                    named.update(range(phrase.start, phrase.end))
                    yield from meaning.value
                elif meaning.role in _MEANT:
                    yield from (f"{meaning.role} {value}" for value in meaning.value)
        for at, token in enumerate(words):
            if at not in named and len(token.word) >= _SHORT and token.word not in small and token.word.isalpha():
                yield stemmed(plain_words(token.typed), language)


def read_texts(
    queries: QueryCatalogue, folder: Path, lexicons: Mapping[str, Lexicon], said: Mapping[str, frozenset[str]]
) -> Iterator[Text]:
    """The texts of all named questions.

    Args:
        queries: whose texts are in English.
        folder: of those queries, with their translations in ``words/``.
        lexicons: with the words that ask for each by themselves.
        said: the things that each says by itself.
    """
    for query in queries.of_kind("answer"):
        yield "en", query.name, query.summary, _SUMMARY
        yield from (("en", query.name, column, _COLUMN) for column in query.columns.values())
        yield from (("", query.name, thing, _SUMMARY) for thing in said.get(query.name, ()))
    yield from ((language, name, text, 1.0) for language, name, text in read_titles(queries, folder))
    for language, name, texts in translated(folder):
        yield language, name, texts.get("summary", ""), _SUMMARY
    for language, lexicon in lexicons.items():
        for words, meanings in lexicon.phrases.items():
            yield from ((language, m.value[0], " ".join(words), 1.0) for m in meanings if m.role == "question")
