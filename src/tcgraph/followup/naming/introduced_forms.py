"""Short forms that a text introduces, and what they are short for: "Harbour Rates Authority (HRA)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tcgraph.followup.naming.english_names import Formed
from tcgraph.followup.naming.name_words import NO_BODIES, ORGANISATION, POSTS, ROMANCE
from tcgraph.followup.naming.romance_names import kind_of
from tcgraph.followup.naming.short_forms import is_blended_of, is_made_of

_DEFINED: Final = re.compile(
    r"\s*\(\s*(?:the\s+|la\s+|le\s+|el\s+|«\s*|[\"“])*(?P<short>[A-ZÀ-Þ][\w&./-]{1,11})[»”\"]?\s*[),;]"
)
_SPELT_OUT: Final = re.compile(
    r"(?<![\w(/])(?P<short>[A-Z]{2,8})\s+\((?:the\s+)?(?P<long>[A-ZÀ-Þ][\w'&-]*(?:\s+[\w'&-]+){1,9})\)"
)
"""A short form that is spelt out in brackets: "HRA (Harbour Rates Authority)"."""
_LOWER: Final = re.compile(r"(?P<before>(?:[\w'-]+\s+){1,10})\((?P<short>[A-Z][A-Za-z0-9&-]{1,9})\)")
_ONES: Final = {"la", "le", "el", "du", "de", "del", "au", "al"}


@dataclass(slots=True)
class Introduced:
    """What texts introduce.

    Attributes:
        shorts: what each short form is short for.
        names: names in small letters with their kind and short form, or "".
        terms: short forms of what is no name.
    """

    shorts: dict[str, str] = field(default_factory=dict)
    names: list[tuple[str, str, str]] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)


def introduce(
    text: str, ends: Mapping[int, Formed], known: Callable[[str], bool], language: str, found: Introduced
) -> None:
    """Take in the short forms that a text introduces behind a name, or behind words in small letters.

    Args:
        text: with straight apostrophes.
        ends: its names by where each ends.
        known: whether a name is one that the graph or the world's lists have.
        language: of the text.
        found: gains what the text introduces.
    """
    told: set[int] = set()
    for spelt in _SPELT_OUT.finditer(text):
        if is_made_of(spelt["short"], spelt["long"]) and not known(spelt["short"]):
            found.shorts.setdefault(spelt["short"], spelt["long"])
    for end, one in ends.items():
        at = _DEFINED.match(text, end)
        if at is None or known(at["short"]):
            continue
        blended = one.acts and is_blended_of(at["short"], one.surface)
        if not blended and sum(char.isupper() for char in at["short"]) < 2:
            continue
        told.add(at.start("short"))
        fits = is_made_of(at["short"], one.surface)
        if inner := _ending_thatis_made_of(at["short"], one.surface):
            found.shorts.setdefault(at["short"], inner)  # "the Policy for the Harbour Lamps Agency (HLA)"
        elif one.kind or (fits and not known(one.surface)):
            found.shorts.setdefault(at["short"], one.surface)
    for at in _LOWER.finditer(text):
        if at.start("short") in told or at["short"] in NO_BODIES or known(at["short"]):
            continue
        kind, long = _introduced(at["before"], at["short"], language)
        if kind and is_made_of(at["short"], long):
            found.names.append((long, kind, ""))
            found.shorts.setdefault(at["short"], long)
        elif kind:
            found.names.append((at["short"], kind, at["short"]))
        elif (
            is_made_of(at["short"], at["before"])
            or " ".join(at["before"].split()[-2:]).islower()
            or at["before"].split()[-1].lower() in POSTS
        ):
            found.terms.add(at["short"])


def _ending_thatis_made_of(short: str, words: str) -> str:
    """The end of a longer name that a short form is made of; "" where none is."""
    parts = words.split()
    ends = (
        " ".join(parts[at:]) for at in range(1, len(parts) - 1) if parts[at][0].isupper() and parts[at - 1].islower()
    )
    return next((end for end in ends if is_made_of(short, end) and end[0] == short[0]), "")


def _introduced(before: str, short: str, language: str) -> tuple[str, str]:
    """What words in small letters introduce: "la commission électorale nationale indépendante (CENI)" is a body."""
    if language == "en":
        return "", ""
    parts = before.split()
    for at in range(len(parts) - 1, -1, -1):
        word = re.sub(r"^\w'", "", parts[at].lower())
        one = word != parts[at].lower() or (at and parts[at - 1].lower() in _ONES)
        if word[:1].upper() == short[0] and word in ROMANCE[ORGANISATION] and one:
            return kind_of(word), " ".join((parts[at][-len(word) :], *parts[at + 1 :]))
    return "", ""
