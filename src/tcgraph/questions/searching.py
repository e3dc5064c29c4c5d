"""Words to be found in the texts of things, as patterns of SPARQL."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.namespaces import application
from tcgraph.rdf import Literal

_SHORT = 4


def searched(words: Iterable[str], thing: str) -> str:
    """That a thing has any of some words in its texts.

    Args:
        words: as the search takes them; those in quotes stand together.
        thing: a variable.
    """
    search = application().prefixes.shorten(application().search)
    return " UNION ".join(f"{{ {thing} {search} {Literal(_bare(value))}{_together(value, thing)} }}" for value in words)


def _bare(words: str) -> str:
    return " ".join(f"{_stem(word)}*" for word in words.strip('"').split()) if words.startswith('"') else words


def _stem(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word[-1] in "sx" else word


def _together(words: str, thing: str) -> str:
    """Words in quotes stand one after the other, with no more than two small ones between."""
    if not words.startswith('"'):
        return ""
    between = "\\\\w*\\\\W+(\\\\w{1,3}\\\\W+){0,2}"
    pattern = between.join(_stem(word) for word in words.strip('"').split())
    return f' . {thing} rdfs:label|tc:summary ?told_so . FILTER(REGEX(?told_so, "{pattern}", "i"))'
