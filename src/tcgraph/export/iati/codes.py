"""Codes of the IATI 2.03 codelists that we write, how ours correspond, and what every reader of its XML needs."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tcgraph import terms
from tcgraph.rdf import Literal, NamedNode, Quad
from tcgraph.terms import ID, PREFIXES, TC

VERSION: Final = "2.03"
STATUS: Final = PREFIXES["vocab"] + "status"
THEME: Final = PREFIXES["vocab"] + "theme"
CERTAINTY: Final = PREFIXES["vocab"] + "certainty"
RECOMMENDATION: Final = ID + "recommendation"

BEGUN: Final = "begun"
"""What is known of a project or funding of which some action has been reported."""

_TOLD = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
ACTIVITY_STATUS: Final[Mapping[str, str]] = _TOLD["activity-status"]
"""The code of each status."""

DATES: Final[Mapping[str, Sequence[Sequence[str]]]] = _TOLD["dates"]
"""The types of date that each status tells, with what the date really says."""

FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"
"""OrganisationRole."""

PARENT: Final = "1"
"""RelatedActivityType."""

UN_REGIONS: Final = "2"
"""RegionVocabulary: the United Nations' M49."""

OWN: Final = "99"
"""TagVocabulary and SectorVocabulary: the reporting organisation's own."""

NO_PLACE: Final = ("1", "998")
"""RegionVocabulary OECD DAC and its code for developing countries, unspecified: the standard asks for some place."""

NO_SECTOR: Final = ("1", "99810")
"""SectorVocabulary OECD DAC, five digits, and its code for sectors not specified: the standard asks for some sector."""

GENERAL: Final = "1"
"""DescriptionType."""

MULTILATERAL: Final = "40"
"""OrganisationType."""

SUPERSEDED: Final = {"GB-1": "GB-GOV-1"}
"""Organisation identifiers that others have replaced: DFID's, since the United Kingdom's moved to its own prefix."""


def current(identifier: str) -> str:
    """The identifier now in force for one that may have been superseded."""
    return SUPERSEDED.get(identifier, identifier)


def ours(name: str) -> str:
    """An attribute in our namespace, for what IATI has no word for: the schema admits those of others everywhere."""
    return f"{{{TC}}}{name}"


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def narratives(thing: NamedNode, name: str, element: ET.Element | None, *, trimmed: bool = False) -> Iterator[Quad]:
    """A property's texts, one for each narrative, in the narrative's language; without the space around, if trimmed."""
    for narrative in element.findall("narrative") if element is not None else ():
        if told := (narrative.text or "").strip() if trimmed else narrative.text:
            language = narrative.get(_XML_LANG)
            value = Literal(told, language=language) if language else Literal(told)
            yield Quad(thing, terms.expand(name), value)


def spread_languages(element: ET.Element, around: str = "") -> None:
    """Write the language that holds for each narrative on it (XML 1.0 §2.12: of the nearest element that says one)."""
    language = element.get(_XML_LANG, around)
    if element.tag == "narrative" and language:
        element.set(_XML_LANG, language)
    for part in element:
        spread_languages(part, language)


def language_of(element: ET.Element) -> str | None:
    """The language that the first narrative of an element says; None where none is said."""
    narrative = element.find("narrative")
    return None if narrative is None else narrative.get(_XML_LANG)


def text(element: ET.Element, tag: str) -> str:
    """The text of a child, empty when there is none."""
    return (element.findtext(tag) or "").strip()


def slug(identifier: str) -> str:
    """The end of an IRI for something known by an identifier or a name."""
    return re.sub(r"[^a-z0-9]+", "-", identifier.lower()).strip("-") or "unnamed"
