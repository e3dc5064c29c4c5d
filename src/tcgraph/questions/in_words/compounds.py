"""Names of several words of which one is written wrong: the others tell which name it must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcgraph.questions.in_words.dictionary import is_word
from tcgraph.questions.in_words.lexicon import MINOR
from tcgraph.questions.in_words.spelling import edits, stemmed
from tcgraph.questions.in_words.word_tokens import WordToken

_FEWEST, _MOST = 2, 4
_LONG = 6
_SAME = 4
"""Letters that forms of one word begin with."""
_SHORTEST = 3
_ELIDED = frozenset("ld")
_VOWELS = frozenset("aeiouh")


class Compounds:
    """Finds names of several words.

    Args:
        names: all there are, each as the words that it is compared by.
    """

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self._with: dict[str, list[tuple[str, ...]]] = {}
        self._words: set[str] = set()
        for name in names:
            said = tuple(word for word in name if word not in MINOR)
            self._words.update(said)
            if _FEWEST <= len(said) <= _MOST:
                for word in set(said):
                    self._with.setdefault(word, []).append(said)

    def mended(
        self, words: list[WordToken], unread: Iterable[int], language: str, spelled: list[tuple[str, str]]
    ) -> list[WordToken]:
        """The words of a sentence, those of a name that is written wrong as the name has them.

        Args:
            words: of the sentence.
            unread: places of those of which nothing is known.
            language: that they are in.
            spelled: gets what was taken for another word: as typed, and as read.
        """
        for at in unread:
            token = words[at]
            rest = _elided(token.word)
            if rest in self._words:
                _read(words, at, rest, spelled)
            found = {name: places for places in _stretches(words, at) for name in self._near(words, places, language)}
            if len(set(found)) != 1:
                continue
            ((name, places),) = found.items()
            for place, word in zip(places, name, strict=True):
                if words[place].word != word:
                    _read(words, place, word, spelled)
        return words

    def _near(self, words: list[WordToken], places: tuple[int, ...], language: str) -> Iterator[tuple[str, ...]]:
        """The names that these words are meant to be: one of them at least is written as it is there."""
        said = [words[place].word for place in places]
        for name in {name for word in said for name in self._with.get(word, ()) if len(name) == len(said)}:
            pairs = zip((words[place] for place in places), name, strict=True)
            if all(token.word == b or _meant(token, b, language) for token, b in pairs):
                yield name


def _read(words: list[WordToken], place: int, word: str, spelled: list[tuple[str, str]]) -> None:
    """Read a word as another, which is told in place of what it was read as before."""
    typed = words[place].typed
    spelled[:] = [*(one for one in spelled if one[0] != typed), (typed, word)]
    words[place] = WordToken(typed, word)


def _stretches(words: list[WordToken], at: int) -> Iterator[tuple[int, ...]]:
    """Places of two to four words one after the other with one place among them; minor words are passed over."""
    places = [place for place, token in enumerate(words) if token.word.isalnum() and token.word not in MINOR]
    here = places.index(at) if at in places else -1
    for many in range(_MOST, _FEWEST - 1, -1) if here >= 0 else ():
        for start in range(max(0, here - many + 1), min(here, len(places) - many) + 1):
            yield tuple(places[start : start + many])


def _meant(token: WordToken, other: str, language: str) -> bool:
    """Whether a word may be another; one of the dictionary is so only in another form: "publique" for "public"."""
    form = token.word[:_SAME] == other[:_SAME]
    return _alike(token.word, other, language) and (form or not is_word(token.typed, language))


def _alike(word: str, other: str, language: str) -> bool:
    """Whether a word may be another that is written wrong or in another form."""
    if min(len(word), len(other)) < _SHORTEST or word[0] != other[0] or not (word + other).isalpha():
        return False
    most = 2 if min(len(word), len(other)) >= _LONG else 1
    return edits(stemmed(word, language), stemmed(other, language), most) <= most


def _elided(word: str) -> str:
    """What is left of a word without an article that was run together with it: ``opep`` of ``lopep``."""
    return word[1:] if len(word) > _SHORTEST and word[0] in _ELIDED and word[1] in _VOWELS else ""
