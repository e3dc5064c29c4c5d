"""Short forms: words of capitals that stand for something, and those of them that do something and so are bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tcgraph.followup.naming.name_words import NO_BODIES

_ACTS: Final = (
    r"(?:should|shall|must|will|would|has|have|had|agreed|is|are|was|were|did|does|continues?|plans?|doit|devra|devrait|va"
    r"|a|ont|est|debe|deberá|ha|han|va|agrees|accepts|notes|supports|considers|conducts|provides|recogni[sz]es)"
)
_FORM: Final = r"(?:[A-Z]{3,8}|[A-Z][a-z][A-Z]{1,4})"
"""Capitals, or as ministries are called: DfE, MoH."""
_ACRONYM: Final = re.compile(
    rf"(?<![\w(/'.-])(?P<name>{_FORM}|[A-Z][a-z]+[A-Z][a-z]+)\s+(?:(?:and|et|y|e)\s+(?P<also>{_FORM})\s+)?{_ACTS}\s+[a-zà-ÿ]"
    r"|(?:(?:^|[.;:•\n]\s+)(?:The\s+)?|\bthe\s+)(?P<told>[A-Z]{3,8})\s+(?:\w+ly\s+)?[a-z]{3,}ed\b"
)
_ONE: Final = rf"(?:the\s+|l'|la\s+|le\s+|les\s+|el\s+)?{_FORM}\b(?![/(-])"
_BESIDE: Final = re.compile(
    rf"\b(?:with|avec|con|by|par|por|(?:[Ii]nvit|[Rr]equest|[Uu]rg|[Ee]ncourag|[Aa]sk|[Cc]onsult|[Ii]nform|[Aa]pproach)(?:e?s|e|ed|ing)?"
    rf"|(?:[Ii]nvite|[Dd]emande\s+à|[Pp]rie|[Cc]onsulte)r?|(?:[Ii]nvit|[Ss]olicit|[Cc]onsult)ar?(?:\s+a)?)\s+{_ONE}(?:(?:,\s+(?:and\s+)?|\s+(?:and|et|y|e)\s+){_ONE})*"
)
"""Acronyms of those with whom or by whom something is done, or who are asked to do it."""
_SHORT: Final = re.compile(
    r"(?<![\w.@/-])(?:(?<=[ldLD]')|(?<!'))[A-Z][A-Z0-9&]*(?:-[A-Z]+)?[A-Z0-9]\+?(?![\w@]|['-]\w|/\w+/|/\d|\.\d|\s?\d)"
)
_INTRODUCED: Final = re.compile(r"['’\"”»]?\s*\(\s*(?:the\s+)?['‘\"“]?(?P<short>[A-Z][A-Za-z&-]{1,9})['’\"”]?\s*\)")
_SLASHED: Final = re.compile(r"(?<=/)[A-Z]{2,8}(?![\w/.-])|(?<![\w.@/-])[A-Z]{2,8}(?=\s?/\s?[A-Z]{2,8}\b(?!/))")
_MIXED: Final = re.compile(r"(?<![\w.@/'-])[A-Z][a-z][A-Z]{1,4}(?![\w@/-])")
_CAMEL: Final = re.compile(r"(?<![\w.@/'-])[A-Z][a-z]+[A-Z][a-z]{1,}[\w]*(?![\w@/-]|\.\w)")
"""A capital within a word is that of a name: KiwiRail, TrackCo."""
_CODE: Final = re.compile(r"(?:\D*\d){3}.*|[A-Z]{1,2}-[A-Z]{3,4}")
"""What numbers a file or is painted on an aircraft: M21A0065, ZK-ABC."""
_ROMAN: Final = re.compile(r"[IVXLC]+")
_OF: Final = ("of", "for", "on", "against", "to", "in")
_LINE: Final = re.compile(r"[^\n.;:!?|]+")


def acting_acronyms(text: str) -> Iterator[str]:
    """Acronyms that do or have to do something in a text, and so stand for bodies."""
    acting = [one for found in _ACRONYM.finditer(text) for one in found.group("name", "also", "told") if one]
    acting += [name for found in _BESIDE.finditer(text) for name in re.findall(rf"{_FORM}\b", found[0])]
    yield from (name for name in acting if name not in NO_BODIES)


def short_forms(text: str) -> Iterator[tuple[str, int]]:
    """The short forms of a text with their offsets; what is written wholly in capitals has none.

    Args:
        text: with straight apostrophes.
    """
    for line in _LINE.finditer(text):
        words = re.findall(r"[^\W\d_]{2,}", line[0])
        if len(words) > 3 and all(word.isupper() for word in words):
            continue
        for pattern in (_SHORT, _MIXED, _CAMEL, _SLASHED):
            for found in pattern.finditer(line[0]):
                short = found[0]
                if short in NO_BODIES or _ROMAN.fullmatch(short) or _CODE.fullmatch(short):
                    continue
                if sum(map(str.isalpha, short)) > 1:
                    yield short, line.start() + found.start()


def is_made_of(short: str, words: str) -> bool:
    """Whether a short form is made of the initials of words; small words may be left out."""
    parts = re.findall(r"\w+", words)
    letters = re.sub(r"[^A-Z]", "", short.upper())
    # "AI Growth Zones" is AIGZ: what is written in capitals gives all its letters.
    initials = "".join(part if part.isupper() else part[0] for part in parts).upper()
    capitals = "".join(part if part.isupper() else part[0] for part in parts if part[0].isupper())
    return len(letters) > 1 and (initials.endswith(letters) or letters in (initials, capitals))


def shorter_calls(name: str) -> Iterator[str]:
    """What an English name may be called after it was said in full: "Harbour Rates Advisory Board" as "Advisory Board".

    One word alone ("the Board") may be anybody's and is none of them.
    """
    words = name.split()
    join = next((i for i, word in enumerate(words) if word in _OF), len(words))
    if join < len(words):
        yield " ".join(words[:join])
    for start in range(1, join - 1):
        yield " ".join(words[start:join])


def is_introduced(text: str, start: int, end: int) -> bool:
    """Whether words are followed by the short form that is made of them: "Harbour Rates Review (HRR)"."""
    found = _INTRODUCED.match(text, end)
    return found is not None and is_made_of(found["short"], text[start:end])
