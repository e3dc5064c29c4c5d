"""What the reporting workbook calls its sheets and columns, in the language of whoever fills it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from tcgraph.errors import BadParameter
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.word_catalogue import catalogue, in_language

_WORDS = "workbook_words"
LANGUAGES = ("en", "fr", "es")


def said(words: str, language: str) -> str:
    """English words of the workbook in a language; English where that has none for them.

    Raises:
        BadParameter: the workbook is not written in that language.
    """
    if language not in LANGUAGES:
        raise BadParameter(f"--language {language!r} is none of {', '.join(LANGUAGES)}.")
    return in_language(_WORDS, words, language)


def meant(words: str) -> tuple[str, ...]:
    """The English words, in small letters, that a heading or a sheet's name may stand for, in whichever language."""
    plain = plain_words(words.rstrip(" *"))
    return (" ".join(words.split()).rstrip(" *").lower(), *_english().get(plain, ()))


def language_of(sheets: Iterable[str]) -> str:
    """The language that the names of a workbook's sheets are in; English where they are no other's.

    A name that another language shares with English (*Ratifications*) tells nothing.
    """
    plain = {plain_words(sheet) for sheet in sheets}
    for code, words in catalogue(_WORDS).items():
        own = {plain_words(said) for english, said in words.items() if plain_words(english) != plain_words(said)}
        if plain & own:
            return code
    return "en"


@cache
def _english() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for words in catalogue(_WORDS).values():
        for english, own in words.items():
            key = plain_words(own)
            found[key] = (*found.get(key, ()), english.lower())
    return found
