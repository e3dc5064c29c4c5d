"""Words of a workbook in several languages, by the English ones that the code has: a file in ``data/``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def catalogue(name: str) -> Mapping[str, Mapping[str, str]]:
    """The words of a file, by language and by what they are in English.

    Args:
        name: of the file, without its ending.
    """
    with resources.files("tcgraph.followup").joinpath("data", f"{name}.toml").open("rb") as file:
        found: Mapping[str, Mapping[str, str]] = tomllib.load(file)
    return found


def in_language(name: str, words: str, language: str) -> str:
    """English words in a language; English where the file has none for them."""
    return catalogue(name).get(language, {}).get(words, words)
