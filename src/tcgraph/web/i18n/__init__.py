"""The interface's words in English, French and Spanish: one flat catalogue a language, the same keys in each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

Translate = Callable[..., str]


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The words of one language, by key (``matrix.title``)."""
    text = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{group}.{key}": str(value) for group, entries in tomllib.loads(text).items() for key, value in entries.items()
    }


def translator(language: str) -> Translate:
    """A function from key and named values to text.

    A value ``n`` picks ``key.one`` where there is one and n is 1 (in French also 0).
    A missing key is an error: a test holds the three catalogues to the same keys.
    """
    words = catalogue(language)

    def translate(key: str, **values: object) -> str:
        n = values.get("n")
        single = isinstance(n, int) and (n == 1 or (n == 0 and language == "fr"))
        text = words.get(f"{key}_one", "") if single else ""
        return (text or words[key]).format(**values)

    return translate


def has(language: str, key: str) -> bool:
    """Whether the catalogue knows a key."""
    return key in catalogue(language)
