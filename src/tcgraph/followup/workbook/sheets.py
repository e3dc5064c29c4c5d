"""The sheets of the reporting workbook: each column says what it holds and which fact it makes.

They are written down in ``../data/sheets.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from tcgraph.errors import BadParameter
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.word_catalogue import in_language, word_lists

_WORDS = "workbook_words"
LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    Attributes:
        key: its name in IRI templates.
        heading: what people read.
        kind: ``text``, ``string``, ``label``, ``date``, ``year``, ``biennium``, ``integer``, ``decimal``, ``yesno``,
            ``slug`` (a code of the office's own), ``shown`` (filled in for reading, ignored on the way back),
            ``code:KIND`` (a country's or instrument's code), ``concept:SCHEME``, ``ref:KIND`` (a thing there already
            or in this workbook).
        help: what to write.
        predicate: the property it fills; "" where a builder uses it.
        required: whether a row is incomplete without it.
        many: whether several values may be given, separated by semicolons.
    """

    key: str
    heading: str
    kind: str
    help: str
    predicate: str = ""
    required: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet.

    Attributes:
        name: its tab.
        title: what it is for, in one sentence.
        type: class of what a row describes.
        iri: path of a row's thing below ``/id/``, from the keys of its columns.
        label: label of a row's thing, from the keys of its columns.
        columns: from left to right.
    """

    name: str
    title: str
    type: str
    iri: str
    label: str
    columns: tuple[SheetColumn, ...]

    def column(self, heading: str) -> SheetColumn | None:
        """The column with a heading, in any of the workbook's languages, whatever its case and spacing."""
        wanted = meant(heading)
        return next((column for column in self.columns if column.heading.lower() in wanted), None)


def _sheets() -> dict[str, SheetSpec]:
    text = files("tcgraph.followup").joinpath("data", "sheets.toml").read_text(encoding="utf-8")
    return {
        key: SheetSpec(**told | {"columns": tuple(SheetColumn(**column) for column in told["columns"])})
        for key, told in tomllib.loads(text).items()
    }


_SHEETS: Final = _sheets()
SHEETS: Final = tuple(_SHEETS.values())
"""Every sheet, in the order of the workbook; those that others refer to come before them."""
OBSERVATIONS: Final = _SHEETS["observations"]
NEW_ACTIONS: Final = _SHEETS["new-actions"]


def needed(spec: SheetSpec) -> set[str]:
    """The columns without which a row that says anything is incomplete."""
    if spec is OBSERVATIONS:  # where what is known stands already, and may be left as it is
        return {"action", "status", "basis"}
    return {column.key for column in spec.columns if column.required}


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
    for code, words in word_lists(_WORDS).items():
        own = {plain_words(said) for english, said in words.items() if plain_words(english) != plain_words(said)}
        if plain & own:
            return code
    return "en"


@cache
def _english() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for words in word_lists(_WORDS).values():
        for english, own in words.items():
            key = plain_words(own)
            found[key] = (*found.get(key, ()), english.lower())
    return found
