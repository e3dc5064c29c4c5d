"""What a warning says: sentences by their keys, whose words in each language stand in ``warning_sentences.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from tcgraph.diagnostics.suggest import local_name
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.questions.graph_profile import kind_of
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.sentences import with_french_spaces
from tcgraph.sparql import syntax as s
from tcgraph.sparql.node import Node
from tcgraph.terms import QUERY_PREFIXES, TC

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


# -- how terms and values are written in a sentence or in a query

TYPE: Final = RDF_TYPE.value
NAMES: Final = (STANDARD["rdfs"] + "label", STANDARD["skos"] + "altLabel", TC + "abbreviation", TC + "code")
"""By what a thing may be called, the commonest first."""
LABEL: Final = NAMES[0]
TIMES: Final = frozenset(STANDARD["xsd"] + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
"""Datatypes of times, no two of which can be compared."""


def terms(*names: str) -> frozenset[str]:
    """Terms of the vocabulary by their local names."""
    return frozenset(TC + name for name in names)


def name_of(iri: str) -> str:
    """An IRI as a query may write it, as short as the prefixes allow."""
    short = QUERY_PREFIXES.shorten(iri)
    return short if not short.startswith("<") else f"<{iri}>"


def written_name(node: s.Iri) -> str:
    """A name as the query has it."""
    return "a" if node.value == TYPE else node.written or name_of(node.value)


def value_said(value: s.Iri | s.Literal) -> str:
    """A constant as a sentence has it."""
    if isinstance(value, s.Iri):
        return written_name(value)
    return f'"{value.value}"' if kind_said(value) == "text" else value.value


def literal_of(value: s.Literal) -> str:
    """A literal as SPARQL, with nothing abbreviated."""
    datatype = value.datatype.value if value.datatype is not None else None
    if value.language:
        return str(Literal(value.value, language=value.language))
    return str(Literal(value.value, datatype=NamedNode(datatype)) if datatype else Literal(value.value))


def kind_said(value: s.Literal) -> str:
    """The kind of value that a literal is; see :func:`~tcgraph.questions.graph_profile.kind_of`."""
    return "text" if value.datatype is None else kind_of(value.datatype.value)


def kinds_of(kinds: Iterable[str]) -> tuple[str | FilledSentence, ...]:
    """Kinds of values in words."""
    keys = {kind: f"kinds.{local_name(kind)}" for kind in sorted(kinds)}
    return tuple(say(key) if key in forms() else name_of(kind) for kind, key in keys.items())


def hint(prop: str) -> FilledSentence | None:
    """Where what a property is asked for can be had instead, where that is known."""
    key = f"hints.{prop.removeprefix(TC)}"
    return say(key) if prop.startswith(TC) and key in forms() else None


def term_said(term: Term | None) -> str:
    """A term as a query may write it, as short as that goes."""
    if isinstance(term, NamedNode):
        return name_of(term.value)
    if not isinstance(term, Literal) or term.language or local_name(term.datatype.value) == "string":
        return str(term)
    kind = local_name(term.datatype.value)
    # A decimal without a point would be read as a whole number.
    plain = kind in ("integer", "boolean") or (kind == "decimal" and "." in term.value)
    return term.value if plain else f"{Literal(term.value)}^^{name_of(term.datatype.value)}"


def put_otherwise(text: str, parts: Iterable[tuple[Node, str]]) -> str:
    """A query's text with other words in the place of some of its parts."""
    for part, words in sorted(parts, key=lambda one: -one[0].start):
        text = text[: part.start] + words + text[part.end :]
    return text
