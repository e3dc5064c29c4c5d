"""What the workbook of a review calls its sheets and columns, in the language of the table that is reviewed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from tcgraph.followup.plain import plain_words


def said(words: str, language: str) -> str:
    """English words of the workbook in a language; English where that has none for them."""
    return _catalogue().get(language, {}).get(words, words)


def in_english(words: str) -> str:
    """The English words that a sheet's name, a heading or a label stands for; themselves where they stand for none."""
    return _english().get(plain_words(words), words.strip())


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    with resources.files("tcgraph.followup").joinpath("data", "review_words.toml").open("rb") as file:
        found: Mapping[str, Mapping[str, str]] = tomllib.load(file)
    return found


@cache
def _english() -> Mapping[str, str]:
    own = {plain_words(said): english for words in _catalogue().values() for english, said in words.items()}
    # A word that English shares with another language is its own.
    return own | {plain_words(english): english for words in _catalogue().values() for english in words}
