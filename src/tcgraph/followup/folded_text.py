"""Words as they are compared: headings, labels and dates of files differ in case, accents and spaces alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

_BEFORE: Final = 60


@lru_cache(maxsize=16384)
def plain_words(words: str) -> str:
    """Lower case, without accents, ligatures and curly apostrophes, and with single spaces."""
    straight = words.replace("’", "'").replace("œ", "oe").replace("Œ", "oe")
    apart = unicodedata.normalize("NFD", " ".join(straight.split()).lower())
    return "".join(char for char in apart if not unicodedata.combining(char))


def just_before(text: str, at: int) -> str:
    """The end of what stands before an offset, which is all that tells how a name begins."""
    return text[max(0, at - _BEFORE) : at]


def any_of(lines: str) -> str:
    """One regular expression of alternatives, written several to a line between bars."""
    return "|".join(line.strip() for line in lines.strip().splitlines())


def slug(name: str) -> str:
    """A name as a part of an IRI."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "table"


def one_of(names: Iterable[str]) -> str:
    """One regular expression of names, the longest first; what thousands begin with is looked at once."""
    tree: dict[str, Any] = {}
    for name in names:
        node = tree
        for char in name:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(tree) or "(?!)"


def _branches(node: dict[str, Any]) -> str:
    parts = [(r"\s+" if char == " " else re.escape(char)) + _branches(rest) for char, rest in node.items() if char]
    body = "|".join(parts)
    if "" in node:
        return f"(?:{body})?" if body else ""
    return body if len(parts) < 2 else f"(?:{body})"
