"""Numbers that a text says in words, from two to ninety-nine, in the languages that texts are in."""

from __future__ import annotations

import re
from typing import Final

_TEN, _HUNDRED = 10, 100
_ENGLISH: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_FRENCH: Final = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf"
)
_SPANISH: Final = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
    " veintiocho veintinueve"
)
_ENGLISH_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_FRENCH_TENS: Final = "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt"
_SPANISH_TENS: Final = "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_TWO_MEANINGS: Final = frozenset(("neuf",))
"""Words that are no number as often as one: new things are "neufs", too."""


def _counted(number: int, first: str, tens: str, joined: str) -> str:
    """A number in a language that puts what is left of ten behind the tens, from where its own words end."""
    words, (ten, rest) = first.split(), divmod(number, _TEN)
    if number < len(words):
        return words[number]
    return tens.split()[ten - 2] + (f"{joined}{words[rest]}" if rest else "")


def _english(number: int) -> str:
    return _counted(number, _ENGLISH, _ENGLISH_TENS, "-")


def _french(number: int) -> str:
    words = _FRENCH.split()
    if number < len(words):
        return words[number]
    base = _FRENCH_TENS.split()[number // _TEN - 2]
    # Seventy and ninety are counted on from sixty and eighty.
    rest = number % _TEN + (_TEN if number // _TEN in (7, 9) else 0)
    if not rest:
        return f"{base}s" if base == "quatre-vingt" else base
    joined = " et " if rest in (1, 11) and base != "quatre-vingt" else "-"
    return f"{base}{joined}{words[rest]}"


def _spanish(number: int) -> str:
    return _counted(number, _SPANISH, _SPANISH_TENS, " y ")


_VALUES: Final = {
    tag: {said(number): number for number in range(2, _HUNDRED) if said(number) not in _TWO_MEANINGS}
    for tag, said in (("en", _english), ("fr", _french), ("es", _spanish))
}
_SAID: Final = {
    tag: re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(values, key=len, reverse=True))})(?![\w-])")
    for tag, values in _VALUES.items()
}


def in_digits(text: str, language: str | None) -> str:
    """A text in small letters, with the numbers that it says in words in digits; as it is in any other language.

    Args:
        text: what is said.
        language: its tag; None where it has none.
    """
    if language not in _SAID:
        return text
    # Words of small letters are found in a third of the time that letters of any kind take.
    return _SAID[language].sub(lambda found: str(_VALUES[language][found[0]]), text.lower())
