"""Whom a cell names that says who acts: bodies that the graph knows, and others as they are called there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tcgraph.followup.naming.entities import Recogniser
from tcgraph.followup.naming.name_words import ORGANISATION
from tcgraph.followup.naming.romance_names import kind_of
from tcgraph.rdf import NamedNode

AGENTS: Final = {"Organisation", "Collective"}
"""What can act."""
PAYERS: Final = AGENTS | {"Country"}
"""What can pay; a country that pays is its government."""
_POST: Final = re.compile(
    r"\b(?:director|head|leads?|minist(?:er|re|ro|ra)|secretary|oficial|consult(?:ant|or)e?s?|president|président|manager"
    r"|chief|officer|coordinator|chair|directeur|directrice|chef|cheffe|directora|jefe|jefa|coordinador|coordinadora"
    r"|coordonnateur|coordonnatrice|gerente)\b",
    re.IGNORECASE,
)
"""Somebody's post is no body; what the column says of it stays beside the row."""
_EACH: Final = re.compile(
    r"\s*;\s*(?:and\s+|et\s+|y\s+)?|(?<=[A-Z\s])\s*/\s*(?=[A-Z])|,\s+(?=[A-Z]{3,}\b)|(?<=\b[A-Z]{3}),\s+"
    r"|(?<=[A-Z]{4}),\s+|\s+[+→]\s+|(?<=[a-zà-ÿ])/(?=[A-ZÀ-Þ][a-zà-ÿ])"
)
"""Between those whom a cell names: "the Board; the Office", "DGT / UNDP"."""


_NOBODY: Final = re.compile(r"\W*(?:n\W?/?a|tbd|tbc|none|nil|aucun\w*|ningun\w*|s\.?o)?\W*", re.IGNORECASE)
_JOINT: Final = re.compile(r"\s*,\s*(?:and\s+|et\s+|y\s+|e\s+)?|\s+(?:and|et|y|e|&)\s+")
_EVERY: Final = re.compile(r"^(?:each|all|any|cada|tod[oa]s|chaque|tou(?:s|te|tes))\b", re.IGNORECASE)


class Parties:
    """Those whom the cells of a column name, one by one.

    A comma or an "and" stands between two of them where one of the two stands alone elsewhere in the column; else it
    belongs to a name ("Ministry of Fisheries and Farms").
    """

    def __init__(self, cells: Iterable[str]) -> None:
        whole = [part for cell in dict.fromkeys(cells) for part in _each(cell)]
        self._alone = {part for part in whole if _JOINT.search(part) is None}
        joint = [part for part in whole if part not in self._alone]
        while found := {part for one in joint for part in self._split(one)} - self._alone - {*joint}:
            self._alone |= found
        self.all = list(dict.fromkeys(part for cell in whole for part in self._split(cell)))

    def of(self, cell: str) -> list[str]:
        """Those whom a cell names."""
        return [part for one in _each(cell) for part in self._split(one)]

    def _split(self, part: str) -> list[str]:
        parts = [one for one in _JOINT.split(part) if one]
        return parts if len(parts) > 1 and any(one in self._alone for one in parts) else [part]


_UNIT: Final = re.compile(r"[A-Z]\w+(?:/[A-Z]\w+){2,}")
"""A unit with all those above it: "DGPR/SRNH/BRIL"."""


def _each(words: str) -> list[str]:
    if _UNIT.fullmatch(words.strip()):
        return [words.strip()]
    return [part for part in map(str.strip, _EACH.split(words)) if part] if not _NOBODY.fullmatch(words) else []


def who_acts(parts: Iterable[str], recogniser: Recogniser) -> list[NamedNode | str]:
    """Whom a cell on who acts names: bodies that the graph knows, and others as they are called there.

    Args:
        parts: those whom the cell names, one by one.
        recogniser: tells what the graph knows.
    """
    found: list[NamedNode | str] = []
    for part in parts:
        known = [mention.thing for mention in recogniser.mentions(part) if mention.kind in AGENTS]
        named = [one.surface for one in recogniser.strangers(part) if one.acts]
        called = " ".join(part.split())
        if known or named:
            found += [*known, *(named if _POST.search(part) or len(named) > 1 or known else [called])]
        elif called and _POST.search(part) is None and is_called(called) and not recogniser.is_person(called):
            found.append(called)
    return list(dict.fromkeys(found))


def is_called(words: str) -> bool:
    """Whether words are what somebody is called, and not any of a kind: "each entity", "the bodies concerned"."""
    parts = words.split()
    if _EVERY.match(words) or not words[:1].isupper():
        return False
    noun = parts[0].lower()
    if all(len(part.strip(",.")) < 3 for part in parts):
        return False  # somebody's initials
    capital = len(parts) == 1 or any(part[:1].isupper() for part in parts[1:])
    told = sum(part.islower() and len(part) > 3 for part in parts) > 1  # "All centres to send nominations to JK"
    return (capital and not told) or kind_of(noun) == ORGANISATION


_LINK: Final = r"(?:,|and|et|y|e|&|the|le|la|les|el|los|las|l\W)\s*"
_BEFORE: Final = re.compile(rf"\W*(?:{_LINK})*", re.IGNORECASE)
_UP_TO_THE_VERB: Final = re.compile(
    r"\W*(?:(?:n|s|l|y|en|se|ne|le|la|les|lo|has|have|had|is|are|was|were|will|no|not|a|ont|est|sont|ha|han|also|already"
    r"|since|aussi|déjà|depuis|ya|también)\W+)*",
    re.IGNORECASE,
)


def countries_that_act(words: str, countries: Iterable[tuple[int, str, NamedNode]], basis: str) -> list[NamedNode]:
    """The countries with which a sentence begins and whose verb follows at once: "Ghana and Togo have ratified".

    Not those that are a place or a heading: "In Mali, works will begin", "Mali: under way", "Mali's plan was written".

    Args:
        words: the sentence.
        countries: those that it names: where, in which words, and which.
        basis: the words of it that tell what was done.
    """
    verb, end, found = words.find(basis.strip("“”")), 0, list[NamedNode]()
    for start, surface, country in sorted(countries, key=lambda one: one[0]):
        if not _BEFORE.fullmatch(words[end:start]):
            break
        found.append(country)
        end = start + len(surface)
    follows = found and verb >= end and words[end : end + 1] == " " and _UP_TO_THE_VERB.fullmatch(words[end:verb])
    return found if follows else []


def before_the_verb(words: str, basis: str) -> int:
    """Up to where a body that a text names is likely to be the one who acts.

    Args:
        words: the text.
        basis: the words of it that tell what was done.
    """
    verb = words.find(basis.strip("“”"))
    return min(40, verb) if verb > 0 else 40
