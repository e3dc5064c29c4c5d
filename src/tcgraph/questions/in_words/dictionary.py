"""The common words of a language: one of them is not misspelt, however near it is to a name of the graph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from heapq import nlargest

from spellchecker import SpellChecker

from tcgraph.questions.plain_words import plain_words

_SPELLINGS = (("er", "re"), ("or", "our"), ("se", "ce"), ("am", "amme"), ("og", "ogue"), ("yze", "yse"))
"""How words end in American and in British English."""
_LONGEST_CODE = 8
_COMMON = 250


def is_word(word: str, language: str) -> bool:
    """Whether a word is one of a language, or of English, which is mixed into others; accents make no difference.

    Args:
        word: as typed.
        language: en, fr or es.
    """
    return any(plain_words(word) in _words(one) for one in dict.fromkeys((language, "en")))


def is_acronym(typed: str) -> bool:
    """Whether a word is written as an acronym is: no letter of it stands for another."""
    return typed.isupper() and len(typed) <= _LONGEST_CODE


def other_spellings(word: str) -> Iterator[str]:
    """The same word as it is written on the other side of the Atlantic, if it is one that differs."""
    for ours, theirs in _SPELLINGS:
        for ending, other in ((ours, theirs), (theirs, ours)):
            if word.endswith(ending):
                yield word.removesuffix(ending) + other


def corrections(word: str, language: str) -> frozenset[str]:
    """The words of a language from which one differs by one slip of the keyboard.

    Args:
        word: in lower case.
        language: en, fr or es.
    """
    return frozenset(_checker(language).edit_distance_1(word)) & _words(language)


def is_common(word: str, language: str) -> bool:
    """Whether a word is among the most frequent ones of a language, which say nothing of what a text is about."""
    return plain_words(word) in _common(language)


@lru_cache(maxsize=4)
def _common(language: str) -> frozenset[str]:
    counts = _checker(language).word_frequency.dictionary
    return frozenset(plain_words(word) for word in nlargest(_COMMON, counts, key=lambda word: counts[word]))


@lru_cache(maxsize=4)
def _checker(language: str) -> SpellChecker:
    return SpellChecker(language=language, distance=1)


@lru_cache(maxsize=4)
def _words(language: str) -> frozenset[str]:
    words = _checker(language).word_frequency.words()
    return frozenset(word if word.isascii() else plain_words(word) for word in words)
