"""What a warning says: sentences by their keys, whose words in each language stand in ``warning_sentences.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from tcgraph.sentences import with_french_spaces
from tcgraph.sparql.node import Node

FILE: Final = Path(__file__).with_suffix(".toml")
_ENGLISH: Final = "en"
Forms: TypeAlias = str | list[str]
"""A sentence in one language; of two the first is for one, the second for any other number, by its slot ``n``."""


@dataclass(frozen=True, slots=True)
class FilledSentence:
    """A sentence, or a part of one.

    Attributes:
        key: its group and name, as ``names.none``.
        slots: what stands in its braces: words that are the same in every language, a number, another such sentence,
            or several, which are said as a list.
    """

    key: str
    slots: Mapping[str, Slot]

    def in_language(self, language: str) -> str:
        """It in a language; in English where nobody has said it there."""
        said = forms()[self.key]
        words = said.get(language) or said[_ENGLISH]
        form = words if isinstance(words, str) else words[self.slots["n"] != 1]
        filled = {name: _filled(slot, language) for name, slot in self.slots.items()}
        return (with_french_spaces(form) if language == "fr" else form).format_map(filled)


Slot: TypeAlias = str | int | FilledSentence | tuple[str | FilledSentence, ...]


def say(key: str, /, **slots: Slot) -> FilledSentence:
    """A sentence by its key, with what stands in its slots."""
    return FilledSentence(key, slots)


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """Something off.

    Attributes:
        sentences: what is told, one after the other.
        start: the first character concerned, from 0; -1 where it is about the whole.
        end: the character after the last.
        instead: what to write there; empty where nothing fits.
        unknown: the name, where the graph has none such.
    """

    sentences: tuple[FilledSentence, ...]
    start: int = -1
    end: int = -1
    instead: str = ""
    unknown: str = ""

    @property
    def message(self) -> str:
        """What is told, in English."""
        return self.in_language(_ENGLISH)

    def in_language(self, language: str) -> str:
        """What is told, in the language of a code; in English where nobody has said it there."""
        return " ".join(sentence.in_language(language) for sentence in self.sentences)


def warning(
    place: Node | None, *sentences: FilledSentence | None, instead: str = "", unknown: str = ""
) -> QueryWarning:
    """What is off at a part of the query, or with the whole; sentences that are None are not said."""
    start, end = (place.start, place.end) if place is not None else (-1, -1)
    return QueryWarning(tuple(one for one in sentences if one is not None), start, end, instead, unknown)


def meant(name: str) -> FilledSentence | None:
    """That a name may be meant; None where it is empty."""
    return say("meant.this", name=name) if name else None


@cache
def forms() -> Mapping[str, Mapping[str, Forms]]:
    """Every sentence by its key, in each language by its code."""
    groups = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {f"{group}.{name}": said for group, entries in groups.items() for name, said in entries.items()}


def _filled(slot: Slot, language: str) -> str | int:
    if isinstance(slot, FilledSentence):
        return slot.in_language(language)
    if not isinstance(slot, tuple):
        return slot
    *first, last = (str(_filled(one, language)) for one in slot)
    return f"{', '.join(first)} {say('list.and').in_language(language)} {last}" if first else last
