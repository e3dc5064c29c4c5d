"""Words as they are compared: headings, labels and dates of files differ in case, accents and spaces alone."""

from __future__ import annotations

import re
import unicodedata


def plain_words(words: str) -> str:
    """Lower case, without accents, ligatures and curly apostrophes, and with single spaces."""
    straight = words.replace("’", "'").replace("œ", "oe").replace("Œ", "oe")
    apart = unicodedata.normalize("NFD", " ".join(straight.split()).lower())
    return "".join(char for char in apart if not unicodedata.combining(char))


def any_of(lines: str) -> str:
    """One regular expression of alternatives, written several to a line between bars."""
    return "|".join(line.strip() for line in lines.strip().splitlines())


def slug(name: str) -> str:
    """A name as a part of an IRI."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "table"
