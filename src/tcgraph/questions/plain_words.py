"""Words as they are compared: case, accents, apostrophes and punctuation make no difference."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = re.compile(r"[^\w]+", re.UNICODE)
_LETTERS = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_NUMBER = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


def plain_words(text: str) -> str:
    """A text in lower case, without accents, its words a space apart: ``Côte d’Ivoire`` is ``cote d ivoire``."""
    bare = text
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        bare = "".join(c for c in apart if not unicodedata.combining(c))
    return _BETWEEN.sub(" ", bare.casefold()).strip()


def number_in(text: str) -> int | None:
    """The one number that a text names, in digits or as a Roman numeral: 4 of ``section IV``; None of none or several.

    Args:
        text: any; digits inside a word, as in ``C144``, do not count.
    """
    words = plain_words(text).split()
    digits = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 10]
    if digits:
        return digits[0] if len(digits) == 1 else None
    # A single small letter is no numeral: "x" is somebody's x.
    numerals = [word for word in words if _ROMAN_NUMBER.fullmatch(word) and (len(word) > 1 or word.upper() in text)]
    return _roman(numerals[0]) if len(numerals) == 1 else None


def roman_number(numeral: str) -> int | None:
    """The number that a Roman numeral writes; None where it is none."""
    word = plain_words(numeral)
    return _roman(word) if word and _ROMAN_NUMBER.fullmatch(word) else None


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
