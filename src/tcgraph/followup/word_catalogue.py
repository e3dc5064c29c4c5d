"""Words that the code has in data files: lists of them, and those of a workbook in several languages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def word_lists(name: str) -> dict[str, Any]:
    """The lists of a file in ``data/``, which says what each is for.

    Args:
        name: of the file, without its ending.
    """
    return tomllib.loads(resources.files("tcgraph.followup").joinpath("data", f"{name}.toml").read_text("utf-8"))


def in_language(name: str, words: str, language: str) -> str:
    """English words in a language; English where the file has none for them."""
    found: str = word_lists(name).get(language, {}).get(words, words)
    return found
