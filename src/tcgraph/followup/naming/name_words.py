"""The nouns that names of bodies, texts and programmes are built around, and the words that make no name of them.

The lists, and what each is for, are in ``../data/name_words.toml``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from tcgraph.followup.word_catalogue import word_lists

_LISTS: Final = word_lists("name_words")


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


def _by(name: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(words.split()) for key, words in _LISTS[name].items()}


ORGANISATION: Final = "organisation"
INSTRUMENT: Final = "instrument"
PROGRAMME: Final = "programme"
PLACE: Final = "place"
KINDS: Final = (ORGANISATION, INSTRUMENT, PROGRAMME, PLACE)
"""What a name that nobody lists may be taken for."""
ENGLISH: Final = _by("english")
ROMANCE: Final = _by("romance")
ALONE: Final = _by("alone")
ORGANS: Final = frozenset(_LISTS["organs"])
POSTS: Final = _words("posts")
PARTS: Final = _words("parts")
ANY: Final = _words("any")
ANY_ROMANCE: Final = _words("any-romance")
NO_BODIES: Final = _words("no-bodies")
STARTERS: Final = _words("starters")
NO_NAMES: Final = _words("no-names")
SMALL: Final = _words("small")
ALSO_DEEDS: Final = _words("also-deeds")
SMALL_WORDS: Final = _words("small-words")
NO_AGENCY: Final = _words("no-agency")


@cache
def world_names() -> dict[str, dict[str, list[str]]]:
    """Bodies, treaties and countries, and the names that they have in English, French and Spanish."""
    found: dict[str, dict[str, list[str]]] = {}
    for group, names in (*word_lists("country_names").items(), *word_lists("names").items()):
        known = found.setdefault(group, {})
        for key, others in names.items():
            known[key] = [*known.get(key, ()), *others]
    return found
