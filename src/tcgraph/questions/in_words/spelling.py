"""Words that are written otherwise than the lexicon has them: in another form, or misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import snowballstemmer

from tcgraph.questions.in_words.dictionary import corrections, is_acronym, is_word, other_spellings
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import Lexicon
from tcgraph.questions.in_words.phrases import ROWS
from tcgraph.questions.in_words.spoken_times import MONTHS
from tcgraph.questions.in_words.word_tokens import WordToken
from tcgraph.questions.plain_words import plain_words

_SHORT = 4
_FAR = 3
"""Letters in which a misspelt word may differ from another form of the one that it is meant to be."""
_NOT_TOLD = frozenset(("cannot", "operator"))
"""What no misspelt word is taken for: what says that something cannot be told, or changes what others say."""
_LONG = 6
_LONGER = 7
_SOUND_ALIKE = ({"g", "j"}, {"b", "v"}, {"c", "s"}, {"c", "k"}, {"s", "z"}, {"f", "p"})
"""First letters that are taken for each other."""
_ALGORITHMS = {"en": "english", "fr": "french", "es": "spanish"}


class Spelling:
    """Reads words as those that are known.

    Args:
        lexicons: the words of questions, by language.
        names: of the graph.
    """

    def __init__(self, lexicons: Mapping[str, Lexicon], names: Names) -> None:
        self._own = {
            language: frozenset(
                word for said, meant in lexicon.phrases.items() if {m.role for m in meant} - _NOT_TOLD for word in said
            )
            for language, lexicon in lexicons.items()
        }
        self._stop = {
            language: {stemmed(w, language): w for w in sorted(lexicon.stop | lexicon.light) if len(w) >= _SHORT}
            for language, lexicon in lexicons.items()
        }
        self._known_forms: dict[str, dict[str, str]] = {}
        self._names = names
        self._known = frozenset().union(*self._own.values(), names.words)
        every = (word for lexicon in lexicons.values() for said in lexicon.phrases for word in said)
        small = (one.stop | one.light for one in lexicons.values())
        self._fine = self._known.union(every, names.told, MONTHS, ROWS, *small)

    def prepare(self) -> None:
        """Read the dictionaries of all languages, and find the known words by their stems."""
        for language in self._own:
            is_word("", language)
            self._forms(language)

    def mended(self, token: WordToken, language: str, spelled: list[tuple[str, str]]) -> WordToken:
        """A word as the known one that it must be; the same word where none is near.

        Args:
            token: of the sentence.
            language: that it is in.
            spelled: gets what was taken for another word: as typed, and as read.
        """
        word = token.word
        if word in self._fine or len(word) < _SHORT or not word.isalpha():
            return token
        if is_acronym(token.typed):
            other = self._with_its_letters(word, language)
            spelled += [(token.typed, other.upper())] if other else []
            return WordToken(token.typed, other) if other else token
        stem = stemmed(plain_words(token.typed), language)
        form = self._forms(language).get(stem) or self._stop[language].get(stem)
        if form:
            return WordToken(token.typed, form)
        if other := next((one for one in other_spellings(word) if one in self._known), ""):
            return WordToken(token.typed, other)
        if is_word(token.typed, language):
            return token  # whatever it is near to, it means something else
        near = nearest_word(word, self._known, self._own[language], len(token.typed))
        near = near or self._meant(plain_words(token.typed), language)
        if near is None:
            return token
        spelled.append((token.typed, near))
        return WordToken(token.typed, near)

    def _with_its_letters(self, word: str, language: str) -> str:
        """The one known word that has the letters of an acronym, two of them swapped; one of its language first."""
        letters = sorted(word)
        known = (one for one in self._known if len(one) == len(word) and sorted(one) == letters)
        near = [one for one in known if edits(word, one, 1) == 1]
        return min(near, key=lambda one: (one not in self._own[language], one), default="")

    def _meant(self, word: str, language: str) -> str | None:
        """The word of a question that a misspelt one must be by the dictionary of its language."""
        stemmed_as = (stemmed(one, language) for one in sorted(corrections(word, language)))
        forms = (self._forms(language).get(one) or self._stop[language].get(one) for one in stemmed_as)
        return next((form for form in forms if form and edits(word, form, _FAR) <= _FAR), None)

    def _forms(self, language: str) -> dict[str, str]:
        """The known words of a language by their stems; the lexicon's go before the names'."""
        if language not in self._known_forms:
            forms: dict[str, str] = {}
            for word in (*sorted(self._own[language]), *sorted(self._names.words_in(language))):
                if word.isalpha() and len(word) >= _SHORT:
                    forms.setdefault(stemmed(word, language), word)
            self._known_forms[language] = forms
        return self._known_forms[language]


@lru_cache(maxsize=1 << 14)
def stemmed(word: str, language: str) -> str:
    """The stem of a word by the Snowball algorithm of its language."""
    return str(snowballstemmer.stemmer(_ALGORITHMS[language]).stemWord(word))


def nearest_word(word: str, known: Iterable[str], own: frozenset[str], typed: int) -> str | None:
    """The known word that a misspelt one must be; None where none is near enough.

    Args:
        word: in lower case, without accents.
        known: to choose from.
        own: those of the sentence's language, which are the better guesses.
        typed: how many letters were typed, before the ending of a plural was taken away.
    """
    most = 1 if len(word) < _LONG else 2
    found: dict[str, int] = {}
    for other in known:
        if abs(len(other) - len(word)) <= most and len(other) >= _SHORT:
            if other[0] != word[0] and {other[0], word[0]} not in _SOUND_ALIKE:
                continue
            distance = edits(word, other, most)
            # Two letters of a short word are half of it.
            if distance <= most and (distance == 1 or max(typed, len(other)) >= _LONGER):
                found[other] = distance
    return min(
        found, key=lambda other: (*_strangeness(word, other, found[other], own), -len(other), other), default=None
    )


def _strangeness(word: str, other: str, distance: int, own: frozenset[str]) -> tuple[int, bool, bool]:
    """How unlikely it is that one word was meant by another: letters are seldom lost at the end."""
    foreign = other not in own
    return distance + foreign, word[-1] != other[-1], foreign


def edits(a: str, b: str, most: int) -> int:
    """Letters changed, left out, added or swapped between two words; beyond ``most`` they are not counted."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row, older = row, [i], before
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = previous
        if min(row) > most:
            return most + 1
    return row[-1]
